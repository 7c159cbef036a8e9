//! From text to a tree of blocks over one stream of Markdown events.
//!
//! The text is parsed once. Whatever is read or rendered later is a part of that stream, so that link and footnote
//! definitions stay known and every block has its place in the author's file.

mod attribute;
mod blank_line;
mod block;
mod callout;
mod colon;
mod details;
mod emoji;
mod fence;
mod html;
mod indent;
mod math;
mod note_block;
mod parser;
mod piece;
mod property;
mod run_in;
mod stream;
mod tag;
mod verbatim;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

pub use block::{Block, BlockId, BlockKind};
pub use html::strip_tags;
pub use piece::{Piece, Role};
pub use property::is_property;
pub use stream::LONGEST;
use stream::Stream;
pub use tag::{is_known_tag, tag_name};

use crate::source::{Source, Span};

/// A parsed document: events with their byte ranges, and the blocks that they form.
#[derive(Debug)]
pub struct Document<'s> {
    pub source: &'s Source,
    events: Stream<'s>,
    blocks: Vec<Block>,
    /// The events of each footnote's definition, by its name.
    footnotes: HashMap<CowStr<'s>, Range<usize>>,
}

/// Mends in the text what Markdown would misread: fences without an end, run-in lists, content of list items that stands
/// too far left, lines that begin with an emoji, terms without a blank line, notes between `START` and `END`,
/// `<details>` that hide Markdown from the parser, and dollars that mean money; properties of note programs and attributes
/// of converters go, short names of emoji become emoji, callouts become alerts.
/// To be called once, before [`Document::parse`]; counted repairs are recorded in the source.
pub fn repair(source: &mut Source) {
    fence::close(source);
    property::remove(source);
    attribute::remove(source);
    note_block::separate(source);
    run_in::repair(source);
    indent::deepen(source);
    colon::escape(source);
    blank_line::add(source);
    details::isolate(source);
    callout::adapt(source);
    math::mark(source);
    emoji::replace(source);
}

impl<'s> Document<'s> {
    /// Reads the text behind the front matter. Never fails: any text is a document.
    ///
    /// # Panics
    /// If the text is longer than [`LONGEST`].
    pub fn parse(source: &'s Source) -> Document<'s> {
        let mut events = Stream::new(&source.text, parser::events(&source.text, source.body_start));
        html::brackets_as_text(&mut events, &source.text);
        let blocks = block::tree(&events, &source.text);
        let footnotes = footnotes(&events);
        Document { source, events, blocks, footnotes }
    }

    /// The events with these numbers, each with its byte range.
    pub fn events(
        &self,
        events: Range<usize>,
    ) -> impl Iterator<Item = (Event<'s>, Range<usize>)> + use<'_, 's> {
        self.events.iter(events)
    }

    /// All events in order.
    pub fn all_events(&self) -> impl Iterator<Item = (Event<'s>, Range<usize>)> + use<'_, 's> {
        self.events.iter(0..self.events.len())
    }

    /// The events of what a footnote says; none if there is no footnote of that name.
    pub fn footnote(&self, name: &str) -> Range<usize> {
        self.footnotes.get(name).cloned().unwrap_or(0..0)
    }

    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0 as usize]
    }

    /// All blocks, each before those in it.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter()
    }

    /// The document's own blocks, in order.
    pub fn top(&self) -> &[BlockId] {
        &self.blocks[0].children
    }

    pub fn children(&self, id: BlockId) -> &[BlockId] {
        &self.block(id).children
    }

    /// All headings in order: their spans and plain text.
    pub fn headings(&self) -> impl Iterator<Item = (Span, String)> {
        let heading = |(id, block): (u32, &Block)| {
            let is_heading = matches!(block.kind, BlockKind::Heading(_));
            is_heading.then(|| (block.span, self.line_text(&self.piece(BlockId(id)))))
        };
        (0..).zip(&self.blocks).filter_map(heading)
    }

    /// The author's text of a span.
    pub fn slice(&self, span: Span) -> &'s str {
        &self.source.text[span.start..span.end]
    }

    /// 1-based line in the author's file.
    pub fn line(&self, offset: usize) -> usize {
        self.source.position(offset).line
    }
}

/// The first definition of each footnote counts.
fn footnotes<'s>(events: &Stream<'s>) -> HashMap<CowStr<'s>, Range<usize>> {
    let mut footnotes = HashMap::new();
    if !events.has_footnotes() {
        return footnotes;
    }
    let mut open = None;
    for (at, (event, _)) in events.iter(0..events.len()).enumerate() {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => open = Some((name, at + 1)),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((name, start)) = open.take() {
                    footnotes.entry(name).or_insert(start..at);
                }
            }
            _ => {}
        }
    }
    footnotes
}
