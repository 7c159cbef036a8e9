//! A plain line as the question, its answer in `<details>` right below it.

use super::body::uncovers;
use super::flow::{Flow, Noise, UnitKind};
use super::heading::title;
use super::{Proposal, Reading, Shape};

pub struct Reveal;

impl Shape for Reveal {
    fn name(&self) -> &'static str {
        "reveal"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let is_line = unit.kind == UnitKind::Line && unit.noise == Noise::None && unit.label.is_none();
            let next =
                flow.units.iter().enumerate().skip(at + 1).find(|(_, unit)| unit.noise != Noise::Empty);
            if is_line && !unit.line.all_strong && next.is_some_and(|(_, next)| uncovers(flow, next)) {
                let kind = Reading::Opener { title: title(flow, unit), gaps: None };
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
