//! How much a proposal looks like a question, with its body and its document in view.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use super::super::asks::has_question_mark;
use super::super::body::{first_mark, is_marked, trim};
use super::super::bold_line;
use super::super::details::Details;
use super::super::flow::{Flow, Noise, Unit};
use super::super::label::LabelRole;
use super::super::labelled::announces_questions;
use super::super::normal::normal;
use super::super::{Proposal, Reading, Shape, part};
use super::outline::direct;
use super::{Arbiter, CERTAIN, Candidate};

/// Counts questions in any range of units.
struct Questions(Vec<u32>);

impl Questions {
    fn new(units: usize, candidates: &[Candidate], counts: impl Fn(&Candidate) -> bool) -> Questions {
        let mut sums = vec![0; units + 1];
        for candidate in candidates.iter().filter(|candidate| counts(candidate)) {
            let answered = match &candidate.proposal.kind {
                Reading::Opener { .. } => true,
                Reading::Whole { back, gaps, .. } => !back.is_empty() || gaps.is_some(),
            };
            sums[candidate.proposal.unit + 1] += u32::from(candidate.proposal.asks >= 0.5 && answered);
        }
        for at in 1..sums.len() {
            sums[at] += sums[at - 1];
        }
        Questions(sums)
    }

    fn within(&self, units: Range<usize>) -> u32 {
        self.0[units.end.max(units.start)] - self.0[units.start]
    }
}

impl Arbiter<'_, '_, '_> {
    pub(super) fn score(&mut self) {
        // A heading is a section of questions in any other shape; a line in bold cannot have whole questions below it.
        let count =
            |counts: fn(&Candidate) -> bool| Questions::new(self.flow.units.len(), &self.candidates, counts);
        let below_heading = count(|candidate| candidate.proposal.level >= bold_line::LEVEL);
        let below_line = count(|candidate| candidate.shape == Details.name());
        let parts = count(|candidate| candidate.shape == part::NAME);
        let scored = |candidate: &Candidate| {
            if candidate.is_heading() && parts.within(direct(self.flow, candidate.body.clone())) > 0 {
                return (0.0, true);
            }
            let questions = if candidate.is_heading() { &below_heading } else { &below_line };
            self.scored(candidate, questions)
        };
        let scores: Vec<(f32, bool)> = self.candidates.par_iter().map(scored).collect();
        let tickets = self.tickets();
        for (at, (candidate, (score, is_section))) in self.candidates.iter_mut().zip(scores).enumerate() {
            let is_ticket = tickets.binary_search(&at).is_ok();
            candidate.score = if is_ticket { 0.0 } else { score };
            candidate.is_section = is_section || is_ticket;
            if is_section && !candidate.is_heading() {
                let asks = |&at: &usize| below_line.within(at..at + 1) > 0;
                let first = candidate.body.clone().find(asks);
                candidate.body.end = first.unwrap_or(candidate.body.end);
            }
            // "Key questions" announces questions, and asks none; nor do a task of which each part asks, and a ticket.
            let unit = &self.flow.units[candidate.proposal.unit];
            let is_divided = parts.within(direct(self.flow, candidate.body.clone())) > 0;
            if candidate.is_heading() && score == 0.0 && (is_question_label(unit) || is_divided) || is_ticket
            {
                candidate.proposal.asks = 0.0;
            }
        }
    }

    /// Headings that are a word and a number, as "Ticket 4", and hold numbered questions: sections, and with them the
    /// others of that word. What repeats below each of them is no question, but a part of the answer.
    fn tickets(&self) -> Vec<usize> {
        const FEWEST: usize = 2;
        let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, candidate) in self.candidates.iter().enumerate().filter(|(_, one)| one.is_heading()) {
            let unit = &self.flow.units[candidate.proposal.unit];
            if unit.number.is_some_and(|number| number.question && number.length == unit.line.text.len()) {
                let word = unit.line.text.replace(|c: char| c.is_numeric(), "");
                words.entry(normal(&word)).or_default().push(at);
            }
        }
        let hold = |members: &Vec<usize>| {
            let inner: Vec<BTreeMap<usize, String>> =
                members.iter().map(|&at| self.numbered_within(&self.candidates[at])).collect();
            let holders = inner.iter().filter(|inner| inner.len() >= FEWEST).count();
            // One on a higher level by mistake holds what the next ones hold as well.
            let inner: BTreeMap<usize, String> = inner.into_iter().flatten().collect();
            let titles: HashSet<&String> = inner.values().collect();
            holders >= FEWEST && holders * 2 >= members.len() && titles.len() * 10 >= inner.len() * 9
        };
        let mut tickets: Vec<usize> = words.into_values().filter(hold).flatten().collect();
        tickets.sort_unstable();
        tickets
    }

    /// The numbered headings and lines in bold below a heading that has no text of its own, by unit.
    fn numbered_within(&self, candidate: &Candidate) -> BTreeMap<usize, String> {
        let is_numbered = |at: &usize| {
            let unit = &self.flow.units[*at];
            (unit.level().is_some() || unit.line.all_strong)
                && unit.label.as_ref().is_none_or(|label| label.role == LabelRole::Question)
                && unit.number.is_some_and(|number| !number.section && number.length < unit.line.text.len())
        };
        let mut units =
            candidate.body.clone().filter(|&at| self.flow.units[at].noise == Noise::None).peekable();
        if !units.peek().is_some_and(is_numbered) {
            return BTreeMap::new();
        }
        let title = |at: usize| {
            let unit = &self.flow.units[at];
            (at, normal(&unit.line.text[unit.number.map_or(0, |number| number.length)..]))
        };
        units.filter(is_numbered).map(title).collect()
    }

    /// The score, and whether it is only a section.
    fn scored(&self, candidate: &Candidate, questions: &Questions) -> (f32, bool) {
        let proposal = &candidate.proposal;
        let quiz = self.context.quiz || self.is_promised(candidate.section);
        if !candidate.is_opener() {
            return (whole_score(proposal, quiz), false);
        }
        if proposal.term {
            return (0.0, false);
        }
        let direct = trim(self.flow, direct(self.flow, candidate.body.clone()));
        let line = &self.flow.units[proposal.unit].line;
        let is_title = Some(proposal.unit) == self.context.title && !has_question_mark(&line.text);
        let gapped = matches!(proposal.kind, Reading::Opener { gaps: Some(_), .. });
        if is_title || (direct.is_empty() && !gapped) || self.is_closed(candidate) {
            return (0.0, direct.is_empty());
        }
        let lists = candidate.is_heading()
            && !candidate.has_mark()
            && direct.clone().any(|at| announces_questions(self.flow, at));
        if lists || self.holds_questions(candidate, direct.clone(), questions) {
            return (0.0, true);
        }
        let marked = is_marked(self.flow, direct.clone()) || tells_a_story(self.flow, direct.clone());
        if marked && (candidate.is_heading() || proposal.asks > 0.0 || proposal.numbered) {
            return (CERTAIN, false);
        }
        if candidate.is_heading() && is_question_label(&self.flow.units[proposal.unit]) {
            return (0.0, true);
        }
        // A number alone makes no question of what is divided into parts at once: "2. The phone screen", "Goals", …
        let divided = self.flow.units.get(direct.start).is_some_and(|unit| unit.returns);
        (opener_score(proposal, quiz, proposal.numbered && !divided), false)
    }

    /// Whether questions of other shapes below a line make it a section. What stands behind a heading's own answer's mark
    /// is a part of that answer; a line in bold above questions in `<details>` has no answer.
    fn holds_questions(&self, candidate: &Candidate, direct: Range<usize>, questions: &Questions) -> bool {
        if !candidate.is_heading() {
            return questions.within(direct) >= 3;
        }
        let mark = first_mark(self.flow, direct.clone()).unwrap_or(direct.end);
        let before = questions.within(direct.start..mark);
        let unit = &self.flow.units[candidate.proposal.unit];
        let is_numbered = unit.number.is_some_and(|number| number.question);
        // "Questions" has the mark of one, and is the title of many.
        match (candidate.has_mark() && !is_question_label(unit), is_numbered) {
            (true, _) => before >= 3,
            (_, true) => before >= 2,
            _ => before >= 2 || (before == 1 && mark < direct.end && questions.within(direct) >= 2),
        }
    }

    /// Whether the title of a section or of one around it promises questions.
    pub(super) fn is_promised(&self, section: Option<usize>) -> bool {
        section.is_some_and(|heading| self.promised[heading])
    }

    /// Whether the title of the document, of a section or of one around it promises terms.
    pub(super) fn promises_terms(&self, section: Option<usize>) -> bool {
        self.context.glossary || section.is_some_and(|heading| self.glossary[heading])
    }
}

