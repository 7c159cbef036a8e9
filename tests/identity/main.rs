//! Identity: who a card is, through every edit.

mod content;
mod document;
mod edits;
mod folder;
mod later;
mod ledger;
mod merge;
mod replay;
#[path = "../support/mod.rs"]
mod support;
