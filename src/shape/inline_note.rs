//! Notes that stand in one line, as a plug-in of note programs reads them: `STARTI [Basic] What is DNS? Back: It maps
//! names. ENDI`.

use super::flow::{Flow, Noise, UnitKind};
use super::separator::item_paragraphs;
use super::{Proposal, Reading, Shape, list_item};
use crate::card::Gaps;
use crate::document::{BlockKind, Piece, Role};
use crate::source::Span;

pub struct InlineNote;

impl Shape for InlineNote {
    fn name(&self) -> &'static str {
        "inline-note"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        let units = flow.units.iter().enumerate().filter(|(_, unit)| unit.noise == Noise::None);
        for (at, unit) in units.filter(|(_, unit)| flow.document.slice(unit.span).contains(START)) {
            let is_list = matches!(flow.document.block(unit.block).kind, BlockKind::List { .. });
            match unit.kind {
                UnitKind::Line => proposals.extend(notes(flow, at, &flow.piece(unit))),
                UnitKind::Block if is_list => {
                    let paragraphs = item_paragraphs(flow, unit.block).into_iter();
                    proposals.extend(
                        paragraphs.flat_map(|paragraph| notes(flow, at, &flow.document.piece(paragraph))),
                    );
                }
                _ => {}
            }
        }
        proposals
    }
}

const START: &str = "STARTI [";

/// The notes in one paragraph.
fn notes(flow: &Flow<'_, '_>, unit: usize, piece: &Piece) -> Vec<Proposal> {
    let text = flow.document.slice(piece.span);
    let starts = text.match_indices(START).map(|(at, _)| at);
    starts.filter_map(|at| note(text, at, piece)).map(|kind| whole(unit, kind)).collect()
}

/// The note that begins at a byte of a paragraph's text.
fn note(text: &str, start: usize, piece: &Piece) -> Option<Reading> {
    let length = text[start..].find("ENDI")?;
    let said = &text[start..start + length];
    let said = said.split_once("Tags:").map_or(said, |(said, _)| said);
    let front = said.find(']')? + 1;
    let part = |from: usize, to: usize, role: Role| {
        let inner = &said[from..to];
        let from = from + inner.len() - inner.trim_start().len();
        let base = piece.span.start + start;
        let span = Span { start: base + from, end: (base + from + inner.trim().len()) };
        Piece { span, ..piece.clone() }.with_role(role)
    };
    let begin = piece.span.start + start;
    let span = Span { start: begin, end: begin + length + "ENDI".len() };
    if said.contains("{{c") {
        let front = vec![part(front, said.len(), Role::Paragraph)];
        return Some(Reading::Whole { front, back: vec![], span, gaps: Some(Gaps::Anki) });
    }
    let label = front + said[front..].find("Back:")?;
    let back = vec![part(label + "Back:".len(), said.len(), Role::Paragraph)];
    Some(Reading::Whole { front: vec![part(front, label, Role::Title)], back, span, gaps: None })
}

fn whole(unit: usize, kind: Reading) -> Proposal {
    Proposal { unit, level: list_item::LEVEL, asks: 1.0, numbered: false, term: false, kind }
}