/// A heading that only says "Question", without a number.
fn is_question_label(unit: &Unit) -> bool {
    unit.number.is_none()
        && unit
            .label
            .as_ref()
            .is_some_and(|label| label.role == LabelRole::Question && label.alone && !label.numbered)
}

/// Situation, task, action and result stand there, as lines or in the rows of a table.
pub fn tells_a_story(flow: &Flow<'_, '_>, units: Range<usize>) -> bool {
    const FEWEST: usize = 3;
    let lines = flow.units[units.clone()].iter().filter(|unit| unit.role() == Some(LabelRole::Star));
    lines.count() >= FEWEST || flow.units[units].iter().any(|unit| flow.stars(unit) >= FEWEST)
}

/// The score of a line by its words alone: a question mark says more than words that ask, and those more where the
/// document promises questions.
fn opener_score(proposal: &Proposal, quiz: bool, numbered: bool) -> f32 {
    let asks = proposal.asks > 0.0;
    match (asks, quiz, numbered) {
        _ if proposal.asks >= 1.0 => CERTAIN,
        _ if proposal.asks >= 0.8 => 0.8,
        (true, true, _) => 0.8,
        (true, false, true) => 0.6,
        (true, false, false) => 0.4,
        (false, true, true) => 0.6,
        (false, true, false) | (false, false, true) => 0.2,
        (false, false, false) => 0.0,
    }
}

fn whole_score(proposal: &Proposal, quiz: bool) -> f32 {
    let asks = if quiz && proposal.asks >= 0.2 { proposal.asks.max(0.6) } else { proposal.asks };
    match &proposal.kind {
        Reading::Whole { back, gaps: None, .. } if back.is_empty() && asks < 0.5 => 0.0,
        _ => asks,
    }
}
