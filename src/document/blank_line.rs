//! Blank lines that authors leave out where Markdown needs them.
//!
//! ```text
//! Kerning
//! : Space between two letters.
//! Tracking                        <- read as a part of the definition above
//! : Space across a run of letters.
//!
//! - What would you do?
//! **Answer:** Ask first.          <- read as a part of the list item above
//!
//! | a | b |
//! | - | - |
//! | 1 | 2 |
//! Back to the list                <- read as a row of the table above
//!
//! It took three weeks. We cut it short.
//! ---                             <- read as the mark of a heading
//!
//! <h3>What is an image?</h3>
//! <p>A template of layers.</p>    <- read as one block of HTML with the heading
//! ```

use super::parser;
use super::run_in::item;
use super::verbatim::{Verbatim, patch_prose};
use crate::source::{Edit, Source, Span};
use pulldown_cmark::{Event, Tag};

pub fn add(source: &mut Source) {
    separate_terms(source);
    separate_labels(source);
    separate_tables(source);
    separate_headings(source);
    separate_rules(source);
}

/// A rule right below sentences, which are no heading.
fn separate_rules(source: &mut Source) {
    /// Characters of a sentence that is no title, alone and among others.
    const LONG: usize = 100;
    const SHORT: usize = 40;
    let has_rule = |text: &str| text.contains("\n--");
    if !has_rule(&source.text) {
        return;
    }
    let mut edits = vec![];
    for (event, range) in parser::events(&source.text, source.body_start) {
        if !matches!(event, Event::Start(Tag::Heading { .. })) || !has_rule(&source.text[range.clone()]) {
            continue;
        }
        let text = source.text[range.clone()].trim_end();
        let Some((said, _)) = text.rsplit_once('\n') else { continue };
        let said = said.trim_end_matches(|c: char| c.is_whitespace() || "*_`)\"”»".contains(c));
        let length = said.chars().count();
        let sentences = said.contains(". ") || said.contains('\n');
        let ends = said.ends_with(['.', '!', '…', '。', '！', '।']);
        if ends && (length >= LONG || (sentences && length >= SHORT)) {
            let at = range.start + text.rfind('\n').map_or(0, |at| at + 1);
            edits.push(Edit {
                span: Span { start: at, end: at },
                replacement: "\n".to_string(),
                repair: None,
            });
        }
    }
    if !edits.is_empty() {
        source.patch(edits);
    }
}

/// A line that is a heading in HTML stands alone.
fn separate_headings(source: &mut Source) {
    if !source.text.contains("</h") && !source.text.contains("</H") {
        return;
    }
    let mut edits = vec![];
    let mut at = source.body_start;
    let mut after_text = false;
    let mut after_heading = false;
    for line in source.text[source.body_start..].split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let is_heading = is_html_heading(line.trim());
        if !is_blank && (after_heading || (is_heading && after_text)) {
            let span = Span { start: at, end: at };
            edits.push(Edit { span, replacement: "\n".to_string(), repair: None });
        }
        after_text = !is_blank;
        after_heading = is_heading;
        at += line.len();
    }
    if edits.is_empty() {
        return;
    }
    let code = Verbatim::code(source);
    edits.retain(|edit| !code.holds(edit.span.start));
    source.patch(edits);
}

/// `<h3 …>…</h3>`.
fn is_html_heading(line: &str) -> bool {
    let bytes = line.as_bytes();
    let [b'<', b'h' | b'H', level @ b'1'..=b'6', b'>' | b' ', ..] = bytes else { return false };
    let end = [b'<', b'/', b'h', *level, b'>'];
    bytes.len() > end.len() && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(&end)
}

fn separate_terms(source: &mut Source) {
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

/// A line without a bar ends a table.
fn separate_tables(source: &mut Source) {
    if !source.text.contains("-|") && !source.text.contains("- |") && !source.text.contains(":|") {
        return;
    }
    let mut edits = vec![];
    for (event, range) in parser::events(&source.text, source.body_start) {
        if !matches!(event, Event::Start(Tag::Table(_))) {
            continue;
        }
        let mut at = range.start;
        for line in source.text[range].split_inclusive('\n') {
            if !line.contains('|') && !line.trim_matches([' ', '>', '\n', '\r', '\t']).is_empty() {
                let span = Span { start: at, end: at };
                edits.push(Edit { span, replacement: "\n".to_string(), repair: None });
                break;
            }
            at += line.len();
        }
    }
    if !edits.is_empty() {
        source.patch(edits);
    }
}

/// A label in bold at the margin begins a paragraph of its own, even right below a list.
fn separate_labels(source: &mut Source) {
    let mut at = source.body_start;
    let mut after_item = false;
    let mut edits = vec![];
    for line in source.text[source.body_start..].split_inclusive('\n') {
        if after_item && is_label(line) {
            edits.push(Edit {
                span: Span { start: at, end: at },
                replacement: "\n".to_string(),
                repair: None,
            });
        }
        after_item = !line.trim().is_empty()
            && (item(line.trim_end()).is_some() || (after_item && line.starts_with([' ', '\t'])));
        at += line.len();
    }
    patch_prose(source, edits);
}

/// `**Answer:** …` or `**Answer**: …`.
fn is_label(line: &str) -> bool {
    let Some((label, rest)) = line.strip_prefix("**").and_then(|line| line.split_once("**")) else {
        return false;
    };
    !label.is_empty()
        && label.chars().count() <= 40
        && (label.ends_with([':', '：']) || rest.starts_with([':', '：']))
}
