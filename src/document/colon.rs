//! `:rocket: Ship it`: a line that begins with the short name of an emoji is no definition of the line above.

use super::verbatim::patch_prose;
use crate::source::{Edit, Source, Span};

/// Escapes the first colon of such lines, in prose.
pub fn escape(source: &mut Source) {
    let mut at = source.body_start;
    let mut edits = vec![];
    for line in source.text[source.body_start..].split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '\t', '>']);
        if is_short_name(text) {
            let start = at + line.len() - text.len();
            edits.push(Edit {
                span: Span { start, end: start },
                replacement: "\\".to_string(),
                repair: None,
            });
        }
        at += line.len();
    }
    patch_prose(source, edits);
}

/// Whether a line begins like `:thumbsup:` or `:+1:`.
fn is_short_name(line: &str) -> bool {
    let name = line.strip_prefix(':').and_then(|line| line.split_once(':')).map_or("", |(name, _)| name);
    name.chars().any(|c| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_text_and_definitions_stay() {
        let examples = [
            ("Ship it\n:rocket: today\n", "Ship it\n\\:rocket: today\n"),
            ("> :+1: yes\n", "> \\:+1: yes\n"),
            ("Term\n: meaning\n", "Term\n: meaning\n"),
            ("Term\n:meaning\n", "Term\n:meaning\n"),
            ("a | b\n:-: | -:\n", "a | b\n:-: | -:\n"),
            ("::: note\ntext\n:::\n", "::: note\ntext\n:::\n"),
            ("```\n:rocket:\n```\n", "```\n:rocket:\n```\n"),
        ];
        for (text, wanted) in examples {
            let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
            escape(&mut source);
            assert_eq!(source.text, wanted);
        }
    }
}
