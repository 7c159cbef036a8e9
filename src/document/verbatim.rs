//! Code and raw HTML: what repairs of the text leave as it is.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::parser;
use crate::source::{Edit, Source};

/// Blocks of a text that are read as they stand, in order.
pub struct Verbatim(Vec<Range<usize>>);

impl Verbatim {
    /// Code and raw HTML.
    pub fn of(source: &Source) -> Verbatim {
        let events = parser::events(&source.text, source.body_start);
        Verbatim::among(events, |tag| matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock))
    }

    /// Code and raw HTML, with dollars as text.
    pub fn without_math(source: &Source) -> Verbatim {
        let events = parser::events_without_math(&source.text, source.body_start);
        Verbatim::among(events, |tag| matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock))
    }

    /// Code alone.
    pub fn code(source: &Source) -> Verbatim {
        let events = parser::events(&source.text, source.body_start);
        Verbatim::among(events, |tag| matches!(tag, Tag::CodeBlock(_)))
    }

    fn among<'t>(
        events: impl Iterator<Item = (Event<'t>, Range<usize>)>,
        is_verbatim: impl Fn(&Tag) -> bool,
    ) -> Verbatim {
        let block = |(event, range)| matches!(event, Event::Start(tag) if is_verbatim(&tag)).then_some(range);
        Verbatim(events.filter_map(block).collect())
    }

    pub fn holds(&self, at: usize) -> bool {
        let next = self.0.partition_point(|range| range.end <= at);
        self.0.get(next).is_some_and(|range| range.contains(&at))
    }
}

/// Makes the edits that change neither code nor raw HTML.
pub fn patch_prose(source: &mut Source, mut edits: Vec<Edit>) {
    if edits.is_empty() {
        return;
    }
    let verbatim = Verbatim::of(source);
    edits.retain(|edit| !verbatim.holds(edit.span.start));
    source.patch(edits);
}
