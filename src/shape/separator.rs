//! Cards within a paragraph: `Front::Back` in a line, or front and back with a line `?` between them, as flashcard
//! plug-ins of note programs read them.

use std::ops::Range;

use pulldown_cmark::Event;

use super::flow::{Flow, Noise, UnitKind};
use super::{Proposal, Reading, Shape};
use crate::document::{BlockId, BlockKind, Piece, Role};
use crate::source::Span;

pub struct Separator;

impl Shape for Separator {
    fn name(&self) -> &'static str {
        "separator"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let tagged = flow.has_flashcard_tag;
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let in_list = matches!(flow.document.block(unit.block).kind, BlockKind::List { .. });
            match unit.kind {
                UnitKind::Line if unit.noise == Noise::None => {
                    line_cards(flow, at, &flow.piece(unit), tagged, &mut proposals);
                    proposals.extend(block_card(flow, at));
                }
                UnitKind::Block if in_list => {
                    for paragraph in item_paragraphs(flow, unit.block) {
                        line_cards(flow, at, &flow.document.piece(paragraph), tagged, &mut proposals);
                    }
                }
                _ => {}
            }
        }
        proposals
    }
}

/// A paragraph that ends with a line `?`, its back the blocks below it up to a blank line.
fn block_card(flow: &Flow<'_, '_>, at: usize) -> Option<Proposal> {
    let unit = &flow.units[at];
    let piece = flow.piece(unit);
    if !flow.document.slice(piece.span).trim_end().ends_with("\n?") {
        return None;
    }
    let lines = lines(flow, &piece, &SEPARATORS);
    let [.., question, _] = lines.as_slice() else { return None };
    let text = &flow.document.source.text;
    let follows =
        |next: &usize| !text[..flow.units[*next].span.start].trim_end_matches([' ', '\t']).ends_with("\n\n");
    let end = (at + 1..flow.units.len()).find(|next| !follows(next)).unwrap_or(flow.units.len());
    if end == at + 1 {
        return None;
    }
    let front = Piece { span: Span { start: piece.span.start, end: question.span.end }, ..piece }
        .with_role(Role::Title);
    let span = Span { start: unit.span.start, end: flow.units[end - 1].span.end };
    let kind = Reading::Whole { front: vec![front], back: flow.pieces(at + 1..end), span, gaps: None };
    Some(Proposal { unit: at, level: super::list_item::LEVEL, asks: 1.0, numbered: false, term: false, kind })
}

/// What stands between front and back.
const SEPARATORS: [&str; 2] = ["::", " >> "];
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

/// `id:: 64f0`, `collapsed:: true`: what note programs say about a block.
fn is_property(flow: &Flow<'_, '_>, line: &Line, separator: Span) -> bool {
    const KEYS: [&str; 10] =
        ["title", "tags", "public", "id", "collapsed", "alias", "icon", "type", "template", "status"];
    let key = flow.document.slice(Span { start: line.span.start, end: separator.start }).trim();
    KEYS.contains(&key) || (key.contains('-') && key.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

/// The first paragraphs of a list's items, nested ones included.
fn item_paragraphs(flow: &Flow<'_, '_>, list: BlockId) -> Vec<BlockId> {
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

fn line_cards(flow: &Flow<'_, '_>, at: usize, piece: &Piece, tagged: bool, proposals: &mut Vec<Proposal>) {
    let text = flow.document.slice(piece.span);
    if text.contains("{{c") {
        return;
    }
    let arrows = text.contains(" >> ");
    let dashes = !text.contains("::") && !arrows && is_list_of_terms(text);
    if !text.contains("::") && !text.contains("\n?") && !arrows && !dashes {
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
    if let Some(mark) = lines.iter().position(|line| line.is_question_mark)
        && let (Some(first), Some(last)) = (lines.first(), lines.last())
        && mark > 0
        && mark + 1 < lines.len()
    {
        let (above, below) = (&lines[mark - 1], &lines[mark + 1]);
        let front = part(first.span.start, above.span.end, first.events.start..above.events.end, Role::Title);
        let back =
            part(below.span.start, last.span.end, below.events.start..last.events.end, Role::Paragraph);
        push(1.0, false, front, back, piece.span);
        return;
    }
    for line in &lines {
        let Some(separator) = line.separator.filter(|&separator| !is_property(flow, line, separator)) else {
            continue;
        };
        let spaced = flow.document.slice(Span { start: separator.end, end: line.span.end }).starts_with(' ');
        let front = part(line.span.start, separator.start, line.events.clone(), Role::Title);
        let asks = super::asks::asks(flow.document.slice(front.span));
        let certainty = if dashes {
            0.0
        } else if tagged || asks {
            1.0
        } else if spaced {
            0.8
        } else {
            0.6
        };
        let back = part(separator.end, line.span.end, line.events.clone(), Role::Paragraph);
        push(certainty, dashes, front, back, line.span);
    }
}

fn lines(flow: &Flow<'_, '_>, piece: &Piece, separators: &[&str]) -> Vec<Line> {
    let mut lines = vec![];
    let mut line = Line::at(piece.span.start, piece.events.start);
    for (index, (event, range)) in piece.events.clone().zip(&flow.document.events[piece.events.clone()]) {
        match event {
            Event::SoftBreak | Event::HardBreak if range.start >= line.span.start => {
                lines.push(line.ending(flow, range.start, index));
                line = Line::at(range.end, index + 1);
            }
            // Code such as `std::vector` is another event; prose has the separator once.
            Event::Text(text) if line.separator.is_none() && text.len() == range.len() => {
                let found =
                    separators.iter().filter_map(|separator| Some((text.find(separator)?, separator.len())));
                if let Some((found, length)) = found.min() {
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
