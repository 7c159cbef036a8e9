//! One question a file: the title in the front matter asks, or an entry named "question"; the document answers.

use super::asks::asks;
use super::body::{self, trim};
use super::flow::Flow;
use super::label::{LabelRole, role_of};
use super::{Accepted, Reading};
use crate::document::{BlockId, Piece, Role};
use crate::source::Span;

pub const NAME: &str = "front-matter";

/// The document as one card, if its title asks.
pub fn card(flow: &Flow<'_, '_>) -> Option<Accepted> {
    let source = flow.document.source;
    let head = &source.text[..source.body_start];
    let title = source.front_matter.title.as_deref().filter(|title| asks(title));
    let title = title.or_else(|| question(flow, head))?;
    let start = head.find(title)?;
    let units = trim(flow, 0..flow.units.len());
    if units.is_empty() {
        return None;
    }
    let span = Span { start, end: start + title.len() };
    let title = Piece { role: Role::Title, block: BlockId::ROOT, span, events: 0..0 };
    let body = body::split(flow, units.clone(), true);
    let front = std::iter::once(title).chain(body.front).collect();
    let kind = Reading::Whole {
        front,
        back: body.back,
        span: span.cover(flow.units[units.end - 1].span),
        gaps: None,
    };
    Some(Accepted { shape: NAME, units, kind })
}

/// The value of an entry such as `question: …`.
fn question<'t>(flow: &Flow<'_, '_>, head: &'t str) -> Option<&'t str> {
    head.lines().filter_map(|line| line.split_once(':')).find_map(|(key, value)| {
        let asks = key.trim().len() > 1
            && role_of(key, flow.hints).is_some_and(|(role, _)| role == LabelRole::Question);
        let value = value.trim().trim_matches(['"', '\'']);
        (asks && value.chars().any(char::is_alphanumeric)).then_some(value)
    })
}
