//! What a learner will notice of a new release: two packages of any tool, compared as Anki compares them.
//!
//! Notes are the same by their guid alone. Cards that are there already never move in Anki and keep their place among
//! the new ones, so a move is seen only by those who import a deck for the first time. What would double a note or keep
//! a learner from getting a change is a [`Problem`].

mod markdown;
mod problem;
mod sequence;
mod text;
mod words;

use std::collections::HashMap;

use serde::Serialize;

pub use problem::{Problem, ProblemKind};
pub use words::Part;

use crate::package::{Note, NoteType, Released, template};

/// Everything that differs. Lists are in the order of study, of the new release where the note is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    pub new: Vec<Question>,
    pub changed: Vec<Change>,
    pub moved: Vec<Move>,
    pub retagged: Vec<Retagged>,
    /// Marked as retired in the new release, and not in the old one.
    pub retired: Vec<Question>,
    /// Marked as retired in the old release, and no longer in the new one.
    pub returned: Vec<Question>,
    /// No longer in the package. Anki keeps them with the learner and says nothing.
    pub dropped: Vec<Question>,
    /// Names of the note types whose templates or CSS differ.
    pub restyled: Vec<String>,
    /// Names of the decks whose description differs.
    pub described: Vec<String>,
    pub problems: Vec<Problem>,
    /// How many notes are in both releases with the same fields and tags.
    pub unchanged: usize,
}

