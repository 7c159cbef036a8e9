//! Lines with a label for the question: `Q: …`, `**Question 3:** …`, `Interviewer: …`, `12. …?` as a plain line.

use super::asks::asks;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::heading::card_tag;
use super::label::LabelRole;
use super::{Proposal, Reading, Shape, line_openers};
use crate::document::{BlockKind, Role};

pub struct Labelled;

/// Labelled lines end at any heading and at any bold question.
pub const LEVEL: u8 = 8;

impl Shape for Labelled {
    fn name(&self) -> &'static str {
        "labelled"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let greetings = greetings(flow);
        // In the order of the document.
        let announcing: Vec<usize> = (0..flow.units.len())
            .filter(|&at| announces_questions(flow, at))
            .map(|at| flow.units[at].span.start)
            .collect();
        let mut proposals = line_openers(
            flow,
            LEVEL,
            |unit| {
                is_question(unit)
                    && !greetings.contains(&unit.span.start)
                    && announcing.binary_search(&unit.span.start).is_err()
            },
            |_| 1.0,
        );
        proposals.extend(problems(flow).into_iter().map(|at| problem(flow, at)));
        proposals.sort_by_key(|proposal| proposal.unit);
        proposals
    }
}

fn is_question(unit: &Unit) -> bool {
    unit.number.is_some_and(|number| number.question)
        || unit.role() == Some(LabelRole::Question)
        || card_tag(&unit.line.text).is_some()
}

/// "**Questions**" right below a title, and the list of them: a line that asks nothing itself.
pub fn announces_questions(flow: &Flow<'_, '_>, at: usize) -> bool {
    let unit = &flow.units[at];
    let label = unit.label.as_ref().filter(|label| label.role == LabelRole::Question);
    let announces = label.is_some_and(|label| label.alone && !label.letter && !label.numbered);
    if unit.number.is_some() || !announces {
        return false;
    }
    let is_quote = |unit: &Unit| matches!(flow.document.block(unit.block).kind, BlockKind::Quote(_));
    let mut above = flow.units[..at].iter().rev().filter(|unit| unit.noise == Noise::None && !is_quote(unit));
    above.next().is_some_and(|unit| unit.level().is_some())
        && flow.units.get(at + 1).is_some_and(|list| flow.lists_questions(list))
}

/// What a host says before the first and behind the last question of a talk in which questions are asked.
fn greetings(flow: &Flow<'_, '_>) -> Vec<usize> {
    let is_turn = |unit: &&Unit| {
        unit.label.as_ref().is_some_and(|label| label.speaker && label.role == LabelRole::Question)
    };
    let turns: Vec<&Unit> = flow.units.iter().filter(is_turn).collect();
    let said = |unit: &Unit| asks(&unit.line.text[unit.label.as_ref().map_or(0, |label| label.length)..]);
    let asking = turns.iter().filter(|unit| said(unit)).count();
    if asking * 2 < turns.len() {
        return vec![];
    }
    let silent = |unit: &&&Unit| !said(unit);
    let before = turns.iter().take_while(silent);
    before.chain(turns.iter().rev().take_while(silent)).map(|unit| unit.span.start).collect()
}

/// Lines such as "Problem: …" with "Solution: …" below them, where a section has several such pairs: there nothing else
/// asks.
fn problems(flow: &Flow<'_, '_>) -> Vec<usize> {
    let mut problems = vec![];
    let mut pairs: Vec<usize> = vec![];
    let mut open: Option<usize> = None;
    let mut asked = false;
    for (at, unit) in flow.units.iter().enumerate().filter(|(_, unit)| unit.noise == Noise::None) {
        match unit.role() {
            _ if unit.level().is_some() => {
                problems.extend(several(std::mem::take(&mut pairs)));
                (open, asked) = (None, false);
            }
            Some(LabelRole::Question) => (open, asked) = (None, true),
            Some(LabelRole::Scenario) if open.is_none() && !asked && states(unit) => open = Some(at),
            Some(LabelRole::Answer) => {
                pairs.extend(open.take());
                asked = false;
            }
            None if unit.kind == UnitKind::Line && open.is_none() => {
                asked = unit.asks || unit.line.all_strong || unit.number.is_some();
            }
            _ => {}
        }
    }
    problems.extend(several(pairs));
    problems
}

/// One pair below a heading is that heading's own.
fn several(pairs: Vec<usize>) -> Vec<usize> {
    if pairs.len() > 1 { pairs } else { vec![] }
}

/// A bold label with text behind it.
fn states(unit: &Unit) -> bool {
    unit.kind == UnitKind::Line && unit.label.as_ref().is_some_and(|label| label.strong && !label.alone)
}

/// The question that a labelled line is, without its label.
fn problem(flow: &Flow<'_, '_>, at: usize) -> Proposal {
    let unit = &flow.units[at];
    let length = unit.label.as_ref().map_or(0, |label| label.length);
    let mut title = flow.piece(unit).with_role(Role::Title);
    title.span.start = unit.line.offset(length);
    let kind = Reading::Opener { title: vec![title], rest: None, gaps: None };
    Proposal { unit: at, level: LEVEL, asks: 1.0, numbered: false, term: false, kind }
}
