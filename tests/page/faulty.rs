//! Cards with one fault each, which the checks must find.

use recto::package::{Deck, Field, Note, NoteCard, NoteKind, NoteType, Package, Template};

use crate::browser::Fault;

/// How the questions of all faulty cards begin.
pub const TITLE: &str = "Faulty";

pub struct Card {
    pub title: &'static str,
    pub fault: Fault,
    answer: &'static str,
}

pub const CARDS: [Card; 9] = [
    card("Faulty width", Fault::Overflow, r#"<div style="width: 1000px">wide</div>"#),
    card("Faulty height", Fault::Clipped, r#"<div style="height: 9px; overflow: hidden">cut off</div>"#),
    card("Faulty colour", Fault::Contrast, r#"<span style="color: #888; background: #999">pale</span>"#),
    card("Faulty size", Fault::Small, r#"<span style="font-size: 7px">tiny</span>"#),
    card("Faulty picture", Fault::Images, r#"<img src="nowhere.png">"#),
    card("Faulty formula", Fault::Formulas, r"\(x^2\) and \(\nosuch\) and \(\frac{1\)"),
    card(
        "Faulty summary",
        Fault::Taps,
        r#"<details><summary style="line-height: 20px">more</summary>text</details>"#,
    ),
    card("Faulty address", Fault::Requests, r#"<img src="https://example.org/a.png">"#),
    card(
        "Faulty script",
        Fault::Errors,
        r#"<img src="https://example.org/b.png" onerror="console.error('no')">"#,
    ),
];

/// Looks well, until Anki's editor writes its entity as a bracket, which Anki then reads as a sound.
const FRAGILE: &str = "&#91;sound:a.mp3]";

const fn card(title: &'static str, fault: Fault, answer: &'static str) -> Card {
    Card { title, fault, answer }
}

/// A package of these cards, in a note type of its own.
pub fn package() -> Package {
    let note_type = NoteType {
        id: 1_600_000_000_009,
        name: "faulty".into(),
        kind: NoteKind::Standard,
        modified: 1_700_000_000,
        fields: ["Front", "Back"]
            .iter()
            .zip(901..)
            .map(|(name, id)| Field { id: Some(id), name: (*name).into() })
            .collect(),
        templates: vec![Template {
            id: Some(91),
            name: "Card".into(),
            front: "{{Front}}".into(),
            back: "{{FrontSide}}<hr id=answer>{{Back}}".into(),
        }],
        css: ".card { font: 18px sans-serif; padding: 16px; background: white; color: black }".into(),
        adopted: None,
    };
    Package {
        project: "faulty".into(),
        time: 1_700_000_000,
        decks: vec![Deck { id: 1_234_567_890_999, name: "Faulty".into(), description: String::new() }],
        note_types: vec![note_type],
        notes: CARDS
            .iter()
            .map(|card| (card.title, card.answer))
            .chain([("Faulty entity", FRAGILE)])
            .zip(1..)
            .map(|(texts, place)| note(texts, place))
            .collect(),
        media: vec![],
        origin: None,
    }
}

fn note((title, answer): (&str, &str), place: i64) -> Note {
    Note {
        guid: format!("faulty{place:011}"),
        id: 9_000_000 + place,
        note_type: 0,
        modified: 1_700_000_000,
        fields: vec![title.into(), answer.into()],
        tags: vec![],
        cards: vec![NoteCard { id: 9_100_000 + place, ord: 0, deck: 0, due: place }],
    }
}
