//! Openers in the bodies of others: one of the two is no question.

use std::collections::HashMap;

use super::super::answer::is_answer;
use super::super::body::{is_marked, trim};
use super::super::bold_line::BoldLine;
use super::super::flow::{Noise, Unit};
use super::super::label::LabelRole;
use super::super::labelled::Labelled;
use super::super::{Reading, Shape, options};
use super::outline::direct;
use super::score::tells_a_story;
use super::{Arbiter, CERTAIN, Candidate, Form, Group};
use crate::document::tag_name;

/// Openers of a form, how many of them hold others, and how many others these are.
#[derive(Default)]
struct Nesting {
    all: usize,
    /// With a question mark.
    marks: usize,
    holders: usize,
    held: usize,
}

impl Nesting {
    /// Most of them hold several questions and ask nothing themselves: they are sections.
    fn is_of_sections(&self) -> bool {
        self.marks * 2 < self.all && self.holders * 10 >= self.all * 6 && self.held >= 2 * self.holders
    }
}

impl Arbiter<'_, '_, '_> {
    /// Where questions in bold are labelled ("**Q3: …**"), other lines in bold without a question mark are parts of
    /// their answers.
    pub(super) fn settle_bold(&mut self) {
        const FEWEST: usize = 5;
        let bold = |arbiter: &Self, shape: &dyn Shape| -> Vec<usize> {
            let is_bold = |&at: &usize| {
                let candidate = &arbiter.candidates[at];
                candidate.accepted
                    && candidate.shape == shape.name()
                    && arbiter.flow.units[candidate.proposal.unit].line.all_strong
            };
            (0..arbiter.candidates.len()).filter(is_bold).collect()
        };
        let (labelled, others) = (bold(self, &Labelled), bold(self, &BoldLine));
        if labelled.len() >= FEWEST && others.len() * 3 <= labelled.len() {
            for at in others {
                self.candidates[at].accepted = self.candidates[at].has_mark();
            }
        }
    }

    pub(super) fn settle_levels(&mut self) {
        let accepted: Vec<usize> =
            (0..self.candidates.len()).filter(|&at| self.candidates[at].accepted).collect();
        let mut nesting: HashMap<Form, Nesting> = HashMap::new();
        let mut sections = vec![];
        for (order, &at) in accepted.iter().enumerate() {
            let candidate = &self.candidates[at];
            let is_held = |&&other: &&usize| self.candidates[other].proposal.unit < candidate.body.end;
            let held = accepted[order + 1..].iter().take_while(is_held).count();
            let nesting = nesting.entry(candidate.form()).or_default();
            nesting.all += 1;
            nesting.marks += usize::from(candidate.has_mark());
            nesting.holders += usize::from(held > 0);
            nesting.held += held;
            if held >= 2 && candidate.proposal.asks == 0.0 {
                sections.push(at);
            }
        }
        for &at in &accepted {
            let form = self.candidates[at].form();
            self.candidates[at].accepted = !nesting.get(&form).is_some_and(Nesting::is_of_sections);
        }
        // One that asks nothing and holds several questions is a section, whatever the others are.
        for at in sections {
            self.candidates[at].accepted = false;
        }
        self.settle_inner(&accepted);
    }

    /// Refuses openers inside the body of an accepted one, but for those that are questions of their own.
    fn settle_inner(&mut self, accepted: &[usize]) {
        let mut outer: Option<usize> = None;
        let mut count = None;
        // The last heading that is a question, and the number of the last one that is a part of one.
        let mut last = 0;
        let mut part: Option<u32> = None;
        for &at in accepted {
            let candidate = &self.candidates[at];
            if !candidate.accepted {
                continue;
            }
            let unit = candidate.proposal.unit;
            let number = self.flow.units[unit].number.map(|number| number.value);
            let holder = outer
                .map(|outer| &self.candidates[outer])
                .filter(|holder| unit < holder.body.end && candidate.proposal.level > holder.proposal.level);
            let Some(holder) = holder else {
                (outer, last, part) = (Some(at), unit, None);
                count = number;
                continue;
            };
            let goes_on = |before: Option<u32>| number.is_some() && number == before.map(|before| before + 1);
            let continues = goes_on(count) && !goes_on(part);
            // Marked as a question like the outer one: on another level by mistake.
            let alike = candidate.is_heading() && candidate.proposal.asks.min(holder.proposal.asks) >= 1.0;
            // Behind the outer one's own answer.
            let before = last + 1..unit.max(last + 1);
            let follows = candidate.score >= CERTAIN
                && (is_marked(self.flow, before.clone()) || tells_a_story(self.flow, before));
            if continues {
                count = number;
            }
            let accepted = continues || alike || follows;
            if !accepted {
                part = number.or(part);
            } else if candidate.is_heading() {
                last = unit;
            }
            self.candidates[at].accepted = accepted;
        }
    }

    /// A heading of another level among accepted ones, the author's slip: its number goes on with theirs, or it asks
    /// where an answer has ended or none has begun, or stands above an answer in the element that holds the others, or
    /// behind the label that the answer above has.
    pub(super) fn accept_strays(&mut self) {
        /// Numbers that an author may have left out.
        const GAP: u32 = 3;
        /// Questions that show how the others are written.
        const FEWEST: usize = 3;
        let headings: Vec<usize> =
            (0..self.candidates.len()).filter(|&at| self.candidates[at].is_heading()).collect();
        let follow: Vec<usize> = headings
            .iter()
            .copied()
            .filter(|&at| self.candidates[at].accepted && !self.follows_heading(&self.candidates[at]))
            .collect();
        let closed = self.count(&follow, |candidate| self.follows_end(candidate));
        let ends_show = follow.len() >= FEWEST && closed * 10 >= follow.len() * 7;
        let held = self.element_of_answers(FEWEST);
        let mut outer: Option<usize> = None;
        let mut last: Option<u32> = None;
        let mut counted = 0;
        for (order, &at) in headings.iter().enumerate() {
            let candidate = &self.candidates[at];
            let number = self.number(candidate);
            let continues = match (last, number) {
                (Some(last), Some(number)) => (last + 1..=last + GAP).contains(&number),
                _ => false,
            };
            if !candidate.accepted {
                let holder = outer.filter(|&outer| self.is_deeper(at, outer));
                let is_first = order > 0 && outer == Some(headings[order - 1]);
                let begins = |holder| {
                    (ends_show && self.follows_end(candidate))
                        || (is_first && self.is_open(holder, at))
                        || (held.is_some() && self.element_below(candidate) == held)
                };
                let slip = (continues && counted >= FEWEST)
                    || (candidate.proposal.asks > 0.0 && holder.is_some_and(begins))
                    || holder.is_some_and(|holder| self.is_answered_alike(holder, at));
                if !slip || candidate.score == 0.0 {
                    continue;
                }
                // It holds what one on the right level would hold.
                let level = holder.map(|outer| self.candidates[outer].proposal.level);
                let candidate = &mut self.candidates[at];
                candidate.accepted = true;
                candidate.proposal.level = level.unwrap_or(candidate.proposal.level);
            }
            counted = match number {
                None => counted,
                // Parts of an answer count by themselves.
                Some(_) if continues => counted + usize::from(self.candidates[at].accepted),
                Some(_) => 1,
            };
            last = number.or(last);
            outer = Some(at);
        }
    }

    /// The element in HTML that nearly all answers stand in: `<aside>`.
    fn element_of_answers(&self, fewest: usize) -> Option<String> {
        let accepted =
            self.candidates.iter().filter(|candidate| candidate.accepted && candidate.is_heading());
        let elements: Vec<Option<String>> = accepted.map(|candidate| self.element_below(candidate)).collect();
        let first = elements.iter().flatten().next()?;
        let alike = elements.iter().filter(|element| element.as_ref() == Some(first)).count();
        (alike >= fewest && alike * 10 >= elements.len() * 7).then(|| first.clone())
    }

    fn element_below(&self, candidate: &Candidate) -> Option<String> {
        let below = trim(self.flow, candidate.body.clone()).next().map(|at| self.flow.units[at].span)?;
        tag_name(self.flow.document.slice(below))
    }

    /// Whether a rule, a break or a link back to the top stands above.
    fn follows_end(&self, candidate: &Candidate) -> bool {
        let above = self.above(candidate);
        above.is_some_and(|unit| unit.noise == Noise::Navigation || unit.is_break(self.flow))
    }

    fn follows_heading(&self, candidate: &Candidate) -> bool {
        self.above(candidate).is_none_or(|unit| unit.level().is_some())
    }

    fn above(&self, candidate: &Candidate) -> Option<&Unit> {
        candidate.proposal.unit.checked_sub(1).map(|above| &self.flow.units[above])
    }

    fn is_deeper(&self, inner: usize, outer: usize) -> bool {
        self.candidates[inner].proposal.level > self.candidates[outer].proposal.level
    }

    /// Whether the same label begins the answers right below two headings: "Short answer".
    fn is_answered_alike(&self, first: usize, second: usize) -> bool {
        let label = |at: usize| self.first_label(&self.candidates[at], LabelRole::Answer);
        label(first).is_some_and(|first| label(second) == Some(first))
    }

    /// Whether no answer stands between two headings.
    fn is_open(&self, outer: usize, inner: usize) -> bool {
        let units = self.candidates[outer].proposal.unit + 1..self.candidates[inner].proposal.unit;
        let pieces = self.flow.pieces(units.clone());
        let answers = is_answer(self.flow, &self.flow.document.plain(&pieces));
        !units.is_empty() && (!answers || options::is_open(self.flow, &pieces))
    }

    /// A question on the level of the sections above the others, with its own answer: another slip.
    pub(super) fn accept_shallow(&mut self) {
        const FEWEST: usize = 5;
        let headings = |arbiter: &Self, wanted: fn(&Candidate) -> bool| -> Vec<usize> {
            let is_wanted =
                |&at: &usize| arbiter.candidates[at].is_heading() && wanted(&arbiter.candidates[at]);
            (0..arbiter.candidates.len()).filter(is_wanted).collect()
        };
        let accepted = headings(self, |candidate| candidate.accepted);
        let marks = self.count(&accepted, Candidate::has_mark);
        let mut sections: Vec<_> = accepted.iter().map(|&at| self.candidates[at].section).collect();
        sections.dedup();
        let Some(level) = accepted.iter().map(|&at| self.candidates[at].proposal.level).min() else { return };
        if accepted.len() < FEWEST || marks * 10 < accepted.len() * 7 || sections.len() < 2 {
            return;
        }
        for at in headings(self, |candidate| candidate.has_mark() && candidate.score >= 0.8) {
            let candidate = &self.candidates[at];
            // Before the first question it asks in an introduction.
            let among = accepted
                .first()
                .is_some_and(|&first| self.candidates[first].proposal.unit < candidate.proposal.unit);
            let is_shallow = candidate.proposal.level + 1 == level;
            self.candidates[at].accepted |= among && is_shallow;
        }
    }

    /// Headings marked as questions with nothing below them: unanswered ones, which end the answer above.
    pub(super) fn accept_empty(&mut self) {
        if self.nothing_accepted() {
            return;
        }
        let flow = self.flow;
        for candidate in self.candidates.iter_mut().filter(|candidate| candidate.is_heading()) {
            let empty = trim(flow, direct(flow, candidate.body.clone())).is_empty();
            let titled =
                matches!(&candidate.proposal.kind, Reading::Opener { title, .. } if !title.is_empty());
            candidate.accepted |= empty && titled && candidate.proposal.asks >= 1.0;
        }
    }

    /// A heading between questions of its level, or with a number beside one of theirs, whose answer is divided by
    /// headings most of which ask nothing: one of them.
    pub(super) fn accept_divided(&mut self) {
        const FEWEST: usize = 5;
        let groups = self.groups(Candidate::is_heading);
        let mut accepted: HashMap<Form, usize> = HashMap::new();
        for Group { form, members, .. } in &groups {
            *accepted.entry(*form).or_default() += self.count(members, |candidate| candidate.accepted);
        }
        for Group { form, members, .. } in groups {
            if accepted[&form] < FEWEST {
                continue;
            }
            let beside = |place: Option<usize>| {
                let other = members.get(place?).map(|&at| &self.candidates[at])?;
                other.accepted.then_some(other)
            };
            let is_one = |place: usize| {
                let number = self.number(&self.candidates[members[place]]);
                let counts = |other: &Candidate| {
                    number.zip(self.number(other)).is_some_and(|(own, other)| own.abs_diff(other) == 1)
                };
                match (beside(place.checked_sub(1)), beside(Some(place + 1))) {
                    (Some(_), Some(_)) => true,
                    (before, after) => before.or(after).is_some_and(counts),
                }
            };
            let divided: Vec<usize> = (0..members.len())
                .filter(|&place| is_one(place))
                .map(|place| members[place])
                .filter(|&at| self.is_divided(at))
                .collect();
            for at in divided {
                let end = self.candidates[at].body.end;
                let parts = self.candidates[at + 1..].iter_mut();
                for part in parts.take_while(|part| part.proposal.unit < end) {
                    part.accepted = false;
                }
                self.candidates[at].accepted = true;
            }
        }
    }

    fn is_divided(&self, at: usize) -> bool {
        let candidate = &self.candidates[at];
        let inner =
            self.candidates[at + 1..].iter().take_while(|inner| inner.proposal.unit < candidate.body.end);
        let (mut parts, mut asking, mut certain) = (0, 0, false);
        for inner in inner.filter(|inner| inner.is_opener() && (inner.is_heading() || inner.accepted)) {
            parts += 1;
            asking += usize::from(inner.proposal.asks > 0.0 || !inner.is_heading());
            certain |= inner.accepted && inner.score >= CERTAIN;
        }
        !candidate.accepted
            && !self.is_closed(candidate)
            && self.is_bare(candidate)
            && !trim(self.flow, candidate.body.clone()).is_empty()
            && asking * 2 < parts.max(1)
            && !certain
    }

    /// A heading's number, unless it counts sections.
    pub(super) fn number(&self, candidate: &Candidate) -> Option<u32> {
        let number = self.flow.units[candidate.proposal.unit].number;
        number.filter(|number| !number.section).map(|number| number.value)
    }
}