/// A note as people speak of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    pub guid: String,
    /// The first line of the first field that its card's front shows, as plain text.
    pub title: String,
    /// The deck of the first card.
    pub deck: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    #[serde(flatten)]
    pub question: Question,
    pub fields: Vec<FieldChange>,
    pub tags: TagChange,
    /// Numbers, from 1, of the cards that only the new release has.
    pub more_cards: Vec<u32>,
    /// Numbers, from 1, of the cards that only the old release has: *Tools > Empty Cards* removes them.
    pub fewer_cards: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Of the field.
    pub name: String,
    /// The text, word by word; empty if only its formatting changed.
    pub text: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    #[serde(flatten)]
    pub question: Question,
    /// The deck before, if it is another one now; else only the order changed.
    pub from: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retagged {
    #[serde(flatten)]
    pub question: Question,
    pub tags: TagChange,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TagChange {
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

impl Diff {
    /// Whether a learner would notice nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Diff { unchanged: self.unchanged, ..Diff::default() }
    }
}

pub use markdown::write as markdown;
pub use text::write as text;

/// Compares two releases.
pub fn between(old: &Released, new: &Released) -> Diff {
    let mut diff = Diff { problems: problem::find(old, new), ..Diff::default() };
    let before: HashMap<&str, &Note> =
        old.notes.iter().rev().map(|note| (note.guid.as_str(), note)).collect();
    let after: HashMap<&str, &Note> = new.notes.iter().rev().map(|note| (note.guid.as_str(), note)).collect();
    for note in &new.notes {
        match before.get(note.guid.as_str()) {
            Some(earlier) => diff.compare(old, earlier, new, note),
            None if is_retired(new, note) => {}
            None => diff.new.push(question(new, note)),
        }
    }
    let gone = old.notes.iter().filter(|note| !after.contains_key(note.guid.as_str()));
    diff.dropped = gone.filter(|note| !is_retired(old, note)).map(|note| question(old, note)).collect();
    diff.reorder(old, new);
    let earlier_type = |kind: &NoteType| old.note_types.iter().find(|earlier| earlier.id == kind.id);
    let restyled = new
        .note_types
        .iter()
        .filter(|kind| earlier_type(kind).is_some_and(|earlier| look(earlier) != look(kind)));
    diff.restyled = restyled.map(|kind| kind.name.clone()).collect();
    let described = new.decks.iter().filter(|deck| {
        let mut same = old.decks.iter().filter(|earlier| earlier.name == deck.name);
        same.any(|earlier| earlier.description != deck.description)
    });
    diff.described = described.map(|deck| deck.name.clone()).collect();
    diff
}

impl Diff {
    fn compare(&mut self, old: &Released, earlier: &Note, new: &Released, note: &Note) {
        let question = question(new, note);
        match (is_retired(old, earlier), is_retired(new, note)) {
            (false, true) => return self.retired.push(question),
            (true, false) => return self.returned.push(question),
            (true, true) => return,
            (false, false) => {}
        }
        let fields = fields(old, earlier, new, note);
        let tags = tags(earlier, note);
        let cards = |of: &Note, other: &Note| -> Vec<u32> {
            let lacking =
                of.cards.iter().filter(|card| !other.cards.iter().any(|there| there.ord == card.ord));
            lacking.map(|card| card.ord + 1).collect()
        };
        let (more_cards, fewer_cards) = (cards(note, earlier), cards(earlier, note));
        if !fields.is_empty() || !more_cards.is_empty() || !fewer_cards.is_empty() {
            self.changed.push(Change { question, fields, tags, more_cards, fewer_cards });
        } else if tags != TagChange::default() {
            self.retagged.push(Retagged { question, tags });
        } else {
            self.unchanged += 1;
        }
    }

    /// Finds the notes that lie in another deck, and those that the others overtook.
    fn reorder(&mut self, old: &Released, new: &Released) {
        let decks: HashMap<&str, &str> =
            old.notes.iter().map(|note| (note.guid.as_str(), deck(old, note))).collect();
        let kept = |note: &&Note| decks.contains_key(note.guid.as_str()) && !is_retired(new, note);
        let notes: Vec<&Note> = new.notes.iter().filter(kept).collect();
        let later: HashMap<&str, &Note> = notes.iter().map(|note| (note.guid.as_str(), *note)).collect();
        let earlier: Vec<&str> =
            old.notes.iter().map(|note| note.guid.as_str()).filter(|guid| later.contains_key(guid)).collect();
        let overtaken =
            sequence::moved(&earlier, &notes.iter().map(|note| note.guid.as_str()).collect::<Vec<_>>());
        for (place, note) in notes.iter().enumerate() {
            let from = decks[note.guid.as_str()];
            let from = (from != deck(new, note)).then(|| from.to_owned());
            if from.is_some() || overtaken.contains(&place) {
                self.moved.push(Move { question: question(new, note), from });
            }
        }
    }
}

/// Fields are compared by their names, or by their places where a name is only in one of the two types.
fn fields(old: &Released, earlier: &Note, new: &Released, note: &Note) -> Vec<FieldChange> {
    let (old_type, new_type) = (&old.note_types[earlier.note_type], &new.note_types[note.note_type]);
    if old_type.fields == new_type.fields && earlier.fields == note.fields {
        return vec![];
    }
    let place_before = |place: usize| {
        let name = &new_type.fields[place].name;
        let by_name = old_type.fields.iter().position(|field| field.name == *name);
        by_name.or_else(|| {
            let there = old_type.fields.get(place)?;
            (!new_type.fields.iter().any(|field| field.name == there.name)).then_some(place)
        })
    };
    let mut compared = vec![false; old_type.fields.len()];
    let mut changes = vec![];
    for (place, after) in note.fields.iter().enumerate() {
        let before = place_before(place).map_or("", |place| {
            compared[place] = true;
            &earlier.fields[place]
        });
        changes.extend(field_change(&new_type.fields[place].name, before, after));
    }
    for (place, _) in compared.iter().enumerate().filter(|(_, compared)| !**compared) {
        changes.extend(field_change(&old_type.fields[place].name, &earlier.fields[place], ""));
    }
    changes
}

fn field_change(name: &str, before: &str, after: &str) -> Option<FieldChange> {
    (before != after).then(|| FieldChange { name: name.to_owned(), text: words::compare(before, after) })
}

fn tags(earlier: &Note, note: &Note) -> TagChange {
    let missing = |of: &Note, other: &Note| {
        let mut tags: Vec<String> = of.tags.iter().filter(|tag| !other.tags.contains(tag)).cloned().collect();
        tags.sort();
        tags
    };
    TagChange { added: missing(note, earlier), removed: missing(earlier, note) }
}

fn question(of: &Released, note: &Note) -> Question {
    let kind = &of.note_types[note.note_type];
    let front = note.cards.first().and_then(|card| kind.templates.get(card.ord as usize));
    let asked = front.or(kind.templates.first()).map_or("", |template| &template.front);
    let shown = |name: &str| {
        let mut tags = template::tags(asked);
        tags.any(|tag| matches!(tag, template::Tag::Field { name: field, .. } if field == name))
    };
    // The first field may be a number or the like that no card shows.
    let fields = kind.fields.iter().zip(&note.fields);
    let title = fields
        .filter(|(field, _)| shown(&field.name))
        .map(|(_, html)| words::title(html))
        .find(|title| !title.is_empty());
    Question {
        guid: note.guid.clone(),
        title: title.unwrap_or_else(|| note.guid.clone()),
        deck: deck(of, note).to_owned(),
    }
}

fn deck<'r>(of: &'r Released, note: &Note) -> &'r str {
    note.cards.first().map_or("", |card| &of.decks[card.deck].name)
}

fn is_retired(of: &Released, note: &Note) -> bool {
    of.note_types[note.note_type].is_retired(note)
}

/// What a learner sees of a note type.
fn look(kind: &NoteType) -> (&str, Vec<(&str, &str)>) {
    let sides = kind.templates.iter().map(|template| (template.front.as_str(), template.back.as_str()));
    (kind.css.trim(), sides.collect())
}
