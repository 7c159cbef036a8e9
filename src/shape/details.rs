//! `<details>` whose summary is the question: `<details><summary>What is DNS?</summary> … </details>`.

use super::body::inside;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::label::{LabelRole, role_of};
use super::line::Line;
use super::normal::normal;
use super::words::Words;
use super::{Proposal, Reading, Shape, asks, mark};
use crate::document::{BlockId, BlockKind, Role};

pub struct Details;

impl Shape for Details {
    fn name(&self) -> &'static str {
        "details"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let block = flow.document.block(unit.block);
            if unit.kind != UnitKind::Block || block.kind != BlockKind::Details || unit.noise != Noise::None {
                continue;
            }
            let line = details_line(flow, unit.block);
            let Some(&summary) = block.children.first() else { continue };
            let Some(&text) = flow.document.children(summary).first() else { continue };
            if uncovers(flow, unit) {
                continue;
            }
            let number = line.number();
            let mut piece = flow.document.piece(text).with_role(Role::Title);
            let number_end = number.map_or(0, |number| number.length);
            let marks = mark::bare(&line.text[number_end..]);
            piece.span.start = line.offset(number_end + marks.start);
            if number_end + marks.end < line.text.len() {
                piece.span.end = line.offset_before(number_end + marks.end);
            }
            let asks = if asks::has_question_mark(&line.text) { 0.8 } else { 0.5 };
            let more = flow.document.children(summary)[1..].iter().map(|&child| flow.document.piece(child));
            let front = std::iter::once(piece).chain(more).collect();
            proposals.push(Proposal {
                unit: at,
                level: super::list_item::LEVEL,
                asks: if super::flow::is_navigation(&line.text) { 0.0 } else { asks },
                numbered: number.is_some(),
                term: false,
                kind: Reading::Whole { front, back: inside(flow, unit), span: unit.span, gaps: None },
            });
        }
        proposals
    }
}

/// `<details>` with "Show answer", or with a mere "Question 3", as summary.
pub fn uncovers(flow: &Flow<'_, '_>, unit: &Unit) -> bool {
    if unit.kind != UnitKind::Block || flow.document.block(unit.block).kind != BlockKind::Details {
        return false;
    }
    let line = details_line(flow, unit.block);
    reveals(flow, &line)
        || role_of(&line.text, flow.hints).is_some_and(|(role, _)| role == LabelRole::Question)
}

pub fn details_line(flow: &Flow<'_, '_>, details: BlockId) -> Line {
    let summary = flow
        .document
        .children(details)
        .first()
        .filter(|&&child| flow.document.block(child).kind == BlockKind::Summary);
    summary.map_or_else(Line::default, |&summary| flow.summary_line(summary))
}

/// Whether a summary uncovers an answer ("Show answer") and asks nothing itself.
pub fn reveals(flow: &Flow<'_, '_>, line: &Line) -> bool {
    let text = normal(&line.text);
    if text.is_empty() {
        return true;
    }
    let words = Words::get();
    let short = text.chars().count() <= 40;
    let asks = asks::asks(&line.text);
    // One letter may be a label, and is a word in other languages: "Sal y pimienta".
    let longer: Vec<&str> = text.split(' ').filter(|word| word.chars().nth(1).is_some()).collect();
    let answers = words.answer.within(&longer.join(" ")) && text.split(' ').count() <= 5;
    matches!(role_of(&text, flow.hints), Some((LabelRole::Answer | LabelRole::Reveal | LabelRole::Key, _)))
        || (short && !asks && (words.reveal.within(&text) || answers))
}
