//! The examples of a page.

use std::collections::HashSet;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What an example is, by the word at its fence.
///
/// A comment in a block of its own says more: `<!-- file: NAME -->`, the next example is written to that file;
/// `<!-- part of: FILE -->`, its lines stand in that file of the repository; `<!-- not run: WHY -->`; and
/// `<!-- run: COMMANDS -->` is an example that no reader sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Indented, `sh`: commands, one a line. `console`: after `$`, with what they print below.
    Commands,
    /// `text`: what the commands above print.
    Output,
    /// `markdown`: a document with a question.
    Document,
    /// `yaml`: the front matter of a document.
    FrontMatter,
    /// `toml`: a recto.toml.
    Configuration,
    /// `css`: a style sheet for the cards.
    Style,
    /// `json`, with `…` for what is left out.
    Json,
    File(String),
    PartOf(String),
    NotRun(String),
    /// A word that is none of these.
    Unknown(String),
}

#[derive(Debug)]
pub struct Example {
    pub kind: Kind,
    pub text: String,
    /// In the page, from 1.
    pub line: usize,
}

/// Reads a page's examples.
pub fn read(page: &str) -> Vec<Example> {
    let mut examples = vec![];
    let mut told: Option<Kind> = None;
    let mut events = Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter();
    while let Some((event, span)) = events.next() {
        let line = page[..span.start].matches('\n').count() + 1;
        match event {
            Event::Start(Tag::HtmlBlock) => match comment(&page[span]) {
                Some(("run", commands)) => {
                    examples.push(Example { kind: Kind::Commands, text: commands.to_string(), line });
                }
                Some(("file", name)) => told = Some(Kind::File(name.to_string())),
                Some(("part of", name)) => told = Some(Kind::PartOf(name.to_string())),
                Some(("not run", why)) => told = Some(Kind::NotRun(why.to_string())),
                _ => {}
            },
            Event::Start(Tag::CodeBlock(block)) => {
                let mut text = String::new();
                for (event, _) in events.by_ref() {
                    match event {
                        Event::End(TagEnd::CodeBlock) => break,
                        Event::Text(part) => text.push_str(&part),
                        _ => {}
                    }
                }
                examples.push(Example { kind: told.take().unwrap_or_else(|| kind(&block)), text, line });
            }
            _ => {}
        }
    }
    examples
}

/// `<!-- KEY: VALUE -->`
fn comment(html: &str) -> Option<(&str, &str)> {
    let (key, value) = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?.split_once(':')?;
    Some((key.trim(), value.trim()))
}

fn kind(block: &CodeBlockKind<'_>) -> Kind {
    let CodeBlockKind::Fenced(word) = block else { return Kind::Commands };
    match word.as_ref() {
        "sh" | "console" => Kind::Commands,
        "text" => Kind::Output,
        "markdown" => Kind::Document,
        "yaml" => Kind::FrontMatter,
        "toml" => Kind::Configuration,
        "css" => Kind::Style,
        "json" => Kind::Json,
        other => Kind::Unknown(other.to_string()),
    }
}

/// Where the links and pictures of a page lead, other than to other hosts.
pub fn links(page: &str) -> Vec<String> {
    let links = Parser::new_ext(page, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.to_string()),
        _ => None,
    });
    links.filter(|link| !link.contains("://")).collect()
}

/// The names of a page's headings, as a code host makes them.
pub fn anchors(page: &str) -> HashSet<String> {
    let mut anchors = HashSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    let letters = text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                    heading
                        .extend(letters.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }));
                }
            }
            _ => {}
        }
    }
    anchors
}
