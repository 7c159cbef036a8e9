//! Texts with gaps: `{{c1::…}}`, `C: The capital is [Paris]`, and `==…==` in documents that are tagged as flashcards.

use pulldown_cmark::Event;

use super::flow::{Flow, Noise, UnitKind};
use super::{Proposal, Reading, Shape};
use crate::card::Gaps;
use crate::document::{BlockKind, Piece, Role};

pub struct Cloze;

impl Shape for Cloze {
    fn name(&self) -> &'static str {
        "cloze"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate().filter(|(_, unit)| unit.noise == Noise::None) {
            if unit.kind == UnitKind::Line {
                let piece = flow.piece(unit);
                if let Some(start) = line_mark(&unit.line.text).filter(|_| has_gap(flow, at)) {
                    let piece = Piece {
                        span: crate::source::Span { start: unit.line.offset(start), end: piece.span.end },
                        ..piece
                    };
                    let kind = Reading::Opener {
                        title: vec![piece.with_role(Role::Paragraph)],
                        rest: None,
                        gaps: Some(Gaps::Brackets),
                    };
                    let level = super::labelled::LEVEL;
                    proposals.push(Proposal {
                        unit: at,
                        level,
                        asks: 1.0,
                        numbered: false,
                        term: false,
                        kind,
                    });
                } else if let Some(gaps) = gaps(flow, &piece) {
                    proposals.push(whole(at, piece, gaps));
                }
            } else if matches!(
                flow.document.block(unit.block).kind,
                BlockKind::List { .. } | BlockKind::Quote(_)
            ) {
                for &item in flow.document.children(unit.block) {
                    let piece = flow
                        .document
                        .children(item)
                        .first()
                        .map_or_else(|| flow.document.piece(item), |&child| flow.document.piece(child));
                    if let Some(gaps) = gaps(flow, &piece) {
                        proposals.push(whole(at, piece, gaps));
                    }
                }
            }
        }
        proposals
    }
}

/// Whether a gap stands in the line or in the block below it.
fn has_gap(flow: &Flow<'_, '_>, at: usize) -> bool {
    let below = flow.units.get(at + 1).filter(|unit| unit.kind == UnitKind::Block);
    let spans = [Some(flow.units[at].span), below.map(|unit| unit.span)];
    let closes = |rest: &str| rest.find(']').is_some_and(|at| at > 0);
    spans.into_iter().flatten().any(|span| flow.document.slice(span).split('[').skip(1).any(closes))
}

/// Where the text begins behind `C:`.
fn line_mark(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("C:").or_else(|| text.strip_prefix("c:"))?;
    Some(text.len() - rest.trim_start().len())
}

fn whole(unit: usize, piece: Piece, gaps: Gaps) -> Proposal {
    let span = piece.span;
    let kind = Reading::Whole { front: vec![piece], back: vec![], span, gaps: Some(gaps) };
    Proposal { unit, level: super::list_item::LEVEL, asks: 1.0, numbered: false, term: false, kind }
}

/// The gaps that a paragraph's text has outside code.
fn gaps(flow: &Flow<'_, '_>, piece: &Piece) -> Option<Gaps> {
    let text = flow.document.slice(piece.span);
    if text.contains("STARTI [") {
        return None;
    }
    let may_have_gaps = text.contains("{{c") || (flow.has_flashcard_tag && text.contains("=="));
    if !may_have_gaps {
        return None;
    }
    let prose: String = flow
        .document
        .clip(piece)
        .filter_map(|(event, _)| if let Event::Text(text) = event { Some(text.to_string()) } else { None })
        .collect();
    let anki = prose.split("{{c").skip(1).any(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with("::") && rest.contains("}}")
    });
    let highlighted = flow.has_flashcard_tag && prose.matches("==").count() >= 2;
    if anki { Some(Gaps::Anki) } else { highlighted.then_some(Gaps::Highlight) }
}
