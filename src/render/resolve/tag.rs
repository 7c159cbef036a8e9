//! Tags of clean HTML, as the parser's renderer or the sanitiser wrote them.

use std::fmt;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::render::raw;
use crate::source::Span;

/// The tags that [`Resolver`](super::Resolver) looks at, with quoted attributes.
pub(super) static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"<(/?)(a|img|picture|source|audio|video|input)((?:\s+[^\s=>"/]+(?:="[^"]*"|=[^\s">]*)?)*)\s*/?>"#,
    )
    .expect("a valid expression")
});

/// Whether such a tag may stand in a text: most have none, and need no search.
pub(super) fn may_stand(html: &str) -> bool {
    html.match_indices('<').any(|(at, _)| {
        let name = html[at + 1..].strip_prefix('/').unwrap_or(&html[at + 1..]);
        name.strip_prefix('a').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            || ["img", "picture", "source", "audio", "video", "input"].iter().any(|tag| name.starts_with(tag))
    })
}

/// A tag with its attributes, entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    pub is_end: bool,
    pub name: &'h str,
    attributes: Vec<(&'h str, String)>,
}

impl<'h> Tag<'h> {
    pub fn new(found: &Captures<'h>) -> Tag<'h> {
        static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r#"([^\s=>"/]+)(?:=(?:"([^"]*)"|([^\s">]*)))?"#).expect("a valid expression")
        });
        let group = |index| found.get(index).map_or("", |found| found.as_str());
        let attributes = ATTRIBUTE.captures_iter(group(3)).map(|pair| {
            let value = pair.get(2).or(pair.get(3)).map_or("", |value| value.as_str());
            let name = pair.get(1).map_or("", |name| name.as_str());
            (name, html_escape::decode_html_entities(value).into_owned())
        });
        Tag { is_end: !group(1).is_empty(), name: group(2), attributes: attributes.collect() }
    }

    pub fn start(name: &'h str) -> Tag<'h> {
        Tag { is_end: false, name, attributes: vec![] }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &'h str, value: impl Into<String>) {
        match self.attributes.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((name, value.into())),
        }
    }

    /// Keeps only the attributes of these names, in this order.
    pub fn keep(&mut self, names: &[&str]) {
        let rank = |name: &str| names.iter().position(|other| *other == name);
        self.attributes.retain(|(name, _)| rank(name).is_some());
        self.attributes.sort_by_key(|(name, _)| rank(name));
    }

    /// The place and the address in an attribute, without marks.
    pub fn address(&self, name: &str) -> (Option<Span>, &str) {
        let value = self.get(name).unwrap_or_default();
        match self.get("data-at") {
            Some(place) => (raw::read_place(place), value),
            None => raw::split_place(value),
        }
    }
}

impl fmt::Display for Tag<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}{}", if self.is_end { "/" } else { "" }, self.name)?;
        for (name, value) in &self.attributes {
            if value.is_empty() && matches!(*name, "controls" | "checked" | "disabled" | "hidden") {
                write!(f, " {name}")?;
            } else {
                write!(f, " {name}=\"{}\"", html_escape::encode_double_quoted_attribute(value))?;
            }
        }
        f.write_str(">")
    }
}
