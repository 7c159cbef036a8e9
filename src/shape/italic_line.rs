//! Lines in italics as questions: `*What is overfitting?*`.

use super::flow::Flow;
use super::heading::asks;
use super::{Proposal, Shape, bold_line, line_openers};

pub struct ItalicLine;

impl Shape for ItalicLine {
    fn name(&self) -> &'static str {
        "italic-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        line_openers(
            flow,
            bold_line::LEVEL,
            |unit| unit.line.all_emphasis && !unit.line.all_strong && unit.label.is_none(),
            asks,
        )
    }
}
