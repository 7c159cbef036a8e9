//! The only place with Markdown parser options.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// GitHub's Markdown, with definition lists and mathematics (see the `math` module). Left out on purpose: metadata blocks (the option swallows text between
/// two rules anywhere), heading attributes (it drops text such as `{1, 2}`) and smart punctuation (it changes code
/// that stands in prose).
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
}

/// All events of `text` from `start` on, with byte ranges into `text`.
pub fn events(text: &str, start: usize) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    parse(text, start, options())
}

/// As [`events`], with dollars as text.
pub fn events_without_math(text: &str, start: usize) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    parse(text, start, options() - Options::ENABLE_MATH)
}

fn parse(text: &str, start: usize, options: Options) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let mut in_brackets = false;
    Parser::new_ext(&text[start..], options).into_offset_iter().map(move |(event, range)| {
        let range = range.start + start..range.end + start;
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Autolink, dest_url, .. })
                if !is_address(&dest_url) =>
            {
                in_brackets = true;
                (Event::Text("<".into()), range.start..range.start + 1)
            }
            Event::End(TagEnd::Link) if std::mem::take(&mut in_brackets) => {
                (Event::Text(">".into()), range.end - 1..range.end)
            }
            event => (event, range),
        }
    })
}

/// Whether what stands in angle brackets with a colon is an address: not `<std::string>`, `<host:port>` or `<image:tag>`.
fn is_address(text: &str) -> bool {
    const SCHEMES: [&str; 8] = ["data", "geo", "magnet", "mailto", "news", "tel", "urn", "xmpp"];
    text.split_once(':').is_some_and(|(scheme, rest)| {
        rest.starts_with("//") || SCHEMES.contains(&scheme.to_ascii_lowercase().as_str())
    })
}
