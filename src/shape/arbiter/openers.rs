//! Groups of lines that begin questions.

use std::collections::HashMap;

use super::super::body::trim;
use super::super::flow::{Noise, UnitKind};
use super::super::label::normal;
use super::super::words::Words;
use super::outline::direct;
use super::{Arbiter, CERTAIN, Candidate, ENOUGH, Form, Group};

/// How often a form occurs.
#[derive(Default)]
struct Tally {
    all: usize,
    /// With an answer that marks itself, or numbered as a question.
    certain: usize,
    accepted: usize,
    /// Groups of one member that could be a question.
    single: usize,
}

impl Arbiter<'_, '_, '_> {
    pub(super) fn accept_openers(&mut self) {
        let groups = self.groups(Candidate::is_opener);
        let mut forms: HashMap<Form, Tally> = HashMap::new();
        for group in &groups {
            let tally = forms.entry(group.form).or_default();
            tally.all += group.members.len();
            tally.certain += self.count(&group.members, |candidate| candidate.score >= CERTAIN);
        }
        let mut single = vec![];
        for group in &groups {
            let tally = forms.entry(group.form).or_default();
            let members: Vec<usize> =
                group.members.iter().copied().filter(|&at| self.is_counted(&self.candidates[at])).collect();
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
        if self.nothing_accepted() {
            self.accept_flashcards();
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
        let all = members.len();
        let most = |count: usize| count * 10 >= all * 7;
        let marks = self.count(members, Candidate::has_mark);
        let asking = self.count(members, |candidate| candidate.proposal.asks > 0.0);
        let ask = marks * 10 >= all * 4 && most(asking);
        // Two that are not alike are no repetition.
        let unlike = all == 2 && asking == 1 && !self.context.quiz;
        if all < 2 || unlike || !(ask || self.mean_score(members) >= ENOUGH) {
            let is_sure = |at: &usize| self.is_sure(&self.candidates[*at], tally);
            return members.iter().copied().filter(is_sure).collect();
        }
        // Where most are numbered or have marked answers, one without is none of them.
        let strict = most(self.count(members, |candidate| candidate.proposal.numbered))
            || most(self.count(members, |candidate| candidate.score >= CERTAIN));
        let apart = members.iter().copied().filter(|&at| self.candidates[at].has_mark());
        let apart = apart.filter(|&at| self.stands_apart(at)).count() * 10 >= marks * 7;
        let fits = |at: &usize| {
            let candidate = &self.candidates[*at];
            let stands_out =
                candidate.proposal.numbered || candidate.has_mark() || candidate.score >= CERTAIN;
            let in_answer =
                apart && !candidate.is_heading() && candidate.proposal.asks == 0.0 && !self.stands_apart(*at);
            if in_answer && !stands_out {
                return false;
            }
            (stands_out || !strict) && (candidate.score > 0.0 || !self.is_closed(candidate))
        };
        members.iter().copied().filter(fits).collect()
    }

    /// Whether a break, a rule or a heading stands above a candidate.
    fn stands_apart(&self, at: usize) -> bool {
        let above = self.candidates[at].proposal.unit.checked_sub(1).map(|above| &self.flow.units[above]);
        above.is_none_or(|unit| unit.noise != Noise::None || unit.level().is_some())
    }

    /// A question without a group. A mark alone, below a title that asks nothing, means one only where it repeats.
    fn is_sure(&self, candidate: &Candidate, tally: &Tally) -> bool {
        let says_so = candidate.proposal.asks > 0.0 || candidate.proposal.numbered;
        candidate.score >= CERTAIN && (says_so || (tally.certain > 1 && tally.certain * 2 >= tally.all))
    }

    /// A line that is alone in its section is a question where its form holds questions elsewhere, or where the
    /// document is nothing else.
    fn accept_single(&mut self, single: &[usize], forms: &HashMap<Form, Tally>) {
        let alone = single.len() == 1 && forms.values().all(|tally| tally.accepted == 0);
        for &at in single {
            let candidate = &self.candidates[at];
            let tally = &forms[&candidate.form()];
            let elsewhere = tally.accepted > 0 || tally.single > 1;
            let begins = trim(self.flow, 0..candidate.proposal.unit).is_empty();
            let accepted = self.is_sure(candidate, tally)
                || (elsewhere && (candidate.has_mark() || candidate.proposal.numbered))
                || (alone && begins);
            self.candidates[at].accepted = accepted;
        }
    }

    /// In a document whose headings of this form are questions nearly everywhere, a section where only some of them
    /// ask is no exception.
    fn accept_by_form(&mut self, group: &Group, tally: &Tally) {
        const FEWEST: usize = 8;
        let accepted = self.count(&group.members, |candidate| candidate.accepted);
        let marks = self.count(&group.members, Candidate::has_mark);
        let nearly_all = tally.accepted >= FEWEST && tally.accepted * 10 >= tally.all * 8;
        if accepted > 0 || marks == 0 || !(nearly_all || self.form_asks(group.form)) {
            return;
        }
        for &at in &group.members {
            let candidate = &self.candidates[at];
            // A bold line that asks nothing is as likely a part of an answer.
            let fits = candidate.is_heading() || candidate.proposal.asks > 0.0;
            self.candidates[at].accepted = fits && self.has_body(candidate) && !self.is_closed(candidate);
        }
    }

    /// Whether all of a form together ask: half of them with a question mark.
    fn form_asks(&self, form: Form) -> bool {
        const FEWEST: usize = 4;
        let is_of_form =
            |&at: &usize| self.candidates[at].form() == form && self.has_body(&self.candidates[at]);
        let members: Vec<usize> = (0..self.candidates.len()).filter(is_of_form).collect();
        let marks = self.count(&members, Candidate::has_mark);
        let asks = self.count(&members, |candidate| candidate.proposal.asks > 0.0);
        members.len() >= FEWEST && marks * 2 >= members.len() && asks * 10 >= members.len() * 7
    }

    /// Headings of one level that all have one short paragraph or picture below them: terms to be learned, in a
    /// document that is nothing else.
    fn accept_flashcards(&mut self) {
        const FEWEST: usize = 4;
        /// Without a title that promises cards, few headings need be as plain as a vocabulary.
        const MANY: usize = 8;
        /// Bytes of the longest meaning, and of a plain one.
        const LONGEST: usize = 300;
        const PLAIN: usize = 80;
        let is_heading = |candidate: &Candidate| {
            candidate.is_heading() && Some(candidate.proposal.unit) != self.context.title
        };
        let headings: Vec<usize> =
            (0..self.candidates.len()).filter(|&at| is_heading(&self.candidates[at])).collect();
        let level_of = |at: usize| self.candidates[at].proposal.level;
        let Some(level) = headings.iter().map(|&at| level_of(at)).max() else { return };
        let (cards, sections): (Vec<usize>, Vec<usize>) =
            headings.iter().partition(|&&at| level_of(at) == level);
        let many = self.context.quiz || cards.len() >= MANY;
        let (parts, longest) = if many { (3, LONGEST) } else { (1, PLAIN) };
        let short = self.count(&cards, |candidate| {
            let body = trim(self.flow, candidate.body.clone());
            let length: usize = body.clone().map(|at| self.flow.units[at].span.len()).sum();
            let begins = body.clone().next().is_some_and(|at| self.flow.units[at].kind == UnitKind::Line);
            begins && body.len() <= parts && length <= longest
        });
        if self.count(&cards, |candidate| self.is_closed(candidate)) > 0 && !self.context.quiz {
            return;
        }
        let bare = self.count(&sections, |candidate| {
            trim(self.flow, direct(self.flow, candidate.body.clone())).is_empty()
        });
        let wanted = if self.context.quiz { cards.len() * 2 / 3 } else { cards.len() * 5 / 6 };
        let wanted_bare = if self.context.quiz { sections.len() * 2 / 3 } else { sections.len() };
        if cards.len() >= FEWEST && short >= wanted && bare >= wanted_bare {
            for at in cards {
                self.candidates[at].accepted = true;
            }
        }
    }
}
