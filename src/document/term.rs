//! Definition lists whose terms follow each other without a blank line.
//!
//! ```text
//! Kerning
//! : Space between two letters.
//! Tracking                        <- Markdown reads this as a part of the definition above
//! : Space across a run of letters.
//! ```

use super::parser;
use crate::source::{Edit, Source, Span};
use pulldown_cmark::{Event, Tag};

pub fn separate(source: &mut Source) {
    if !source.text.contains("\n: ") {
        return;
    }
    let mut edits = vec![];
    for (event, range) in parser::events(&source.text, source.body_start) {
        if matches!(event, Event::Start(Tag::DefinitionListDefinition)) {
            let mut at = range.start;
            let mut lines = source.text[range].split_inclusive('\n').peekable();
            while let Some(line) = lines.next() {
                at += line.len();
                let is_term = |line: &&&str| !line.trim().is_empty() && !line.starts_with([':', ' ', '\t']);
                let term = lines.peek().filter(is_term);
                let defined = term.is_some_and(|term| source.text[at + term.len()..].starts_with(": "));
                if defined && !line.trim().is_empty() {
                    edits.push(Edit {
                        span: Span { start: at, end: at },
                        replacement: "\n".to_string(),
                        repair: None,
                    });
                }
            }
        }
    }
    edits.sort_by_key(|edit: &Edit| edit.span);
    edits.dedup_by_key(|edit| edit.span);
    if !edits.is_empty() {
        source.patch(edits);
    }
}
