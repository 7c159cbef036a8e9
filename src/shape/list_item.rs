//! List items as questions: `- What is DNS? It maps names …`, an item with its answer nested below, `- **Term**: what
//! it means`.

use rayon::prelude::*;

use super::body;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::label::{Label, LabelRole};
use super::{Proposal, Reading, Shape, mark, term};
use crate::document::{BlockId, BlockKind, Piece, Role};

pub struct ListItem;

/// What stands whole in one unit ends nothing.
pub const LEVEL: u8 = 9;

impl Shape for ListItem {
    fn name(&self) -> &'static str {
        "list-item"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        /// Units that are worth a thread of their own.
        const MANY: usize = 500;
        let is_list = |unit: &Unit| {
            unit.kind == UnitKind::Block
                && unit.noise == Noise::None
                && matches!(flow.document.block(unit.block).kind, BlockKind::List { .. })
        };
        let lists = flow.units.par_iter().enumerate().with_min_len(MANY).filter(|(_, unit)| is_list(unit));
        let proposals = lists.flat_map_iter(|(at, unit)| {
            items(flow, unit.block, DEEPEST).into_iter().filter_map(move |item| proposal(flow, at, item))
        });
        proposals.collect()
    }
}

/// Lists nested deeper than this are read as answers.
const DEEPEST: usize = 4;

/// The items of a list, those of one that only names a topic in its place.
fn items(flow: &Flow<'_, '_>, list: BlockId, depth: usize) -> Vec<BlockId> {
    let inner = |&item: &BlockId| match topic(flow, item).filter(|_| depth > 0) {
        Some(list) => items(flow, list, depth - 1),
        None => vec![item],
    };
    flow.document.children(list).iter().flat_map(inner).collect()
}

/// The list of questions, each with its answer below it, that is all that stands below an item that asks nothing.
fn topic(flow: &Flow<'_, '_>, item: BlockId) -> Option<BlockId> {
    const FEWEST: usize = 2;
    let document = flow.document;
    let &[first, list] = document.children(item) else { return None };
    let is_list = matches!(document.block(list).kind, BlockKind::List { .. });
    if !is_list || super::asks::asks(&flow.first_line(first).text) {
        return None;
    }
    let inner = document.children(list);
    let asks = |item: &BlockId| {
        let children = document.children(*item);
        children.len() > 1 && super::asks::has_question_mark(&flow.first_line(children[0]).text)
    };
    (inner.len() >= FEWEST && inner.iter().all(asks)).then_some(list)
}

