//! Code fences that were never closed.
//!
//! Such a fence swallows all that follows, questions included. It is closed behind a blank line, before the first
//! heading or the first line that stands further left than the fence, if the code runs to the end of the document or of
//! a list item, or into the opening of another fence.

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::parser;
use crate::source::{Edit, RepairKind, Source, Span};

/// One fence a round: what stands behind a closed fence is read anew.
const ROUNDS: usize = 8;

pub fn close(source: &mut Source) {
    if !source.text.contains("```") && !source.text.contains("~~~") {
        return;
    }
    for _ in 0..ROUNDS {
        let Some(edit) = edit(source) else { return };
        source.patch(vec![edit]);
    }
}

fn edit(source: &Source) -> Option<Edit> {
    let text = &source.text;
    parser::events(text, source.body_start).find_map(|(event, range)| {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event else { return None };
        let block = &text[range.clone()];
        let fence: String = block.chars().take_while(|c| matches!(c, '`' | '~')).collect();
        let is_closed = block.trim_end().lines().skip(1).last().is_some_and(|line| line.trim() == fence);
        let opens_again = |line: &str| {
            line.strip_prefix(fence.as_str())
                .is_some_and(|info| info.starts_with(|c: char| c.is_alphabetic()))
        };
        if is_closed && !block.lines().skip(1).any(opens_again) {
            return None;
        }
        let line = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let indent = &text[line..range.start];
        let indent = if indent.trim().is_empty() { indent } else { "" };
        let at = range.start + prose_after_blank(block, indent.len())?;
        Some(Edit {
            span: Span { start: at, end: at },
            replacement: format!("{indent}{fence}\n\n"),
            repair: Some(RepairKind::UnclosedFence),
        })
    })
}

/// The first line behind a blank one that is no code: a heading of level 2 to 6 at the margin (one `#` begins a comment
/// in too many languages), the end of `<details>`, a link to a place in the document, or any line that stands further
/// left than the fence.
fn prose_after_blank(block: &str, indent: usize) -> Option<usize> {
    let mut at = 0;
    let mut blank = false;
    for line in block.split_inclusive('\n') {
        let text = line.trim_end();
        let level = text.len() - text.trim_start_matches('#').len();
        let heading = (2..=6).contains(&level) && text[level..].starts_with(' ');
        let left = !text.is_empty() && line.len() - line.trim_start_matches([' ', '\t']).len() < indent;
        if at > 0 && blank && (heading || left || text.trim() == "</details>" || links_back(text)) {
            return Some(at);
        }
        blank = text.is_empty();
        at += line.len();
    }
    None
}

/// `[Back to top](#top)`, or the same in bold, and nothing else.
fn links_back(line: &str) -> bool {
    let text = line.trim().trim_matches('*');
    text.starts_with('[') && text.ends_with(')') && text.contains("](#")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(text: &str) -> (String, usize) {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        close(&mut source);
        (source.text, source.repairs.len())
    }

    #[test]
    fn a_fence_ends_before_the_next_heading() {
        let text = "## A\n\n```js\nx()\n\n## B\n\ntext\n";
        assert_eq!(closed(text), ("## A\n\n```js\nx()\n\n```\n\n## B\n\ntext\n".to_string(), 1));
        let linked = "```js\nx()\n\n[Top](#top)\n";
        assert_eq!(closed(linked).0, "```js\nx()\n\n```\n\n[Top](#top)\n");
        let opened_again = "```js\nx()\n\n## B\n\n```js\ny()\n```\n";
        assert_eq!(closed(opened_again).1, 1);
    }

    #[test]
    fn a_fence_in_a_list_item_ends_before_a_line_further_left() {
        let text = "1. One\n\n    ```js\n    x()\n\n   **[Top](#top)**\n\n2. Two\n";
        let wanted = text.replace("   **", "    ```\n\n   **");
        assert_eq!(closed(text), (wanted, 1));
    }

    #[test]
    fn a_closed_fence_may_hold_headings() {
        for text in ["```sh\n\n## comment\n```\n", "````md\n```js\n\n## x\n````\n", "~~~\n\n### x\n~~~\n"] {
            assert_eq!(closed(text), (text.to_string(), 0));
        }
    }
}
