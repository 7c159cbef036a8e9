//! Which proposals are meant as questions.
//!
//! What repeats with the same form is a question; what stands alone is not. Proposals of one shape, one level and one
//! section form a group, and a group is accepted or refused as one: by how much its members look like questions, by
//! the answers that mark themselves, by what the document promises. Stronger readings then rule out weaker ones that
//! cover the same text. The steps, in the order of their files:
//!
//! - [`outline`]: what would belong to each proposal if it were a question;
//! - [`score`]: how much each looks like one, with its body and its document in view;
//! - [`openers`]: groups of lines that begin questions;
//! - [`topics`]: headings that ask nothing, where questions are promised;
//! - [`told`]: what the author said;
//! - [`levels`]: openers in the bodies of others;
//! - [`wholes`]: units that hold question and answer whole, where no opener covers them;
//! - [`rival`]: readings that would have fitted as well.

mod levels;
mod openers;
mod outline;
mod rival;
mod score;
mod told;
mod topics;
mod wholes;

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::body::trim;
use super::context::{Context, promises, promises_terms};
use super::flow::{Flow, Unit};
use super::heading::card_tag;
use super::label::LabelRole;
use super::normal::normal;
use super::why::{Why, left_out};
use super::words::Words;
use super::{Accepted, Decision, Proposal, Reading, plain_line};
use told::Told;

/// A group is accepted when its members score this much on the average: 0.6, but for what adding up loses.
const ENOUGH: f32 = 0.599;
/// A question that needs no group: it is numbered as one, or its answer marks itself.
const CERTAIN: f32 = 1.0;

/// Shape and level: proposals that look alike.
type Form = (&'static str, u8);

/// A proposal with all that is known about it.
struct Candidate {
    shape: &'static str,
    proposal: Proposal,
    /// The heading above, by unit.
    section: Option<usize>,
    /// The units behind it that would be its own if all of its form were questions.
    body: Range<usize>,
    score: f32,
    /// It has no text of its own, or questions of other shapes below it.
    is_section: bool,
    accepted: bool,
}

impl Candidate {
    fn form(&self) -> Form {
        (self.shape, self.proposal.level)
    }

    fn is_opener(&self) -> bool {
        matches!(self.proposal.kind, Reading::Opener { .. })
    }

    fn is_heading(&self) -> bool {
        self.proposal.level <= 6
    }

    /// It has a question mark, or is numbered as a question.
    fn has_mark(&self) -> bool {
        self.proposal.asks >= 0.8
    }
}

/// Candidates of one form in one section, by index.
struct Group {
    form: Form,
    section: Option<usize>,
    members: Vec<usize>,
}

struct Arbiter<'f, 'd, 's> {
    flow: &'f Flow<'d, 's>,
    context: &'f Context,
    /// For each heading of a section whether it, or one around it, promises questions.
    promised: Vec<bool>,
    /// For each whether it, or one around it, promises terms.
    glossary: Vec<bool>,
    /// In document order.
    candidates: Vec<Candidate>,
}

