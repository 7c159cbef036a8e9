//! What note programs say about a block between its lines: `collapsed:: true`, `id:: 64f0`. It is no text.
//!
//! ```text
//! - What does lime do to the soil?
//!   id:: 64f0c1aa                       <- read as a part of the question
//!   - It raises the pH.
//! ```

use super::verbatim::patch_prose;
use crate::source::{Edit, Source, Span};

/// Takes such lines out, in list items.
pub fn remove(source: &mut Source) {
    if !source.text.contains(":: ") {
        return;
    }
    let mut at = source.body_start;
    let mut edits = vec![];
    for line in source.text[source.body_start..].split_inclusive('\n') {
        let key = line.split_once("::").map_or("", |(key, _)| key);
        if line.starts_with([' ', '\t']) && is_property(key) {
            let span = Span { start: at, end: at + line.len() };
            edits.push(Edit { span, replacement: String::new(), repair: None });
        }
        at += line.len();
    }
    patch_prose(source, edits);
}

/// Whether `key::` begins a property and no card `front::back`.
pub fn is_property(key: &str) -> bool {
    const KEYS: [&str; 12] = [
        "title",
        "tags",
        "public",
        "id",
        "collapsed",
        "alias",
        "icon",
        "type",
        "template",
        "status",
        "deck",
        "heading",
    ];
    let key = key.trim();
    let joined = |c: char| matches!(c, '-' | '.');
    KEYS.contains(&key)
        || (key.contains(joined)
            && key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(|c| c.is_ascii_lowercase() || joined(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(text: &str) -> String {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        remove(&mut source);
        source.text
    }

    #[test]
    fn properties_go_and_cards_stay() {
        let text = "- Wozu Kalk?\n  id:: 64f0\n  card-last-interval:: 4\n\t- pH\n  Humus:: dark\n";
        assert_eq!(removed(text), "- Wozu Kalk?\n\t- pH\n  Humus:: dark\n");
        for text in ["title:: Soil\n", "```\n  id:: x\n```\n", "- a\n  std::sort:: x\n"] {
            assert_eq!(removed(text), text);
        }
    }
}
