//! Where a note comes from.

use super::Entry;
use crate::source::Span;

/// Where the author wrote a note, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the source.
    pub file: String,
    /// From the question's first byte to the answer's last.
    pub span: Span,
    /// Of the question, from 1.
    pub line: usize,
    /// The shape that read it.
    pub shape: &'static str,
    /// Titles of the sections around it, outermost first.
    pub section_path: Vec<String>,
    /// The front as plain text, gaps as `[…]`.
    pub front: String,
}

impl From<&Entry<'_, '_>> for Place {
    fn from(entry: &Entry<'_, '_>) -> Place {
        Place {
            file: entry.reading.document.source.name.clone(),
            span: entry.card.span,
            line: entry.line(),
            shape: entry.card.shape,
            section_path: entry.section_path.clone(),
            front: entry.front_text(),
        }
    }
}
