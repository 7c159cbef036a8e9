//! Lines with a label for the question: `Q: …`, `**Question 3:** …`, `Interviewer: …`, `12. …?` as a plain line.

use super::flow::{Flow, Noise, UnitKind};
use super::heading::title;
use super::label::LabelRole;
use super::{Proposal, Reading, Shape};

pub struct Labelled;

/// Labelled lines end at any heading and at any bold question.
pub const LEVEL: u8 = 8;

impl Shape for Labelled {
    fn name(&self) -> &'static str {
        "labelled"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let lines = flow.units.iter().enumerate().filter(|(_, unit)| {
            let question =
                unit.number.is_some_and(|number| number.question) || unit.role() == Some(LabelRole::Question);
            unit.kind == UnitKind::Line && unit.noise == Noise::None && question
        });
        lines
            .map(|(at, unit)| Proposal {
                unit: at,
                level: LEVEL,
                asks: 1.0,
                numbered: unit.number.is_some(),
                term: false,
                kind: Reading::Opener { title: title(flow, unit), gaps: None },
            })
            .collect()
    }
}
