//! Numbered lines with their answers below them at the margin, so that Markdown sees one list for each question.

use super::flow::{Flow, Noise, UnitKind};
use super::heading::{asks, title};
use super::{Proposal, Reading, Shape};

pub struct NumberedLine;

impl Shape for NumberedLine {
    fn name(&self) -> &'static str {
        "numbered-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let lines = flow.units.iter().enumerate().filter(|(_, unit)| {
            unit.kind == UnitKind::Line
                && unit.listed
                && unit.noise == Noise::None
                && unit.label.is_none()
                && !unit.line.all_strong
        });
        lines
            .map(|(at, unit)| {
                let kind = Reading::Opener { title: title(flow, unit), gaps: None };
                Proposal {
                    unit: at,
                    level: super::labelled::LEVEL,
                    asks: asks(unit),
                    numbered: true,
                    term: false,
                    kind,
                }
            })
            .collect()
    }
}
