//! Terms in bold that begin a paragraph with their meaning: `**Epoch** – one pass over the data.`

use super::flow::{Flow, Noise, UnitKind};
use super::label::LabelRole;
use super::line::Line;
use super::{Proposal, Reading, Shape, labelled};
use crate::document::{Piece, Role};
use crate::source::Span;

pub struct Term;

pub const NAME: &str = "term";

impl Shape for Term {
    fn name(&self) -> &'static str {
        NAME
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let mut proposals = vec![];
        for (at, unit) in flow.units.iter().enumerate() {
            let is_line = unit.kind == UnitKind::Line && unit.noise == Noise::None;
            // "Attention" may be a term, "Answer" is none.
            let labels =
                matches!(unit.role(), Some(LabelRole::Question | LabelRole::Answer | LabelRole::Key));
            if !is_line || labels || unit.asks {
                continue;
            }
            let Some((end, start)) = end(&unit.line) else { continue };
            let piece = flow.piece(unit);
            let title = Span { start: piece.span.start, end: unit.line.offset_before(end) };
            let rest = Span { start: unit.line.offset(start), end: piece.span.end };
            let title = Piece { span: title, ..piece.clone() }.with_role(Role::Title);
            let kind =
                Reading::Opener { title: vec![title], rest: Some(Piece { span: rest, ..piece }), gaps: None };
            let level = labelled::LEVEL;
            proposals.push(Proposal { unit: at, level, asks: 0.0, numbered: false, term: true, kind });
        }
        proposals
    }
}

/// Where a bold term ends, and where its meaning begins, behind a colon or dash: `**Bagging** (an ensemble): …`,
/// `**agenda** ★ – …`, `**house** *n.* – …`.
pub fn end(line: &Line) -> Option<(usize, usize)> {
    let strong = line.strong_end();
    if strong == 0 || line.all_strong {
        return None;
    }
    let inner = line.text[..strong].trim_end();
    let rest = &line.text[strong..];
    let (told, aside) = asides(rest);
    let behind = &rest[aside..];
    let separators = [':', '：', '-', '–', '—', '='];
    let meaning = behind.trim_start_matches(|c: char| c.is_whitespace() || separators.contains(&c));
    let start = line.text.len() - meaning.len();
    if behind.trim_start().starts_with(separators) {
        Some((if told > 0 { strong + told } else { inner.trim_end_matches([':', '：']).len() }, start))
    } else if aside == 0 && inner.ends_with([':', '：']) {
        Some((inner.trim_end_matches([':', '：']).len(), start))
    } else {
        None
    }
}

/// Bytes of what stands between a term and its dash: an aside, how the word is spoken or used, signs: `(an ensemble)`,
/// `[haʊs]`, `m. pl.`, `★`. The first number is without signs at the end, which say nothing of the term.
fn asides(text: &str) -> (usize, usize) {
    /// Letters of the longest abbreviation.
    const LONGEST: usize = 5;
    let (mut told, mut at) = (0, 0);
    loop {
        let rest = text[at..].trim_start();
        let start = text.len() - rest.len();
        let closing = match rest.chars().next() {
            Some('(') => rest.find(')'),
            Some('[') => rest.find(']'),
            Some('/') => rest[1..].find('/').map(|end| end + 1),
            _ => None,
        };
        let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_sign = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !"：–—".contains(c);
        let end = match closing {
            Some(end) => end + 1,
            None if !word.is_empty() && word.chars().all(is_sign) => {
                at = start + word.len();
                continue;
            }
            None if (1..=LONGEST).contains(&letters) && word.ends_with('.') => word.len(),
            None => return (told, at),
        };
        at = start + end;
        told = at;
    }
}
