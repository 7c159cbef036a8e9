//! Ids that authors give to questions: `{#id}` behind a heading, or a comment `<!-- id: … -->`.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::card::Card;
use crate::document::Document;

/// The id of each card, given in document order. A comment counts for the card that it stands in, or for the one that
/// begins right below its line.
pub fn ids(document: &Document<'_>, cards: &[&Card]) -> Vec<Option<String>> {
    let text = document.source.text.as_str();
    let mut ids: Vec<Option<String>> = cards.iter().map(|card| card.id.clone()).collect();
    // The ends that cards up to each one reach, which ascend as the starts do.
    let reach: Vec<usize> = cards
        .iter()
        .scan(0, |reach, card| {
            *reach = card.span.end.max(*reach);
            Some(*reach)
        })
        .collect();
    for (at, id) in comments(document) {
        let below = || {
            let line = text[at..].find('\n').map(|end| at + end + 1)?;
            let first = cards.partition_point(|card| card.span.start < line);
            cards.get(first).is_some_and(|card| card.span.start == line).then_some(first)
        };
        let around = || {
            let first = reach.partition_point(|&reach| reach <= at);
            cards.get(first).is_some_and(|card| card.span.start <= at).then_some(first)
        };
        if let Some(card) = below().or_else(around) {
            ids[card].get_or_insert(id);
        }
    }
    ids
}

/// The comments that give an id, with their places. What looks like one in code is none.
fn comments<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (usize, String)> + 'd {
    let text = document.source.text.as_str();
    let mut html: Vec<Range<usize>> = vec![];
    if text.contains("<!--") {
        let events =
            document.all_events().filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
        html.extend(events.map(|(_, range)| range));
    }
    text.match_indices("<!--").filter_map(move |(at, _)| {
        let (comment, _) = text[at + 4..].split_once("-->")?;
        let id = comment.trim().strip_prefix("id:")?.trim();
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let next = html.partition_point(|range| range.start <= at);
        let is_html = html[..next].last().is_some_and(|range| at < range.end);
        (is_html && !id.is_empty() && id.chars().all(allowed)).then(|| (at, id.to_string()))
    })
}
