//! Which proposals are meant as questions.
//!
//! What repeats with the same form is a question; what stands alone is not. Proposals of one shape, one level and one
//! section form a group, and a group is accepted or refused as one: by how much its members look like questions, by
//! the answers that mark themselves, by what the document promises. Stronger readings then rule out weaker ones that
//! cover the same text.

use std::collections::HashMap;
use std::ops::Range;

use super::body::{first_mark, is_marked, trim};
use super::context::{Context, promises};
use super::flow::{Flow, Noise, UnitKind};
use super::heading::{is_answer_label, is_label};
use super::hints::Directive;
use super::line::{LabelRole, normal};
use super::why::{Why, left_out};
use super::words::Words;
use super::{Accepted, Decision, Proposal, Reading};

/// A group is accepted when its members score this much on the average.
const ENOUGH: f32 = 0.6;
/// A question that needs no group: it is numbered as one, or its answer marks itself.
const CERTAIN: f32 = 1.0;

struct Candidate {
    shape: &'static str,
    proposal: Proposal,
    /// The heading above, by unit.
    section: Option<usize>,
    /// The units behind it that would be its own if all of its form were questions.
    body: Range<usize>,
    score: f32,
    accepted: bool,
}

pub fn decide(
    flow: &Flow<'_, '_>,
    context: &Context,
    proposals: Vec<(&'static str, Vec<Proposal>)>,
) -> Decision {
    let sections = enclosing_headings(flow);
    let mut candidates: Vec<Candidate> = vec![];
    for (shape, proposals) in proposals {
        let bodies = bodies(flow, &proposals);
        for (proposal, body) in proposals.into_iter().zip(bodies) {
            let section = sections[proposal.unit];
            candidates.push(Candidate { shape, proposal, section, body, score: 0.0, accepted: false });
        }
    }
    candidates.sort_by_key(|candidate| (candidate.proposal.unit, candidate.proposal.level));
    let told = Told::new(flow, &sections);
    candidates.retain(|candidate| !told.notes[candidate.proposal.unit]);
    score(flow, context, &sections, &mut candidates);
    accept_openers(flow, context, &mut candidates);
    told.force(flow, &mut candidates);
    settle_levels(flow, &mut candidates);
    accept_strays(flow, &mut candidates);
    accept_wholes(flow, context, &sections, &mut candidates);
    let refused = refusals(flow, &candidates);
    let accepted = extents(flow, candidates);
    let left_out =
        left_out(
            flow,
            &accepted,
            |at| if told.notes[at] { Some(Why::Notes) } else { refused.get(&at).copied() },
        );
    Decision { accepted, left_out }
}

/// What the author said about the reading.
struct Told {
    /// For each unit, whether it stands in a section of notes.
    notes: Vec<bool>,
    /// Headings below which all headings are questions.
    questions: Vec<usize>,
}

impl Told {
    fn new(flow: &Flow<'_, '_>, sections: &[Option<usize>]) -> Told {
        let mut told = Told { notes: vec![false; flow.units.len()], questions: vec![] };
        for (at, unit) in flow.units.iter().enumerate() {
            let heading = if unit.level().is_some() { Some(at) } else { sections[at] };
            let titled = unit.level().is_some() && flow.hints.is_notes(&unit.line.text);
            match (heading, unit.directive) {
                (Some(heading), Some(Directive::Questions)) => told.questions.push(heading),
                (Some(heading), Some(Directive::Notes)) => told.notes[heading] = true,
                _ => told.notes[at] |= titled,
            }
        }
        for at in 0..flow.units.len() {
            told.notes[at] |= sections[at].is_some_and(|heading| told.notes[heading]);
        }
        told
    }

    /// Accepts the headings that the author named, and at a level that was named no others.
    fn force(&self, flow: &Flow<'_, '_>, candidates: &mut [Candidate]) {
        for candidate in candidates.iter_mut().filter(|candidate| candidate.proposal.level <= 6) {
            let named = candidate.section.is_some_and(|heading| self.questions.contains(&heading));
            let level = flow.hints.level.map(|level| level == candidate.proposal.level);
            candidate.accepted = named || level.unwrap_or(candidate.accepted);
        }
    }
}

/// For each unit that was proposed and refused, the reason.
fn refusals(flow: &Flow<'_, '_>, candidates: &[Candidate]) -> HashMap<usize, Why> {
    let mut refused = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| !candidate.accepted) {
        let is_opener = matches!(candidate.proposal.kind, Reading::Opener { .. });
        let why = if is_opener && closed(flow, candidate) {
            Why::ClosedTitle
        } else if is_opener && trim(flow, candidate.body.clone()).is_empty() {
            Why::NoBody
        } else if candidate.score >= CERTAIN {
            Why::OtherReading
        } else if candidate.score >= ENOUGH {
            Why::StandsAlone
        } else {
            Why::DoesNotAsk
        };
        refused.entry(candidate.proposal.unit).or_insert(why);
    }
    refused
}

