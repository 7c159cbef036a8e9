//! Pictures and sounds in running text: `![[x.png|300]]`, `[sound:x.mp3]`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::raw::place;
use super::{autolink, media};

/// Whether a text may begin an embed: the parser cuts texts at brackets.
pub(super) fn is_likely(text: &str) -> bool {
    text.contains('[') || text.ends_with('!')
}

/// The text as HTML, with its embeds and bare addresses. `range` is its place in `source`.
pub(super) fn html(text: &str, range: &Range<usize>, source: &str) -> String {
    static EMBED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)!\[\[([^\[\]|\\]+)((?:\\?\|[^\[\]|]*)*)\]\]|\[sound:([^\[\]<>]+)\]")
            .expect("a valid expression")
    });
    let mut out = String::new();
    let mut done = 0;
    let mut at = range.start;
    for found in EMBED.captures_iter(text) {
        let whole = found.get(0).expect("the whole");
        // Entities make the text differ from its source; then the place is that of the whole text.
        let slice = source.get(at..range.end).unwrap_or_default();
        let exact = slice.find(whole.as_str()).map(|start| at + start..at + start + whole.len());
        let is_escaped = exact.as_ref().is_some_and(|exact| source[..exact.start].ends_with('\\'));
        at = exact.as_ref().map_or(at, |exact| exact.end);
        let exact = exact.unwrap_or_else(|| range.clone());
        let tag = match (found.get(1), found.get(3)) {
            _ if is_escaped => None,
            (Some(name), _) => picture(name.as_str(), &found[2], &exact),
            (None, Some(name)) => {
                let name = html_escape::encode_double_quoted_attribute(name.as_str());
                Some(format!("<audio data-at={} data-sound src=\"{name}\"></audio>", place(&exact)))
            }
            (None, None) => None,
        };
        if let Some(tag) = tag {
            out.push_str(&autolink::html(&text[done..whole.start()]));
            out.push_str(&tag);
            done = whole.end();
        }
    }
    out.push_str(&autolink::html(&text[done..]));
    out
}

/// Obsidian's embed as a picture; nothing if it names a note, and no file with an extension.
fn picture(name: &str, options: &str, range: &Range<usize>) -> Option<String> {
    let name = name.trim();
    let file = name.split('#').next().unwrap_or(name);
    media::Format::of(file)?;
    let mut size = String::new();
    let mut alt = file.rsplit('/').next().unwrap_or(file);
    for option in options.split('|').map(|option| option.trim().trim_end_matches('\\')) {
        let (width, height) = option.split_once('x').unwrap_or((option, ""));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(width) && (height.is_empty() || is_number(height)) {
            size = format!(" width=\"{width}\"");
            if !height.is_empty() {
                size.push_str(&format!(" height=\"{height}\""));
            }
        } else if !option.is_empty() {
            alt = option;
        }
    }
    let escape = html_escape::encode_double_quoted_attribute;
    Some(format!(
        "<img data-at={} data-embed src=\"{}\" alt=\"{}\"{size}>",
        place(range),
        escape(name),
        escape(alt)
    ))
}
