//! Pieces as HTML.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd, html::push_html};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::raw::{self, Raw};
use super::{Resolver, autolink, code, embed, hazard::defuse, math, sanitise::clean};
use crate::document::{Document, Piece, Role};
use crate::source::Span;

/// Where the HTML will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A field of a basic note.
    Basic,
    /// A field of a cloze note, where `{{c1::` is markup.
    Cloze,
    /// A deck's description, for which Anki takes no media.
    Description,
}

/// The HTML of a field: safe, and free of what Anki would take for its own markup. Footnotes that it cites are at its
/// end. `resolver` finds what the pieces name.
pub fn fields(
    document: &Document<'_>,
    pieces: &[Piece],
    style: Style,
    resolver: &mut Resolver<'_>,
) -> String {
    finish(&defuse(&unfinished(document, pieces, style, resolver), style))
}

/// The safe HTML of a field, formulas and hazards still as they are.
pub(super) fn unfinished(
    document: &Document<'_>,
    pieces: &[Piece],
    style: Style,
    resolver: &mut Resolver<'_>,
) -> String {
    let mut field =
        Field { text: &document.source.text, raw: Raw::default(), notes: vec![], diagrams: vec![] };
    let mut out = String::new();
    for piece in pieces {
        let events = field.events(document.clip(piece));
        let class = match piece.role {
            Role::Title => Some("title"),
            Role::Key => Some("answer-key"),
            _ => None,
        };
        match (piece.role, class) {
            (_, Some(class)) => {
                out.push_str(&format!("<div class=\"{class}\">"));
                push_html(&mut out, events);
                trim_end(&mut out);
                out.push_str("</div>\n");
            }
            (Role::Paragraph, _) => {
                out.push_str("<p>");
                push_html(&mut out, events);
                trim_end(&mut out);
                out.push_str("</p>\n");
            }
            (Role::Heading(level), _) => {
                out.push_str(&format!("<h{level}>"));
                push_html(&mut out, events);
                trim_end(&mut out);
                out.push_str(&format!("</h{level}>\n"));
            }
            (Role::Options, _) => {
                let mut list = String::new();
                push_html(&mut list, events.filter(|event| !matches!(event, Event::TaskListMarker(_))));
                out.push_str(&list.replacen("<ul", "<ul class=\"options\"", 1));
            }
            _ => {
                let mut block = String::new();
                push_html(&mut block, events);
                out.push_str(&block.replace("<li><input", "<li class=\"task\"><input"));
            }
        }
    }
    field.footnotes(document, &mut out);
    trim_end(&mut out);
    let out = if field.raw.used { clean(&out) } else { out };
    for (language, span) in &field.diagrams {
        resolver.diagram(document, language, *span);
    }
    resolver.html(document, out, &field.raw, style)
}

/// HTML as Anki keeps it, with its sounds.
pub(super) fn finish(html: &str) -> String {
    Resolver::sounds(kept(html).into_owned())
}

/// A text in NFC and without control characters, which Anki would change (contract rule 12).
pub(super) fn kept(text: &str) -> Cow<'_, str> {
    let text = if is_composed(text) { Cow::Borrowed(text) } else { text.nfc().collect() };
    let is_dropped = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(is_dropped) { text.replace(is_dropped, "").into() } else { text }
}

/// Whether a text surely is in NFC.
fn is_composed(text: &str) -> bool {
    // Below U+0300, with which combining marks begin, nothing composes.
    text.bytes().all(|byte| byte < 0xCC) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end().len());
}

/// What is known of a field while its pieces become HTML.
struct Field<'s> {
    /// The document's text.
    text: &'s str,
    raw: Raw,
    /// Footnotes in the order in which they are cited.
    notes: Vec<CowStr<'s>>,
    /// Diagrams that stay code, with their languages.
    diagrams: Vec<(String, Span)>,
}

impl<'s> Field<'s> {
    fn events<I: Iterator<Item = (Event<'s>, Range<usize>)>>(&mut self, inner: I) -> Events<'_, 's, I> {
        Events { field: self, inner: inner.peekable(), links: 0 }
    }

