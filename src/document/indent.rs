//! List items whose content does not stand far enough to the right: a number of two digits needs four columns.
//!
//! ```text
//! 10. Which port?
//!
//!    a. 53          <- read as a paragraph outside of the list
//! ```

use super::run_in::{Marker, item};
use super::verbatim::Verbatim;
use crate::source::{Edit, Source, Span};

/// An item with four columns or more before its text, and the edits of the lines below it.
struct Item {
    start: usize,
    /// Columns before its marker and before its text.
    marker: usize,
    text: usize,
    /// What the first line below it lacks; none before that line.
    missing: Option<usize>,
    in_fence: bool,
    edits: Vec<Edit>,
}

impl Item {
    fn read(line: &str, start: usize) -> Option<Item> {
        let (indent, marker, content) = item(line)?;
        let text = line.len() - content.len();
        // Behind five spaces an item begins with code, and its text one space behind the marker.
        let is_code = text - line[..text].trim_end().len() > 4;
        let wide = matches!(marker, Marker::Ordered(..)) && text >= indent.len() + 4 && !is_code;
        let item = Item { start, marker: indent.len(), text, missing: None, in_fence: false, edits: vec![] };
        (wide && !indent.contains('\t')).then_some(item)
    }

    /// Whether a line stands below the item, be it deep enough or not.
    fn holds(&self, column: usize) -> bool {
        column >= self.marker + 2
    }

    fn take(&mut self, line: &str, column: usize, at: usize) {
        let missing = *self.missing.get_or_insert(self.text.saturating_sub(column));
        self.in_fence ^= line.trim_start().starts_with("```");
        if missing > 0 {
            let span = Span { start: at, end: at };
            self.edits.push(Edit { span, replacement: " ".repeat(missing), repair: None });
        }
    }
}

pub fn deepen(source: &mut Source) {
    let mut items: Vec<Item> = vec![];
    let mut open: Option<Item> = None;
    let mut at = source.body_start;
    for line in source.text[source.body_start..].split_inclusive('\n') {
        let text = line.trim_end();
        let column = text.len() - text.trim_start_matches(' ').len();
        match &mut open {
            _ if text.is_empty() => {}
            Some(item) if item.holds(column) => item.take(text, column, at),
            _ => {
                items.extend(open.take().filter(|item| !item.in_fence && !item.edits.is_empty()));
                open = Item::read(text, at);
            }
        }
        at += line.len();
    }
    items.extend(open.filter(|item| !item.in_fence && !item.edits.is_empty()));
    if items.is_empty() {
        return;
    }
    let verbatim = Verbatim::of(source);
    items.retain(|item| !verbatim.holds(item.start));
    source.patch(items.into_iter().flat_map(|item| item.edits).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deepened(text: &str) -> String {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        deepen(&mut source);
        source.text
    }

    #[test]
    fn what_stands_below_a_number_of_two_digits_is_its_own() {
        let text = "9. A\n\n   a. x\n\n10. B\n\n   a. y\n   ```\n   c\n   ```\n\nEnd\n";
        let wanted = "9. A\n\n   a. x\n\n10. B\n\n    a. y\n    ```\n    c\n    ```\n\nEnd\n";
        assert_eq!(deepened(text), wanted);
        assert_eq!(deepened(wanted), wanted);
    }

    #[test]
    fn other_lines_stay() {
        for text in [
            "10. A\n\nText\n",
            "```\n10. A\n   b\n```\n",
            "10. A\n   ```\nb\n   ```\n",
            "1.     code\n\n   text\n",
        ] {
            assert_eq!(deepened(text), text);
        }
    }
}