fn proposal(flow: &Flow<'_, '_>, at: usize, item: BlockId) -> Option<Proposal> {
    let document = flow.document;
    if document.block(item).kind != (BlockKind::Item { task: None }) {
        return None;
    }
    let (&first, rest) = document.children(item).split_first()?;
    if document.block(first).kind != BlockKind::Paragraph {
        return None;
    }
    // The first line alone may be the question, as may the part of it up to the question mark.
    let (line, several) = flow.first_of_lines(first);
    let inner = several.then(|| flow.of(&[first]));
    let mut front = vec![];
    let mut back = vec![];
    let mut is_term = false;
    let whole = several.then(|| flow.whole_line(first));
    let whole = whole.as_ref().unwrap_or(&line);
    let number = line.number().map_or(0, |number| number.length);
    let numbered = number > 0;
    let bare = mark::bare(&line.text[number..]);
    let rated = mark::is_rated(&line.text[number..], &bare);
    let term = term::end(&line);
    // "**Advanced**: 50 questions" tells what is advanced.
    let is_mark = term.is_none_or(|(end, _)| number + bare.start < end);
    let (number, rated) = if is_mark { (number + bare.start, rated) } else { (number, false) };
    let mut asks: f32 = if super::asks::has_question_mark(&line.text) {
        0.8
    } else if super::asks::asks(&line.text[number..]) {
        0.5
    } else {
        0.0
    };
    if rated {
        asks = asks.max(0.5);
    }
    let tag = super::heading::card_tag(&whole.text);
    let tag = tag.or_else(|| opens_answer(&whole.text).filter(|_| !rest.is_empty()));
    if tag.is_some() {
        asks = 1.0;
    }
    let title_end = tag.map_or(document.block(first).span.end, |tag| whole.offset_before(tag));
    let nested = flow.of(rest);
    let has_nested = !rest.is_empty();
    let question = question_end(&whole.text)
        .filter(|&end| whole.text[end..].chars().filter(|c| c.is_alphanumeric()).count() > 1);
    let piece = document.piece(first).with_role(Role::Title);
    let cut = |start: usize, end: usize, role: Role| {
        let end = end.max(start);
        Piece { span: crate::source::Span { start, end }, ..piece.clone() }.with_role(role)
    };
    let answers_below = |inner: &Flow<'_, '_>| {
        let label = inner.units.get(1).and_then(|unit| unit.label.as_ref());
        label.is_some_and(Label::answers)
    };
    let in_lines = |inner: &&Flow<'_, '_>| {
        inner.units.len() > 1 && (inner.units[0].line.all_strong || answers_below(inner))
    };
    if let Some(inner) = inner.as_ref().filter(in_lines) {
        // A question in bold, or above a label, its answer in the lines below.
        front.push(flow_title(inner, number));
        back.extend(inner.pieces(1..inner.units.len()));
        if let Some(answer) = back.first_mut() {
            let line = &inner.units[1].line;
            answer.span.start = line.offset(answer_label(flow, &line.text));
        }
        asks = asks.max(if answers_below(inner) { 0.8 } else { 0.3 });
    } else if has_nested
        && (asks > 0.0 || line.all_strong || labelled(&nested))
        && (question.is_none() || answer_is_labelled(&nested))
    {
        front.push(cut(whole.offset(number), title_end, Role::Title));
        if labelled(&nested) {
            asks = asks.max(0.8);
        }
    } else if let Some(start) = verdict(&whole.text, line.text.len()) {
        front.push(cut(whole.offset(number), whole.offset_before(start), Role::Title));
        back.push(cut(whole.offset(start), piece.span.end, Role::Paragraph));
        asks = asks.max(0.8);
    } else if let Some(end) = question {
        front.push(cut(whole.offset(number), whole.offset_before(end), Role::Title));
        let start = end + answer_label(flow, &whole.text[end..]);
        back.push(cut(whole.offset(start), piece.span.end, Role::Paragraph));
    } else if let Some((end, start)) = arrow(&whole.text).filter(|_| !has_nested) {
        front.push(cut(whole.offset(number), whole.offset_before(end), Role::Title));
        back.push(cut(whole.offset(start), piece.span.end, Role::Paragraph));
        asks = asks.max(0.3);
    } else if let Some((end, start)) = term {
        front.push(cut(whole.offset(number), whole.offset_before(end), Role::Title));
        back.push(cut(whole.offset(start), piece.span.end, Role::Paragraph));
        is_term = asks == 0.0;
    } else {
        front.push(cut(whole.offset(number), title_end, Role::Title));
    }
    let mut body = body::split(&nested, 0..nested.units.len(), true);
    if rest.len() == 1 && back.is_empty() && !labelled(&nested) && body::asks_about_below(&whole.text) {
        // "Which of the following …": what follows is no answer.
        body.front.append(&mut body.back);
    }
    front.extend(body.front);
    if has_nested && back.is_empty() && is_follow_ups(flow, rest) {
        // Questions below a question: no answer to it.
        front.truncate(1);
    } else {
        back.extend(body.back);
    }
    Some(Proposal {
        unit: at,
        level: LEVEL,
        asks,
        numbered,
        term: is_term || (term.is_some() && !has_nested),
        kind: Reading::Whole { front, back, span: document.block(item).span, gaps: None },
    })
}

fn flow_title(inner: &Flow<'_, '_>, number: usize) -> Piece {
    let unit = &inner.units[0];
    let mut piece = inner.piece(unit).with_role(Role::Title);
    piece.span.start = unit.line.offset(number);
    piece
}

/// Whether what is nested is labelled as the answer, so that nothing above it is.
fn answer_is_labelled(nested: &Flow<'_, '_>) -> bool {
    body::is_marked(nested, 0..nested.units.len())
        || nested
            .units
            .iter()
            .any(|unit| unit.kind == UnitKind::Block && first_item_label(nested, unit.block))
}

/// Whether what is nested says itself that it is the answer.
fn labelled(nested: &Flow<'_, '_>) -> bool {
    let first = nested.units.iter().find(|unit| unit.noise == Noise::None);
    first.is_some_and(|unit| match unit.kind {
        UnitKind::Block => first_item_label(nested, unit.block),
        _ => matches!(unit.role(), Some(LabelRole::Answer | LabelRole::AnswerPart | LabelRole::Key)),
    }) || body::is_marked(nested, 0..nested.units.len())
}

