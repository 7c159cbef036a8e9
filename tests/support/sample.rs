//! A small package by hand: two decks and a parent, six notes, one media file, text that asks for trouble.

use recto::package::{Deck, Field, Media, Note, NoteCard, NoteKind, NoteType, Package, Template};

pub const FIELDS: [&str; 8] =
    ["Front", "Back", "Context", "Extra", "Source", "Retired", "Spare 1", "Spare 2"];
pub const RELEASE: i64 = 1_700_000_000;

/// The guid of the note that asks for trouble.
pub const HOSTILE: &str = "hostile0000000004";
/// The guid of the retired note.
pub const RETIRED: &str = "retired0000000005";

/// A valid package, as far as the contract can tell.
pub fn package() -> Package {
    let mut package = Package {
        project: "sample".into(),
        time: RELEASE,
        decks: vec![
            deck(1_234_567_890_123, "Sample", "A <b>sample</b> deck"),
            deck(1_234_567_890_124, "Sample::01 First", ""),
            deck(1_234_567_890_125, "Sample::02 Second", ""),
        ],
        note_types: vec![question()],
        notes: Vec::new(),
        media: vec![Media { name: "dot-0a1b2c3d.svg".into(), bytes: SVG.into() }],
        origin: None,
    };
    // The ids fall where the places rise, so that nothing but `due` can make the order.
    let notes = [
        (
            "plain00000000001",
            900,
            1,
            ["What is <b>ownership</b>?", "One owner &amp; one only.", "", "And more."],
        ),
        ("image00000000002", 800, 1, [r#"See <img src="dot-0a1b2c3d.svg">"#, "A dot", "", ""]),
        (
            "math000000000003",
            700,
            2,
            [r"\(a &lt; b\)", "<pre><code>let a = [<span></span>sound:b];\nlet c;</code></pre>", "", ""],
        ),
        (
            HOSTILE,
            600,
            2,
            [
                "#tags: \"a\", 'b'; c\td\ne {{Back}} &quot;&amp;amp; &#39; 🎴 مرحبا שלום",
                "\"\n\"\"\n,;\t#\n\n=1+1 &lt;script&gt;",
                "  ;,\t\"\n ",
                "",
            ],
        ),
        (RETIRED, 500, 2, ["Gone?", "Gone.", "", ""]),
        ("short00000000006", 400, 1, ["0", "00", "", ""]),
    ];
    for (place, (guid, id, deck, texts)) in notes.into_iter().enumerate() {
        package.notes.push(note(guid, id, deck, place as i64 + 1, texts));
    }
    package.notes[4].fields[5] = "1".into();
    package.notes[4].tags.push("sample::retired".into());
    package
}

/// A cloze type and a note of two cards.
pub fn add_cloze(package: &mut Package) {
    package.note_types.push(NoteType {
        id: 1_600_000_000_002,
        name: "sample cloze".into(),
        kind: NoteKind::Cloze,
        modified: RELEASE,
        fields: fields(&["Text", "Extra"]),
        templates: vec![Template {
            id: Some(21),
            name: "Cloze".into(),
            front: "{{cloze:Text}}".into(),
            back: "{{cloze:Text}}<br>{{Extra}}".into(),
        }],
        css: String::new(),
        adopted: None,
    });
    let mut cloze = note("cloze00000000007", 300, 1, package.notes.len() as i64 + 1, [""; 4]);
    cloze.note_type = package.note_types.len() - 1;
    cloze.fields = vec!["{{c1::Rust}} has {{c2::{{c1::no}} collector::what?}}".into(), String::new()];
    cloze.cards.push(NoteCard { id: 301_001, ord: 1, ..cloze.cards[0].clone() });
    package.notes.push(cloze);
}

/// `count` notes of about 600 bytes, without media.
pub fn many(count: usize) -> Package {
    let mut package = package();
    let patterns = std::mem::take(&mut package.notes);
    let pattern = &patterns[0];
    package.media.clear();
    for index in 0..count as i64 {
        let mut note = pattern.clone();
        note.guid = format!("many{index:013}");
        // Spread like the hashes of real ids, without a collision: the factor is odd.
        note.id = ((index + 1) * 0x5_DEEC_E66D) & 0xFF_FFFF_FFFF;
        note.cards[0].id = ((index + 1) * 0x9_E377_79B9) & 0xFF_FFFF_FFFF;
        note.cards[0].due = index % 999_999 + 1;
        note.fields[0] = format!("Question {index}: what does <code>f(&amp;x)</code> do?");
        note.fields[1] = format!("<p>{}</p>", "It borrows <b>x</b> for the call. ".repeat(12));
        package.notes.push(note);
    }
    package
}

fn question() -> NoteType {
    NoteType {
        id: 1_600_000_000_001,
        name: "sample question".into(),
        kind: NoteKind::Standard,
        modified: RELEASE,
        fields: fields(&FIELDS),
        templates: vec![Template {
            id: Some(11),
            name: "Question".into(),
            front: "{{^Retired}}{{#Context}}<i>{{Context}}</i>{{/Context}}{{Front}}{{/Retired}}".into(),
            back: "{{FrontSide}}<hr id=answer>{{Back}}{{Extra}}".into(),
        }],
        css: ".card { color: black; }".into(),
        adopted: None,
    }
}

fn fields(names: &[&str]) -> Vec<Field> {
    names.iter().zip(101..).map(|(name, id)| Field { id: Some(id), name: (*name).into() }).collect()
}

fn deck(id: i64, name: &str, description: &str) -> Deck {
    Deck { id, name: name.into(), description: description.into() }
}

fn note(guid: &str, id: i64, deck: usize, due: i64, texts: [&str; 4]) -> Note {
    let mut fields: Vec<String> = texts.map(String::from).into();
    fields.resize(FIELDS.len(), String::new());
    Note {
        guid: guid.into(),
        id: 1_000_000 + id,
        note_type: 0,
        modified: RELEASE,
        fields,
        tags: vec!["sample::part-1".into(), "sample::Level::easy".into()],
        cards: vec![NoteCard { id: id * 1000, ord: 0, deck, due }],
    }
}

const SVG: &[u8] =
    br#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>"#;
