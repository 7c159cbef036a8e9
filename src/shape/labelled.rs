//! Lines with a label for the question: `Q: …`, `**Question 3:** …`, `Interviewer: …`, `12. …?` as a plain line.

use super::flow::{Flow, Unit};
use super::label::LabelRole;
use super::{Proposal, Shape, line_openers};

pub struct Labelled;

/// Labelled lines end at any heading and at any bold question.
pub const LEVEL: u8 = 8;

impl Shape for Labelled {
    fn name(&self) -> &'static str {
        "labelled"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        line_openers(flow, LEVEL, is_question, |_| 1.0)
    }
}

fn is_question(unit: &Unit) -> bool {
    unit.number.is_some_and(|number| number.question) || unit.role() == Some(LabelRole::Question)
}
