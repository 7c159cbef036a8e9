//! recto turns Markdown questions and answers into flashcard decks. See `ARCHITECTURE.md` for the way the data takes.

#![forbid(unsafe_code)]

pub mod emit;
pub mod package;
