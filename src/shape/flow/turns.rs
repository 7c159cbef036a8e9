//! Turns of a talk.

use super::super::asks::asks;
use super::super::label::LabelRole;
use super::{Flow, Unit};

impl Flow<'_, '_> {
    /// What the one who asks says in passing, "Mm-hm", where nearly all of these turns ask: it ends no answer.
    pub(super) fn settle_turns(&mut self) {
        const FEWEST: usize = 3;
        let is_turn = |unit: &Unit| {
            unit.label.as_ref().is_some_and(|label| label.speaker && label.role == LabelRole::Question)
        };
        let turns: Vec<usize> = (0..self.units.len()).filter(|&at| is_turn(&self.units[at])).collect();
        let said = |at: usize| {
            let unit = &self.units[at];
            &unit.line.text[unit.label.as_ref().map_or(0, |label| label.length)..]
        };
        let asking = turns.iter().filter(|&&at| asks(said(at))).count();
        if turns.len() < FEWEST || asking * 10 < turns.len() * 7 {
            return;
        }
        let passing: Vec<usize> =
            turns.iter().copied().skip(1).filter(|&at| is_in_passing(said(at))).collect();
        for at in passing {
            self.units[at].label = None;
        }
    }
}

/// A word or two that ask nothing.
fn is_in_passing(said: &str) -> bool {
    /// Characters of the longest ones.
    const LONGEST: usize = 16;
    said.split_whitespace().count() <= 2 && said.trim().chars().count() <= LONGEST && !asks(said)
}
