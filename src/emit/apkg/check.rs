//! Whether a package file holds what it was written from.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{Read, Seek};

use sha1::{Digest, Sha1};

use super::read::{self, CardRow, Limits, NoteRow, Rows};
use crate::package::{Note, NoteCard, NoteType, Package, Released};

/// Why a file is not the package that was to be written.
#[derive(Debug)]
pub enum Error {
    /// It cannot be read again.
    Unreadable(read::Error),
    /// This part of it is another one.
    Differs(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unreadable(_) => f.write_str("what was written cannot be read again"),
            Error::Differs(part) => {
                write!(f, "what was written is not what was to be written: {part} differs")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Unreadable(error) => Some(error),
            Error::Differs(_) => None,
        }
    }
}

/// Reads `file` again, with the reader that takes strangers' packages, and compares it with `package` in every part. The
/// notes are compared row by row: of a large package there is room for one copy only.
///
/// # Errors
/// If the file cannot be read, or at the first part that differs.
pub fn check(package: &Package, file: impl Read + Seek) -> Result<(), Error> {
    let notes = package.notes.iter().map(|note| (note.id, note)).collect();
    let mut comparison = Comparison { package, notes, met: 0, cards: HashSet::new(), other: None };
    let found = read::each(file, &Limits::own(), &mut comparison).map_err(Error::Unreadable)?;
    let other = comparison.other.take().or_else(|| comparison.rest(&found));
    other.map_or(Ok(()), |part| Err(Error::Differs(part)))
}

struct Comparison<'p> {
    package: &'p Package,
    /// By id.
    notes: HashMap<i64, &'p Note>,
    /// How many notes were there so far.
    met: usize,
    /// Ids of the cards that were there.
    cards: HashSet<i64>,
    /// The first part that differs.
    other: Option<String>,
}

impl Rows for Comparison<'_> {
    fn note(&mut self, frame: &Released, row: &NoteRow<'_>) {
        self.met += 1;
        let types = (&self.package.note_types, &frame.note_types);
        let is_same = |note: &&Note| {
            (note.guid.as_str(), note.modified) == (row.guid, row.modified)
                && types.0[note.note_type].id == types.1[row.note_type].id
                && row.fields().eq(note.fields.iter().map(String::as_str))
                && sorted(row.tags()) == sorted(note.tags.iter().map(String::as_str))
        };
        if !self.notes.get(&row.id).is_some_and(is_same) {
            self.other.get_or_insert_with(|| format!("note `{}`", row.guid));
        }
    }

    fn card(&mut self, row: &CardRow) {
        let Some(note) = self.notes.get(&row.note) else {
            self.other.get_or_insert_with(|| format!("card {}", row.id));
            return;
        };
        let is_same = |card: &NoteCard| {
            let deck = self.package.decks[card.deck].id;
            (card.id, i64::from(card.ord), deck, card.due) == (row.id, row.ord, row.deck, row.due)
        };
        if !note.cards.iter().any(is_same) {
            self.other.get_or_insert_with(|| format!("note `{}`", note.guid));
        }
        self.cards.insert(row.id);
    }
}

impl Comparison<'_> {
    /// The first part that differs, given that no row does; `found` is the rest.
    fn rest(self, found: &Released) -> Option<String> {
        let Comparison { package, met, cards, .. } = self;
        if found.origin != package.origin {
            return Some("what it says of how it was made".to_owned());
        }
        // Ids are keys: as many rows as there are notes are all of them.
        if met != package.notes.len() {
            return Some("the number of notes".to_owned());
        }
        let lacks = |note: &&Note| note.cards.iter().any(|card| !cards.contains(&card.id));
        if let Some(note) = package.notes.iter().find(lacks) {
            return Some(format!("note `{}`", note.guid));
        }
        for kind in &package.note_types {
            let plain = NoteType { adopted: None, ..kind.clone() };
            if !found.note_types.contains(&plain) {
                return Some(format!("note type `{}`", kind.name));
            }
        }
        for deck in &package.decks {
            if !found.decks.contains(deck) {
                return Some(format!("deck `{}`", deck.name));
            }
        }
        let number = (package.decks.len(), package.note_types.len(), package.media.len());
        if number != (found.decks.len(), found.note_types.len(), found.media.len()) {
            return Some("the number of decks, note types or media files".to_owned());
        }
        let hashes: HashMap<&str, [u8; 20]> =
            found.media.iter().map(|file| (file.name.as_str(), file.sha1)).collect();
        let file = package.media.iter().find(|file| {
            let hash: [u8; 20] = Sha1::digest(&file.bytes).into();
            hashes.get(file.name.as_str()) != Some(&hash)
        });
        file.map(|file| format!("media file `{}`", file.name))
    }
}

/// Anki keeps tags in an order of its own.
fn sorted<'t>(tags: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut tags: Vec<&str> = tags.collect();
    tags.sort_unstable();
    tags
}
