//! A plain line as the question, its answer in `<details>` right below it.

use super::body::uncovers;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::heading::title;
use super::{Proposal, Reading, Shape};
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
            let is_uncovered =
                |next: &Unit| uncovers(flow, next) || (next.is_percent() && next.block == unit.block);
            if is_line && !unit.line.all_strong && next().is_some_and(is_uncovered) {
                let kind = Reading::Opener { title: title(flow, unit), rest: None, gaps: None };
                let asks = if unit.asks { 1.0 } else { 0.6 };
                proposals.push(Proposal {
                    unit: at,
                    level: super::labelled::LEVEL,
                    asks,
                    numbered: false,
                    term: false,
                    kind,
                });
            }
        }
        proposals
    }
}

fn is_exhibit(flow: &Flow<'_, '_>, unit: &Unit) -> bool {
    unit.kind == UnitKind::Block
        && matches!(flow.document.block(unit.block).kind, BlockKind::Code | BlockKind::Table)
}