    /// The number of a footnote, from 1.
    fn number(&mut self, name: CowStr<'s>) -> usize {
        let known = self.notes.iter().position(|note| *note == name);
        1 + known.unwrap_or_else(|| {
            self.notes.push(name);
            self.notes.len() - 1
        })
    }

    /// What the footnotes say. One may cite another.
    fn footnotes(&mut self, document: &Document<'s>, out: &mut String) {
        let mut at = 0;
        while let Some(name) = self.notes.get(at).cloned() {
            out.push_str(if at == 0 { "<ol class=\"footnotes\">\n<li>" } else { "<li>" });
            let definition = document.footnote(&name);
            push_html(&mut *out, self.events(document.events(definition)));
            trim_end(out);
            out.push_str("</li>\n");
            at += 1;
        }
        if at > 0 {
            out.push_str("</ol>\n");
        }
    }
}

/// Events on their way to HTML: code is highlighted; formulas, addresses and raw tags are marked.
struct Events<'f, 's, I: Iterator> {
    field: &'f mut Field<'s>,
    inner: Peekable<I>,
    /// How many links and pictures are open.
    links: usize,
}

impl<'s, I: Iterator<Item = (Event<'s>, Range<usize>)>> Iterator for Events<'_, 's, I> {
    type Item = Event<'s>;

    fn next(&mut self) -> Option<Event<'s>> {
        let (event, range) = self.inner.next()?;
        Some(match event {
            Event::InlineHtml(html) => Event::InlineHtml(self.field.raw.tags(&html, range.start).into()),
            Event::Html(html) => Event::Html(self.field.raw.tags(&html, range.start).into()),
            Event::InlineMath(formula) => Event::InlineHtml(math::inline(&formula).into()),
            Event::DisplayMath(formula) => Event::InlineHtml(math::display(&formula).into()),
            Event::Text(text)
                if self.links == 0 && (autolink::is_likely(&text) || embed::is_likely(&text)) =>
            {
                let (text, range) = self.rest_of_text(text, range);
                Event::InlineHtml(embed::html(&text, &range, self.field.text).into())
            }
            Event::FootnoteReference(name) => {
                let number = self.field.number(name);
                Event::InlineHtml(format!("<sup class=\"footnote\">{number}</sup>").into())
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                self.skip_footnote();
                return self.next();
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => CowStr::Borrowed(""),
                };
                if let Some(language) = code::diagram(&info) {
                    self.field.diagrams.push((language, range.into()));
                }
                Event::Html(code::block(&info, &self.code()).into())
            }
            // The parser's classes for alerts and the like are its own; ids of headings would clash between cards.
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] })
            }
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                self.links += 1;
                raw::marked(tag, &range)
            }
            Event::End(tag @ (TagEnd::Link | TagEnd::Image)) => {
                self.links = self.links.saturating_sub(1);
                Event::End(tag)
            }
            event => event,
        })
    }
}

impl<'s, I: Iterator<Item = (Event<'s>, Range<usize>)>> Events<'_, 's, I> {
    /// The text up to the next other event: the parser cuts it at each character that might mean something.
    fn rest_of_text(&mut self, text: CowStr<'s>, mut range: Range<usize>) -> (String, Range<usize>) {
        let mut whole = text.into_string();
        while let Some((Event::Text(more), more_range)) =
            self.inner.next_if(|(event, _)| matches!(event, Event::Text(_)))
        {
            whole.push_str(&more);
            range.end = more_range.end;
        }
        (whole, range)
    }

    fn code(&mut self) -> String {
        let mut code = String::new();
        for (event, _) in self.inner.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        code
    }

    /// Footnotes are gathered at the end of the field that cites them, wherever they are defined.
    fn skip_footnote(&mut self) {
        let is_end =
            |(event, _): &(Event<'_>, Range<usize>)| matches!(event, Event::End(TagEnd::FootnoteDefinition));
        self.inner.by_ref().find(is_end);
    }
}
