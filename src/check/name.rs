//! Names that will be others in Anki.

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Reading;
use crate::source::Span;
use crate::tag;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    project.readings.iter().flat_map(|reading| in_document(project, reading)).collect()
}

fn in_document(project: &Project<'_>, reading: &Reading<'_>) -> Vec<Diagnostic> {
    let front_matter = &reading.document.source.front_matter;
    let mut found = vec![];
    // Another document's deck names nothing.
    if let Some(deck) = front_matter.deck.as_ref().filter(|deck| *deck == project.name) {
        let kept = tag::deck_name(deck);
        if kept != *deck {
            let message = format!("the deck {deck} will be called {kept} in Anki");
            let help = "Anki keeps no quotes, no empty level and no mere number; `::` begins a deck below";
            found.push(at(reading, Code::NameChanged, place(reading, deck), message).help(help));
        }
    }
    for tag in front_matter.tags.iter().filter(|tag| loses(tag)) {
        let kept = tag::Slugs::default().tag(project.name, std::slice::from_ref(tag));
        let message = format!("the tag {tag} will be {kept} in Anki");
        let help = "give it a name of letters, digits and dashes, such as c-sharp for C#";
        found.push(at(reading, Code::NameChanged, place(reading, tag), message).help(help));
    }
    found
}

/// Whether a tag has signs that no tag of ours has. What separates words may become a dash.
fn loses(tag: &str) -> bool {
    let separates = |c: char| c.is_whitespace() || "-_/.:'’".contains(c);
    let kept = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    tag.chars().any(|c| !kept(c) && !separates(c))
}

/// Where the front matter says it; its first line if it says it in other letters.
fn place(reading: &Reading<'_>, name: &str) -> Span {
    let source = reading.document.source;
    let text = &source.text[..source.body_start];
    let line = text.lines().next().unwrap_or_default();
    match text.find(name) {
        Some(start) => Span { start, end: start + name.len() },
        None => Span { start: 0, end: line.len() },
    }
}
