//! Emoji by their short names, as Git hosts show them: `:rocket:` becomes 🚀.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::parser;
use crate::source::{Edit, Source};

pub fn replace(source: &mut Source) {
    if !shortcodes(&source.text[source.body_start..], |_| true).any(|(_, emoji)| emoji.is_some()) {
        return;
    }
    let mut edits = vec![];
    let mut in_code = false;
    for (event, range) in parser::events(&source.text, source.body_start) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            // The text is split at each `_`, which is a part of many names.
            Event::Text(_) if !in_code => {
                let text = &source.text;
                let starts_here = |at: usize| range.contains(&at);
                let line_end = text[range.start..].find('\n').map_or(text.len(), |end| range.start + end);
                for (span, emoji) in
                    shortcodes(&text[range.start..line_end], |at| starts_here(at + range.start))
                {
                    let Some(emoji) = emoji else { continue };
                    // With the backslash that keeps such a line from being a definition.
                    let escape = usize::from(text[..range.start + span.start].ends_with('\\'));
                    let span = range.start + span.start - escape..range.start + span.end;
                    edits.push(Edit { span: span.into(), replacement: emoji.to_string(), repair: None });
                }
            }
            _ => {}
        }
    }
    source.patch(edits);
}

/// Everything between two colons that has the form of a short name and begins where `starts` says so, with its emoji
/// if there is one.
fn shortcodes(
    text: &str,
    starts: impl Fn(usize) -> bool,
) -> impl Iterator<Item = (std::ops::Range<usize>, Option<&'static str>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text[at..].find(':')?;
            at = open + 1;
            if !starts(open) {
                return None;
            }
            let name_end = at + text[at..].find(|c: char| !is_name(c)).unwrap_or(text.len() - at);
            let closed = name_end > at && text[name_end..].starts_with(':');
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != ':');
            if closed && apart(text[..open].chars().next_back()) && apart(text[name_end + 1..].chars().next())
            {
                let name = &text[at..name_end];
                at = name_end + 1;
                return Some((open..at, emojis::get_by_shortcode(name).map(emojis::Emoji::as_str)));
            }
        }
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_become_emoji_and_nothing_else_does() {
        let examples = [
            ("## :rocket: Start", "## 🚀 Start"),
            ("- :white_check_mark: done :+1:", "- ✅ done 👍"),
            (":x::heavy_check_mark:", ":x::heavy_check_mark:"),
            ("a\n\\:rocket: b", "a\n🚀 b"),
            ("`:rocket:` and std::map::iterator", "`:rocket:` and std::map::iterator"),
            ("at 10:100:3, key:on:off, :no_such_name:", "at 10:100:3, key:on:off, :no_such_name:"),
            ("```\n:rocket:\n```\n", "```\n:rocket:\n```\n"),
            ("Front::Back::more", "Front::Back::more"),
        ];
        for (text, wanted) in examples {
            let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
            replace(&mut source);
            assert_eq!(source.text, wanted);
        }
    }
}