/// For each unit the innermost heading above it; for a heading the next one of a lower level.
fn enclosing_headings(flow: &Flow<'_, '_>) -> Vec<Option<usize>> {
    let mut open: Vec<(u8, usize)> = vec![];
    let mut sections = Vec::with_capacity(flow.units.len());
    for (at, unit) in flow.units.iter().enumerate() {
        match unit.level() {
            Some(level) if unit.noise == Noise::None && !is_answer_label(unit) => {
                while open.last().is_some_and(|&(other, _)| other >= level) {
                    open.pop();
                }
                sections.push(open.last().map(|&(_, at)| at));
                open.push((level, at));
            }
            _ => sections.push(open.last().map(|&(_, at)| at)),
        }
    }
    sections
}

/// The units between each proposal and the next that could end it. Proposals are in order.
fn bodies(flow: &Flow<'_, '_>, proposals: &[Proposal]) -> Vec<Range<usize>> {
    let mut bodies = vec![0..0; proposals.len()];
    // From the end, the next boundary for each level: headings end what is as deep or deeper.
    let mut next = [flow.units.len(); 10];
    let mut at = flow.units.len();
    for index in (0..proposals.len()).rev() {
        let proposal = &proposals[index];
        while at > proposal.unit + 1 {
            at -= 1;
            boundary(flow, at, &mut next);
        }
        let level = usize::from(proposal.level);
        let end = if level >= usize::from(super::list_item::LEVEL) { proposal.unit + 1 } else { next[level] };
        bodies[index] = proposal.unit + 1..end.max(proposal.unit + 1);
        at = at.min(proposal.unit);
        boundary(flow, at, &mut next);
        if level > 6 {
            next[level..].fill(proposal.unit);
        }
    }
    bodies
}

fn boundary(flow: &Flow<'_, '_>, at: usize, next: &mut [usize; 10]) {
    let unit = &flow.units[at];
    let Some(level) = unit.level().map(usize::from) else { return };
    if !is_label(unit) {
        next[level..].fill(at);
    } else if !is_answer_label(unit) {
        // "Summary" ends a deeper question, and is a part of one of its own level.
        next[level + 1..7].fill(at);
    }
}

/// The body up to the first heading in it that is no label.
fn direct(flow: &Flow<'_, '_>, candidate: &Candidate) -> Range<usize> {
    let body = candidate.body.clone();
    let end = body
        .clone()
        .find(|&at| matches!(flow.units[at].kind, UnitKind::Heading(_)) && !is_label(&flow.units[at]));
    body.start..end.unwrap_or(body.end)
}

