//! The options of a multiple-choice question: lists with boxes, lettered lines.

use std::ops::Range;

use super::body::Body;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::label::LabelRole;
use crate::document::{BlockId, BlockKind, Role};

/// The items of a list whose box is ticked.
pub fn ticked(flow: &Flow<'_, '_>, list: BlockId) -> Vec<BlockId> {
    let is_ticked = |item: &BlockId| flow.document.block(*item).kind == BlockKind::Item { task: Some(true) };
    flow.document.children(list).iter().copied().filter(is_ticked).collect()
}

pub fn has_boxes(flow: &Flow<'_, '_>, unit: &Unit) -> bool {
    unit.kind == UnitKind::Block
        && matches!(flow.document.block(unit.block).kind, BlockKind::List { .. })
        && flow
            .document
            .children(unit.block)
            .iter()
            .any(|item| matches!(flow.document.block(*item).kind, BlockKind::Item { task: Some(_) }))
}

/// "Explanation: …" behind lettered options: the answer begins there.
pub fn explained(flow: &Flow<'_, '_>, units: Range<usize>) -> Option<usize> {
    let at = units.clone().find(|&at| flow.units[at].role() == Some(LabelRole::AnswerPart))?;
    let before = flow.document.plain(&flow.pieces(units.start..at));
    ends_with_options(&before).then_some(at)
}

/// Whether the last lines are "a. …", "b. …" and so on.
pub fn ends_with_options(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| line.chars().any(char::is_alphanumeric)).collect();
    let Some(first) = lines.iter().rposition(|line| is_option(line, 'A')) else { return false };
    lines.len() > first + 1
        && lines[first..].iter().zip('A'..='Z').all(|(line, letter)| is_option(line, letter))
}

/// Whether a line begins like `- A) `, `B. ` or `c: `.
pub fn is_option(line: &str, letter: char) -> bool {
    let mut chars = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    chars.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter))
        && chars.next().is_some_and(|c| ").:".contains(c))
}

/// Ticked options: all of them on the front with their marks hidden, the ticked ones on the back. Gives
/// the unit behind them.
pub fn split(flow: &Flow<'_, '_>, units: Range<usize>, body: &mut Body) -> usize {
    let lists = || units.clone().filter(|&at| has_boxes(flow, &flow.units[at]));
    let last = lists().next_back().unwrap_or(units.start);
    // Code may stand between options without being indented into them; the last option's code ends at the next line.
    let is_code = |at: usize| matches!(flow.document.block(flow.units[at].block).kind, BlockKind::Code(_));
    let last_item = flow.document.children(flow.units[last].block).last();
    let last_item_is_bare = last_item.is_some_and(|&item| {
        let span = flow.document.block(item).span;
        !flow
            .document
            .slice(span)
            .trim_start_matches(['-', '*', '+', ' ', '[', 'x', 'X', ']'])
            .chars()
            .any(char::is_alphanumeric)
    });
    let mut end = last + 1;
    while last_item_is_bare && end < units.end && is_code(end) {
        end += 1;
    }
    let mut key_open = false;
    for at in units.start..end {
        let unit = &flow.units[at];
        if unit.noise != Noise::None {
            continue;
        }
        if !has_boxes(flow, unit) {
            flow.append(&mut body.front, flow.piece(unit));
            if key_open {
                flow.append(&mut body.back, flow.piece(unit));
            }
            continue;
        }
        body.front.push(flow.piece(unit).with_role(Role::Options));
        for item in ticked(flow, unit.block) {
            for &child in flow.document.children(item) {
                let piece = flow.document.piece(child);
                body.back.push(if piece.role == Role::Paragraph {
                    piece.with_role(Role::Key)
                } else {
                    piece
                });
            }
        }
        let items = flow.document.children(unit.block);
        key_open = items
            .last()
            .is_some_and(|item| flow.document.block(*item).kind == BlockKind::Item { task: Some(true) });
    }
    end
}
