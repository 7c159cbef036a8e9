//! Rules 1, 2, 3, 7, 8, 10 and 12, note by note.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use super::tags::Tags;
use super::{Fault, Place, Violation, id, report, text, unique};
use crate::package::template::{Tag, show, tags};
use crate::package::{Note, NoteKind, NoteType, Package, plain};

/// The highest place of a new card that Anki's Check Database accepts.
const LAST_PLACE: i64 = 999_999;

/// Anki ignores cloze numbers from 500 on, and zero.
const CLOZE_NUMBERS: std::ops::RangeInclusive<u32> = 1..=499;

pub fn check(package: &Package, found: &mut Vec<Violation>) {
    let mut guids = HashSet::new();
    let (mut note_ids, mut card_ids) = (HashSet::new(), HashSet::new());
    let mut tags = Tags::new(&package.project);
    let types: Vec<Type<'_>> = package.note_types.iter().map(Type::new).collect();
    let contents = package.notes.par_iter().map(|note| content(note, &types));
    for (note, content) in package.notes.iter().zip(contents.collect::<Vec<_>>()) {
        let mut faults = Vec::new();
        let adopted = package.note_types.get(note.note_type).is_some_and(|kind| kind.adopted.is_some());
        guid(&note.guid, adopted, &mut faults);
        unique(note.guid.as_str(), &mut guids, || Fault::GuidTaken, &mut faults);
        id(note.id, &mut note_ids, &mut faults);
        for card in &note.cards {
            id(card.id, &mut card_ids, &mut faults);
        }
        if note.modified <= 0 {
            faults.push(Fault::Time(note.modified));
        }
        tags.check(&note.tags, &mut faults);
        places(note, package.decks.len(), &mut faults);
        faults.extend(content);
        report(found, faults, || Place::Note(note.guid.clone()));
    }
}

/// An adopted note keeps the guid that it was released with, whatever that is.
fn guid(guid: &str, adopted: bool, faults: &mut Vec<Fault>) {
    if guid.is_empty() || !adopted && !guid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        faults.push(Fault::Guid);
    }
}

fn places(note: &Note, decks: usize, faults: &mut Vec<Fault>) {
    for card in &note.cards {
        if card.deck >= decks {
            faults.push(Fault::NoSuchDeck(card.deck));
        }
        if !(1..=LAST_PLACE).contains(&card.due) {
            faults.push(Fault::Due(card.due));
        }
    }
    if note.cards.windows(2).any(|pair| pair[0].due != pair[1].due) {
        faults.push(Fault::SiblingDue);
    }
}

/// A note type, its templates' fronts read once for all notes.
struct Type<'p> {
    kind: &'p NoteType,
    fronts: Vec<Vec<Tag<'p>>>,
}

impl<'p> Type<'p> {
    fn new(kind: &'p NoteType) -> Type<'p> {
        Type { kind, fronts: kind.templates.iter().map(|template| tags(&template.front).collect()).collect() }
    }
}

/// What is wrong with a note's fields and with the cards that Anki makes of them.
fn content(note: &Note, types: &[Type<'_>]) -> Vec<Fault> {
    let Some(Type { kind, fronts }) = types.get(note.note_type) else {
        return vec![Fault::NoSuchNoteType(note.note_type)];
    };
    if note.fields.len() != kind.fields.len() {
        return vec![Fault::FieldCount { expected: kind.fields.len(), found: note.fields.len() }];
    }
    let mut faults = Vec::new();
    if note.fields.first().is_some_and(|first| plain::text(first).trim().is_empty()) {
        faults.push(Fault::FirstFieldEmpty);
    }
    // What an adopted note keeps from its old fields may be made for Anki's own markup.
    for (html, field) in note.fields.iter().zip(&kind.fields).filter(|_| kind.adopted.is_none()) {
        text::check_field(html, || format!("field `{}`", field.name), &mut faults);
    }
    let expected = match kind.kind {
        NoteKind::Standard => standard_cards(note, kind, fronts),
        NoteKind::Cloze => cloze_cards(note, kind, &mut faults),
    };
    cards(note, &expected, &mut faults);
    faults
}

/// The cards whose front shows something.
fn standard_cards(note: &Note, kind: &NoteType, fronts: &[Vec<Tag<'_>>]) -> BTreeSet<u32> {
    let filled = |name: &str| {
        kind.fields.iter().zip(&note.fields).any(|(field, html)| field.name == name && !plain::is_blank(html))
    };
    let shown = |(ord, front): (u32, &Vec<Tag<'_>>)| show(front.iter().copied(), filled).then_some(ord);
    (0..).zip(fronts).filter_map(shown).collect()
}

/// One card for each cloze number. A retired text has lost its marks, and keeps the one card that Anki gives to such a
/// note, until the learner asks for the empty ones.
fn cloze_cards(note: &Note, kind: &NoteType, faults: &mut Vec<Fault>) -> BTreeSet<u32> {
    let numbers: BTreeSet<u32> = note.fields.iter().flat_map(|html| cloze_numbers(html)).collect();
    let retired =
        kind.fields.iter().zip(&note.fields).any(|(field, html)| field.name == "Retired" && !html.is_empty());
    if retired && numbers.is_empty() {
        return BTreeSet::from([0]);
    }
    for &number in numbers.iter().filter(|number| !CLOZE_NUMBERS.contains(number)) {
        faults.push(Fault::ClozeNumber(number));
    }
    numbers.into_iter().filter(|number| CLOZE_NUMBERS.contains(number)).map(|number| number - 1).collect()
}

/// The numbers of `{{c1::…` and `{{c1,2::…`.
fn cloze_numbers(html: &str) -> impl Iterator<Item = u32> {
    html.match_indices("{{c").flat_map(|(start, opening)| {
        let rest = &html[start + opening.len()..];
        let numbers = rest.split_once("::").map(|(numbers, _)| numbers).unwrap_or_default();
        let numbers: Option<Vec<u32>> = numbers.split(',').map(|number| number.parse().ok()).collect();
        numbers.unwrap_or_default()
    })
}

fn cards(note: &Note, expected: &BTreeSet<u32>, faults: &mut Vec<Fault>) {
    if note.cards.is_empty() {
        faults.push(Fault::NoCard);
    }
    let mut seen = BTreeSet::new();
    for card in &note.cards {
        if !seen.insert(card.ord) {
            faults.push(Fault::CardTaken(card.ord));
        } else if !expected.contains(&card.ord) {
            faults.push(Fault::CardBlank(card.ord));
        }
    }
    faults.extend(expected.difference(&seen).map(|&ord| Fault::CardMissing(ord)));
}
