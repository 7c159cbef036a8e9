//! Cards within a paragraph: `Front::Back` in a line, or front and back with a line `?` between them, as flashcard
//! plug-ins of note programs read them.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::flow::{Flow, Noise, UnitKind};
use super::{Proposal, Reading, Shape};
use crate::document::{BlockId, BlockKind, Piece, Role, is_property};
use crate::source::Span;

pub struct Separator;

impl Shape for Separator {
    fn name(&self) -> &'static str {
        "separator"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let is_deck = is_deck(flow);
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let in_list = matches!(flow.document.block(unit.block).kind, BlockKind::List { .. });
            match unit.kind {
                UnitKind::Line if unit.noise == Noise::None => match block_card(flow, at) {
                    Some(card) => proposals.push(card),
                    None => line_cards(flow, at, &flow.piece(unit), is_deck, &mut proposals),
                },
                UnitKind::Block if in_list => {
                    for paragraph in item_paragraphs(flow, unit.block) {
                        line_cards(flow, at, &flow.document.piece(paragraph), is_deck, &mut proposals);
                    }
                }
                _ => {}
            }
        }
        proposals
    }
}

/// Whether half of the document's lines have a separator, or the document says that it holds cards. Elsewhere
/// `Name::part` is code.
fn is_deck(flow: &Flow<'_, '_>) -> bool {
    let (mut all, mut cards) = (0, 0);
    for unit in flow.units.iter().filter(|unit| unit.noise == Noise::None && unit.level().is_none()) {
        let lines = flow.document.slice(unit.span).lines().filter(|line| !line.trim().is_empty());
        for line in lines {
            all += 1;
            cards += usize::from(SEPARATORS.iter().any(|separator| line.contains(separator)));
        }
    }
    flow.has_flashcard_tag || cards * 2 >= all
}

/// A question and its answer with a line `?` between them, the answer going on in the blocks below up to a blank line.
fn block_card(flow: &Flow<'_, '_>, at: usize) -> Option<Proposal> {
    let piece = flow.piece(&flow.units[at]);
    if !flow.document.slice(piece.span).contains("\n?") {
        return None;
    }
    let lines = lines(flow, &piece, &SEPARATORS);
    let mark = lines.iter().position(|line| line.is_question_mark).filter(|&mark| mark > 0)?;
    let end = (at + 1..flow.units.len()).find(|&next| flow.is_apart(next)).unwrap_or(flow.units.len());
    let part = |lines: &[Line], role: Role| {
        let (first, last) = (lines.first()?, lines.last()?);
        let span = Span { start: first.span.start, end: last.span.end };
        Some(Piece { span, events: first.events.start..last.events.end, ..piece.clone() }.with_role(role))
    };
    let front = part(&lines[..mark], Role::Title)?;
    let mut back: Vec<Piece> = part(&lines[mark + 1..], Role::Paragraph).into_iter().collect();
    back.extend(flow.pieces(at + 1..end));
    if back.is_empty() {
        return None;
    }
    let span = Span { start: piece.span.start, end: flow.units[end - 1].span.end };
    let kind = Reading::Whole { front: vec![front], back, span, gaps: None };
    Some(Proposal { unit: at, level: super::list_item::LEVEL, asks: 1.0, numbered: false, term: false, kind })
}

/// What stands between front and back.
const SEPARATORS: [&str; 3] = ["::", " >> ", " ;; "];
/// What stands between a term and its meaning, in lines that all have it.
const DASHES: [&str; 4] = [" - ", " – ", " — ", " = "];

/// A paragraph in which each line is a short term, a dash, and a meaning.
fn is_list_of_terms(text: &str) -> bool {
    /// Letters of the longest term.
    const LONGEST: usize = 60;
    let is_pair = |line: &str| {
        DASHES
            .iter()
            .any(|dash| line.split_once(dash).is_some_and(|(term, _)| term.chars().count() <= LONGEST))
    };
    text.lines().count() > 1 && text.lines().all(is_pair)
}

/// The first paragraphs of a list's items, nested ones included.
pub fn item_paragraphs(flow: &Flow<'_, '_>, list: BlockId) -> Vec<BlockId> {
    let mut paragraphs = vec![];
    let mut open = vec![list];
    while let Some(block) = open.pop() {
        let children = flow.document.children(block);
        match flow.document.block(block).kind {
            BlockKind::List { .. } => open.extend(children.iter().rev()),
            BlockKind::Item { .. } => {
                let first = children
                    .first()
                    .filter(|&&child| flow.document.block(child).kind == BlockKind::Paragraph);
                paragraphs.extend(first);
                open.extend(
                    children
                        .iter()
                        .rev()
                        .filter(|&&child| matches!(flow.document.block(child).kind, BlockKind::List { .. })),
                );
            }
            _ => {}
        }
    }
    paragraphs
}

