//! The only place with Markdown parser options.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

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
pub fn events(text: &str, start: usize) -> Vec<(Event<'_>, Range<usize>)> {
    parse(text, start, options())
}

/// As [`events`], with dollars as text.
pub fn events_without_math(text: &str, start: usize) -> Vec<(Event<'_>, Range<usize>)> {
    parse(text, start, options() - Options::ENABLE_MATH)
}

fn parse(text: &str, start: usize, options: Options) -> Vec<(Event<'_>, Range<usize>)> {
    Parser::new_ext(&text[start..], options)
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + start..range.end + start))
        .collect()
}
