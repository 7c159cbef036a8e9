//! Sections, and what would belong to each proposal.

use std::ops::Range;

use super::super::flow::{Flow, Noise, UnitKind};
use super::super::heading::{is_answer_label, is_label};
use super::super::{Proposal, list_item};

/// For each unit the innermost heading above it; for a heading the next one of a lower level. "Answers" is a section of
/// what stands right below it, and no section of later headings.
pub fn enclosing_headings(flow: &Flow<'_, '_>) -> Vec<Option<usize>> {
    let mut open: Vec<(u8, usize)> = vec![];
    let mut sections = Vec::with_capacity(flow.units.len());
    let mut answers = None;
    for (at, unit) in flow.units.iter().enumerate() {
        let level = unit.level().filter(|_| unit.noise == Noise::None && !is_answer_label(unit));
        if let Some(level) = level {
            while open.last().is_some_and(|&(other, _)| other >= level) {
                open.pop();
            }
        }
        if unit.level().is_some() {
            answers = is_answer_label(unit).then_some(at);
            sections.push(open.last().map(|&(_, at)| at));
        } else {
            sections.push(answers.or(open.last().map(|&(_, at)| at)));
        }
        open.extend(level.map(|level| (level, at)));
    }
    sections
}

/// For each heading of a section whether its title, or that of one around it, promises what is looked for.
pub fn promised(
    flow: &Flow<'_, '_>,
    sections: &[Option<usize>],
    promises: impl Fn(&str) -> bool,
) -> Vec<bool> {
    let mut is_section = vec![false; sections.len()];
    for &heading in sections.iter().flatten() {
        is_section[heading] = true;
    }
    let mut promised = vec![false; sections.len()];
    for at in (0..sections.len()).filter(|&at| is_section[at]) {
        // The one around it stands above it, and is known.
        let around = sections[at].is_some_and(|outer| promised[outer]);
        promised[at] = around || promises(&flow.units[at].line.text);
    }
    promised
}

/// The units between each proposal and the next that could end it. Proposals are in order.
pub fn bodies<'p>(
    flow: &Flow<'_, '_>,
    proposals: impl DoubleEndedIterator<Item = &'p Proposal> + ExactSizeIterator,
) -> Vec<Range<usize>> {
    let mut bodies = vec![0..0; proposals.len()];
    // From the end, the next boundary for each level: headings end what is as deep or deeper.
    let mut next = [flow.units.len(); 10];
    let mut at = flow.units.len();
    for (proposal, body) in proposals.zip(&mut bodies).rev() {
        while at > proposal.unit + 1 {
            at -= 1;
            boundary(flow, at, &mut next);
        }
        let level = usize::from(proposal.level);
        let end = if proposal.level >= list_item::LEVEL { proposal.unit + 1 } else { next[level] };
        *body = proposal.unit + 1..end.max(proposal.unit + 1);
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

/// The part of a body before the first heading in it that is no label.
pub fn direct(flow: &Flow<'_, '_>, body: Range<usize>) -> Range<usize> {
    let is_heading =
        |at: &usize| matches!(flow.units[*at].kind, UnitKind::Heading(_)) && !is_label(&flow.units[*at]);
    let end = body.clone().find(is_heading).unwrap_or(body.end);
    body.start..end
}