/// Decides about the proposals of all shapes.
pub fn decide(
    flow: &Flow<'_, '_>,
    context: &Context,
    proposals: Vec<(&'static str, Vec<Proposal>)>,
) -> Decision {
    let sections = outline::enclosing_headings(flow);
    let promised = outline::promised(flow, &sections, promises);
    let glossary = outline::promised(flow, &sections, promises_terms);
    let told = Told::new(flow, &sections);
    let mut candidates: Vec<Candidate> = vec![];
    for (shape, proposals) in proposals {
        let bodies = outline::bodies(flow, proposals.iter());
        for (proposal, body) in
            proposals.into_iter().zip(bodies).filter(|(proposal, _)| !told.notes[proposal.unit])
        {
            let section = sections[proposal.unit];
            let body = own(flow, shape, &proposal.kind, body);
            candidates.push(Candidate {
                shape,
                proposal,
                section,
                body,
                score: 0.0,
                is_section: false,
                accepted: false,
            });
        }
    }
    candidates.par_sort_by_key(|candidate| (candidate.proposal.unit, candidate.proposal.level));
    let mut arbiter = Arbiter { flow, context, promised, glossary, candidates };
    arbiter.score();
    arbiter.accept_openers();
    told.force(flow, &mut arbiter.candidates);
    arbiter.settle_bold();
    arbiter.settle_levels();
    arbiter.accept_strays();
    arbiter.accept_shallow();
    arbiter.accept_empty();
    arbiter.accept_divided();
    arbiter.accept_wholes();
    arbiter.refuse_unpromised();
    if arbiter.nothing_accepted() {
        arbiter.accept_plain();
    }
    if arbiter.nothing_accepted() {
        arbiter.accept_title();
    }
    let refused = arbiter.refusals();
    let rivals = arbiter.rivals();
    let accepted = accepted(flow, arbiter.candidates);
    let why = |at: usize| if told.notes[at] { Some(Why::Notes) } else { refused.get(&at).copied() };
    let left_out = left_out(flow, &accepted, why);
    Decision { accepted, left_out, rivals }
}

impl Arbiter<'_, '_, '_> {
    /// The candidates of some kind in groups, in document order.
    fn groups(&self, wanted: impl Fn(&Candidate) -> bool) -> Vec<Group> {
        let mut groups: HashMap<(Form, Option<usize>), Vec<usize>> = HashMap::new();
        for (at, candidate) in self.candidates.iter().enumerate().filter(|(_, candidate)| wanted(candidate)) {
            groups.entry((candidate.form(), candidate.section)).or_default().push(at);
        }
        let mut groups: Vec<Group> =
            groups.into_iter().map(|((form, section), members)| Group { form, section, members }).collect();
        groups.sort_by_key(|group| (group.members[0], group.form));
        groups
    }

    fn nothing_accepted(&self) -> bool {
        self.candidates.iter().all(|candidate| !candidate.accepted)
    }

    /// How many of some candidates are so.
    fn count(&self, members: &[usize], is_so: impl Fn(&Candidate) -> bool) -> usize {
        members.iter().filter(|&&at| is_so(&self.candidates[at])).count()
    }

    fn mean_score(&self, members: &[usize]) -> f32 {
        members.iter().map(|&at| self.candidates[at].score).sum::<f32>() / members.len().max(1) as f32
    }

    /// Whether an opener cannot be a question whatever its neighbours are: a title that never asks, or a mere link.
    fn is_closed(&self, candidate: &Candidate) -> bool {
        let line = &self.flow.units[candidate.proposal.unit].line;
        let links_elsewhere = line.all_link && candidate.proposal.asks == 0.0;
        is_closed_title(self.flow, candidate.proposal.unit)
            || links_elsewhere
            || !line.text.chars().any(char::is_alphanumeric)
    }

    fn has_body(&self, candidate: &Candidate) -> bool {
        candidate.proposal.asks >= 0.5 || !trim(self.flow, candidate.body.clone()).is_empty()
    }

    /// For each unit that was proposed and refused, the reason.
    fn refusals(&self) -> HashMap<usize, Why> {
        let mut refused = HashMap::new();
        let is_term_line = |candidate: &Candidate| candidate.is_opener() && candidate.proposal.term;
        let is_prose = |candidate: &Candidate| candidate.shape == plain_line::NAME;
        let left = self.candidates.iter().filter(|candidate| !candidate.accepted);
        let left = left.filter(|candidate| !is_term_line(candidate) && !is_prose(candidate));
        for candidate in left {
            let why = match candidate.score {
                _ if candidate.is_opener() && self.is_closed(candidate) => Why::ClosedTitle,
                _ if candidate.is_opener() && trim(self.flow, candidate.body.clone()).is_empty() => {
                    Why::NoBody
                }
                score if score >= CERTAIN => Why::OtherReading,
                score if score >= ENOUGH => Why::StandsAlone,
                _ => Why::DoesNotAsk,
            };
            refused.entry(candidate.proposal.unit).or_insert(why);
        }
        refused
    }
}

