//! Lines in bold as questions: `**What is overfitting?**`, `**12. Explain mutexes**`.

use super::flow::Flow;
use super::heading::asks;
use super::{Proposal, Shape, line_openers};

pub struct BoldLine;

/// Bold lines end at any heading.
pub const LEVEL: u8 = 7;

impl Shape for BoldLine {
    fn name(&self) -> &'static str {
        "bold-line"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        line_openers(flow, LEVEL, |unit| unit.line.all_strong && unit.label.is_none(), asks)
    }
}
