//! One line as a reader sees it: its text, what is bold in it, where it stands.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::hints::Hints;
use super::label::Label;
use super::number::Number;
use crate::document::{Document, Piece, tag_name};

/// The visible characters of a line, each with its place in the source.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub text: String,
    /// For each run of text: its first byte in `text`, its first byte in the source, and whether the two run in step.
    runs: Vec<(usize, usize, bool)>,
    /// End in the source.
    end: usize,
    /// Bytes of `text` up to the end of the bold or italic run that the line begins with.
    strong: usize,
    /// It is a heading.
    pub heading: bool,
    /// Everything that can be read is bold.
    pub all_strong: bool,
    /// Everything that can be read is a link.
    pub all_link: bool,
    /// All of it is links to places in the document or to its folder's README; of two, one may lead on.
    pub leads_back: bool,
    /// Everything that can be read is italic.
    pub all_emphasis: bool,
}

/// Whether a link leads to another place in the same document, or to the list of all documents.
fn leads_back(url: &str) -> bool {
    let (path, anchor) = url.split_once('#').unwrap_or((url, ""));
    (path.is_empty() && !anchor.is_empty()) || path.to_ascii_lowercase().ends_with("readme.md")
}

impl Line {
    pub fn read(document: &Document<'_>, piece: &Piece) -> Line {
        let mut line = Line {
            end: piece.span.end,
            all_strong: true,
            all_link: true,
            all_emphasis: true,
            ..Line::default()
        };
        let (mut strong, mut emphasis, mut link) = (0usize, 0usize, 0usize);
        let (mut links, mut back) = (0usize, 0usize);
        let mut leading = true;
        // A line that begins in bold goes on in bold: `**word** – *its meaning*`.
        let mut begins_strong = None;
        for (event, range) in document.clip(piece) {
            let start = range.start.max(piece.span.start);
            match &event {
                Event::Start(Tag::Strong) => strong += 1,
                Event::Start(Tag::Emphasis) => emphasis += 1,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    link += 1;
                    links += 1;
                    back += usize::from(leads_back(dest_url));
                }
                Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                Event::End(TagEnd::Emphasis) => emphasis = emphasis.saturating_sub(1),
                Event::End(TagEnd::Link) => link = link.saturating_sub(1),
                Event::InlineHtml(html) | Event::Html(html) => {
                    for tag in html.split_inclusive('>') {
                        let tag = &tag[tag.find('<').unwrap_or(0)..];
                        let step = if tag.starts_with("</") { -1isize } else { 1 };
                        match tag_name(tag).as_deref() {
                            Some("b" | "strong" | "u") => strong = strong.saturating_add_signed(step),
                            Some("i" | "em") => emphasis = emphasis.saturating_add_signed(step),
                            Some("a") => link = link.saturating_add_signed(step),
                            Some("br") => line.push(" ", start, false),
                            _ => {}
                        }
                    }
                    if let Event::Html(html) = &event {
                        line.push_html(html, start);
                    } else if !crate::document::is_known_tag(html) {
                        line.push(html, start, true);
                    }
                }
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => {
                    let in_step = text.len() == range.len()
                        || matches!(event, Event::Text(_))
                            && range.len() >= text.len()
                            && range.start < piece.span.start;
                    let readable = text.chars().any(char::is_alphanumeric);
                    if readable {
                        line.all_strong &= strong > 0;
                        line.all_link &= link > 0;
                        line.all_emphasis &= emphasis > 0;
                        leading &= strong + emphasis > 0;
                        leading &= *begins_strong.get_or_insert(strong > 0) <= (strong > 0);
                    }
                    line.push(text, start, in_step);
                    if leading && strong + emphasis > 0 {
                        line.strong = line.text.len();
                    }
                }
                Event::SoftBreak | Event::HardBreak => line.push(" ", start, false),
                _ => {}
            }
        }
        let readable = line.text.chars().any(char::is_alphanumeric);
        // `** Why? **` is no bold text for Markdown, but is meant as such.
        let text = line.text.trim();
        line.all_strong |= text.len() > 4 && text.starts_with("**") && text.ends_with("**");
        line.all_strong &= readable;
        line.all_link &= readable;
        line.leads_back = line.all_link && back > 0 && (back == links || links <= 2);
        line.all_emphasis &= readable;
        line
    }

    /// What is no tag, in step with the source where it has no entity.
    fn push_html(&mut self, html: &str, source: usize) {
        let mut at = 0;
        while at < html.len() {
            let rest = &html[at..];
            let length = match rest.strip_prefix('<') {
                Some(_) => rest.find('>').map_or(rest.len(), |end| end + 1),
                None => rest.find('<').unwrap_or(rest.len()),
            };
            let text = &rest[..length];
            if !text.starts_with('<') {
                self.push(&crate::document::strip_tags(text), source + at, !text.contains('&'));
            }
            at += length;
        }
    }

    fn push(&mut self, text: &str, source: usize, in_step: bool) {
        self.runs.push((self.text.len(), source, in_step));
        self.text.push_str(text);
    }

    /// Where the first character at or behind byte `at` of the text that is no white space stands in the source.
    pub fn offset(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let at = at + (rest.len() - rest.trim_start().len());
        if at >= self.text.len() {
            return self.end;
        }
        let run = self.runs.partition_point(|&(start, ..)| start <= at) - 1;
        let (start, source, in_step) = self.runs[run];
        if in_step { source + (at - start) } else { source }
    }

    /// Where the character before byte `at` ends in the source.
    pub fn offset_before(&self, at: usize) -> usize {
        let kept = self.text[..at].trim_end().len();
        let Some(run) = self.runs.partition_point(|&(start, ..)| start < kept).checked_sub(1) else {
            return self.offset(0);
        };
        let (start, source, in_step) = self.runs[run];
        if in_step { source + (kept - start) } else { self.runs.get(run + 1).map_or(self.end, |next| next.1) }
    }

    /// Bytes of the text up to the end of the bold or italic run that the line begins with.
    pub fn strong_end(&self) -> usize {
        self.strong
    }

    pub fn number(&self) -> Option<Number> {
        if self.heading { Number::read_title(&self.text) } else { Number::read(&self.text) }
    }

    pub fn label(&self, hints: &Hints) -> Option<Label> {
        Label::read(self, hints)
    }
}
