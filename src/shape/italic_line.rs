//! Lines in italics as questions: `*What is overfitting?*`.

use super::flow::{Flow, Noise, UnitKind};
use super::heading::{asks, title};
use super::{Proposal, Reading, Shape, bold_line};

pub struct ItalicLine;

impl Shape for ItalicLine {
    fn name(&self) -> &'static str {
        "italic-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let lines = flow.units.iter().enumerate().filter(|(_, unit)| {
            let italic = unit.line.all_emphasis && !unit.line.all_strong;
            unit.kind == UnitKind::Line && italic && unit.noise == Noise::None && unit.label.is_none()
        });
        lines
            .map(|(at, unit)| {
                let kind = Reading::Opener { title: title(flow, unit), gaps: None };
                let numbered = unit.number.is_some();
                Proposal { unit: at, level: bold_line::LEVEL, asks: asks(unit), numbered, term: false, kind }
            })
            .collect()
    }
}
