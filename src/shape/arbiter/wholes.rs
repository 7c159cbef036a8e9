//! Units that hold question and answer whole, where no accepted opener covers them.

use super::super::Reading;
use super::super::flow::Noise;
use super::{Arbiter, CERTAIN, ENOUGH, Group, is_closed_title};

impl Arbiter<'_, '_, '_> {
    pub(super) fn accept_wholes(&mut self) {
        let mut covered = vec![false; self.flow.units.len()];
        for candidate in self.candidates.iter().filter(|candidate| candidate.accepted) {
            covered[candidate.body.clone()].fill(true);
        }
        let mut groups = self.groups(|candidate| !candidate.is_opener() && !covered[candidate.proposal.unit]);
        groups.retain(|group| !group.section.is_some_and(|heading| is_closed_title(self.flow, heading)));
        let openers = !self.nothing_accepted();
        let asking: Vec<&Group> = groups.iter().filter(|group| self.group_asks(group, openers)).collect();
        let several = asking.iter().map(|group| group.members.len()).sum::<usize>() > 1;
        for group in asking {
            if several || openers || self.candidates[group.members[0]].score >= CERTAIN {
                for &at in &group.members {
                    let proposal = &self.candidates[at].proposal;
                    let answered = matches!(&proposal.kind, Reading::Whole { back, .. } if !back.is_empty());
                    let fits = self.candidates[at].score > 0.0 || (answered && !proposal.term);
                    self.candidates[at].accepted = fits;
                }
            }
        }
        if self.nothing_accepted() {
            self.accept_glossary(&groups);
        }
    }

    /// Whether a group asks, with a little less asked of it among questions. A pair of bold terms beside questions of
    /// another form is a list in somebody's notes.
    fn group_asks(&self, group: &Group, openers: bool) -> bool {
        const FEWEST: usize = 3;
        let terms = self.count(&group.members, |candidate| candidate.proposal.term);
        if openers && terms == group.members.len() && terms < FEWEST {
            return false;
        }
        let quiz = self.context.quiz || openers || self.is_promised(group.section);
        self.mean_score(&group.members) >= if quiz { ENOUGH * 0.75 } else { ENOUGH }
    }

    /// Terms with their meanings, where the document is made of them or promises them.
    fn accept_glossary(&mut self, groups: &[Group]) {
        const FEWEST: usize = 3;
        let is_glossary = |group: &&Group| {
            let terms = self.count(&group.members, |candidate| candidate.proposal.term);
            group.members.len() >= FEWEST && terms * 10 >= group.members.len() * 7
        };
        let groups: Vec<&Group> = groups.iter().filter(is_glossary).collect();
        let units = &self.flow.units;
        let text = units.iter().filter(|unit| unit.level().is_none() && unit.noise == Noise::None);
        let text: usize = text.map(|unit| unit.span.len()).sum();
        let members = groups.iter().flat_map(|group| &group.members);
        let mut held: Vec<usize> = members.map(|&at| self.candidates[at].proposal.unit).collect();
        held.dedup();
        let covers = held.iter().map(|&at| units[at].span.len()).sum::<usize>() * 10 >= text * 7;
        for group in groups {
            if covers || self.context.quiz || self.is_promised(group.section) {
                for &at in &group.members {
                    self.candidates[at].accepted = self.candidates[at].proposal.term;
                }
            }
        }
    }
}
