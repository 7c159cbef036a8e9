//! The options of a multiple-choice question: lists with boxes, lettered lines.

use std::ops::Range;

use super::body::Body;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::label::LabelRole;
use crate::document::{BlockId, BlockKind, Piece, Role};

/// The items of a list that are the right ones: ticked, or shown in bold or by a sign among lettered options.
pub fn right(flow: &Flow<'_, '_>, list: BlockId) -> Vec<BlockId> {
    let items = flow.document.children(list);
    let is_ticked =
        |item: &&BlockId| flow.document.block(**item).kind == BlockKind::Item { task: Some(true) };
    let ticked: Vec<BlockId> = items.iter().filter(is_ticked).copied().collect();
    if !ticked.is_empty() {
        return ticked;
    }
    let line = |item: BlockId| {
        let text = flow.document.slice(flow.document.block(item).span);
        text.lines().next().unwrap_or_default().trim_start_matches(['-', '*', '+', ' ', '\t'])
    };
    let shown: Vec<BlockId> = items
        .iter()
        .copied()
        .filter(|&item| is_shown(flow.document.slice(flow.document.block(item).span)))
        .collect();
    let some = !shown.is_empty() && shown.len() < items.len();
    if some && are_options(items.iter().map(|&item| line(item))) { shown } else { vec![] }
}

/// Whether an item's first line is all bold, or has a sign of the right answer: `- **B. Paris**`, `- B. Paris ✅`.
fn is_shown(item: &str) -> bool {
    const SIGNS: [char; 4] = ['✅', '✔', '☑', '✓'];
    let line = item.lines().next().unwrap_or_default().trim();
    let text = line.strip_prefix(['-', '*', '+']).unwrap_or(line).trim_start();
    let inner = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.contains("**")) || text.contains(SIGNS)
}

/// Whether a unit is a list of options: with boxes, or with the right ones shown.
pub fn offers(flow: &Flow<'_, '_>, unit: &Unit) -> bool {
    let is_list = unit.kind == UnitKind::Block
        && matches!(flow.document.block(unit.block).kind, BlockKind::List { .. });
    let is_box =
        |item: &BlockId| matches!(flow.document.block(*item).kind, BlockKind::Item { task: Some(_) });
    is_list && (flow.document.children(unit.block).iter().any(is_box) || !right(flow, unit.block).is_empty())
}

/// "Explanation: …" behind lettered options: the answer begins there.
pub fn explained(flow: &Flow<'_, '_>, units: Range<usize>) -> Option<usize> {
    let at = units.clone().find(|&at| flow.units[at].role() == Some(LabelRole::AnswerPart))?;
    let before = flow.document.plain(&flow.pieces(units.start..at));
    ends_with_options(&before).then_some(at)
}

/// Whether all that stands there are options, none of them shown as the right one: no answer.
pub fn is_open(flow: &Flow<'_, '_>, pieces: &[Piece]) -> bool {
    let text = flow.document.plain(pieces);
    are_options(text.lines().filter(|line| line.chars().any(char::is_alphanumeric)))
}

/// Whether the last lines are "a. …", "b. …" and so on.
pub fn ends_with_options(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| line.chars().any(char::is_alphanumeric)).collect();
    let begins = |line: &&str| option(line).is_some_and(|(_, place)| place == 0);
    lines.iter().rposition(begins).is_some_and(|first| are_options(lines[first..].iter().copied()))
}

/// Whether lines are the options A, B and so on, in any alphabet, at least two.
pub fn are_options<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let mut count = 0;
    let mut alphabet = None;
    for line in lines {
        let Some((letters, place)) = option(line) else { return false };
        if place != count || *alphabet.get_or_insert(letters) != letters {
            return false;
        }
        count += 1;
    }
    count > 1
}

/// The alphabet of the letter that a line begins with, and its place in it: `- A) `, `B. `, `в) `.
pub fn option(line: &str) -> Option<(usize, usize)> {
    const ALPHABETS: [&str; 9] = [
        "ABCDEFGHIJ",
        "АБВГДЕЖ",
        "АБВГҐДЕ",
        "ΑΒΓΔΕΖ",
        "أبجدهو",
        "אבגדהו",
        "가나다라마",
        "アイウエオ",
        "①②③④⑤⑥",
    ];
    let mut chars = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    let letter = chars.next()?.to_uppercase().next()?;
    let closed = chars.next().is_some_and(|c| ").:、）．".contains(c)) || "①②③④⑤⑥".contains(letter);
    let mut places = ALPHABETS.iter().enumerate().filter_map(|(alphabet, letters)| {
        letters.chars().position(|other| other == letter).map(|place| (alphabet, place))
    });
    places.next().filter(|_| closed)
}

/// Ticked options: all of them on the front with their marks hidden, the ticked ones on the back. Gives
/// the unit behind them.
pub fn split(flow: &Flow<'_, '_>, units: Range<usize>, body: &mut Body) -> usize {
    let lists = || units.clone().filter(|&at| offers(flow, &flow.units[at]));
    let last = lists().next_back().unwrap_or(units.start);
    // Code may stand between options without being indented into them; the last option's code ends at the next line.
    let is_code = |at: usize| matches!(flow.document.block(flow.units[at].block).kind, BlockKind::Code);
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
        if !offers(flow, unit) {
            flow.append(&mut body.front, flow.piece(unit));
            if key_open {
                flow.append(&mut body.back, flow.piece(unit));
            }
            continue;
        }
        body.front.push(flow.piece(unit).with_role(Role::Options));
        let right = right(flow, unit.block);
        for &item in &right {
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
        key_open = items.last().is_some_and(|item| right.contains(item));
    }
    end
}
