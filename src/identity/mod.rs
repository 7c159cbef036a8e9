//! Who a card is: all ids and times of a release come from here.
//!
//! A card's guid is a hash of the project's id and the card's own id, never of its place; note and card ids are hashes
//! of the guid (contract rules 1 to 3), so that two devices that import two releases agree on every note.

mod hash;
pub mod ledger;
mod signature;
pub mod words;

use std::collections::HashMap;

pub use hash::{hash40, text_hash};
pub use signature::Signature;

/// Release time when none is given: 2020-01-01, so that a build needs no clock and is the same on every day.
pub const FIXED_TIME: i64 = 1_577_836_800;

/// Gives cards their identity, one after the other in document order.
#[derive(Debug)]
pub struct Identity {
    project: String,
    seen: HashMap<String, u32>,
}

/// The identity of one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteIdentity {
    pub guid: String,
    pub id: i64,
}

impl Identity {
    pub fn new(project: &str) -> Identity {
        Identity { project: project.to_string(), seen: HashMap::new() }
    }

    /// The identity of a card by the id that its author gave, or by what its front says: letters and digits only, so
    /// that punctuation, Markdown and numbering do not matter. Equal fronts are told apart by their order.
    pub fn note(&mut self, explicit: Option<&str>, front: &str) -> NoteIdentity {
        let key = match explicit {
            Some(id) => format!("id {id}"),
            None => format!(
                "front {}",
                front
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .flat_map(char::to_lowercase)
                    .collect::<String>()
            ),
        };
        let count = self.seen.entry(key.clone()).or_default();
        *count += 1;
        let guid = text_hash(&["guid", &self.project, &key, &count.to_string()]);
        let id = hash40(&["note", &guid]);
        NoteIdentity { guid, id }
    }
}

/// The id of a note's card: a hash of the guid and the card's ordinal.
pub fn card_id(guid: &str, ord: u32) -> i64 {
    hash40(&["card", guid, &ord.to_string()])
}

/// The id of a deck in the package. Anki matches decks by name and keeps none of these.
pub fn deck_id(project: &str, name: &str) -> i64 {
    hash40(&["deck", project, name])
}
