//! Numbered lines with their answers below them at the margin, so that Markdown sees one list for each question.

use super::flow::Flow;
use super::heading::asks;
use super::{Proposal, Shape, line_openers};

pub struct NumberedLine;

impl Shape for NumberedLine {
    fn name(&self) -> &'static str {
        "numbered-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        line_openers(
            flow,
            super::labelled::LEVEL,
            |unit| unit.listed && unit.label.is_none() && !unit.line.all_strong,
            asks,
        )
    }
}
