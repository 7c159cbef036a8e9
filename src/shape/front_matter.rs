//! One question a file: the title in the front matter asks, the document answers.

use super::asks::asks;
use super::body::{self, trim};
use super::flow::Flow;
use super::{Accepted, Reading};
use crate::document::{BlockId, Piece, Role};
use crate::source::Span;

pub const NAME: &str = "front-matter";

/// The document as one card, if its title asks.
pub fn card(flow: &Flow<'_, '_>) -> Option<Accepted> {
    let source = flow.document.source;
    let title = source.front_matter.title.as_deref().filter(|title| asks(title))?;
    let start = source.text[..source.body_start].find(title)?;
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
