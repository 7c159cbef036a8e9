//! What a question document says, before anything is rendered.

use crate::document::Piece;
use crate::source::Span;

/// One question with its answer. Its pieces belong to the [`Document`](crate::document::Document) it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub kind: Kind,
    pub front: Vec<Piece>,
    /// Empty for a question that has no answer yet.
    pub back: Vec<Piece>,
    /// What belongs to the whole part: recommended reading and the like.
    pub extra: Vec<Piece>,
    /// Titles of the sections around the question, outermost first.
    pub section_path: Vec<String>,
    /// An id that the author gave: `{#id}` behind a heading.
    pub id: Option<String>,
    /// Tags that the author gave to this card, without the project's prefix.
    pub tags: Vec<String>,
    /// The shape that read it.
    pub shape: &'static str,
    /// From the question's first byte to the answer's last.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Basic,
    /// The front is a text with gaps; there is no back.
    Cloze(Gaps),
}

/// How the author marks gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gaps {
    /// `{{c1::…}}`
    Anki,
    /// `==…==`
    Highlight,
    /// `[…]`
    Brackets,
}
