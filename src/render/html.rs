//! Pieces as HTML.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html::push_html};

use super::{hazard::defuse, sanitise::clean};
use crate::document::{Document, Piece, Role, is_known_tag};

/// Where the HTML will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A field of a basic note.
    Basic,
    /// A field of a cloze note, where `{{c1::` is markup.
    Cloze,
}

/// The HTML of a field: safe, and free of what Anki would take for its own markup.
pub fn fields(document: &Document<'_>, pieces: &[Piece], style: Style) -> String {
    let mut out = String::new();
    let mut raw = false;
    for piece in pieces {
        let mut events = Events { raw: &mut raw, inner: document.clip(piece) };
        let class = match piece.role {
            Role::Title => Some("title"),
            Role::Key => Some("answer-key"),
            _ => None,
        };
        match (piece.role, class) {
            (_, Some(class)) => {
                out.push_str(&format!("<div class=\"{class}\">"));
                push_html(&mut out, &mut events);
                trim_end(&mut out);
                out.push_str("</div>\n");
            }
            (Role::Paragraph, _) => {
                out.push_str("<p>");
                push_html(&mut out, &mut events);
                trim_end(&mut out);
                out.push_str("</p>\n");
            }
            (Role::Options, _) => {
                let mut list = String::new();
                push_html(&mut list, events.filter(|event| !matches!(event, Event::TaskListMarker(_))));
                out.push_str(&list.replacen("<ul", "<ul class=\"options\"", 1));
            }
            _ => {
                let mut block = String::new();
                push_html(&mut block, &mut events);
                out.push_str(&block.replace("<li><input", "<li class=\"task\"><input"));
            }
        }
    }
    trim_end(&mut out);
    let out = if raw { clean(&out) } else { out };
    plain_characters(&defuse(&out, style))
}

/// The text in NFC and without control characters, which Anki would change (contract rule 12).
fn plain_characters(html: &str) -> String {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    if html.is_ascii() { html.chars().filter(kept).collect() } else { html.nfc().filter(kept).collect() }
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end().len());
}

/// Events on their way to HTML: what only looks like a tag becomes text again.
struct Events<'r, I> {
    /// Set when raw HTML came through, which then must be cleaned.
    raw: &'r mut bool,
    inner: I,
}

impl<'s, I: Iterator<Item = (Event<'s>, Range<usize>)>> Iterator for Events<'_, I> {
    type Item = Event<'s>;

    fn next(&mut self) -> Option<Event<'s>> {
        let (event, _) = self.inner.next()?;
        Some(match event {
            Event::InlineHtml(html) if is_known_tag(&html) => {
                *self.raw = true;
                Event::InlineHtml(html)
            }
            Event::InlineHtml(text) => Event::Text(text),
            Event::Html(html) => {
                *self.raw = true;
                Event::Html(escape_unknown_tags(html))
            }
            // The parser's classes for alerts and the like are its own; ids of headings would clash between cards.
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(level)),
            event => event,
        })
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