/// One line of a paragraph: where it is, and what separates front from back in it.
struct Line {
    span: Span,
    events: Range<usize>,
    /// The separator within the line.
    separator: Option<Span>,
    is_question_mark: bool,
}

impl Line {
    fn at(start: usize, event: usize) -> Line {
        Line {
            span: Span { start, end: start },
            events: event..event,
            separator: None,
            is_question_mark: false,
        }
    }

    fn ending(mut self, flow: &Flow<'_, '_>, end: usize, event: usize) -> Line {
        self.span.end = end.max(self.span.start);
        self.events.end = event;
        self.is_question_mark = matches!(flow.document.slice(self.span).trim(), "?" | "??");
        self
    }
}

fn line_cards(flow: &Flow<'_, '_>, at: usize, piece: &Piece, is_deck: bool, proposals: &mut Vec<Proposal>) {
    let text = flow.document.slice(piece.span);
    if text.contains("{{c") {
        return;
    }
    let separated = SEPARATORS.iter().any(|separator| text.contains(separator));
    let dashes = !separated && is_list_of_terms(text);
    if !separated && !dashes {
        return;
    }
    let lines = lines(flow, piece, if dashes { &DASHES } else { &SEPARATORS });
    let part = |start: usize, end: usize, events: Range<usize>, role: Role| Piece {
        role,
        block: piece.block,
        span: Span { start, end },
        events,
    };
    let mut push = |asks: f32, term: bool, front: Piece, back: Piece, span: Span| {
        let has_text = |piece: &Piece| flow.document.slice(piece.span).chars().any(char::is_alphanumeric);
        if has_text(&front) && has_text(&back) {
            let kind = Reading::Whole { front: vec![front], back: vec![back], span, gaps: None };
            let level = super::list_item::LEVEL;
            proposals.push(Proposal { unit: at, level, asks, numbered: false, term, kind });
        }
    };
    for line in &lines {
        let Some(separator) = line.separator.filter(|&separator| {
            !is_property(flow.document.slice(Span { start: line.span.start, end: separator.start }))
        }) else {
            continue;
        };
        let text = &flow.document.source.text;
        // No language of programs has three colons.
        let apart = separator.len() >= 3
            || (text[..separator.start].ends_with(' ') && text[separator.end..].starts_with(' '));
        let front = part(line.span.start, separator.start, line.events.clone(), Role::Title);
        let asks = super::asks::has_question_mark(flow.document.slice(front.span));
        let certainty = match (flow.has_flashcard_tag || asks, apart, is_deck) {
            _ if dashes => 0.0,
            (true, ..) => 1.0,
            (_, true, _) => 0.8,
            (_, _, true) => 0.6,
            _ => continue,
        };
        let back = part(separator.end, line.span.end, line.events.clone(), Role::Paragraph);
        push(certainty, dashes, front, back, line.span);
    }
}

fn lines(flow: &Flow<'_, '_>, piece: &Piece, separators: &[&str]) -> Vec<Line> {
    let mut lines = vec![];
    let mut line = Line::at(piece.span.start, piece.events.start);
    let mut links = 0usize;
    for (index, (event, range)) in piece.events.clone().zip(flow.document.events(piece.events.clone())) {
        match event {
            Event::SoftBreak | Event::HardBreak if range.start >= line.span.start => {
                lines.push(line.ending(flow, range.start, index));
                line = Line::at(range.end, index + 1);
            }
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            // Code such as `std::vector` is another event; prose has the separator once.
            Event::Text(text) if links == 0 && line.separator.is_none() && text.len() == range.len() => {
                let found =
                    separators.iter().filter_map(|separator| Some((text.find(separator)?, separator.len())));
                if let Some((found, length)) = found.min()
                    && text[..found].matches('[').count() == text[..found].matches(']').count()
                {
                    // ":::" is "::" both ways.
                    let length = length + usize::from(text[found..].starts_with(":::"));
                    line.separator =
                        Some(Span { start: range.start + found, end: range.start + found + length });
                }
            }
            _ => {}
        }
    }
    lines.push(line.ending(flow, piece.span.end, piece.events.end));
    lines
}
