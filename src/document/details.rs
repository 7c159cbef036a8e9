//! Markdown inside `<details>` and `<dl>`.
//!
//! An HTML block runs to the next blank line, so Markdown right behind `<details>`, `<summary>` or their end is lost
//! to the parser: `<summary>**Why?**</summary>` shows its asterisks, and a list in the next line is no list. Blank
//! lines around these tags set it free, and make each tag a block of its own. So do they for lists of definitions.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::html::holder;
use super::parser;
use super::tag::tag_name;
use crate::source::{Edit, Source, Span};

/// Each round can set free a code fence that had hidden later tags; documents need one round, broken ones two.
const ROUNDS: usize = 4;

pub fn isolate(source: &mut Source) {
    for _ in 0..ROUNDS {
        if !may_hide(&source.text) {
            return;
        }
        let edits = edits(source);
        if edits.is_empty() {
            return;
        }
        source.patch(edits);
    }
}

/// Whether a text has one of the tags, in upper or lower case.
fn may_hide(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let begins = |tag: &str| {
            let head = text.as_bytes().get(at + 1..at + 1 + tag.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()))
        };
        ["details", "summary", "dl", "br", "hr"].into_iter().any(begins)
    })
}

fn edits(source: &Source) -> Vec<Edit> {
    let mut edits = vec![];
    for (event, range) in parser::events(&source.text, source.body_start) {
        match event {
            Event::Start(Tag::HtmlBlock) => block_edits(&source.text, range, &mut edits),
            Event::InlineHtml(html) if tag_name(&html).is_some_and(|name| holder(&name).is_some()) => {
                inline_edits(&source.text, range, &mut edits);
            }
            _ => {}
        }
    }
    // Broken tags may stand in each other; what overlaps waits for the next round.
    edits.sort_by_key(|edit| edit.span);
    let mut end = 0;
    edits.retain(|edit| {
        let fits = edit.span.start >= end;
        end = if fits { edit.span.end } else { end };
        fits
    });
    edits
}

/// A tag in running text, such as `</b></details>`: blank lines around it make it a block.
fn inline_edits(text: &str, tag: Range<usize>, edits: &mut Vec<Edit>) {
    let line = text[..tag.start].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = text[line..].len() - text[line..].trim_start_matches([' ', '>']).len();
    let prefix = container_prefix(text, line + indent);
    let blank = format!("\n{}\n{prefix}", prefix.trim_end());
    push(edits, tag.start..tag.start, blank.clone());
    let rest = text[tag.end..].split('\n').next().unwrap_or_default();
    push(
        edits,
        tag.end..tag.end,
        if rest.trim().is_empty() { format!("\n{}", prefix.trim_end()) } else { blank },
    );
}

/// The tags that hold Markdown, and their ends, within `range`.
fn tags(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut tags = vec![];
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find('<').map(|open| at + open) {
        if text[open..range.end].starts_with("<!--") {
            at = text[open..range.end].find("-->").map_or(range.end, |end| open + end + 3);
            continue;
        }
        let close = text[open..range.end].find('>').map_or(range.end, |close| open + close + 1);
        match tag_name(&text[open..range.end]).as_deref() {
            Some(name) if holder(name).is_some() => {
                tags.push(open..close);
                at = close;
            }
            // A break alone in its line hides the lines below it as well.
            Some("br" | "hr")
                if text[range.start..open].trim().is_empty() && text[close..].starts_with('\n') =>
            {
                tags.push(open..close);
                at = close;
            }
            _ => at = open + 1,
        }
    }
    tags
}

