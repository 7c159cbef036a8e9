//! What authors write raw and what they name, marked with its place.
//!
//! Addresses of links and pictures, and raw tags that hold some, get their byte range put before them. So the last pass
//! over a field, [`Resolver::html`](super::Resolver::html), can tell where in the author's file something is missing.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use crate::document::{is_known_tag, tag_name};
use crate::source::Span;

/// Elements with addresses.
const ADDRESSED: [&str; 6] = ["a", "img", "audio", "video", "source", "iframe"];

/// A place as it stands in the attribute `data-at`, and before the address of a Markdown link: `12-34`.
pub(super) fn place(range: &Range<usize>) -> String {
    format!("{}-{}", range.start, range.end)
}

/// Reads a [`place`].
pub(super) fn read_place(text: &str) -> Option<Span> {
    let (start, end) = text.trim_end_matches('/').split_once('-')?;
    Some(Span { start: start.parse().ok()?, end: end.parse().ok()? })
}

/// Splits `@12-34@address`.
pub(super) fn split_place(address: &str) -> (Option<Span>, &str) {
    let marked = address.strip_prefix('@').and_then(|rest| rest.split_once('@'));
    marked.and_then(|(place, address)| Some((Some(read_place(place)?), address))).unwrap_or((None, address))
}

/// The start of a link or picture, its place put before its address.
pub(super) fn marked<'s>(tag: Tag<'s>, range: &Range<usize>) -> Event<'s> {
    let mark = |address: &str| CowStr::from(format!("@{}@{address}", place(range)));
    Event::Start(match tag {
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: mark(&dest_url), title, id }
        }
        // The parser's renderer puts `mailto:` before the address of an e-mail, which needs no place.
        Tag::Link { link_type, dest_url, title, id } if link_type != LinkType::Email => {
            Tag::Link { link_type, dest_url: mark(&dest_url), title, id }
        }
        tag => tag,
    })
}

/// The raw HTML that was met.
#[derive(Debug, Default)]
pub struct Raw {
    /// Some came through, and must be cleaned.
    pub used: bool,
    /// Tags that will not stay, with their places.
    pub removed: Vec<(String, Span)>,
}

/// Elements that act, frame, submit or restyle, or whose drawing Anki's fields do not keep.
const REMOVED: [&str; 12] = [
    "script", "style", "object", "embed", "form", "button", "select", "textarea", "meta", "link", "svg",
    "track",
];

impl Raw {
    /// Escapes every `<` that begins no tag of HTML, and marks the tags with addresses. `start` is the place of `html`.
    pub fn tags(&mut self, html: &str, start: usize) -> String {
        self.used = true;
        let mut out = String::with_capacity(html.len() + 32);
        let mut done = 0;
        for (at, _) in html.match_indices('<') {
            let tag = &html[at..];
            out.push_str(&html[done..at]);
            done = at + 1;
            if !is_known_tag(tag) {
                out.push_str("&lt;");
                continue;
            }
            out.push('<');
            let Some(name) = tag_name(tag) else { continue };
            // A frame becomes a link to what it would show.
            if name == "iframe" {
                let is_end = tag.starts_with("</");
                out.push_str(if is_end { "/a" } else { "a data-frame" });
                done = at + 1 + usize::from(is_end) + name.len();
            }
            if tag.starts_with("</") {
                continue;
            }
            let line = tag.find('\n').unwrap_or(tag.len());
            let end = tag[..line].find('>').map_or(tag[..line].trim_end().len(), |end| end + 1);
            let range = start + at..start + at + end;
            if ADDRESSED.contains(&name.as_str()) {
                if name != "iframe" {
                    out.push_str(&tag[1..=name.len()]);
                    done += name.len();
                }
                out.push_str(&format!(" data-at={} ", place(&range)));
            } else if REMOVED.contains(&name.as_str()) {
                self.removed.push((name, range.into()));
            }
        }
        out.push_str(&html[done..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_tags_are_marked_and_other_brackets_are_text() {
        let examples = [
            ("<img src=x>", "<img data-at=5-16  src=x>"),
            ("<img/>", "<img data-at=5-11 />"),
            ("a <IMG\nsrc=x>", "a <IMG data-at=7-11 \nsrc=x>"),
            ("<iframe src=x></iframe>", "<a data-frame data-at=5-19  src=x></a>"),
            ("<your-name> & <b>x</a>", "&lt;your-name> & <b>x</a>"),
        ];
        for (html, wanted) in examples {
            assert_eq!(Raw::default().tags(html, 5), wanted);
        }
        assert_eq!(read_place("5-11/"), Some(Span { start: 5, end: 11 }));
        assert_eq!(split_place("@5-11@a@b.png"), (Some(Span { start: 5, end: 11 }), "a@b.png"));
        assert_eq!(split_place("@home"), (None, "@home"));
    }
}