fn score(flow: &Flow<'_, '_>, context: &Context, sections: &[Option<usize>], candidates: &mut [Candidate]) {
    // Units that ask by another shape than a heading: a section of such units is no question.
    let mut asking = vec![0u32; flow.units.len()];
    for candidate in candidates.iter() {
        let answered = match &candidate.proposal.kind {
            Reading::Opener { .. } => true,
            Reading::Whole { back, gaps, .. } => !back.is_empty() || gaps.is_some(),
        };
        let inner =
            candidate.proposal.level >= super::bold_line::LEVEL && candidate.proposal.asks >= 0.5 && answered;
        asking[candidate.proposal.unit] += u32::from(inner);
    }
    let asking: Vec<u32> = std::iter::once(0)
        .chain(asking.iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        }))
        .collect();
    for candidate in candidates.iter_mut() {
        let quiz = context.quiz || promising_section(flow, sections, candidate.section);
        candidate.score = match &candidate.proposal.kind {
            Reading::Whole { .. } => whole_score(&candidate.proposal, quiz),
            Reading::Opener { .. } => {
                let direct = trim(flow, direct(flow, candidate));
                // Questions of other shapes below a heading that asks nothing itself make it a section. What stands
                // behind its own answer's mark is a part of that answer.
                let mark = first_mark(flow, direct.clone()).unwrap_or(direct.end);
                let inner = asking[mark.max(direct.start)] - asking[direct.start];
                let holds_questions = inner >= if candidate.proposal.asks >= 0.8 { 3 } else { 2 }
                    || (inner > 0
                        && mark < direct.end
                        && candidate.proposal.asks < 0.8
                        && asking[direct.end] - asking[direct.start] >= 2
                        && !unit_is_numbered(flow, candidate));
                let closed = closed(flow, candidate);
                if Some(candidate.proposal.unit) == context.title && candidate.proposal.asks < 0.8
                    || closed
                    || direct.is_empty()
                {
                    0.0
                } else if candidate.proposal.level < super::bold_line::LEVEL && holds_questions {
                    0.0
                } else if (is_marked(flow, direct.clone()) || tells_a_story(flow, direct))
                    && (candidate.proposal.level < super::bold_line::LEVEL || candidate.proposal.asks > 0.0)
                {
                    CERTAIN
                } else {
                    opener_score(&candidate.proposal, quiz)
                }
            }
        };
    }
}

/// Situation, task, action and result stand below it.
fn tells_a_story(flow: &Flow<'_, '_>, units: Range<usize>) -> bool {
    flow.units[units].iter().filter(|unit| unit.role() == Some(LabelRole::Star)).count() >= 3
}

fn unit_is_numbered(flow: &Flow<'_, '_>, candidate: &Candidate) -> bool {
    flow.units[candidate.proposal.unit].number.is_some_and(|number| number.question)
}

fn opener_score(proposal: &Proposal, quiz: bool) -> f32 {
    match (proposal.asks, quiz, proposal.numbered) {
        (1.0, ..) => CERTAIN,
        (0.8, ..) => 0.8,
        (asks, true, _) if asks > 0.0 => 0.8,
        (asks, false, true) if asks > 0.0 => 0.6,
        (asks, false, false) if asks > 0.0 => 0.4,
        (_, true, true) => 0.6,
        (_, true, false) => 0.2,
        (_, false, true) => 0.2,
        _ => 0.0,
    }
}

fn whole_score(proposal: &Proposal, quiz: bool) -> f32 {
    let asks = if quiz && proposal.asks >= 0.2 { proposal.asks.max(0.6) } else { proposal.asks };
    match &proposal.kind {
        Reading::Whole { back, gaps: None, .. } if back.is_empty() && asks < 0.5 => 0.0,
        _ => asks,
    }
}

fn promising_section(flow: &Flow<'_, '_>, sections: &[Option<usize>], section: Option<usize>) -> bool {
    let mut at = section;
    while let Some(heading) = at {
        if promises(&flow.units[heading].line.text) {
            return true;
        }
        at = sections[heading];
    }
    false
}

