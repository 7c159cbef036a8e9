//! The tree of blocks over the event stream.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::html;
use super::stream::Stream;
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(pub(super) u32);

impl BlockId {
    /// The block that holds the whole document.
    pub const ROOT: BlockId = BlockId(0);
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    Root,
    /// Level 1 to 6; also HTML's `<h1>` to `<h6>`.
    Heading(u8),
    Paragraph,
    List {
        ordered: bool,
    },
    /// `task` is the state of a `[x]` box.
    Item {
        task: Option<bool>,
    },
    Code,
    Quote(Option<BlockQuoteKind>),
    Table,
    TableHead,
    TableRow,
    TableCell,
    Rule,
    Html,
    /// `<details>`; its first child is the [`BlockKind::Summary`] if it has one.
    Details,
    Summary,
    DefinitionList,
    DefinitionTitle,
    Definition,
    Footnote,
}

/// One block. Tight list items and table cells hold their text in a [`BlockKind::Paragraph`] like all others.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
    /// The block's events, with its own start and end where it has them.
    pub events: Range<usize>,
    pub children: Vec<BlockId>,
}

/// Builds the tree; the first block is the root.
pub fn tree(events: &Stream<'_>, text: &str) -> Vec<Block> {
    let mut builder = Builder { blocks: vec![], open: vec![], inline: None };
    builder.open(BlockKind::Root, 0..text.len(), 0);
    let mut nested = 0usize; // inline tags open inside the current paragraph
    for (index, (event, range)) in events.iter(0..events.len()).enumerate() {
        match event {
            Event::Start(tag) => match container(&tag) {
                Some(kind) if nested == 0 => builder.open(kind, from_own_line(&range, text), index),
                _ => {
                    nested += 1;
                    builder.inline(range, index);
                }
            },
            Event::End(end) => {
                if nested > 0 {
                    nested -= 1;
                    builder.inline(range, index);
                } else {
                    debug_assert!(!matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link));
                    builder.close(index + 1);
                }
            }
            Event::Rule => builder.leaf(BlockKind::Rule, range, index),
            Event::TaskListMarker(checked) => builder.task(checked),
            _ => builder.inline(range, index),
        }
    }
    builder.close(events.len());
    let mut blocks = builder.blocks;
    html::headings(&mut blocks, text);
    html::details(&mut blocks, text);
    blocks.shrink_to_fit();
    blocks
}

/// Below a heading in an item the parser lets lists that tabs indent begin at the end of the line above.
fn from_own_line(range: &Range<usize>, text: &str) -> Range<usize> {
    let above = text[range.clone()].bytes().take_while(|&byte| byte == b'\n').count();
    range.start + above..range.end
}

fn container(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
        Tag::BlockQuote(kind) => BlockKind::Quote(*kind),
        Tag::CodeBlock(_) => BlockKind::Code,
        Tag::HtmlBlock => BlockKind::Html,
        Tag::List(start) => BlockKind::List { ordered: start.is_some() },
        Tag::Item => BlockKind::Item { task: None },
        Tag::FootnoteDefinition(_) => BlockKind::Footnote,
        Tag::DefinitionList => BlockKind::DefinitionList,
        Tag::DefinitionListTitle => BlockKind::DefinitionTitle,
        Tag::DefinitionListDefinition => BlockKind::Definition,
        Tag::Table(_) => BlockKind::Table,
        Tag::TableHead => BlockKind::TableHead,
        Tag::TableRow => BlockKind::TableRow,
        Tag::TableCell => BlockKind::TableCell,
        _ => return None,
    })
}

struct Builder {
    blocks: Vec<Block>,
    open: Vec<usize>,
    /// The paragraph that loose inline events of the innermost block are gathered in.
    inline: Option<usize>,
}

impl Builder {
    fn add(&mut self, kind: BlockKind, range: Range<usize>, events: Range<usize>) -> usize {
        let id = self.blocks.len();
        let span = Span { start: range.start, end: range.end };
        self.blocks.push(Block { kind, span, events, children: vec![] });
        if let Some(&parent) = self.open.last() {
            self.blocks[parent].children.push(BlockId(id as u32));
        }
        id
    }

    fn open(&mut self, kind: BlockKind, range: Range<usize>, event: usize) {
        self.inline = None;
        let id = self.add(kind, range, event..event);
        self.open.push(id);
    }

    fn close(&mut self, end: usize) {
        self.inline = None;
        if let Some(id) = self.open.pop() {
            self.blocks[id].events.end = end;
        }
    }

    fn leaf(&mut self, kind: BlockKind, range: Range<usize>, event: usize) {
        self.inline = None;
        self.add(kind, range, event..event + 1);
    }

    fn inline(&mut self, range: Range<usize>, event: usize) {
        let Some(&parent) = self.open.last() else { return };
        let bare = matches!(
            self.blocks[parent].kind,
            BlockKind::Item { .. }
                | BlockKind::TableCell
                | BlockKind::Definition
                | BlockKind::Root
                | BlockKind::Quote(_)
                | BlockKind::Footnote
        );
        if !bare {
            return;
        }
        match self.inline {
            Some(id) => {
                let block = &mut self.blocks[id];
                block.span.end = block.span.end.max(range.end);
                block.events.end = event + 1;
            }
            None => self.inline = Some(self.add(BlockKind::Paragraph, range, event..event + 1)),
        }
    }

    fn task(&mut self, checked: bool) {
        for &id in self.open.iter().rev() {
            if let BlockKind::Item { task } = &mut self.blocks[id].kind {
                *task = Some(checked);
                return;
            }
        }
    }
}