fn first_item_label(flow: &Flow<'_, '_>, list: BlockId) -> bool {
    let item = flow.document.children(list).first();
    let paragraph = item
        .and_then(|&item| flow.document.children(item).first())
        .filter(|&&child| flow.document.block(child).kind == BlockKind::Paragraph);
    paragraph.is_some_and(|&paragraph| {
        let line = flow.first_line(paragraph);
        super::asks::is_verdict(&line.text)
            || line.label(flow.hints).is_some_and(|label| {
                matches!(label.role, LabelRole::Answer | LabelRole::AnswerPart | LabelRole::Key)
                    && !label.letter
            })
    })
}

/// Nested lists of which most items ask again.
fn is_follow_ups(flow: &Flow<'_, '_>, blocks: &[BlockId]) -> bool {
    let lists =
        blocks.iter().filter(|&&block| matches!(flow.document.block(block).kind, BlockKind::List { .. }));
    let items: Vec<BlockId> = lists.flat_map(|&list| flow.document.children(list)).copied().collect();
    let asking = items.iter().filter(|&&item| {
        let first = flow
            .document
            .children(item)
            .first()
            .filter(|&&child| flow.document.block(child).kind == BlockKind::Paragraph);
        first.is_some_and(|&first| {
            let text = flow.first_line(first).text;
            match super::asks::last_question_mark(&text) {
                Some(end) => !text[end..].contains(char::is_alphanumeric),
                // "When the forsythia blooms." answers.
                None => super::asks::asks(&text) && !text.trim_end().ends_with(['.', '。']),
            }
        })
    });
    blocks.len() == 1 && !items.is_empty() && 2 * asking.count() > items.len()
}

/// Where a line's question ends, if an answer follows: behind its last question mark.
fn question_end(text: &str) -> Option<usize> {
    let end = super::asks::last_question_mark(text)?;
    let rest = &text[end..];
    let closing = rest.len() - rest.trim_start_matches(['"', '”', '’', '»', '」', '!', ')', '*', '_']).len();
    let rest = rest[closing..].trim();
    // "(any tool)" and "Explain with examples." go on with the question.
    let tagged = rest.starts_with('#');
    let goes_on = tagged
        || (rest.starts_with(['(', '（']) && rest.trim_end_matches('.').ends_with([')', '）']))
        || super::asks::has_question_mark(rest)
        || super::asks::prompts(rest);
    (!goes_on).then_some(end + closing)
}

/// Where a line ends before a separator behind which the answer is nested: `Name three … >>>`.
fn opens_answer(text: &str) -> Option<usize> {
    const SEPARATORS: [&str; 5] = [" >>>", " >>", " :::", " ::", " ;;"];
    let text = text.trim_end();
    SEPARATORS
        .iter()
        .find(|&&separator| text.ends_with(separator))
        .map(|separator| text.len() - separator.len())
}

/// Where the front ends and the back begins around the only arrow of a line.
fn arrow(text: &str) -> Option<(usize, usize)> {
    const ARROWS: [&str; 5] = [" → ", " ⇒ ", " -> ", " ➜ ", " ➡ "];
    let arrow = ARROWS.iter().find(|&&arrow| text.contains(arrow))?;
    let (front, back) = text.split_once(arrow)?;
    let pair = !back.contains(arrow) && !super::asks::has_question_mark(back);
    pair.then_some((front.len(), text.len() - back.len()))
}

/// Where the answer to a statement begins in the line below it: "False, because …".
fn verdict(text: &str, first_line: usize) -> Option<usize> {
    let below = text.get(first_line..)?;
    let start = text.len() - below.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let said = super::normal::normal(&text[start..]);
    super::words::Words::get().verdict.starts(&said).map(|_| start)
}

/// Bytes of an arrow, dash or "A:" between question and answer.
fn answer_label(flow: &Flow<'_, '_>, text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || "-–—→⇒=>:|".contains(c));
    let at = text.len() - rest.len();
    let word = rest.find([':', '：', '.']).filter(|&colon| colon <= 24);
    match word {
        Some(colon)
            if super::label::role_of(&rest[..colon], flow.hints)
                .is_some_and(|(role, _)| role == LabelRole::Answer) =>
        {
            at + colon + rest[colon..].chars().next().map_or(1, char::len_utf8)
        }
        _ => at,
    }
}
