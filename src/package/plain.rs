//! A field as Anki sorts and compares it: without HTML, with the names of its media.
//!
//! The patterns are those of Anki's own engine, so that what we store is what Anki computes again on import.
//! Seen with 26.9.3: notes written with these values come out of an import with the same `sfld` and `csum`.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use sha1::{Digest, Sha1};

/// Its word boundaries are ASCII ones, unlike Anki's: no tag name is beside another letter, and they are faster.
static MEDIA_TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?xsi)
        <(?-u:\b)(?:img|audio|video|object|source)(?-u:\b)
        (?: [^>] | "[^"]+?" | '[^']+?' )+?
        (?-u:\b)(?:src|data)(?-u:\b)=
        (?: "([^"]+?)"[^>]*> | '([^']+?)'[^>]*> | ([^\ >]+?)(?: \x20[^>]*> | > ) )"#,
    )
});

static TAG: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?si)<!--.*?-->|<style.*?>.*?</style>|<script.*?>.*?</script>|<.*?>"));

/// What [`TAG`] leaves. Few texts have comments, styles or scripts; in all others each tag ends at the next bracket.
fn without_tags(html: &str) -> Cow<'_, str> {
    if begins_tag(html, b"!sS", &["!--", "style", "script"]) {
        return TAG.replace_all(html, "");
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<')
        && let Some((_, behind)) = tag.split_once('>')
    {
        text.push_str(before);
        rest = behind;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Whether a tag begins that may name a file: most fields have none, and the pattern takes time to make.
fn may_name_media(html: &str) -> bool {
    begins_tag(html, b"iavosIAVOS", &["img", "audio", "video", "object", "source"])
}

/// Whether one of these tags begins somewhere. Of all tags few begin with the first bytes of these.
fn begins_tag(html: &str, first: &[u8], tags: &[&str]) -> bool {
    html.match_indices('<').any(|(at, _)| {
        let rest = &html.as_bytes()[at + 1..];
        let begins =
            |tag: &&str| rest.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes()));
        rest.first().is_some_and(|byte| first.contains(byte)) && tags.iter().any(begins)
    })
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant of this file")
}

/// `html` without tags, with entities decoded and with the names of media files kept.
///
/// ```
/// assert_eq!(recto::package::plain::text("<b>a</b> &lt; b"), "a < b");
/// assert_eq!(recto::package::plain::text(r#"see <img src="x.png">"#), "see  x.png ");
/// ```
pub fn text(html: &str) -> Cow<'_, str> {
    if !html.contains('<') {
        return decoded(Cow::Borrowed(html));
    }
    let named = match may_name_media(html) {
        true => MEDIA_TAG.replace_all(html, " ${1}${2}${3} "),
        false => Cow::Borrowed(html),
    };
    match named {
        Cow::Borrowed(html) => decoded(without_tags(html)),
        Cow::Owned(named) => decoded(Cow::Owned(without_tags(&named).into_owned())),
    }
}

/// One unknown entity leaves the whole text as it is, and a non-breaking space becomes a plain one only where
/// there was something to decode: so does Anki.
fn decoded(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('&') {
        return text;
    }
    let is_unknown = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        let entity = text.get(at..at + end + 2).filter(|entity| entity.ends_with(';'));
        entity.is_none_or(|entity| html_escape::decode_html_entities(entity) == entity)
    };
    if text.match_indices('&').any(is_unknown) {
        return text;
    }
    Cow::Owned(html_escape::decode_html_entities(&text).replace('\u{a0}', " "))
}

/// Anki's checksum of a first field, given as [`text`] leaves it: the first four bytes of its SHA-1, big-endian.
pub fn checksum(plain: &str) -> u32 {
    let hash = Sha1::digest(plain);
    u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]])
}

/// The media files that `html` shows or plays through a tag, as written there, entities decoded.
pub fn media_names(html: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let tags = may_name_media(html).then(|| MEDIA_TAG.captures_iter(html));
    tags.into_iter().flatten().filter_map(|found| {
        let name = found.iter().skip(1).flatten().next()?;
        Some(decoded(Cow::Borrowed(name.as_str())))
    })
}

/// The media files that `html` plays through `[sound:…]`.
pub fn sound_names(html: &str) -> impl Iterator<Item = Cow<'_, str>> {
    const OPEN: &str = "[sound:";
    let tags = html.match_indices('[').filter_map(move |(at, _)| {
        let (open, rest) = html[at..].split_at_checked(OPEN.len())?;
        open.eq_ignore_ascii_case(OPEN).then_some(rest)
    });
    tags.map(|rest| Cow::Borrowed(rest.split(']').next().unwrap_or(rest)))
}

/// The media files that `html` shows or plays in any way.
pub fn files(html: &str) -> impl Iterator<Item = Cow<'_, str>> {
    media_names(html).chain(sound_names(html))
}

/// Whether Anki takes a field for empty when it decides which cards to generate: nothing but white space and
/// the tags `br` and `div`.
pub fn is_blank(html: &str) -> bool {
    static BLANK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:[[:space:]]|</?(?:br|div)\ ?/?>)*$"));
    html.is_empty() || html.starts_with(|c: char| c == '<' || c.is_ascii_whitespace()) && BLANK.is_match(html)
}

/// A field as text: a line for each block, items with a dash, pictures by their names.
pub fn lines(html: &str) -> String {
    static BREAK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)<(?:br|hr|/?(?:p|div|ul|ol|li|pre|h[1-6]|table|tr|blockquote|section|dl|dt|dd|details|summary))(?:\s[^>]*)?/?>",
        )
    });
    static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<li(?:\s[^>]*)?>"));
    let mut marked = String::with_capacity(html.len());
    for (place, part) in html.split("<pre").enumerate() {
        // A line break in HTML is a space, but not in `pre`.
        let (code, rest) = match part.split_once("</pre>") {
            Some((code, rest)) if place > 0 => (code, rest),
            _ if place > 0 => (part, ""),
            _ => ("", part),
        };
        if place > 0 {
            marked.push_str("<pre");
            marked.push_str(code);
            marked.push_str("</pre>");
        }
        marked.push_str(&rest.replace(['\n', '\r'], " "));
    }
    let marked = ITEM.replace_all(&marked, "\n- ");
    let broken = BREAK.replace_all(&marked, "\n");
    let text = text(&broken);
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line.strip_prefix(' ').unwrap_or(line));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_as_the_pattern_says() {
        let texts = [
            "a <b>c</b> d",
            "1 < 2 <i>3</i> > 4",
            "<<b>> <",
            "no end <b",
            "<p\nclass=x>two\nlines</p>",
            "a<!-- b > c -->d",
            "a<!-- b",
            "<STYLE>p > a {}</style>b",
            "<strong>s</strong><section>t</section>",
            "<script>1 > 0</script><span></span>é",
        ];
        for text in texts {
            assert_eq!(without_tags(text), TAG.replace_all(text, ""), "{text}");
        }
    }
}
