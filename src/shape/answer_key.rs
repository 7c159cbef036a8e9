//! Answer keys: the answers to numbered questions, gathered at the end of a document or section.

use std::collections::HashMap;

use super::answer::is_answer;
use super::details::{details_line, reveals};
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::heading::is_answer_label;
use super::label::LabelRole;
use super::normal::normal;
use super::number::Number;
use super::options::ends_with_options;
use super::words::Words;
use crate::card::Card;
use crate::document::{BlockId, BlockKind, Piece, Role};
use crate::source::Span;

/// A key has at least this many answers.
const FEWEST: usize = 3;

/// Where a key stands, and its answers by question number.
pub struct AnswerKey {
    /// Its first unit: the heading above it, or the `<details>`.
    pub start: usize,
    answers: HashMap<u32, Vec<Piece>>,
}

impl AnswerKey {
    /// Reads the numbered lists, tables and lines that stand below "Answers" or "Answers to part B", or in `<details>`
    /// that uncover answers.
    pub fn find(flow: &Flow<'_, '_>) -> Vec<AnswerKey> {
        let mut below = None;
        let mut keys = vec![];
        // The lines of a paragraph are units of one block, which is read for the first of them.
        let mut read = None;
        for (at, unit) in flow.units.iter().enumerate().filter(|(_, unit)| unit.noise == Noise::None) {
            let block = flow.document.block(unit.block);
            let holder = match (&block.kind, unit.kind) {
                (_, UnitKind::Heading(_)) => {
                    let alone = unit.label.as_ref().is_some_and(|label| label.alone);
                    let says_so = !unit.asks && Words::get().answer.within(&normal(&unit.line.text));
                    below = ((is_answer_label(unit) && alone) || says_so).then_some(at);
                    None
                }
                (BlockKind::Details, UnitKind::Block) if reveals(flow, &details_line(flow, unit.block)) => {
                    only_block(flow, unit.block)
                }
                (_, UnitKind::Line) if below.is_none() && says_key(unit) => Some(unit.block),
                _ => below.map(|_| unit.block),
            };
            let Some(holder) = holder.filter(|holder| read != Some(*holder)) else { continue };
            read = Some(holder);
            let answers = answers(flow, holder);
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

/// "Key: 1. B, 2. C": a line whose label names a key.
fn says_key(unit: &Unit) -> bool {
    matches!(unit.role(), Some(LabelRole::Answer | LabelRole::Key))
}

/// The block that is all that `<details>` hold.
fn only_block(flow: &Flow<'_, '_>, details: BlockId) -> Option<BlockId> {
    let kind = |child: &&BlockId| &flow.document.block(**child).kind;
    let mut inside = flow
        .document
        .children(details)
        .iter()
        .filter(|child| !matches!(kind(child), BlockKind::Summary | BlockKind::Html));
    let block = inside.next()?;
    inside.next().is_none().then_some(*block)
}

/// The answers in a list, in a table, or one behind the other in a paragraph, by the numbers that the author wrote.
fn answers(flow: &Flow<'_, '_>, block: BlockId) -> HashMap<u32, Vec<Piece>> {
    let children = flow.document.children(block);
    match &flow.document.block(block).kind {
        BlockKind::List { ordered: true } if children.len() > 1 => in_items(flow, children),
        // "1. C 2. B 3. B" is a list of one item to the parser.
        BlockKind::List { ordered: true } => {
            let paragraph = children.first().and_then(|&item| flow.document.children(item).first());
            paragraph.map_or_else(HashMap::new, |&paragraph| run_on(flow, block, paragraph))
        }
        BlockKind::Table => in_columns(flow, children).unwrap_or_else(|| in_rows(flow, children)),
        BlockKind::Paragraph => run_on(flow, block, block),
        _ => HashMap::new(),
    }
}

fn in_items(flow: &Flow<'_, '_>, items: &[BlockId]) -> HashMap<u32, Vec<Piece>> {
    let mut answers = HashMap::new();
    for &item in items {
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

/// Rows of numbers that count on, each above a row of answers: `| 1 | 2 | 3 |` and `| b | a | c |`. A word before the
/// numbers says what they are.
fn in_columns(flow: &Flow<'_, '_>, rows: &[BlockId]) -> Option<HashMap<u32, Vec<Piece>>> {
    let mut answers = HashMap::new();
    let mut last = None;
    for pair in rows.chunks_exact(2) {
        let (numbers, said) = (flow.document.children(pair[0]), flow.document.children(pair[1]));
        for (column, (&number, &cell)) in numbers.iter().zip(said).enumerate() {
            let text = cell_text(flow, number);
            let Ok(value) = text.parse::<u32>() else {
                // An empty cell fills the last row.
                if column == 0 || text.is_empty() { continue } else { return None }
            };
            if last.is_some_and(|last: u32| last.checked_add(1) != Some(value)) {
                return None;
            }
            last = Some(value);
            let paragraphs = flow.document.children(cell).iter();
            answers.insert(
                value,
                paragraphs.map(|&child| flow.document.piece(child).with_role(Role::Key)).collect(),
            );
        }
    }
    (answers.len() >= FEWEST).then_some(answers)
}

/// A cell without what stands around its letters and digits.
fn cell_text<'f>(flow: &'f Flow<'_, '_>, cell: BlockId) -> &'f str {
    let text = flow.document.slice(flow.document.block(cell).span);
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A cell that is a number, and the cells behind it.
fn in_rows(flow: &Flow<'_, '_>, rows: &[BlockId]) -> HashMap<u32, Vec<Piece>> {
    let mut answers: HashMap<u32, Vec<Piece>> = HashMap::new();
    for &row in rows {
        let mut number = None;
        for &cell in flow.document.children(row) {
            if let Ok(value) = cell_text(flow, cell).parse::<u32>() {
                number = Some(value);
            } else if let Some(number) = number {
                let pieces = answers.entry(number).or_default();
                let role = if pieces.is_empty() { Role::Key } else { Role::Paragraph };
                let paragraphs = flow.document.children(cell).iter();
                pieces.extend(paragraphs.map(|&child| flow.document.piece(child).with_role(role)));
            }
        }
    }
    answers
}

/// "1. C 2. B 3. A, D": numbers that count on, each with a short answer; none if it is anything else.
fn run_on(flow: &Flow<'_, '_>, block: BlockId, paragraph: BlockId) -> HashMap<u32, Vec<Piece>> {
    /// Bytes of the longest answer.
    const LONGEST: usize = 24;
    let span = flow.document.block(block).span;
    let text = flow.document.slice(span);
    let events = flow.document.block(paragraph).events.clone();
    let mut numbers: Vec<(u32, usize, usize)> = vec![];
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + digits;
        let apart = !text[..start].ends_with(char::is_alphanumeric);
        let closed = text[at..].trim_start_matches([' ', '*', '.', ')', ':', '-', '–', '—', '=', '→']);
        let Some(value) = text[start..at].parse().ok().filter(|_| apart) else { continue };
        numbers.push((value, start, text.len() - closed.len()));
    }
    let ends = numbers.iter().skip(1).map(|&(_, start, _)| start).chain([text.len()]);
    let mut answers = HashMap::new();
    for (&(value, _, start), end) in numbers.iter().zip(ends) {
        let is_edge = |c: char| c.is_whitespace() || "*|,;·.(/".contains(c);
        let said = text.get(start..end).unwrap_or_default().trim_end_matches(is_edge);
        let from = span.start + start;
        if said.is_empty() || said.len() > LONGEST || numbers[0].0 + answers.len() as u32 != value {
            return HashMap::new();
        }
        let span = Span { start: from, end: from + said.len() };
        answers
            .insert(value, vec![Piece { role: Role::Key, block: paragraph, span, events: events.clone() }]);
    }
    answers
}