type Form = (&'static str, u8);

fn accept_openers(flow: &Flow<'_, '_>, context: &Context, candidates: &mut [Candidate]) {
    let is_opener = |candidate: &Candidate| matches!(candidate.proposal.kind, Reading::Opener { .. });
    let mut groups: HashMap<(Form, Option<usize>), Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate().filter(|(_, candidate)| is_opener(candidate)) {
        groups
            .entry(((candidate.shape, candidate.proposal.level), candidate.section))
            .or_default()
            .push(index);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, members)| members[0]);
    // A mark alone, below a title that asks nothing, means a question only where it repeats.
    let asks_or_counts = |candidate: &Candidate| candidate.proposal.asks > 0.0 || candidate.proposal.numbered;
    let mut marked_forms: HashMap<Form, usize> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| is_opener(candidate)) {
        *marked_forms.entry((candidate.shape, candidate.proposal.level)).or_default() +=
            usize::from(candidate.score >= CERTAIN);
    }
    let mut all_forms: HashMap<Form, usize> = HashMap::new();
    for (form, members) in groups.iter().map(|((form, _), members)| (form, members)) {
        *all_forms.entry(*form).or_default() += members.len();
    }
    let mut forms: HashMap<Form, usize> = HashMap::new();
    let mut single = vec![];
    for ((form, _), members) in &groups {
        let members: Vec<usize> =
            members.iter().copied().filter(|&at| has_body(flow, &candidates[at])).collect();
        let scores: Vec<f32> = members.iter().map(|&at| candidates[at].score).collect();
        let good = scores.iter().filter(|&&score| score >= ENOUGH).count();
        let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
        let marks = members.iter().filter(|&&at| candidates[at].proposal.asks >= 0.8).count();
        let asks = members.iter().filter(|&&at| candidates[at].proposal.asks > 0.0).count();
        let ask = marks * 10 >= members.len() * 4 && asks * 10 >= members.len() * 7;
        let accepted: Vec<usize> = if (mean >= ENOUGH || ask) && members.len() > 1 {
            let numbered = members.iter().filter(|&&at| candidates[at].proposal.numbered).count();
            let mostly_numbered = numbered * 10 >= members.len() * 7;
            let marked = members.iter().filter(|&&at| candidates[at].score >= CERTAIN).count();
            let mostly_marked = marked * 10 >= members.len() * 7;
            members
                .into_iter()
                .filter(|&at| {
                    let candidate = &candidates[at];
                    let fits = candidate.proposal.numbered
                        || !(mostly_numbered || mostly_marked)
                        || candidate.proposal.asks >= 0.8
                        || candidate.score >= CERTAIN;
                    fits && (candidate.score > 0.0 || !closed(flow, candidate))
                })
                .collect()
        } else if good == 1 && members.len() == 1 {
            single.push((*form, members[0]));
            vec![]
        } else {
            members
                .into_iter()
                .filter(|&at| {
                    candidates[at].score >= CERTAIN
                        && (asks_or_counts(&candidates[at]) || marked_forms[form] > 1)
                })
                .collect()
        };
        *forms.entry(*form).or_default() += accepted.len();
        for at in accepted {
            candidates[at].accepted = true;
        }
    }
    // A question that is alone in its section is one where its form holds questions elsewhere, or where the
    // document is nothing else.
    let alone = single.len() == 1 && forms.values().all(|&count| count == 0);
    for (form, at) in &single {
        let elsewhere = forms.get(form).is_some_and(|&count| count > 0)
            || single.iter().filter(|(other, _)| other == form).count() > 1;
        let certain =
            candidates[*at].score >= CERTAIN && (asks_or_counts(&candidates[*at]) || marked_forms[form] > 1);
        if certain || elsewhere || (alone && covers_document(flow, &candidates[*at])) {
            candidates[*at].accepted = true;
        }
    }
    let asking: Vec<Form> =
        all_forms.keys().copied().filter(|form| form_asks(flow, candidates, *form)).collect();
    for ((form, _), members) in &groups {
        if asking.contains(form) {
            accept_by_form(flow, members, usize::MAX / 10, 0, candidates);
        }
        let accepted = forms.get(form).copied().unwrap_or_default();
        let all = all_forms.get(form).copied().unwrap_or_default();
        accept_by_form(flow, members, accepted, all, candidates);
    }
    if candidates.iter().all(|candidate| !candidate.accepted) {
        accept_flashcards(flow, context, candidates);
    }
}

