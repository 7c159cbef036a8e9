//! A plain line as the question, its answer in `<details>` right below it, or in the next line behind a label.

use super::details::uncovers;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::heading::title;
use super::label::Label;
use super::{Proposal, Reading, Shape, labelled};
use crate::document::BlockKind;

pub struct Reveal;

impl Shape for Reveal {
    fn name(&self) -> &'static str {
        "reveal"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let is_line = unit.kind == UnitKind::Line && unit.noise == Noise::None && unit.label.is_none();
            // Code or a table may belong to the question.
            let next = || {
                let mut after = flow.units[at + 1..].iter();
                after.find(|unit| unit.noise != Noise::Empty && !is_exhibit(flow, unit))
            };
            let is_uncovered = |next: &Unit| {
                let is_below = next.block == unit.block;
                let answers = next.label.as_ref().is_some_and(Label::answers);
                // Prose has a label below it now and then.
                let may_ask = unit.asks || unit.number.is_some();
                uncovers(flow, next) || (is_below && (next.is_percent() || (answers && may_ask)))
            };
            if is_line && !unit.line.all_strong && next().is_some_and(is_uncovered) {
                proposals.push(opener(flow, at));
            }
        }
        let open = open_between(flow, &proposals);
        proposals.extend(open);
        proposals.sort_by_key(|proposal| proposal.unit);
        proposals
    }
}

/// Lines that ask and have no answer, by their numbers: those between two others of this shape.
fn open_between(flow: &Flow<'_, '_>, proposals: &[Proposal]) -> Vec<Proposal> {
    let number = |at: usize| flow.units[at].number.map(|number| number.value);
    let mut open = vec![];
    for pair in proposals.windows(2) {
        let (Some(before), Some(after)) = (number(pair[0].unit), number(pair[1].unit)) else { continue };
        let mut last = before;
        for at in pair[0].unit + 1..pair[1].unit {
            let unit = &flow.units[at];
            if unit.kind == UnitKind::Line && unit.asks && last < after && number(at) == Some(last + 1) {
                last += 1;
                open.push(opener(flow, at));
            }
        }
    }
    open
}

fn opener(flow: &Flow<'_, '_>, at: usize) -> Proposal {
    let unit = &flow.units[at];
    let kind = Reading::Opener { title: title(flow, unit), rest: None, gaps: None };
    let asks = if unit.asks { 1.0 } else { 0.6 };
    Proposal { unit: at, level: labelled::LEVEL, asks, numbered: false, term: false, kind }
}

fn is_exhibit(flow: &Flow<'_, '_>, unit: &Unit) -> bool {
    unit.kind == UnitKind::Block
        && matches!(flow.document.block(unit.block).kind, BlockKind::Code | BlockKind::Table)
}
