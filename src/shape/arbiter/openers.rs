//! Groups of lines that begin questions.

use std::collections::{HashMap, HashSet};

use super::super::body::trim;
use super::super::context::promises;
use super::super::flow::Noise;
use super::super::heading::is_answer_label;
use super::super::normal::normal;
use super::super::words::Words;
use super::super::{Reading, plain_line};
use super::{Arbiter, CERTAIN, Candidate, ENOUGH, Form, Group};

/// How often a form occurs.
#[derive(Default)]
struct Tally {
    all: usize,
    /// With an answer that marks itself, or numbered as a question.
    certain: usize,
    accepted: usize,
    /// With a question mark, and of these the ones that stand apart.
    marks: usize,
    apart: usize,
    /// Groups of one member that could be a question.
    single: usize,
}

impl Tally {
    /// Nearly all that have a question mark stand apart.
    fn is_apart(&self) -> bool {
        self.apart * 10 >= self.marks * 7
    }
}

impl Arbiter<'_, '_, '_> {
    pub(super) fn accept_openers(&mut self) {
        let groups = self.groups(|candidate| candidate.is_opener() && !candidate.proposal.term);
        let mut forms: HashMap<Form, Tally> = HashMap::new();
        for group in &groups {
            let tally = forms.entry(group.form).or_default();
            tally.all += group.members.len();
            tally.certain += self.count(&group.members, |candidate| candidate.score >= CERTAIN);
            let marks = group.members.iter().filter(|&&at| self.candidates[at].has_mark());
            tally.marks += marks.clone().count();
            tally.apart += marks.filter(|&&at| self.stands_apart(at)).count();
        }
        let mut single = vec![];
        for group in &groups {
            let tally = forms.entry(group.form).or_default();
            let counts = |&at: &usize| self.is_counted(&self.candidates[at]) && !self.is_inside(at, tally);
            let members: Vec<usize> = group.members.iter().copied().filter(counts).collect();
            if let [only] = members[..]
                && self.candidates[only].score >= ENOUGH
            {
                tally.single += 1;
                single.push(only);
                continue;
            }
            let accepted = self.accepted_members(&members, tally);
            tally.accepted += accepted.len();
            for at in accepted {
                self.candidates[at].accepted = true;
            }
        }
        self.accept_single(&single, &forms);
        for group in &groups {
            self.accept_by_form(group, &forms[&group.form]);
        }
        self.accept_explained();
        self.accept_terms();
        self.accept_topics();
        if self.nothing_accepted() {
            self.accept_flashcards();
        }
        if self.nothing_accepted() {
            self.accept_returning();
        }
    }

    /// Whether a candidate counts in its group. One that only holds questions is a section among them, and "Further
    /// reading" ends any list of questions.
    fn is_counted(&self, candidate: &Candidate) -> bool {
        let words = normal(&self.flow.units[candidate.proposal.unit].line.text);
        let aside = candidate.is_section || Words::get().extra.has(&words);
        self.has_body(candidate) && !(aside && candidate.proposal.asks == 0.0)
    }

    /// The members of a group that are questions, if it is one of questions.
    fn accepted_members(&self, members: &[usize], tally: &Tally) -> Vec<usize> {
        /// Where a document promises questions, so many of which half ask are some.
        const MANY: usize = 6;
        let standing_out = self.counted(members);
        let members = standing_out.as_deref().unwrap_or(members);
        let all = members.len();
        let most = |count: usize| count * 10 >= all * 7;
        let marks = self.count(members, Candidate::has_mark);
        let asking = self.count(members, |candidate| candidate.proposal.asks > 0.0);
        let half = self.context.quiz && all >= MANY && asking * 2 >= all;
        let ask = marks * 10 >= all * 4 && (most(asking) || half);
        // Two that are not alike are no repetition.
        let counted = self.count(members, |candidate| candidate.proposal.numbered) == all;
        let unlike = all == 2 && asking == 1 && !self.context.quiz && !counted;
        if all < 2 || unlike || !(ask || self.mean_score(members) >= ENOUGH) {
            let is_sure = |at: &usize| self.is_sure(&self.candidates[*at], tally);
            return members.iter().copied().filter(is_sure).collect();
        }
        // Where most are numbered or have marked answers, one without is none of them.
        let strict = most(self.count(members, |candidate| candidate.proposal.numbered))
            || most(self.count(members, |candidate| candidate.score >= CERTAIN));
        let fits = |at: &usize| {
            let candidate = &self.candidates[*at];
            let stands_out =
                candidate.proposal.numbered || candidate.has_mark() || candidate.score >= CERTAIN;
            (stands_out || !strict) && (candidate.score > 0.0 || !self.is_closed(candidate))
        };
        members.iter().copied().filter(fits).filter(|&at| Some(at) != self.introduction(members)).collect()
    }

    /// The first of several headings, if it alone among them does not ask.
    fn introduction(&self, members: &[usize]) -> Option<usize> {
        const FEWEST: usize = 5;
        let (&first, others) = members.split_first()?;
        let candidate = &self.candidates[first];
        let stands_out =
            candidate.proposal.asks > 0.0 || candidate.proposal.numbered || candidate.score >= CERTAIN;
        let ask = self.count(others, |candidate| candidate.proposal.asks > 0.0) == others.len();
        (candidate.is_heading() && members.len() >= FEWEST && !stands_out && ask).then_some(first)
    }

    /// Where most members count on from one to the next, these and what has a question mark: an introduction among them
    /// is of another kind.
    fn counted(&self, members: &[usize]) -> Option<Vec<usize>> {
        const FEWEST: usize = 3;
        let numbers: Vec<u32> = members.iter().filter_map(|&at| self.number(&self.candidates[at])).collect();
        let steps = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
        let counts = numbers.len() >= FEWEST
            && numbers.len() * 2 >= members.len()
            && steps * 10 >= (numbers.len() - 1) * 7;
        let stands_out = |at: &usize| {
            let candidate = &self.candidates[*at];
            candidate.has_mark() || self.number(candidate).is_some()
        };
        counts.then(|| members.iter().copied().filter(stands_out).collect())
    }

    /// Whether a line is a part of an answer: it asks nothing or runs on, and does not stand apart as nearly all questions
    /// of its form do.
    fn is_inside(&self, at: usize, tally: &Tally) -> bool {
        let candidate = &self.candidates[at];
        let stands_out = candidate.proposal.numbered || candidate.score >= CERTAIN;
        let may_be_answer = candidate.proposal.asks == 0.0 || self.runs_on(at);
        tally.is_apart() && may_be_answer && !stands_out && !candidate.is_heading() && !self.stands_apart(at)
    }

    /// Whether a break, a rule or a heading stands above a candidate.
    fn stands_apart(&self, at: usize) -> bool {
        let above = self.candidates[at].proposal.unit.checked_sub(1).map(|above| &self.flow.units[above]);
        above.is_none_or(|unit| unit.noise != Noise::None || unit.level().is_some())
    }

    /// Whether a line goes on with other text: `**Why?** Because …`.
    fn runs_on(&self, at: usize) -> bool {
        let unit = self.candidates[at].proposal.unit;
        let next = self.flow.units.get(unit + 1);
        next.is_some_and(|next| next.block == self.flow.units[unit].block)
    }

    /// A question without a group. A mark alone, below a title that asks nothing, means one only where it repeats.
    fn is_sure(&self, candidate: &Candidate, tally: &Tally) -> bool {
        let says_so = candidate.proposal.asks > 0.0 || candidate.proposal.numbered;
        candidate.score >= CERTAIN && (says_so || (tally.certain > 1 && tally.certain * 2 >= tally.all))
    }

    /// A line that is alone in its section is a question where its form holds questions elsewhere, where the section's
    /// title promises questions, or where the document is nothing else.
    fn accept_single(&mut self, single: &[usize], forms: &HashMap<Form, Tally>) {
        let alone = single.len() == 1 && forms.values().all(|tally| tally.accepted == 0);
        for &at in single {
            let candidate = &self.candidates[at];
            let tally = &forms[&candidate.form()];
            let elsewhere = tally.accepted > 0 || tally.single > 1;
            let begins = trim(self.flow, 0..candidate.proposal.unit).is_empty() || self.is_all(candidate);
            let section = candidate.section.filter(|&heading| Some(heading) != self.context.title);
            let promised = section.is_some_and(|heading| promises(&self.flow.units[heading].line.text));
            let promised = promised && candidate.is_heading() && candidate.has_mark();
            let accepted = self.is_sure(candidate, tally)
                || promised
                || (elsewhere && (candidate.has_mark() || candidate.proposal.numbered))
                || (alone && begins);
            self.candidates[at].accepted = accepted;
        }
    }

    /// Whether a document is one heading with a question mark and its answer, below bare titles.
    fn is_all(&self, candidate: &Candidate) -> bool {
        let heads =
            |at: usize| self.flow.units[at].level().is_some() || self.flow.units[at].noise != Noise::None;
        let unit = candidate.proposal.unit;
        let last = self.flow.units[unit + 1..].iter().all(|unit| unit.level().is_none());
        candidate.is_heading() && candidate.has_mark() && last && (0..unit).all(heads)
    }

    /// In a document whose headings of this form are questions nearly everywhere, a section where only some of them
    /// ask is no exception.
    fn accept_by_form(&mut self, group: &Group, tally: &Tally) {
        const FEWEST: usize = 8;
        let accepted = self.count(&group.members, |candidate| candidate.accepted);
        let marks = self.count(&group.members, Candidate::has_mark);
        let nearly_all = tally.accepted >= FEWEST && tally.accepted * 10 >= tally.all * 8;
        if accepted > 0 || marks == 0 || !(nearly_all || self.form_asks(group.form, tally)) {
            return;
        }
        for &at in &group.members {
            let candidate = &self.candidates[at];
            // A bold line that asks nothing is as likely a part of an answer, unless it stands apart as they do.
            let apart = tally.is_apart() && self.stands_apart(at);
            let asks = candidate.proposal.asks > 0.0 && !self.is_inside(at, tally);
            let fits = candidate.is_heading() || asks || apart;
            self.candidates[at].accepted = fits && self.has_body(candidate) && !self.is_closed(candidate);
        }
    }

    /// Whether all of a form together ask: half of them with a question mark.
    fn form_asks(&self, form: Form, tally: &Tally) -> bool {
        const FEWEST: usize = 4;
        let is_of_form = |&at: &usize| {
            self.candidates[at].form() == form
                && self.has_body(&self.candidates[at])
                && !self.is_inside(at, tally)
        };
        let members: Vec<usize> = (0..self.candidates.len()).filter(is_of_form).collect();
        let marks = self.count(&members, Candidate::has_mark);
        let asks = self.count(&members, |candidate| candidate.proposal.asks > 0.0);
        members.len() >= FEWEST && marks * 2 >= members.len() && asks * 10 >= members.len() * 7
    }

    /// Headings outside of the sections that promise questions, where most questions stand in these and have another form:
    /// a course with notes, exercises and "Interview questions".
    pub(super) fn refuse_unpromised(&mut self) {
        if self.context.quiz {
            return;
        }
        let accepted = |promised: bool| -> Vec<usize> {
            let is_wanted = |&at: &usize| {
                let candidate = &self.candidates[at];
                candidate.accepted
                    && (promised || candidate.is_heading())
                    && self.is_promised(candidate.section) == promised
            };
            (0..self.candidates.len()).filter(is_wanted).collect()
        };
        let (inside, outside) = (accepted(true), accepted(false));
        let forms: HashSet<Form> = inside.iter().map(|&at| self.candidates[at].form()).collect();
        let differ = outside.iter().all(|&at| !forms.contains(&self.candidates[at].form()));
        if differ && inside.len() >= 2 * outside.len() {
            for at in outside {
                self.candidates[at].accepted = false;
            }
        }
    }

    /// The document's title, where the document is one task below it and its solution.
    pub(super) fn accept_title(&mut self) {
        let is_title = |candidate: &Candidate| Some(candidate.proposal.unit) == self.context.title;
        let Some(at) = self.candidates.iter().position(is_title) else { return };
        let units = self.candidates[at].body.clone();
        let solutions = units.filter(|&unit| is_answer_label(&self.flow.units[unit])).count();
        self.candidates[at].accepted = solutions == 1;
    }

    /// Lines of plain text that ask, where a document without other questions is made of them.
    pub(super) fn accept_plain(&mut self) {
        const FEWEST: usize = 3;
        let is_plain = |&at: &usize| self.candidates[at].shape == plain_line::NAME;
        let members: Vec<usize> = (0..self.candidates.len()).filter(is_plain).collect();
        let answered = self.count(&members, |candidate| {
            let goes_on = matches!(candidate.proposal.kind, Reading::Opener { rest: Some(_), .. });
            goes_on || !trim(self.flow, candidate.body.clone()).is_empty()
        });
        let units = self.flow.units.iter();
        let text = units.filter(|unit| unit.level().is_none() && unit.noise == Noise::None).count();
        // Where nothing promises questions, question and answer take turns.
        let share = if self.context.quiz { 5 } else { 2 };
        let many = members.len() >= FEWEST && members.len() * share + 1 >= text;
        if many && answered * 10 >= members.len() * 7 {
            for at in members {
                self.candidates[at].accepted = true;
            }
        }
    }
}
