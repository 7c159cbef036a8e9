//! Who a card is: all ids and times of a release come from here.
//!
//! A card's id is made once and kept in the ledger; its guid is a hash of the project's id and the card's own, never of
//! its text or place; note and card ids are hashes of the guid (contract rules 1 to 3), so that two devices that import
//! two releases agree on every note.

mod content;
mod hash;
pub mod ledger;
pub mod matching;
mod register;
mod seen;
mod settle;
mod signature;
mod tally;
pub mod words;

pub use content::{Content, Dated, Written};
pub use hash::{hash40, text_hash};
pub use register::{Register, Ticket, Unsure};
pub use seen::Seen;
pub use settle::{Mistake, card, new, same};
pub use signature::Signature;
pub use tally::Tally;

/// Release time of a first build when none is given: 2020-01-01, so that it needs no clock and is the same on every day.
pub const FIXED_TIME: i64 = 1_577_836_800;

/// The guid of a card's note.
pub fn guid(project: &str, card: &str) -> String {
    text_hash(&["guid", project, card])
}

/// The id of a note: a hash of its guid.
pub fn note_id(guid: &str) -> i64 {
    hash40(&["note", guid])
}

/// The id of a note's card: a hash of the guid and the card's ordinal.
pub fn card_id(guid: &str, ord: u32) -> i64 {
    hash40(&["card", guid, &ord.to_string()])
}

/// The id of a deck in the package. Anki matches decks by name and keeps none of these.
pub fn deck_id(project: &str, name: &str) -> i64 {
    hash40(&["deck", project, name])
}
