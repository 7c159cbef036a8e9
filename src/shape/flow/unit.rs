//! One step of reading: a heading, a line or a block, with what it says of itself.

use std::ops::Range;

use super::super::hints::Directive;
use super::super::label::{Label, LabelRole};
use super::super::line::Line;
use super::super::number::Number;
use super::Flow;
use crate::document::{BlockId, BlockKind, tag_name};
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    Heading(u8),
    /// A paragraph, or those lines of one that begin with a label or stand in bold.
    Line,
    /// Any other block, whole.
    Block,
}

/// One step of reading.
#[derive(Debug)]
pub struct Unit {
    pub kind: UnitKind,
    pub block: BlockId,
    pub span: Span,
    pub events: Range<usize>,
    /// Empty for blocks.
    pub line: Line,
    pub label: Option<Label>,
    pub number: Option<Number>,
    pub asks: bool,
    /// It says how difficult it is, as questions do.
    pub rated: bool,
    pub noise: Noise,
    /// What a comment here says about the section.
    pub directive: Option<Directive>,
    /// It is the only line of a list, whose number is its own.
    pub listed: bool,
    /// It is the first of an item in a list that is opened.
    pub begins_item: bool,
    /// It stands in a list item that begins with another block: a heading here is no question and ends none.
    pub nested: bool,
    /// `<details>` with a question, at the end of others: the answer above is not its own.
    pub follows_up: bool,
    /// Its words return below other questions, as the title of the same part.
    pub returns: bool,
}

/// Why a unit belongs on no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    None,
    /// A rule, a comment, an empty line: nothing to read, and no loss.
    Empty,
    /// A link back to the top, a table of contents, a badge.
    Navigation,
}

impl Unit {
    /// The level of a heading that structures the document.
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            UnitKind::Heading(level) if !self.nested => Some(level),
            _ => None,
        }
    }

    pub fn is_rule(&self, flow: &Flow<'_, '_>) -> bool {
        flow.document.block(self.block).kind == BlockKind::Rule
    }

    /// A rule, or `<br>` alone in its line.
    pub fn is_break(&self, flow: &Flow<'_, '_>) -> bool {
        let is_html = flow.document.block(self.block).kind == BlockKind::Html;
        self.is_rule(flow) || (is_html && tag_name(flow.document.slice(self.span)).as_deref() == Some("br"))
    }

    /// A line that is nothing but a percent sign.
    pub fn is_percent(&self) -> bool {
        self.line.text.trim() == "%"
    }

    /// A heading such as "Output" or "Explanation", or a line in bold that says the same elsewhere.
    pub fn is_part_title(&self) -> bool {
        (matches!(self.kind, UnitKind::Heading(_)) || self.returns)
            && self.label.as_ref().is_some_and(|label| label.alone && label.role == LabelRole::AnswerPart)
    }

    /// The label's role, if the unit has one.
    pub fn role(&self) -> Option<LabelRole> {
        self.label.as_ref().map(|label| label.role)
    }
}
