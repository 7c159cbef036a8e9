//! Answer keys: the answers to numbered questions, gathered at the end of a document or section.

use std::collections::HashMap;

use super::body::{details_line, reveals};
use super::flow::{Flow, Noise, UnitKind};
use super::heading::is_answer_label;
use super::label::normal;
use super::number::Number;
use super::options::ends_with_options;
use super::section::is_answer;
use super::words::Words;
use crate::card::Card;
use crate::document::{BlockId, BlockKind, Piece, Role};

/// A key has at least this many answers.
const FEWEST: usize = 3;

/// Where a key stands, and its answers by question number.
pub struct AnswerKey {
    /// Its first unit: the heading above it, or the `<details>`.
    pub start: usize,
    answers: HashMap<u32, Vec<Piece>>,
}

impl AnswerKey {
    /// Reads the numbered lists that stand below "Answers" or "Answers to part B", or in `<details>` that uncover
    /// answers.
    pub fn find(flow: &Flow<'_, '_>) -> Vec<AnswerKey> {
        let mut below = None;
        let mut keys = vec![];
        for (at, unit) in flow.units.iter().enumerate().filter(|(_, unit)| unit.noise == Noise::None) {
            let block = flow.document.block(unit.block);
            let list = match (&block.kind, unit.kind) {
                (_, UnitKind::Heading(_)) => {
                    let alone = unit.label.as_ref().is_some_and(|label| label.alone);
                    let says_so = !unit.asks && Words::get().answer.within(&normal(&unit.line.text));
                    below = ((is_answer_label(unit) && alone) || says_so).then_some(at);
                    None
                }
                (BlockKind::List { ordered: true }, UnitKind::Block) if below.is_some() => Some(unit.block),
                (BlockKind::Details, UnitKind::Block) if reveals(flow, &details_line(flow, unit.block)) => {
                    only_list(flow, unit.block)
                }
                _ => None,
            };
            let Some(list) = list else { continue };
            let answers = answers(flow, list);
            if answers.len() >= FEWEST {
                keys.push(AnswerKey { start: below.unwrap_or(at), answers });
            }
        }
        keys
    }

    /// Gives the answers of keys to the cards that each stands below, or all of them if it is the only one. Gives
    /// the beginnings of those that fit.
    pub fn apply_all(keys: &[AnswerKey], flow: &Flow<'_, '_>, cards: &mut [Card]) -> Vec<usize> {
        let mut fitting = vec![];
        let mut first = 0;
        for key in keys {
            let start = flow.units[key.start].span.start;
            let above = cards.partition_point(|card| card.span.start < start);
            let end = if keys.len() == 1 { cards.len() } else { above };
            if key.apply(flow, &mut cards[first..end]) {
                fitting.push(key.start);
                first = end;
            }
        }
        fitting
    }

    /// Gives its answers to the cards that have none: their bodies are options, and go to the front. Does nothing if
    /// the numbers do not fit, or if it leaves many of the others open.
    fn apply(&self, flow: &Flow<'_, '_>, cards: &mut [Card]) -> bool {
        let number = |card: &Card| {
            let line = flow.document.slice(card.span).lines().next().unwrap_or_default();
            Number::read(line).map(|number| number.value)
        };
        let open = |card: &Card| {
            let back = flow.document.plain(&card.back);
            !is_answer(flow, &back) || ends_with_options(&back)
        };
        let count = cards.iter().filter(|card| open(card)).count();
        let known = cards.iter().filter(|card| {
            open(card) && number(card).is_some_and(|number| self.answers.contains_key(&number))
        });
        let known = known.count();
        let most = count * 10 >= cards.len() * 7 || known * 10 >= count * 7;
        if !most || known < FEWEST || known * 3 < self.answers.len() * 2 {
            return false;
        }
        for card in cards.iter_mut().filter(|card| open(card)) {
            let Some(answer) = number(card).and_then(|number| self.answers.get(&number)) else { continue };
            card.front.append(&mut card.back);
            card.back = answer.clone();
        }
        true
    }
}

/// The ordered list that is all that `<details>` hold.
fn only_list(flow: &Flow<'_, '_>, details: BlockId) -> Option<BlockId> {
    let kind = |child: &&BlockId| &flow.document.block(**child).kind;
    let mut inside = flow
        .document
        .children(details)
        .iter()
        .filter(|child| !matches!(kind(child), BlockKind::Summary | BlockKind::Html));
    let list = inside.next().filter(|list| matches!(kind(list), BlockKind::List { ordered: true }))?;
    inside.next().is_none().then_some(*list)
}

/// The items of a list by the numbers that the author wrote.
fn answers(flow: &Flow<'_, '_>, list: BlockId) -> HashMap<u32, Vec<Piece>> {
    let mut answers = HashMap::new();
    for &item in flow.document.children(list) {
        let text = flow.document.slice(flow.document.block(item).span);
        let Some(number) = Number::read(text.lines().next().unwrap_or_default()) else { continue };
        let children = flow.document.children(item).iter();
        let pieces = children.map(|&child| flow.document.piece(child)).enumerate().map(|(index, piece)| {
            if index == 0 && piece.role == Role::Paragraph { piece.with_role(Role::Key) } else { piece }
        });
        answers.insert(number.value, pieces.collect());
    }
    answers
}
