//! Whether a package file holds what it was written from.

use std::collections::HashMap;
use std::fmt;
use std::io::{Read, Seek};

use sha1::{Digest, Sha1};

use super::read::{self, Limits};
use crate::package::{Deck, Note, NoteType, Package, Released};

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

/// Reads `file` again, with the reader that takes strangers' packages, and compares it with `package` in every part.
///
/// # Errors
/// If the file cannot be read, or at the first part that differs.
pub fn check(package: &Package, file: impl Read + Seek) -> Result<(), Error> {
    let found = read::read(file, &Limits::own()).map_err(Error::Unreadable)?;
    difference(package, &found).map_or(Ok(()), |part| Err(Error::Differs(part)))
}

/// The first part that differs.
fn difference(package: &Package, found: &Released) -> Option<String> {
    if found.origin != package.origin {
        return Some("what it says of how it was made".to_owned());
    }
    if package.notes.len() != found.notes.len() {
        return Some("the number of notes".to_owned());
    }
    let notes: HashMap<&str, &Note> = found.notes.iter().map(|note| (note.guid.as_str(), note)).collect();
    for note in &package.notes {
        let same = notes.get(note.guid.as_str()).is_some_and(|other| {
            is_same(note, other)
                && type_id(&package.note_types, note) == type_id(&found.note_types, other)
                && cards(&package.decks, note).eq(cards(&found.decks, other))
        });
        if !same {
            return Some(format!("note `{}`", note.guid));
        }
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

/// Whether two notes are one but for what is an index: Anki keeps tags in an order of its own.
fn is_same(note: &Note, other: &Note) -> bool {
    let sorted = |note: &Note| {
        let mut tags = note.tags.clone();
        tags.sort();
        tags
    };
    (note.id, note.modified, &note.fields) == (other.id, other.modified, &other.fields)
        && sorted(note) == sorted(other)
}

fn type_id(types: &[NoteType], note: &Note) -> i64 {
    types[note.note_type].id
}

/// Id, number, deck and place of each card, by number.
fn cards<'n>(decks: &'n [Deck], note: &'n Note) -> impl Iterator<Item = (i64, u32, i64, i64)> {
    let mut cards: Vec<_> =
        note.cards.iter().map(|card| (card.id, card.ord, decks[card.deck].id, card.due)).collect();
    cards.sort_by_key(|card| card.1);
    cards.into_iter()
}
