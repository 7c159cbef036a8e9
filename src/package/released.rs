//! What a finished package holds, whichever tool wrote it: what a release is compared with.

use sha1::{Digest, Sha1};

use super::{Deck, Note, NoteType, Origin, Package};

/// The content of a package file.
///
/// As in a [`Package`], but nothing here keeps the contract: guids may be double, ids from a clock. A card that is not
/// new has no place among the new ones: its `due` is 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Released {
    /// Sorted by name, without Anki's own deck 1 where no card lies in it.
    pub decks: Vec<Deck>,
    /// Sorted by id.
    pub note_types: Vec<NoteType>,
    /// In the order of study: by the first card's `due`, then by id.
    pub notes: Vec<Note>,
    /// Sorted by name.
    pub media: Vec<MediaFile>,
    /// What the package says of how it was made. Other tools' packages say nothing.
    pub origin: Option<Origin>,
}

/// A media file by its name and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    pub name: String,
    pub sha1: [u8; 20],
}

impl Released {
    /// Whether there are cards in the deck with this index.
    pub fn is_studied(&self, deck: usize) -> bool {
        self.notes.iter().flat_map(|note| &note.cards).any(|card| card.deck == deck)
    }
}

impl From<Package> for Released {
    /// A package as a learner will get it. Decks and notes keep their order.
    fn from(package: Package) -> Released {
        let hashed = package
            .media
            .into_iter()
            .map(|file| MediaFile { name: file.name, sha1: Sha1::digest(&file.bytes).into() });
        Released {
            decks: package.decks,
            note_types: package.note_types,
            notes: package.notes,
            media: hashed.collect(),
            origin: package.origin,
        }
    }
}
