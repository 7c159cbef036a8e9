//! Pieces as HTML.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd, html::push_html};
use unicode_normalization::UnicodeNormalization;

use super::{autolink, code, hazard::defuse, math, sanitise::clean};
use crate::document::{Document, Piece, Role, is_known_tag};

/// Where the HTML will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A field of a basic note.
    Basic,
    /// A field of a cloze note, where `{{c1::` is markup.
    Cloze,
}

/// The HTML of a field: safe, and free of what Anki would take for its own markup. Footnotes that it cites are at its
/// end.
pub fn fields(document: &Document<'_>, pieces: &[Piece], style: Style) -> String {
    finish(&defuse(&unfinished(document, pieces), style))
}

/// The safe HTML of a field, formulas and hazards still as they are.
pub(super) fn unfinished(document: &Document<'_>, pieces: &[Piece]) -> String {
    let mut field = Field { raw: false, notes: vec![] };
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
    if field.raw { clean(&out) } else { out }
}

/// The text in NFC and without control characters, which Anki would change (contract rule 12).
pub(super) fn finish(html: &str) -> String {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    if html.is_ascii() { html.chars().filter(kept).collect() } else { html.nfc().filter(kept).collect() }
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end().len());
}

/// What is known of a field while its pieces become HTML.
struct Field<'s> {
    /// Raw HTML came through, which then must be cleaned.
    raw: bool,
    /// Footnotes in the order in which they are cited.
    notes: Vec<CowStr<'s>>,
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
            let events = document.events[definition].iter().cloned();
            push_html(&mut *out, self.events(events));
            trim_end(out);
            out.push_str("</li>\n");
            at += 1;
        }
        if at > 0 {
            out.push_str("</ol>\n");
        }
    }
}

/// Events on their way to HTML: code is highlighted, formulas and addresses are marked, and what only looks like a tag
/// becomes text again.
struct Events<'f, 's, I: Iterator> {
    field: &'f mut Field<'s>,
    inner: Peekable<I>,
    /// How many links and pictures are open.
    links: usize,
}

impl<'s, I: Iterator<Item = (Event<'s>, Range<usize>)>> Iterator for Events<'_, 's, I> {
    type Item = Event<'s>;

    fn next(&mut self) -> Option<Event<'s>> {
        let (event, _) = self.inner.next()?;
        Some(match event {
            Event::InlineHtml(html) if is_known_tag(&html) => {
                self.field.raw = true;
                Event::InlineHtml(html)
            }
            Event::InlineHtml(text) => Event::Text(text),
            Event::Html(html) => {
                self.field.raw = true;
                Event::Html(escape_unknown_tags(html))
            }
            Event::InlineMath(formula) => Event::InlineHtml(math::inline(&formula).into()),
            Event::DisplayMath(formula) => Event::InlineHtml(math::display(&formula).into()),
            Event::Text(text) if self.links == 0 && autolink::is_likely(&text) => {
                Event::InlineHtml(autolink::html(&self.rest_of_text(text)).into())
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
                Event::Html(code::block(&info, &self.code()).into())
            }
            // The parser's classes for alerts and the like are its own; ids of headings would clash between cards.
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] })
            }
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                self.links += 1;
                Event::Start(tag)
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
    fn rest_of_text(&mut self, text: CowStr<'s>) -> CowStr<'s> {
        let mut whole = text;
        while let Some((Event::Text(more), _)) =
            self.inner.next_if(|(event, _)| matches!(event, Event::Text(_)))
        {
            whole = format!("{whole}{more}").into();
        }
        whole
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

/// Escapes every `<` that begins no tag of HTML.
fn escape_unknown_tags(html: CowStr<'_>) -> CowStr<'_> {
    if html.match_indices('<').all(|(at, _)| is_known_tag(&html[at..])) {
        return html;
    }
    let mut out = String::with_capacity(html.len() + 16);
    let mut rest = &*html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push_str(if is_known_tag(&rest[at..]) { "<" } else { "&lt;" });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.into()
}