/// Whether all of a form together ask: half of them with a question mark.
fn form_asks(flow: &Flow<'_, '_>, candidates: &[Candidate], form: Form) -> bool {
    const FEWEST: usize = 4;
    let members = candidates.iter().filter(|candidate| (candidate.shape, candidate.proposal.level) == form);
    let members: Vec<f32> = members
        .filter(|candidate| has_body(flow, candidate))
        .map(|candidate| candidate.proposal.asks)
        .collect();
    let marks = members.iter().filter(|&&asks| asks >= 0.8).count();
    let asks = members.iter().filter(|&&asks| asks > 0.0).count();
    members.len() >= FEWEST && marks * 2 >= members.len() && asks * 10 >= members.len() * 7
}

/// In a document whose headings of this form are questions nearly everywhere, a section where only some of them ask is
/// no exception.
fn accept_by_form(
    flow: &Flow<'_, '_>,
    members: &[usize],
    accepted: usize,
    all: usize,
    candidates: &mut [Candidate],
) {
    const FEWEST: usize = 8;
    let known = members.iter().any(|&at| candidates[at].accepted);
    let asks = members.iter().any(|&at| candidates[at].proposal.asks >= 0.8);
    if known || !asks || accepted < FEWEST || accepted * 10 < all * 8 {
        return;
    }
    for &at in members {
        candidates[at].accepted = has_body(flow, &candidates[at]) && !closed(flow, &candidates[at]);
    }
}

/// Whether a unit's title is one that never asks: "Licence", "Further reading", or nothing but a link.
fn is_closed_title(flow: &Flow<'_, '_>, at: usize) -> bool {
    let unit = &flow.units[at];
    let text = normal(&unit.line.text[unit.number.map_or(0, |number| number.length)..]);
    let words = Words::get();
    words.nocard.has(&text) || words.extra.has(&text)
}

/// Whether an opener cannot be a question whatever its neighbours are.
fn closed(flow: &Flow<'_, '_>, candidate: &Candidate) -> bool {
    let unit = &flow.units[candidate.proposal.unit];
    let links_elsewhere = unit.line.all_link && candidate.proposal.asks == 0.0;
    is_closed_title(flow, candidate.proposal.unit)
        || links_elsewhere
        || !unit.line.text.chars().any(char::is_alphanumeric)
}

fn has_body(flow: &Flow<'_, '_>, candidate: &Candidate) -> bool {
    !trim(flow, candidate.body.clone()).is_empty() || candidate.proposal.asks >= 0.5
}

fn covers_document(flow: &Flow<'_, '_>, candidate: &Candidate) -> bool {
    trim(flow, 0..candidate.proposal.unit).is_empty()
}

/// Headings of one level that all have one short paragraph or picture below them: terms to be learned, in a document
/// that is nothing else.
fn accept_flashcards(flow: &Flow<'_, '_>, context: &Context, candidates: &mut [Candidate]) {
    const FEWEST: usize = 4;
    const LONGEST: usize = 240;
    let headings: Vec<usize> = (0..candidates.len())
        .filter(|&at| {
            candidates[at].proposal.level <= 6 && Some(candidates[at].proposal.unit) != context.title
        })
        .collect();
    let Some(level) = headings.iter().map(|&at| candidates[at].proposal.level).max() else { return };
    let cards: Vec<usize> =
        headings.iter().copied().filter(|&at| candidates[at].proposal.level == level).collect();
    let short = cards.iter().filter(|&&at| {
        let body = trim(flow, candidates[at].body.clone());
        let length: usize = body.clone().map(|at| flow.units[at].span.len()).sum();
        body.len() == 1 && length <= LONGEST && !closed(flow, &candidates[at])
    });
    let sections_are_bare = headings.iter().filter(|&&at| candidates[at].proposal.level < level).all(|&at| {
        let candidate = &candidates[at];
        trim(flow, direct(flow, candidate)).is_empty()
    });
    let limit = if context.quiz { cards.len() * 2 / 3 } else { cards.len() };
    if cards.len() >= FEWEST && short.count() >= limit && sections_are_bare {
        for at in cards {
            candidates[at].accepted = true;
        }
    }
}

