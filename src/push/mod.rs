//! A package into a running Anki, by way of the add-on AnkiConnect.
//!
//! AnkiConnect makes no note with a guid of ours, but it imports packages: what is new or changed is sent as a package
//! that holds just that. So notes arrive with the guids, ids and times that a release has, and a release that is
//! imported later finds them all. `tests/push` does so with the engines of Anki 24.11 and 26.9, and with the importer that
//! AnkiConnect starts in each.

mod anki;
mod answer;
mod connect;
mod error;
mod plan;

pub use anki::{Anki, Stored};
pub use connect::{Connect, Progress};
pub use error::Error;
pub use plan::{Clash, Fate, Plan, Wishes};
