//! Where a finding stands, for programs.

use super::Diagnostic;
use crate::source::{Position, Source};

/// From the first character of a finding to the one behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub start: Position,
    pub end: Position,
}

/// The region of a finding in the author's file; none where the file as a whole is meant.
pub fn region(diagnostic: &Diagnostic, source: Option<&Source>) -> Option<Region> {
    let (source, span) = source.zip(diagnostic.span)?;
    let text = source.text.get(span.range()).unwrap_or_default();
    let end = span.end - (text.len() - text.trim_end().len());
    Some(Region { start: source.position(span.start), end: source.position(end.max(span.start)) })
}