/// Where accepted openers lie in the bodies of others, one of the two is no question.
fn settle_levels(flow: &Flow<'_, '_>, candidates: &mut [Candidate]) {
    let accepted: Vec<usize> = (0..candidates.len()).filter(|&at| candidates[at].accepted).collect();
    // For each accepted opener the accepted ones in its body, by form.
    let mut inner: HashMap<Form, (usize, usize, usize)> = HashMap::new(); // openers, openers with inner ones, inner ones
    for (order, &at) in accepted.iter().enumerate() {
        let candidate = &candidates[at];
        let below = accepted[order + 1..]
            .iter()
            .take_while(|&&other| candidates[other].proposal.unit < candidate.body.end)
            .count();
        let entry = inner.entry((candidate.shape, candidate.proposal.level)).or_default();
        entry.0 += 1;
        entry.1 += usize::from(below > 0);
        entry.2 += below;
    }
    let is_section = |form: Form| {
        inner.get(&form).is_some_and(|&(all, with, below)| with * 10 >= all * 6 && below >= 2 * with)
    };
    for &at in &accepted {
        if is_section((candidates[at].shape, candidates[at].proposal.level)) {
            candidates[at].accepted = false;
        }
    }
    let mut start = 0;
    let mut end = 0;
    let mut level = 0;
    let mut number = None;
    for at in accepted {
        if !candidates[at].accepted {
            continue;
        }
        let unit = candidates[at].proposal.unit;
        let own = flow.units[unit].number.map(|number| number.value);
        if unit < end && candidates[at].proposal.level > level {
            let continues = own.is_some() && number.is_some() && own == number.map(|value: u32| value + 1);
            // A labelled question behind the outer one's answer.
            let follow_up = candidates[at].score >= CERTAIN
                && (is_marked(flow, start + 1..unit) || tells_a_story(flow, start + 1..unit));
            candidates[at].accepted = continues || follow_up;
            if continues {
                number = own;
            }
            continue;
        }
        start = unit;
        end = candidates[at].body.end;
        level = candidates[at].proposal.level;
        number = own;
    }
}

/// A numbered heading of another level that goes on with the count of the accepted ones: the author's slip.
fn accept_strays(flow: &Flow<'_, '_>, candidates: &mut [Candidate]) {
    /// Numbers that an author may have left out.
    const GAP: u32 = 3;
    let number_of =
        |candidate: &Candidate| flow.units[candidate.proposal.unit].number.filter(|number| !number.section);
    let headings = || (0..candidates.len()).filter(|&at| candidates[at].proposal.level <= 6);
    let accepted = headings().filter(|&at| candidates[at].accepted);
    let (all, numbered) = accepted.fold((0, 0), |(all, numbered), at| {
        (all + 1, numbered + usize::from(number_of(&candidates[at]).is_some()))
    });
    if numbered < 3 || numbered * 10 < all * 7 {
        return;
    }
    let mut last: Option<u32> = None;
    for at in headings().collect::<Vec<_>>() {
        let Some(number) = number_of(&candidates[at]) else { continue };
        let continues = last.is_some_and(|last| (last + 1..=last + GAP).contains(&number.value));
        if !candidates[at].accepted && continues && candidates[at].score > 0.0 {
            candidates[at].accepted = true;
        }
        if candidates[at].accepted {
            last = Some(number.value);
        }
    }
}

