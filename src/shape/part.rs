//! Parts of a task that have solutions of their own: below a heading `a) Find the mask.` with "Solution: …", then
//! `b) Count the hosts.` with another one.

use std::ops::Range;

use super::body::trim;
use super::details::uncovers;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::heading::{is_label, title};
use super::label::Label;
use super::options::option;
use super::{Proposal, Reading, Shape, bold_line};

pub struct Part;

pub const NAME: &str = "part";

impl Shape for Part {
    fn name(&self) -> &'static str {
        NAME
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        let mut below = 0;
        for at in 0..=flow.units.len() {
            let ends = flow.units.get(at).is_none_or(|unit| unit.level().is_some() && !is_label(unit));
            if ends {
                proposals.extend(parts(flow, below..at));
                below = at + 1;
            }
        }
        proposals
    }
}

/// The parts of the task below a heading; none if one of them has no solution.
fn parts(flow: &Flow<'_, '_>, units: Range<usize>) -> Vec<Proposal> {
    const FEWEST: usize = 2;
    let mut parts: Vec<usize> = vec![];
    let mut is_open = false;
    for at in units.clone() {
        let unit = &flow.units[at];
        if answers(flow, unit) {
            is_open = false;
        } else if let Some(place) = place(unit) {
            if is_open || place != parts.len() {
                return vec![];
            }
            parts.push(at);
            is_open = true;
        }
    }
    if is_open || parts.len() < FEWEST {
        return vec![];
    }
    let given = flow.pieces(trim(flow, units.start..parts[0]));
    let proposal = |at: usize| {
        let title = given.iter().cloned().chain(title(flow, &flow.units[at])).collect();
        let kind = Reading::Opener { title, rest: None, gaps: None };
        Proposal { unit: at, level: bold_line::LEVEL, asks: 1.0, numbered: true, term: false, kind }
    };
    parts.into_iter().map(proposal).collect()
}

fn answers(flow: &Flow<'_, '_>, unit: &Unit) -> bool {
    unit.label.as_ref().is_some_and(Label::answers) || uncovers(flow, unit)
}

/// The place of a line's letter in its alphabet.
fn place(unit: &Unit) -> Option<usize> {
    let is_line = unit.kind == UnitKind::Line && unit.noise == Noise::None;
    if is_line { option(&unit.line.text).map(|(_, place)| place) } else { None }
}
