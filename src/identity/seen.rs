//! A card of the sources, as the ledger will describe it.

use super::ledger::QUESTION;
use super::{Signature, text_hash, words};

/// What tells a card of the sources from others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// An id that the author gave.
    pub id: Option<String>,
    pub cloze: bool,
    /// Path of the document, seen from the ledger's folder.
    pub file: String,
    pub section: Vec<String>,
    /// The question itself in one line, cut to [`QUESTION`] characters.
    pub question: String,
    /// Hash of all that the front says.
    pub front: String,
    /// What the front says beside the question, and the answer.
    pub answer: Signature,
}

impl Seen {
    /// What a card says, as plain text: its question, what else stands in front, and its back.
    pub fn say(&mut self, question: &str, more: &str, back: &str) {
        let kind = if self.cloze { "cloze" } else { "front" };
        let mut front = text_hash(&[kind, &(words::key(question) + &words::key(more))]);
        front.truncate(10);
        self.front = front;
        let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
        self.question = line.chars().take(QUESTION).collect();
        // A text with gaps is its own answer.
        let own = if self.cloze { question } else { "" };
        self.answer = Signature::new(&format!("{own}\n{more}\n{back}"));
    }
}
