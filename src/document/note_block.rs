//! Notes that a plug-in of note programs reads between `START` and `END`.
//!
//! ```text
//! START
//! Basic
//! What does lime do to the soil?
//! Back: It raises the pH.               <- read as one paragraph with all the others
//! Tags: soil
//! END
//! ```

use super::verbatim::patch_prose;
use crate::source::{Edit, Source, Span};

/// The lines that structure such a note, each to be a paragraph of its own.
const FIELDS: [&str; 4] = ["Back:", "Extra:", "Tags:", "<!--ID:"];

/// Sets blank lines around the lines that structure notes.
pub fn separate(source: &mut Source) {
    if !source.text.contains("START") {
        return;
    }
    let mut edits = vec![];
    // Of the note that is open, whose end has not come yet.
    let mut pending: Option<Vec<usize>> = None;
    let mut at = source.body_start;
    let mut after_start = false;
    for line in source.text[source.body_start..].split_inclusive('\n') {
        let text = line.trim();
        let end = at + line.len();
        if text == "START" {
            pending = Some(vec![at, end]);
            after_start = true;
        } else if let Some(open) = &mut pending {
            if text == "END" {
                edits.extend(pending.take().into_iter().flatten().chain([at, end]));
            } else if after_start && !text.is_empty() {
                open.push(end);
                after_start = false;
            } else if FIELDS.iter().any(|field| text.starts_with(field)) {
                open.push(at);
            }
        }
        at = end;
    }
    edits.dedup();
    let blank = |at| Edit { span: Span { start: at, end: at }, replacement: "\n".to_string(), repair: None };
    patch_prose(source, edits.into_iter().map(blank).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn separated(text: &str) -> String {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        separate(&mut source);
        source.text
    }

    #[test]
    fn the_lines_of_a_note_are_paragraphs() {
        let text = "Notizen\nSTART\nBasic\nWozu Kalk?\nBack: pH\nTags: a\nEND\nMehr\n";
        let wanted = "Notizen\n\nSTART\n\nBasic\n\nWozu Kalk?\n\nBack: pH\n\nTags: a\n\nEND\n\nMehr\n";
        assert_eq!(separated(text), wanted);
    }

    #[test]
    fn without_an_end_nothing_changes() {
        for text in ["START\nBasic\nBack: a\n", "```\nSTART\nBasic\nEND\n```\n", "Back: a\nEND\n"] {
            assert_eq!(separated(text), text);
        }
    }
}
