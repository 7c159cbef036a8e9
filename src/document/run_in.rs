//! Run-in lists: a list whose first item stands in the line of the item above it.
//!
//! ```text
//! * **The Fix:** 1.  Never share it.        * **The Fix:**
//!     2.  Copy what you need.           ->      1.  Never share it.
//!                                               2.  Copy what you need.
//! ```
//!
//! Markdown reads the left form as running text. It is mended only where the next line goes on with the same list
//! (`2.` after `1.`, or the same bullet one level deeper), so text that merely contains "1." or "*" stays as it is.

use super::verbatim::patch_prose;
use crate::source::{Edit, RepairKind, Source, Span};

pub fn repair(source: &mut Source) {
    let mut edits = vec![];
    let mut lines = Lines::new(&source.text, source.body_start).peekable();
    while let Some((start, line)) = lines.next() {
        if let Some((_, next)) = lines.peek()
            && let Some(run_in) = RunIn::find(line, next)
        {
            let span = Span { start: start + run_in.gap.start, end: start + run_in.gap.end };
            let replacement = format!("\n{}", run_in.indent);
            edits.push(Edit { span, replacement, repair: Some(RepairKind::RunInList) });
        }
    }
    patch_prose(source, edits);
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Lines { text, at }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.text[self.at..].split_inclusive('\n').next()?;
        let start = self.at;
        self.at += line.len();
        Some((start, line.trim_end()))
    }
}

/// The first item that stands in its parent's line: the white space before its marker, and the indentation that the
/// items below it have.
struct RunIn<'t> {
    gap: std::ops::Range<usize>,
    indent: &'t str,
}

#[derive(PartialEq, Clone, Copy)]
pub(super) enum Marker {
    Bullet(u8),
    /// Number and delimiter.
    Ordered(u64, u8),
}

impl<'t> RunIn<'t> {
    fn find(line: &str, next: &'t str) -> Option<RunIn<'t>> {
        let (indent, marker, _) = item(next)?;
        let column = columns(indent);
        let outer = item(line);
        let (outer_indent, label) = match outer {
            Some((indent, _, content)) => (columns(indent), line.len() - content.len()),
            None => (columns(line), line.len() - line.trim_start().len()),
        };
        let deeper = column > outer_indent || (outer.is_none() && column == outer_indent);
        if !deeper || (outer.is_some() && column > columns_of_content(line, label) + 3) {
            return None;
        }
        let wanted = match marker {
            Marker::Ordered(2, delimiter) => Marker::Ordered(1, delimiter),
            Marker::Bullet(bullet) => Marker::Bullet(bullet),
            Marker::Ordered(..) => return None,
        };
        let end = label_end(&line[label..])? + label;
        let rest = &line[end..];
        let (blank, inner, content) = item(rest)?;
        if blank.is_empty() || inner != wanted || content.is_empty() {
            return None;
        }
        Some(RunIn { gap: end..end + blank.len(), indent })
    }
}

/// White space, list marker and content of a line that is a list item.
pub(super) fn item(line: &str) -> Option<(&str, Marker, &str)> {
    let body = line.trim_start();
    let indent = &line[..line.len() - body.len()];
    let bytes = body.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (marker, length) = match digits {
        0 => (Marker::Bullet(*bytes.first().filter(|byte| b"*-+".contains(byte))?), 1),
        1..=9 => {
            let delimiter = *bytes.get(digits).filter(|byte| b".)".contains(byte))?;
            (Marker::Ordered(body[..digits].parse().ok()?, delimiter), digits + 1)
        }
        _ => return None,
    };
    let rest = &body[length..];
    let content = rest.trim_start();
    (rest.len() > content.len()).then_some((indent, marker, content))
}

/// Where a label ends that is followed by a list: `**The Fix:**`, `*Data*:` or `Steps:`.
fn label_end(text: &str) -> Option<usize> {
    let (gap, _) = text.char_indices().find(|&(at, c)| {
        c.is_whitespace() && {
            let before = text[..at].trim_end_matches(['*', '_']);
            before.ends_with([':', '：']) && item(&text[at..]).is_some()
        }
    })?;
    Some(gap)
}

/// Width of the leading white space, tabs to the next multiple of four.
fn columns(text: &str) -> usize {
    text.chars()
        .take_while(|c| c.is_whitespace())
        .fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

fn columns_of_content(line: &str, content: usize) -> usize {
    let indent = line.len() - line.trim_start().len();
    columns(line) + (content - indent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> (String, usize) {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        repair(&mut source);
        (source.text, source.repairs.len())
    }

    #[test]
    fn the_first_item_gets_a_line_of_its_own() {
        let examples = [
            ("* **Fix:** 1.  Never.\n    2.  Extract.\n", "* **Fix:**\n    1.  Never.\n    2.  Extract.\n"),
            (
                "* **Data:** * **SQL:** Use.\n    * **Blobs:** Copy.\n",
                "* **Data:**\n    * **SQL:** Use.\n    * **Blobs:** Copy.\n",
            ),
            ("- *Steps*: 1) One\n  2) Two\n", "- *Steps*:\n  1) One\n  2) Two\n"),
            ("Steps: 1. One\n2. Two\n", "Steps:\n1. One\n2. Two\n"),
            ("1. **Why：** - a\n   - b\n", "1. **Why：**\n   - a\n   - b\n"),
        ];
        for (text, wanted) in examples {
            assert_eq!(repaired(text), (wanted.to_string(), 1), "{text}");
            assert_eq!(repaired(wanted), (wanted.to_string(), 0), "repaired once is enough");
        }
    }

    #[test]
    fn text_that_only_looks_like_it_stays() {
        let texts = [
            "* **Version:** 1. of three\n* next\n",
            "* **Fix:** 1. Only one.\n\n    2. Two\n",
            "* Multiply 2 * 3\n    * nested\n",
            "* **Fix:** 1. One\n    3. Three\n",
            "* **Fix:** 1. One\n    * bullet\n",
            "```\n* **Fix:** 1. One\n    2. Two\n```\n",
            "* **Fix:** 1. One\n2. Two\n",
        ];
        for text in texts {
            assert_eq!(repaired(text), (text.to_string(), 0), "{text}");
        }
    }
}
