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
                    document.events(document.footnote(name)).for_each(|(event, _)| self.event(&event));
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

    /// The hash of all that was added.
    pub fn finish(self) -> String {
        short(text_hash(&["source", &self.0]))
    }

    fn mark(&mut self, kind: &str, text: &str) {
        self.0.push('\u{1}');
        self.0.push_str(kind);
        self.0.push('\u{2}');
        self.0.push_str(text);
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.0.push_str(text),
            Event::SoftBreak => self.0.push('\n'),
            Event::HardBreak => self.mark("break", ""),
            Event::Rule => self.mark("rule", ""),
            Event::Code(text) => self.mark("code", text),
            Event::InlineMath(text) => self.mark("math", text),
            Event::DisplayMath(text) => self.mark("formula", text),
            Event::Html(text) | Event::InlineHtml(text) => self.mark("html", text),
            Event::FootnoteReference(name) => self.mark("note", name),
            Event::TaskListMarker(checked) => self.mark("task", if *checked { "x" } else { "" }),
            Event::End(end) => {
                self.mark("end", "");
                let _ = write!(self.0, "{end:?}");
            }
            Event::Start(tag) => {
                self.mark("start", "");
                let _ = write!(self.0, "{:?}", tag.to_end());
                match tag {
                    Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. } => {
                        self.mark("to", dest_url);
                        self.mark("title", title);
                    }
                    Tag::CodeBlock(kind) => self.mark("language", &format!("{kind:?}")),
                    Tag::List(Some(first)) => self.mark("first", &first.to_string()),
                    _ => {}
                }
            }
        }
    }
}

impl Content {
    /// `source` is what [`Written::finish`] gives.
    pub fn new(source: String, fields: &[String], tags: &[String]) -> Content {
        let parts: Vec<&str> = fields
            .iter()
            .map(String::as_str)
            .chain(["tags"])
            .chain(tags.iter().map(String::as_str))
            .collect();
        Content { source, fields: short(text_hash(&parts)) }
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

fn short(mut hash: String) -> String {
    hash.truncate(10);
    hash
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