fn block_edits(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let tags = tags(text, range.clone());
    let content = range.start + text[range.clone()].len() - text[range.clone()].trim_start().len();
    let alone = |tag: &Range<usize>| text[range.clone()].trim().len() == tag.len();
    if tags.is_empty() || (tags.len() == 1 && alone(&tags[0])) {
        return;
    }
    let prefix = container_prefix(text, content);
    let blank = format!("\n{}\n{prefix}", prefix.trim_end());
    let mut at = content;
    for tag in tags.iter().chain([&(range.end..range.end)]) {
        let between = &text[at..tag.start];
        let is_end = tag.is_empty();
        if between.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty() {
            // Only white space before this tag: one blank line instead of it.
            if !is_end && at > content {
                push(edits, at..tag.start, blank.clone());
            }
        } else {
            let lead = if at > content { Some(blank.as_str()) } else { None };
            let tail = if is_end { None } else { Some(blank.as_str()) };
            text_edits(text, at..tag.start, &prefix, lead, tail, edits);
        }
        at = tag.end;
    }
}

/// Text between two tags: blank lines around it, and its lines no deeper than the container, so that none turns into
/// indented code.
fn text_edits(
    text: &str,
    range: Range<usize>,
    prefix: &str,
    lead: Option<&str>,
    tail: Option<&str>,
    edits: &mut Vec<Edit>,
) {
    let lines: Vec<Range<usize>> =
        lines(text, range.clone()).filter(|line| !text[line.clone()].trim().is_empty()).collect();
    let indent = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.len() - line.trim_start_matches([' ', '\t', '>']).len()
    };
    let own_line = |line: &Range<usize>| line.start > 0 && text.as_bytes()[line.start - 1] == b'\n';
    let common = lines.iter().filter(|line| own_line(line)).map(indent).min().unwrap_or(0);
    let mut end = range.start;
    for (index, line) in lines.iter().enumerate() {
        let start = line.start + if own_line(line) { common } else { indent(line) };
        let replacement = match (index, lead) {
            (0, Some(lead)) => lead.to_string(),
            (0, None) => text[end..start].to_string(),
            _ => format!("\n{prefix}"),
        };
        if text[end..start] != replacement {
            push(edits, end..start, replacement);
        }
        end = line.start + text[line.clone()].trim_end().len();
    }
    if let Some(tail) = tail {
        push(edits, end..range.end, tail.to_string());
    }
}

fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text[range].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..at
    })
}

/// What a new line must begin with to stay in the block's container: quote marks, and blanks for list markers.
fn container_prefix(text: &str, at: usize) -> String {
    let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..at].chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
}

fn push(edits: &mut Vec<Edit>, range: Range<usize>, replacement: String) {
    edits.push(Edit { span: Span { start: range.start, end: range.end }, replacement, repair: None });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Document};

    /// The kinds of the blocks in the document's first `<details>`.
    fn inside(text: &str) -> Vec<BlockKind> {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        isolate(&mut source);
        let document = Document::parse(&source);
        let is_details = |id: &&_| document.block(**id).kind == BlockKind::Details;
        let details = document.top().iter().find(is_details).expect("details");
        document.children(*details).iter().map(|&child| document.block(child).kind.clone()).collect()
    }

    #[test]
    fn markdown_behind_a_summary_is_markdown() {
        let list = BlockKind::List { ordered: false };
        for text in [
            "<details><summary>Why?</summary>\n- a\n- b\n</details>\n",
            "<details>\n    <summary>Why?</summary>\n    - a\n    - b\n</details>\n",
            "<details><summary>Why?</summary>\n\n- a\n\n</details>\n",
        ] {
            assert_eq!(inside(text), [BlockKind::Summary, list.clone()], "{text}");
        }
        let paragraph = [BlockKind::Summary, BlockKind::Paragraph];
        assert_eq!(inside("<details><summary>Why?</summary>Because.</details>\n"), paragraph);
        assert_eq!(
            inside("<details><summary>Why?</summary>\n\n<b>True.\nSo.\n</b></details>\n\nMore\n"),
            paragraph
        );
    }

    #[test]
    fn one_that_is_never_closed_ends_at_the_next_heading() {
        let kinds = inside("<details><summary>Why?</summary>\n\nBecause.\n\n## Next\n\ntext\n");
        assert_eq!(kinds, [BlockKind::Summary, BlockKind::Paragraph]);
    }
}
