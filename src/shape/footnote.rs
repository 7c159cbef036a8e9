//! Answers in footnotes: `Why does it rain?[^1]` here, `[^1]: Warm air rises …` there.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use super::flow::Flow;
use crate::card::Card;
use crate::document::{BlockKind, Piece};
use crate::source::Span;

/// Takes from open questions those that footnotes answer, with their answers; none where only a few end with one.
pub fn answered(flow: &Flow<'_, '_>, open: &mut Vec<Card>) -> Vec<Card> {
    const FEWEST: usize = 3;
    let count = open.iter().filter(|card| reference(flow, card).is_some()).count();
    if count < FEWEST {
        return vec![];
    }
    let footnotes = footnotes(flow);
    let mut cards: Vec<Card> = open
        .extract_if(.., |card| reference(flow, card).is_some_and(|(name, _)| footnotes.contains_key(&name)))
        .collect();
    for card in &mut cards {
        let Some((name, start)) = reference(flow, card) else { continue };
        card.back.clone_from(&footnotes[&name]);
        if let Some(piece) = card.front.last_mut() {
            piece.span.end = start;
        }
    }
    cards
}

/// The name of the footnote that is the last thing on a front, and where it stands.
fn reference(flow: &Flow<'_, '_>, card: &Card) -> Option<(String, usize)> {
    let piece = card.front.last()?;
    let events = flow.document.events(piece.events.clone());
    let said = events.filter(|(event, range)| range.end <= piece.span.end && !matches!(event, Event::End(_)));
    match said.last()? {
        (Event::FootnoteReference(name), range) => {
            let asked = Span { start: piece.span.start, end: range.start.max(piece.span.start) };
            let asks = flow.document.slice(asked).contains(char::is_alphanumeric);
            asks.then(|| (name.to_string(), range.start))
        }
        _ => None,
    }
}

/// What each footnote says.
fn footnotes(flow: &Flow<'_, '_>) -> HashMap<String, Vec<Piece>> {
    let document = flow.document;
    let mut footnotes = HashMap::new();
    for block in document.blocks().filter(|block| block.kind == BlockKind::Footnote) {
        if let Some((Event::Start(Tag::FootnoteDefinition(name)), _)) =
            document.events(block.events.clone()).next()
        {
            let pieces = block.children.iter().map(|&child| document.piece(child)).collect();
            footnotes.entry(name.to_string()).or_insert(pieces);
        }
    }
    footnotes
}
