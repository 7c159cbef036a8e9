//! `<details>` whose summary is the question: `<details><summary>What is DNS?</summary> … </details>`.

use super::body::{details_line, inside, uncovers};
use super::flow::{Flow, Noise, UnitKind};
use super::{Proposal, Reading, Shape, mark};
use crate::document::{BlockKind, Role};

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
            let asks = if super::asks::has_question_mark(&line.text) { 0.8 } else { 0.5 };
            let more = flow.document.children(summary)[1..].iter().map(|&child| flow.document.piece(child));
            let front = std::iter::once(piece).chain(more).collect();
            proposals.push(Proposal {
                unit: at,
                level: super::list_item::LEVEL,
                asks: if super::flow::is_navigation(&line.text) { 0.0 } else { asks },
                numbered: number.is_some(),
                term: false,
                kind: Reading::Whole { front, back: inside(flow, unit.block), span: block.span, gaps: None },
            });
        }
        proposals
    }
}
