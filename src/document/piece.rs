//! A part of the document that stands on a card, and its plain text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{BlockId, BlockKind, Document, is_known_tag, strip_tags};
use crate::source::Span;

/// A part of the event stream. Shapes cut documents into pieces, renderers turn pieces into HTML or text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub role: Role,
    pub block: BlockId,
    /// The part of the text that is meant; inside a paragraph it may be less than `events` covers.
    pub span: Span,
    pub events: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Inline content that names the question.
    Title,
    /// Inline content that forms a paragraph.
    Paragraph,
    /// Inline content that forms a heading of this level, 1 to 6, within the question or the answer.
    Heading(u8),
    /// A whole block.
    Block,
    /// The options of a multiple-choice question: a list whose marks must not give the answer away.
    Options,
    /// The right option, as the author wrote it.
    Key,
}

impl Piece {
    pub fn with_role(mut self, role: Role) -> Piece {
        self.role = role;
        self
    }
}

impl<'s> Document<'s> {
    /// The block as a piece: paragraphs and headings by their inline content, all others whole.
    pub fn piece(&self, id: BlockId) -> Piece {
        let block = self.block(id);
        let role = match block.kind {
            BlockKind::Paragraph | BlockKind::DefinitionTitle => Role::Paragraph,
            BlockKind::Heading(level) => Role::Heading(level),
            _ => Role::Block,
        };
        Piece { role, block: id, span: block.span, events: block.events.clone() }
    }

    /// The events of a piece, without the tags of the paragraph or heading around it, text cut to the span.
    pub fn clip(&self, piece: &Piece) -> impl Iterator<Item = (Event<'s>, Range<usize>)> + use<'_, 's> {
        let span = piece.span;
        // Text of the front matter, which is no Markdown.
        let plain = piece.events.is_empty().then(|| (Event::Text(self.slice(span).into()), span.range()));
        let whole = matches!(piece.role, Role::Block | Role::Options);
        let is_options = piece.role == Role::Options;
        let tells = |event: &Event<'_>| {
            matches!(event, Event::TaskListMarker(_) | Event::Start(Tag::Strong) | Event::End(TagEnd::Strong))
        };
        let events = self.events(piece.events.clone()).filter_map(move |(event, range)| {
            if is_options && tells(&event) {
                return None;
            }
            if let Event::Text(text) = &event
                && is_options
            {
                let plain = text.replace(['✅', '✔', '☑', '✓', '❌', '✗', '✘'], "");
                return Some((Event::Text(plain.into()), range));
            }
            if whole {
                return Some((event, range));
            }
            if range.start >= span.end || range.end <= span.start {
                return None;
            }
            match event {
                Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock | Tag::Item)
                | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock | TagEnd::Item)
                | Event::Start(Tag::DefinitionListTitle | Tag::TableCell)
                | Event::End(TagEnd::DefinitionListTitle | TagEnd::TableCell)
                | Event::TaskListMarker(_) => None,
                Event::Text(text) => Some((Event::Text(cut_text(text, &range, span)?), range)),
                Event::Html(text) => Some((Event::Html(cut_text(text, &range, span)?), range)),
                event => Some((event, range)),
            }
        });
        plain.into_iter().chain(events)
    }

    /// Plain text of pieces: code and line ends kept, no HTML.
    pub fn plain(&self, pieces: &[Piece]) -> String {
        let mut text = PlainText::default();
        for piece in pieces {
            text.block();
            if piece.role == Role::Options {
                text.hide_marks = true;
            }
            for (event, _) in self.clip(piece) {
                text.event(&event);
            }
            text.hide_marks = false;
        }
        text.finish()
    }

    /// Plain text of one block in one line: what a heading or a label says.
    pub fn line_text(&self, piece: &Piece) -> String {
        let text = self.plain(std::slice::from_ref(piece));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The part of an event's text that lies in `span`. Text that differs from its source (an entity) is kept or dropped whole.
fn cut_text<'s>(text: CowStr<'s>, range: &Range<usize>, span: Span) -> Option<CowStr<'s>> {
    if (range.start >= span.start && range.end <= span.end) || text.len() != range.len() {
        return Some(text);
    }
    let from = span.start.saturating_sub(range.start);
    let to = text.len() - range.end.saturating_sub(span.end);
    let part = text.get(from..to)?;
    (!part.is_empty()).then(|| CowStr::from(part.to_string()))
}

/// Gathers events as plain text.
#[derive(Default)]
struct PlainText {
    out: String,
    /// Next numbers of the open lists; none for bullets.
    lists: Vec<Option<u64>>,
    hide_marks: bool,
    cell: usize,
}

impl PlainText {
    fn block(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.out.push_str(text),
            Event::Code(text) => self.out.push_str(text),
            Event::InlineMath(formula) => self.out.push_str(&format!("${formula}$")),
            Event::DisplayMath(formula) => self.out.push_str(&format!("$${formula}$$")),
            Event::SoftBreak | Event::HardBreak => self.out.push('\n'),
            Event::Html(html) => self.html(html),
            Event::InlineHtml(html) if is_known_tag(html) => self.html(html),
            Event::InlineHtml(text) => self.out.push_str(text),
            Event::FootnoteReference(name) => {
                self.out.push_str("[^");
                self.out.push_str(name);
                self.out.push(']');
            }
            Event::TaskListMarker(_) if self.hide_marks => {}
            Event::TaskListMarker(checked) => self.out.push_str(if *checked { "[x] " } else { "[ ] " }),
            Event::Rule => {
                self.block();
                self.out.push_str("---\n");
            }
        }
    }

    fn html(&mut self, html: &str) {
        let text = strip_tags(html);
        self.out.push_str(&html_escape::decode_html_entities(&text));
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::HtmlBlock
                if !self.out.ends_with("- ") && !self.out.ends_with(". ") =>
            {
                self.block();
            }
            Tag::CodeBlock(_) => {
                self.block();
            }
            Tag::List(start) => {
                self.block();
                self.lists.push(*start);
            }
            Tag::Item => {
                self.block();
                let depth = self.lists.len().saturating_sub(1).min(20);
                self.out.extend(std::iter::repeat_n("  ", depth));
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.out.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => self.out.push_str("- "),
                }
            }
            Tag::TableHead | Tag::TableRow => {
                self.block();
                self.cell = 0;
            }
            Tag::TableCell => {
                if self.cell > 0 {
                    self.out.push_str(" | ");
                }
                self.cell += 1;
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
                self.block();
            }
            TagEnd::CodeBlock => {
                self.block();
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => {
                self.block()
            }
            _ => {}
        }
    }

    fn finish(self) -> String {
        self.out.trim_matches('\n').trim_end().to_string()
    }
}
