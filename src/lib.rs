//! recto turns Markdown questions and answers into flashcard decks. See `ARCHITECTURE.md` for the way the data takes.

#![forbid(unsafe_code)]

pub mod note_type;
pub mod package;
pub mod source;
