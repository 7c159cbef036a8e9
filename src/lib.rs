//! recto turns Markdown questions and answers into flashcard decks. See `ARCHITECTURE.md` for the way the data takes.

#![forbid(unsafe_code)]

pub mod card;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod emit;
pub mod file;
pub mod identity;
pub mod language;
pub mod note_type;
pub mod package;
pub mod preview;
pub mod project;
pub mod push;
pub mod render;
pub mod shape;
pub mod source;
pub mod tag;