/// Units that hold their questions whole, outside the bodies of accepted openers.
fn accept_wholes(
    flow: &Flow<'_, '_>,
    context: &Context,
    sections: &[Option<usize>],
    candidates: &mut [Candidate],
) {
    let mut covered = vec![false; flow.units.len()];
    for candidate in candidates.iter().filter(|candidate| candidate.accepted) {
        covered[candidate.body.clone()].fill(true);
    }
    let is_free = |candidate: &Candidate| {
        matches!(candidate.proposal.kind, Reading::Whole { .. }) && !covered[candidate.proposal.unit]
    };
    let mut groups: HashMap<(Form, Option<usize>), Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate().filter(|(_, candidate)| is_free(candidate)) {
        groups
            .entry(((candidate.shape, candidate.proposal.level), candidate.section))
            .or_default()
            .push(index);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    groups.retain(|members| {
        !candidates[members[0]].section.is_some_and(|heading| is_closed_title(flow, heading))
    });
    let openers = candidates.iter().any(|candidate| candidate.accepted);
    let asking: Vec<bool> = groups
        .iter()
        .map(|members| {
            let mean = members.iter().map(|&at| candidates[at].score).sum::<f32>() / members.len() as f32;
            let quiz =
                context.quiz || openers || promising_section(flow, sections, candidates[members[0]].section);
            mean >= ENOUGH || (quiz && mean >= ENOUGH * 0.75)
        })
        .collect();
    let several = groups
        .iter()
        .zip(&asking)
        .filter(|(_, asking)| **asking)
        .map(|(members, _)| members.len())
        .sum::<usize>()
        > 1;
    for (members, _) in groups.iter().zip(&asking).filter(|(_, asking)| **asking) {
        if !several && !openers && candidates[members[0]].score < CERTAIN {
            continue;
        }
        for &at in members {
            let answered =
                matches!(&candidates[at].proposal.kind, Reading::Whole { back, .. } if !back.is_empty());
            candidates[at].accepted =
                candidates[at].score > 0.0 || (answered && !candidates[at].proposal.term);
        }
    }
    if candidates.iter().all(|candidate| !candidate.accepted) {
        accept_glossary(flow, context, sections, &groups, candidates);
    }
}

/// Terms with their meanings, where the document or the section is made of them or promises them.
fn accept_glossary(
    flow: &Flow<'_, '_>,
    context: &Context,
    sections: &[Option<usize>],
    groups: &[Vec<usize>],
    candidates: &mut [Candidate],
) {
    const FEWEST: usize = 3;
    let length =
        |units: &mut dyn Iterator<Item = usize>| units.map(|at| flow.units[at].span.len()).sum::<usize>();
    let is_text = |at: &usize| flow.units[*at].level().is_none() && flow.units[*at].noise == Noise::None;
    let all = length(&mut (0..flow.units.len()).filter(is_text));
    let terms = |members: &&Vec<usize>| {
        let terms = members.iter().filter(|&&at| candidates[at].proposal.term).count();
        members.len() >= FEWEST && terms * 10 >= members.len() * 7
    };
    let groups: Vec<&Vec<usize>> = groups.iter().filter(terms).collect();
    let mut units: Vec<usize> =
        groups.iter().flat_map(|members| members.iter().map(|&at| candidates[at].proposal.unit)).collect();
    units.dedup();
    let covers = length(&mut units.into_iter()) * 10 >= all * 7;
    for members in groups {
        let promised = context.quiz || promising_section(flow, sections, candidates[members[0]].section);
        if covers || promised {
            for &at in members {
                candidates[at].accepted = candidates[at].proposal.term;
            }
        }
    }
}

/// The accepted candidates with the units that are theirs.
fn extents(flow: &Flow<'_, '_>, candidates: Vec<Candidate>) -> Vec<Accepted> {
    let mut accepted: Vec<Candidate> =
        candidates.into_iter().filter(|candidate| candidate.accepted).collect();
    accepted.dedup_by(|later, earlier| {
        later.proposal.unit == earlier.proposal.unit && matches!(later.proposal.kind, Reading::Opener { .. })
    });
    let starts: Vec<usize> = accepted.iter().map(|candidate| candidate.proposal.unit).collect();
    let mut next_start = flow.units.len();
    let mut out: Vec<Accepted> = vec![];
    for (index, candidate) in accepted.into_iter().enumerate().rev() {
        let start = starts[index];
        let end = match candidate.proposal.kind {
            Reading::Whole { .. } => start + 1,
            Reading::Opener { .. } => candidate.body.end.min(next_start).max(start + 1),
        };
        next_start = next_start.min(start);
        out.push(Accepted { shape: candidate.shape, units: start..end, kind: candidate.proposal.kind });
    }
    out.reverse();
    out
}
