//! Whether a note changed, and who changed it: the author, or a new version of recto.

use std::fmt::Write;

use pulldown_cmark::{Event, Tag};

use super::ledger::Known;
use super::text_hash;
use crate::document::{Document, Piece};

/// Two hashes of a note.
///
/// `source` is of what the author wrote: words and structure, whatever Markdown says them, and of all else that reaches
/// the card. `fields` is of the note's fields and tags as rendered. Only if both changed did the author change what a
/// learner sees; where `fields` alone did, recto renders in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub source: String,
    pub fields: String,
}

/// Gathers what the author wrote on one card.
#[derive(Debug, Default)]
pub struct Written(String);

impl Written {
    /// Adds parts of a document: their text, and the structure around it.
    pub fn pieces(&mut self, document: &Document<'_>, pieces: &[Piece]) {
        for piece in pieces {
            let _ = write!(self.0, "\u{1}{:?}\u{2}", piece.role);
            for (event, _) in document.clip(piece) {
                self.event(&event);
                if let Event::FootnoteReference(name) = &event {
                    document.events[document.footnote(name)].iter().for_each(|(event, _)| self.event(event));
                }
            }
        }
        self.0.push('\u{3}');
    }

    /// Adds text that stands elsewhere: section titles, tags, names of media.
    pub fn text(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\u{3}');
    }

    fn event(&mut self, event: &Event<'_>) {
        let mut mark = |kind: &str, text: &str| {
            self.0.push('\u{1}');
            self.0.push_str(kind);
            self.0.push('\u{2}');
            self.0.push_str(text);
        };
        match event {
            Event::Text(text) => self.0.push_str(text),
            Event::SoftBreak => self.0.push('\n'),
            Event::HardBreak => mark("break", ""),
            Event::Rule => mark("rule", ""),
            Event::Code(text) => mark("code", text),
            Event::InlineMath(text) => mark("math", text),
            Event::DisplayMath(text) => mark("formula", text),
            Event::Html(text) | Event::InlineHtml(text) => mark("html", text),
            Event::FootnoteReference(name) => mark("note", name),
            Event::TaskListMarker(checked) => mark("task", if *checked { "x" } else { "" }),
            Event::End(end) => mark("end", &format!("{end:?}")),
            Event::Start(tag) => {
                mark("start", &format!("{:?}", tag.to_end()));
                match tag {
                    Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. } => {
                        mark("to", dest_url);
                        mark("title", title);
                    }
                    Tag::CodeBlock(kind) => mark("language", &format!("{kind:?}")),
                    Tag::List(Some(first)) => mark("first", &first.to_string()),
                    _ => {}
                }
            }
        }
    }
}

impl Content {
    pub fn new(written: &Written, fields: &[String], tags: &[String]) -> Content {
        let parts: Vec<&str> = fields
            .iter()
            .map(String::as_str)
            .chain(["tags"])
            .chain(tags.iter().map(String::as_str))
            .collect();
        let short = |mut hash: String| {
            hash.truncate(10);
            hash
        };
        Content { source: short(text_hash(&["source", &written.0])), fields: short(text_hash(&parts)) }
    }

    /// This content with the time of its note: the release's if the author changed it, and then after the time that
    /// learners have (contract rule 3).
    ///
    /// With `everybody`, a note that is only rendered in another way is released anew, too.
    pub fn date(self, before: Option<&Known>, release: i64, everybody: bool) -> Dated {
        let Some(before) = before else {
            return Dated { content: self, time: release, rendered_anew: false };
        };
        if self.fields == before.fields {
            return Dated { content: self, time: before.modified(), rendered_anew: false };
        }
        if self.source == before.source && !everybody {
            let content = Content { fields: before.fields.clone(), ..self };
            return Dated { content, time: before.modified(), rendered_anew: true };
        }
        Dated { content: self, time: release.max(before.modified() + 1), rendered_anew: false }
    }
}

/// What the ledger keeps of a note's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub content: Content,
    /// Of the note's last change, in seconds since 1970.
    pub time: i64,
    /// The note looks other than what learners have, but was not released anew.
    pub rendered_anew: bool,
}
