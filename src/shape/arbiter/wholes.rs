//! Units that hold question and answer whole, where no accepted opener covers them.

use std::collections::HashMap;

use super::super::flow::{Noise, UnitKind};
use super::super::heading::card_tag;
use super::super::list_item::ListItem;
use super::super::table::Table;
use super::super::{Reading, Shape, definition, term};
use super::{Arbiter, CERTAIN, Candidate, ENOUGH, Form, Group, extents, is_closed_title};

impl Arbiter<'_, '_, '_> {
    pub(super) fn accept_wholes(&mut self) {
        let covered = self.covered();
        let mut groups = self.groups(|candidate| !candidate.is_opener() && !covered[candidate.proposal.unit]);
        groups.retain(|group| !group.section.is_some_and(|heading| is_closed_title(self.flow, heading)));
        let openers = !self.nothing_accepted();
        let asking = self.asking(&groups, openers);
        let several = asking.iter().map(|group| group.members.len()).sum::<usize>() > 1;
        let tagged = self.is_tagged();
        for group in asking {
            if several || openers || self.candidates[group.members[0]].score >= CERTAIN {
                let run_in = self.asks_in_terms(group);
                for &at in &group.members {
                    let proposal = &self.candidates[at].proposal;
                    let answered = proposal.is_answered() && (!proposal.term || run_in);
                    let fits = self.candidates[at].score > 0.0 || answered;
                    let is_note =
                        tagged && group.form.0 == ListItem.name() && self.candidates[at].score < CERTAIN;
                    self.candidates[at].accepted = fits && !is_note;
                }
            }
        }
        for at in groups.iter().flat_map(|group| &group.members) {
            let is_certain = self.candidates[*at].score >= CERTAIN && !self.candidates[*at].proposal.term;
            self.candidates[*at].accepted |= is_certain;
        }
        let is_term = |candidate: &Candidate| candidate.proposal.term || !candidate.accepted;
        let only_terms = self.candidates.iter().all(is_term);
        self.accept_glossary(&groups, &covered, only_terms);
        self.settle_overlaps();
    }

    /// Whether nearly all of a group ask in bold with the answer behind a dash or colon: one among them that asks nothing is
    /// no term.
    fn asks_in_terms(&self, group: &Group) -> bool {
        const FEWEST: usize = 3;
        let terms = self.count(&group.members, |candidate| candidate.proposal.term);
        let asking =
            self.count(&group.members, |candidate| candidate.proposal.term && candidate.proposal.asks > 0.0);
        asking >= FEWEST && terms == group.members.len() && asking * 10 >= terms * 7
    }

    /// Whether the author marks cards with a tag: other items of lists are notes.
    fn is_tagged(&self) -> bool {
        const FEWEST: usize = 3;
        let is_tagged = |candidate: &&Candidate| match candidate.is_opener() {
            true => {
                candidate.accepted && card_tag(&self.flow.units[candidate.proposal.unit].line.text).is_some()
            }
            false => candidate.shape == ListItem.name() && candidate.score >= CERTAIN,
        };
        self.candidates.iter().filter(is_tagged).count() >= FEWEST
    }

    /// For each unit whether an accepted opener has it.
    fn covered(&self) -> Vec<bool> {
        let mut covered = vec![false; self.flow.units.len()];
        let accepted: Vec<&Candidate> =
            self.candidates.iter().filter(|candidate| candidate.accepted).collect();
        for (units, candidate) in extents(self.flow, accepted.iter().copied()).into_iter().zip(accepted) {
            // The questions below a section are its own.
            let end = if candidate.is_section { candidate.body.end.min(units.end) } else { units.end };
            covered[units.start..end].fill(true);
        }
        covered
    }

    /// Of two readings of the same text the one that looks more like a question stays.
    fn settle_overlaps(&mut self) {
        let span = |candidate: &Candidate| match candidate.proposal.kind {
            Reading::Whole { span, .. } if candidate.accepted => Some((span.start, span.end)),
            _ => None,
        };
        let mut wholes: Vec<(usize, usize, usize)> = vec![];
        for (at, candidate) in self.candidates.iter().enumerate() {
            wholes.extend(span(candidate).map(|(start, end)| (start, end, at)));
        }
        wholes.sort_by_key(|&(start, end, at)| (start, std::cmp::Reverse(end), at));
        let mut last: Option<(usize, usize)> = None;
        for (start, end, at) in wholes {
            let rival = last.filter(|&(other, _)| start < other).map(|(_, rival)| rival);
            let beaten = rival.filter(|&rival| self.candidates[at].score <= self.candidates[rival].score);
            if beaten.is_some() {
                self.candidates[at].accepted = false;
                continue;
            }
            if let Some(rival) = rival {
                self.candidates[rival].accepted = false;
            }
            last = Some((end, at));
        }
    }

    /// The groups that ask, and those of forms that ask nearly everywhere in the document.
    fn asking<'g>(&self, groups: &'g [Group], openers: bool) -> Vec<&'g Group> {
        const FEWEST: usize = 5;
        let asks: Vec<bool> = groups.iter().map(|group| self.group_asks(group, openers)).collect();
        let mut counts: HashMap<Form, (usize, usize)> = HashMap::new();
        for (group, &asks) in groups.iter().zip(&asks) {
            let (all, asking) = counts.entry(group.form).or_default();
            *all += group.members.len();
            *asking += if asks { group.members.len() } else { 0 };
        }
        let is_rule = |form: &Form| {
            let (all, asking) = counts[form];
            asking >= FEWEST && asking * 10 >= all * 7
        };
        let found = groups.iter().zip(asks).filter(|(group, asks)| *asks || is_rule(&group.form));
        found.map(|(group, _)| group).collect()
    }

    /// Whether a group asks, with a little less asked of it among questions. A pair of bold terms beside questions of
    /// another form is a list in somebody's notes.
    fn group_asks(&self, group: &Group, openers: bool) -> bool {
        const FEWEST: usize = 3;
        let terms = self.count(&group.members, |candidate| candidate.proposal.term);
        let defined = self.context.quiz && group.form.0 == definition::NAME;
        if openers && terms == group.members.len() && terms < FEWEST && !defined {
            return false;
        }
        // A table of abbreviations beside questions of another form is there to be looked up.
        let marks = self.count(&group.members, Candidate::has_mark);
        let in_table = terms == group.members.len() && group.form.0 == Table.name();
        if openers && in_table && marks == 0 && !self.promises_terms(group.section) {
            return false;
        }
        // So are two that ask among others that say nothing more.
        let answered = self.count(&group.members, |candidate| candidate.proposal.is_answered());
        if openers && (1..FEWEST).contains(&answered) && answered < group.members.len() {
            return false;
        }
        let quiz = self.context.quiz || openers || self.is_promised(group.section);
        let quiz = quiz && answered > 0;
        self.mean_score(&group.members) >= if quiz { ENOUGH * 0.75 } else { ENOUGH }
    }

    /// Terms with their meanings, where titles promise them; where there are no questions, also in a document that is made
    /// of them or promises questions.
    fn accept_glossary(&mut self, groups: &[Group], covered: &[bool], only_terms: bool) {
        const FEWEST: usize = 3;
        let openers = self.groups(|candidate| {
            candidate.is_opener() && candidate.proposal.term && !covered[candidate.proposal.unit]
        });
        let is_glossary = |group: &&Group| {
            let terms = self.count(&group.members, |candidate| candidate.proposal.term);
            let all = if group.form.0 == term::NAME { self.lines_in(group) } else { group.members.len() };
            terms * 10 >= all * 7
        };
        let mut groups: Vec<&Group> = groups.iter().chain(&openers).filter(is_glossary).collect();
        let mut counts: HashMap<Form, usize> = HashMap::new();
        for group in &groups {
            *counts.entry(group.form).or_default() += group.members.len();
        }
        groups.retain(|group| counts[&group.form] >= FEWEST);
        let units = &self.flow.units;
        let text = units.iter().filter(|unit| unit.level().is_none() && unit.noise == Noise::None);
        let text: usize = text.map(|unit| unit.span.len()).sum();
        let members = groups.iter().flat_map(|group| &group.members);
        let mut held: Vec<usize> = members.map(|&at| self.candidates[at].proposal.unit).collect();
        held.sort_unstable();
        held.dedup();
        let covers = held.iter().map(|&at| units[at].span.len()).sum::<usize>() * 10 >= text * 7;
        groups.retain(|group| {
            let may_be = only_terms && (covers || self.context.quiz || self.is_promised(group.section));
            may_be || self.promises_terms(group.section)
        });
        // A list below a term tells what that means.
        let mut below = vec![false; units.len()];
        for at in groups.iter().flat_map(|group| &group.members) {
            below[self.candidates[*at].body.clone()].fill(true);
        }
        for &at in groups.iter().flat_map(|group| &group.members) {
            let proposal = &self.candidates[at].proposal;
            self.candidates[at].accepted |= proposal.term && !below[proposal.unit];
        }
    }

    /// The lines of a group's section.
    fn lines_in(&self, group: &Group) -> usize {
        let first = group.section.map_or(0, |heading| heading + 1);
        let units = self.flow.units[first..].iter().take_while(|unit| unit.level().is_none());
        units.filter(|unit| unit.kind == UnitKind::Line && unit.noise == Noise::None).count()
    }
}
