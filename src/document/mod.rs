//! From text to a tree of blocks over one stream of Markdown events.
//!
//! The text is parsed once. Whatever is read or rendered later is a part of that stream, so that link and footnote
//! definitions stay known and every block has its place in the author's file.

mod blank_line;
mod block;
mod details;
mod fence;
mod html;
mod parser;
mod piece;
mod run_in;

use std::ops::Range;

use pulldown_cmark::Event;

pub use block::{Block, BlockId, BlockKind};
pub use html::{is_known_tag, strip_tags, tag_name};
pub use piece::{Piece, Role};

use crate::source::{Source, Span};

/// A parsed document: events with their byte ranges, and the blocks that they form.
#[derive(Debug)]
pub struct Document<'s> {
    pub source: &'s Source,
    pub events: Vec<(Event<'s>, Range<usize>)>,
    blocks: Vec<Block>,
}

/// Mends in the text what Markdown would misread: fences without an end, run-in lists, terms without a blank line, and
/// `<details>` that hide Markdown from the parser.
/// To be called once, before [`Document::parse`]; counted repairs are recorded in the source.
pub fn repair(source: &mut Source) {
    fence::close(source);
    run_in::repair(source);
    blank_line::add(source);
    details::isolate(source);
}

impl<'s> Document<'s> {
    /// Reads the text behind the front matter. Never fails: any text is a document.
    pub fn parse(source: &'s Source) -> Document<'s> {
        let events = parser::events(&source.text, source.body_start);
        let blocks = block::tree(&events, &source.text);
        Document { source, events, blocks }
    }

    pub fn block(&self, id: BlockId) -> &Block {
        &self.blocks[id.0]
    }

    /// The document's own blocks, in order.
    pub fn top(&self) -> &[BlockId] {
        &self.blocks[0].children
    }

    pub fn children(&self, id: BlockId) -> &[BlockId] {
        &self.block(id).children
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