/// Whether a unit's title is one that never asks: "Licence", "Further reading".
fn is_closed_title(flow: &Flow<'_, '_>, at: usize) -> bool {
    let unit = &flow.units[at];
    let text = normal(&unit.line.text[unit.number.map_or(0, |number| number.length)..]);
    let words = Words::get();
    words.nocard.has(&text) || words.extra.has(&text) || words.this_document.within(&text)
}

/// The accepted candidates with the units that are theirs. Where two openers begin in one unit, the first shape has it.
fn accepted(flow: &Flow<'_, '_>, candidates: Vec<Candidate>) -> Vec<Accepted> {
    let mut accepted: Vec<Candidate> =
        candidates.into_iter().filter(|candidate| candidate.accepted).collect();
    accepted.dedup_by(|later, earlier| later.proposal.unit == earlier.proposal.unit && later.is_opener());
    let extents = extents(flow, accepted.iter());
    let accepted = accepted.into_iter().zip(extents);
    accepted
        .map(|(candidate, units)| Accepted { shape: candidate.shape, units, kind: candidate.proposal.kind })
        .collect()
}

/// The units of accepted candidates, given in document order: what was refused ends nothing.
fn extents<'c>(flow: &Flow<'_, '_>, accepted: impl Iterator<Item = &'c Candidate>) -> Vec<Range<usize>> {
    let accepted: Vec<&Candidate> = accepted.collect();
    let bodies = outline::bodies(flow, accepted.iter().map(|candidate| &candidate.proposal));
    let mut next_start = flow.units.len();
    let mut out = vec![];
    for (candidate, body) in accepted.into_iter().zip(bodies).rev() {
        let start = candidate.proposal.unit;
        let end = match candidate.proposal.kind {
            Reading::Whole { .. } => start + 1,
            Reading::Opener { .. } => {
                let end = body.end.min(next_start);
                let units = own(flow, candidate.shape, &candidate.proposal.kind, body.start..end);
                without_titles(flow, units, candidate.is_heading()).max(start + 1)
            }
        };
        next_start = next_start.min(start);
        out.push(start..end);
    }
    out.reverse();
    out
}

/// A body without what the shape itself leaves to others.
fn own(flow: &Flow<'_, '_>, shape: &str, kind: &Reading, body: Range<usize>) -> Range<usize> {
    let gapped = matches!(kind, Reading::Opener { gaps: Some(_), .. });
    // "C: …" goes on with a table that has gaps.
    let has_gap = |at: usize| flow.document.slice(flow.units[at].span).contains('[');
    // An item with a card's tag holds its answer; what is a list's next item is no part of it.
    let question = body.start.checked_sub(1).map(|at| &flow.units[at]);
    let in_list = question.is_some_and(|unit| unit.begins_item && card_tag(&unit.line.text).is_some());
    let leaves_item = |at: usize| flow.units[at].begins_item && flow.units[at].label.is_none();
    let ends = |&at: &usize| match shape {
        _ if flow.units[at].follows_up => true,
        _ if gapped => flow.is_apart(at) && !has_gap(at),
        "labelled" => {
            asks_in_turn(&flow.units[at]) || flow.units[at].is_note_end() || (in_list && leaves_item(at))
        }
        _ => false,
    };
    let end = body.clone().find(ends).unwrap_or(body.end);
    body.start..end
}

/// The one who asks speaks again.
fn asks_in_turn(unit: &Unit) -> bool {
    unit.label.as_ref().is_some_and(|label| label.speaker && label.role == LabelRole::Question)
}

/// Where a body ends before titles that are its last: of what comes next, or of something that never came.
fn without_titles(flow: &Flow<'_, '_>, units: Range<usize>, headings: bool) -> usize {
    let is_title = |at: usize| {
        let unit = &flow.units[at];
        let of_kind = if headings { unit.level().is_some() } else { unit.line.all_strong };
        of_kind && unit.label.is_none()
    };
    let mut end = units.end;
    loop {
        let kept = trim(flow, units.start..end);
        match kept.clone().next_back() {
            Some(last) if kept.len() > 1 && is_title(last) => end = last,
            _ => return end,
        }
    }
}
