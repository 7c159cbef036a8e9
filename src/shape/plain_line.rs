//! Lines of plain text that ask, with their answers below, in a document that has nothing else to tell them by.

use super::asks::last_question_mark;
use super::flow::{Flow, Noise, UnitKind};
use super::line::Line;
use super::{Proposal, Reading, Shape, labelled, mark};
use crate::document::{Piece, Role};
use crate::source::Span;

pub struct PlainLine;

pub const NAME: &str = "plain-line";

impl Shape for PlainLine {
    fn name(&self) -> &'static str {
        NAME
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let lines = flow.units.iter().enumerate().filter(|(_, unit)| {
            unit.kind == UnitKind::Line && unit.noise == Noise::None && unit.label.is_none()
        });
        lines
            .filter_map(|(at, unit)| Some((at, reading(flow, &flow.piece(unit))?)))
            .map(|(unit, kind)| {
                let level = labelled::LEVEL;
                // Prose asks as well: only the arbiter sees whether the document is made of such lines.
                Proposal { unit, level, asks: 0.0, numbered: false, term: false, kind }
            })
            .collect()
    }
}

/// A paragraph whose first line is a question, and what stands below it in the same paragraph.
pub fn reading(flow: &Flow<'_, '_>, piece: &Piece) -> Option<Reading> {
    /// Characters of the longest question.
    const LONGEST: usize = 200;
    let text = flow.document.slice(piece.span);
    let end = text.find('\n').unwrap_or(text.len());
    let first =
        Piece { span: Span { start: piece.span.start, end: piece.span.start + end }, ..piece.clone() };
    let line = Line::read(flow.document, &first);
    let mark = last_question_mark(&line.text)?;
    if line.text[mark..].contains(char::is_alphanumeric) || line.text.chars().count() > LONGEST {
        return None;
    }
    let number = line.number().map_or(0, |number| number.length);
    let start = line.offset(number + mark::leading(&line.text[number..]));
    let title = Piece { span: Span { start, ..first.span }, ..first }.with_role(Role::Title);
    let rest = Span { start: piece.span.start + end, end: piece.span.end };
    let has_rest = text[end..].contains(char::is_alphanumeric);
    let rest = has_rest.then(|| Piece { span: rest, ..piece.clone() }.with_role(Role::Paragraph));
    Some(Reading::Opener { title: vec![title], rest, gaps: None })
}
