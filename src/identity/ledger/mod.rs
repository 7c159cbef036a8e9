//! The ledger, `recto.lock`: who each card is, kept beside the sources and committed with them.
//!
//! Plain data. [`read()`] takes a file's text, [`write()`] gives it back; `docs/identity.md` describes the format.

mod adopted;
mod error;
pub mod place;
mod read;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use adopted::{AdoptedField, AdoptedNote, AdoptedTemplate, AdoptedType, Part};
pub use error::{Error, ErrorKind};
pub use read::read;
pub use write::{write, write_with};

use super::signature::Signature;

/// The file's name.
pub const FILE: &str = "recto.lock";

/// The format that is written. Older ones are read, newer ones refused.
pub const FORMAT: u32 = 1;

/// All projects whose sources lie beside the ledger, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    pub projects: BTreeMap<String, Project>,
}

/// What is known about one project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Made at the first build, never changed: every guid hangs on it.
    pub id: String,
    /// Where links to the sources lead: the same from every clone, once it is known.
    pub repository: Option<String>,
    /// The last change of the project's own look, if it ever had one.
    pub look: Option<Looked>,
    /// By card id.
    pub cards: BTreeMap<String, Known>,
    /// Note types of an adopted deck, by id.
    pub types: BTreeMap<i64, AdoptedType>,
    /// Names of an adopted deck's decks by the sections whose cards they hold; that of no section holds the rest.
    pub decks: BTreeMap<Vec<String>, String>,
}

/// What a project changes of its cards' look, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Looked {
    /// Hash of its CSS and templates, empty once it has none any more.
    pub hash: String,
    /// Time of the release that first had them, in seconds since 1970.
    pub changed: i64,
}

/// A card that was in a release, with what is needed to find it again in the sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The question as plain text in one line, cut to [`QUESTION`] characters.
    pub question: String,
    /// An id that the author gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The guid of a deck that was adopted; else it is a hash of the project's and the card's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// What else an adopted card keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<AdoptedNote>,
    /// A text with gaps. Anki never turns a note of one type into one of the other.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cloze: bool,
    /// Path of the document, seen from the ledger's folder, with forward slashes.
    pub file: String,
    /// Titles of the sections around the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// Orders the cards as their document does, see [`place`].
    pub place: String,
    /// Hash of the whole front: its letters, digits and signs of code.
    pub front: String,
    /// What the front says beside the question, and the answer.
    pub answer: Signature,
    /// Hash of what the author wrote: changes when the author changes something that a learner can see.
    pub source: String,
    /// Hash of the note's fields and tags as they were last released to everybody.
    pub fields: String,
    /// Time of the release that first had these fields and tags, in seconds since 1970.
    pub changed: i64,
    /// Time of the release from which on the card was gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<i64>,
    /// Id of a card that this one may be: the author has not said yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perhaps: Option<String>,
}

/// Longest question in a ledger, in characters.
pub const QUESTION: usize = 160;

impl Project {
    /// A project without its cards.
    pub fn without_cards(&self) -> Project {
        Project {
            id: self.id.clone(),
            look: self.look.clone(),
            repository: self.repository.clone(),
            types: self.types.clone(),
            decks: self.decks.clone(),
            cards: BTreeMap::new(),
        }
    }

    /// The cards that are in the sources, in the order of their documents.
    pub fn live(&self) -> Vec<(&str, &Known)> {
        let mut live: Vec<_> = self
            .cards
            .iter()
            .filter(|(_, known)| known.retired.is_none())
            .map(|(id, known)| (id.as_str(), known))
            .collect();
        live.sort_by(|(a, x), (b, y)| (&x.place, a).cmp(&(&y.place, b)));
        live
    }

    /// The cards that are gone, in the order in which they went; those that went together in that of their documents.
    pub fn retired(&self) -> Vec<(&str, &Known)> {
        let mut retired: Vec<_> = self
            .cards
            .iter()
            .filter(|(_, known)| known.retired.is_some())
            .map(|(id, known)| (id.as_str(), known))
            .collect();
        retired.sort_by_key(|(id, known)| (known.retired, &known.place, *id));
        retired
    }
}

impl Known {
    /// A note of an adopted deck that may be a card of the sources, and was in no release of recto: until its author
    /// says so, learners keep it as it is.
    pub fn is_only_adopted(&self) -> bool {
        self.retired.is_some() && self.source.is_empty()
    }

    /// Last change of the note, in seconds since 1970.
    pub fn modified(&self) -> i64 {
        self.retired.unwrap_or(self.changed)
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests;
