//! A second reading that fits as well: lines of one form that look like questions, none of which is read as one.

use std::collections::BTreeMap;

use super::super::body::trim;
use super::super::{Rival, plain_line};
use super::{Arbiter, Candidate, Form, extents};

impl Arbiter<'_, '_, '_> {
    /// The second readings of a document, in its order. A form is one where it asks, with a question mark and an answer,
    /// at least half as often as the one that was accepted instead, and more than once in an answer of that.
    pub(super) fn rivals(&self) -> Vec<Rival> {
        const FEWEST: usize = 3;
        let accepted: Vec<&Candidate> =
            self.candidates.iter().filter(|candidate| candidate.accepted).collect();
        let mut held = vec![None; self.flow.units.len()];
        for (found, units) in accepted.iter().zip(extents(self.flow, accepted.iter().copied())) {
            held[units.start + 1..units.end].fill(Some((units.start, found.shape)));
        }
        let mut forms: BTreeMap<Form, Vec<&Candidate>> = BTreeMap::new();
        for candidate in self.candidates.iter().filter(|candidate| candidate.shape != plain_line::NAME) {
            forms.entry(candidate.form()).or_default().push(candidate);
        }
        let mut rivals: Vec<Rival> = vec![];
        for members in forms.into_values().filter(|members| members.iter().all(|member| !member.accepted)) {
            let asking: Vec<&Candidate> =
                members.into_iter().filter(|member| self.could_be(member)).collect();
            let mut holders: Vec<usize> = asking
                .iter()
                .filter_map(|member| held[member.proposal.unit])
                .map(|(start, _)| start)
                .collect();
            holders.dedup();
            let Some(first) = asking.first() else { continue };
            let Some((_, instead)) = held[first.proposal.unit] else { continue };
            let chosen = accepted.iter().filter(|found| found.shape == instead).count();
            let many = asking.len() >= FEWEST && asking.len() * 2 >= chosen;
            if many && holders.len() < asking.len() {
                rivals.push(Rival {
                    shape: first.shape,
                    level: first.is_heading().then_some(first.proposal.level),
                    instead,
                    span: self.flow.units[first.proposal.unit].span,
                    count: asking.len(),
                });
            }
        }
        rivals.sort_by_key(|rival| rival.span.start);
        rivals
    }

    fn could_be(&self, candidate: &Candidate) -> bool {
        let answered = if candidate.is_opener() {
            !trim(self.flow, candidate.body.clone()).is_empty()
        } else {
            candidate.proposal.is_answered()
        };
        answered && candidate.has_mark() && !(candidate.is_opener() && self.is_closed(candidate))
    }
}
