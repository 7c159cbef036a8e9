//! Cards within a paragraph: `Front::Back` in a line, or front and back with a line `?` between them, as flashcard
//! plug-ins of note programs read them.

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
    let lines = lines(flow, &piece);
    let [.., question, mark] = lines.as_slice() else { return None };
    let text = &flow.document.source.text;
    let follows =
        |next: &usize| !text[flow.units[next - 1].span.end..flow.units[*next].span.start].contains("\n\n");
    let follows = |next: &usize| {
        follows(next) && !text[..flow.units[*next].span.start].trim_end_matches(' ').ends_with("\n\n")
    };
    let end = (at + 1..flow.units.len()).find(|next| !follows(next)).unwrap_or(flow.units.len());
    if !mark.is_question_mark || end == at + 1 {
        return None;
    }
    let front = Piece { span: Span { start: piece.span.start, end: question.span.end }, ..piece }
        .with_role(Role::Title);
    let span = Span { start: unit.span.start, end: flow.units[end - 1].span.end };
    let kind = Reading::Whole { front: vec![front], back: flow.pieces(at + 1..end), span, gaps: None };
    Some(Proposal { unit: at, level: super::list_item::LEVEL, asks: 1.0, numbered: false, term: false, kind })
}

fn item_paragraphs(flow: &Flow<'_, '_>, list: BlockId) -> Vec<BlockId> {
    let first = |item: &BlockId| flow.document.children(*item).first().copied();
    let paragraphs = flow.document.children(list).iter().filter_map(first);
    paragraphs.filter(|&child| flow.document.block(child).kind == BlockKind::Paragraph).collect()
}

/// One line of a paragraph: where it is, and what separates front from back in it.
struct Line {
    span: Span,
    /// The separator within the line.
    separator: Option<Span>,
    is_question_mark: bool,
}

fn line_cards(flow: &Flow<'_, '_>, at: usize, piece: &Piece, tagged: bool, proposals: &mut Vec<Proposal>) {
    let text = flow.document.slice(piece.span);
    if !text.contains("::") && !text.contains("\n?") {
        return;
    }
    let lines = lines(flow, piece);
    let part = |start: usize, end: usize, role: Role| {
        Piece { span: Span { start, end }, ..piece.clone() }.with_role(role)
    };
    let mut push = |asks: f32, front: Piece, back: Piece, span: Span| {
        let has_text = |piece: &Piece| flow.document.slice(piece.span).chars().any(char::is_alphanumeric);
        if has_text(&front) && has_text(&back) {
            let kind = Reading::Whole { front: vec![front], back: vec![back], span, gaps: None };
            let level = super::list_item::LEVEL;
            proposals.push(Proposal { unit: at, level, asks, numbered: false, term: false, kind });
        }
    };
    if let Some(mark) = lines.iter().position(|line| line.is_question_mark)
        && let (Some(first), Some(last)) = (lines.first(), lines.last())
        && mark > 0
        && mark + 1 < lines.len()
    {
        let front = part(first.span.start, lines[mark - 1].span.end, Role::Title);
        let back = part(lines[mark + 1].span.start, last.span.end, Role::Paragraph);
        push(1.0, front, back, piece.span);
        return;
    }
    for line in &lines {
        let Some(separator) = line.separator else { continue };
        let spaced = flow.document.slice(Span { start: separator.end, end: line.span.end }).starts_with(' ');
        let front = part(line.span.start, separator.start, Role::Title);
        let asks = super::asks::asks(flow.document.slice(front.span));
        let certainty = if tagged || asks {
            1.0
        } else if spaced {
            0.8
        } else {
            0.6
        };
        push(certainty, front, part(separator.end, line.span.end, Role::Paragraph), line.span);
    }
}

fn lines(flow: &Flow<'_, '_>, piece: &Piece) -> Vec<Line> {
    let mut lines = vec![];
    let mut line = Line {
        span: Span { start: piece.span.start, end: piece.span.start },
        separator: None,
        is_question_mark: false,
    };
    for (event, range) in flow.document.clip(piece) {
        match event {
            Event::SoftBreak | Event::HardBreak => {
                lines.push(finished(flow, &line, range.start));
                line = Line {
                    span: Span { start: range.end, end: range.end },
                    separator: None,
                    is_question_mark: false,
                };
            }
            // Code such as `std::vector` is another event; prose has the separator once.
            Event::Text(text) if line.separator.is_none() && text.len() == range.len() => {
                if let Some(found) = text.find("::") {
                    let length = if text[found..].starts_with(":::") { 3 } else { 2 };
                    line.separator =
                        Some(Span { start: range.start + found, end: range.start + found + length });
                }
            }
            _ => {}
        }
    }
    lines.push(finished(flow, &line, piece.span.end));
    lines
}

fn finished(flow: &Flow<'_, '_>, line: &Line, end: usize) -> Line {
    let span = Span { start: line.span.start, end };
    let is_question_mark = matches!(flow.document.slice(span).trim(), "?" | "??");
    Line { span, separator: line.separator, is_question_mark }
}
