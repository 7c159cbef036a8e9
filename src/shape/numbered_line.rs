//! Numbered lines with their answers below them at the margin, so that Markdown sees one list for each question.

use super::flow::Flow;
use super::heading::asks;
use super::{Proposal, Reading, Shape, line_openers, plain_line};

pub struct NumberedLine;

impl Shape for NumberedLine {
    fn name(&self) -> &'static str {
        "numbered-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = line_openers(
            flow,
            super::labelled::LEVEL,
            |unit| unit.listed && unit.label.is_none() && !unit.line.all_strong,
            asks,
        );
        for proposal in &mut proposals {
            // Its answer may begin in the next line of its paragraph.
            if let Some(reading) = plain_line::reading(flow, &flow.piece(&flow.units[proposal.unit]))
                && matches!(reading, Reading::Opener { rest: Some(_), .. })
            {
                proposal.kind = reading;
            }
        }
        proposals
    }
}
