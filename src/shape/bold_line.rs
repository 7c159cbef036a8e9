//! Lines in bold as questions: `**What is overfitting?**`, `**12. Explain mutexes**`.

use super::flow::{Flow, Noise, UnitKind};
use super::heading::{asks, title};
use super::{Proposal, Reading, Shape};

pub struct BoldLine;

/// Bold lines end at any heading.
pub const LEVEL: u8 = 7;

impl Shape for BoldLine {
    fn name(&self) -> &'static str {
        "bold-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let lines = flow.units.iter().enumerate().filter(|(_, unit)| {
            unit.kind == UnitKind::Line
                && unit.line.all_strong
                && unit.noise == Noise::None
                && unit.label.is_none()
        });
        lines
            .map(|(at, unit)| Proposal {
                unit: at,
                level: LEVEL,
                asks: asks(unit),
                numbered: unit.number.is_some(),
                term: false,
                kind: Reading::Opener { title: title(flow, unit), gaps: None },
            })
            .collect()
    }
}
