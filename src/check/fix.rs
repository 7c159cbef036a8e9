//! Mends in a file what has one right answer, and nothing else.

use crate::diagnostic::{Diagnostic, Fix};

/// The file's text with all that `found` says how to mend; nothing if there is nothing to mend, or the file is not UTF-8.
/// Findings are those of this file, `bytes` what it holds.
pub fn fixed(bytes: &[u8], found: &[&Diagnostic]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let fixes: Vec<&Fix> = found.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    let line_end = dominant(text);
    let mut replaced = replace(text, &fixes, line_end);
    if fixes.contains(&&Fix::LineEnds) {
        replaced = replaced.replace("\r\n", "\n").replace('\r', "\n").replace('\n', line_end);
    }
    if fixes.contains(&&Fix::ByteOrderMark) {
        replaced = replaced.trim_start_matches(BYTE_ORDER_MARK).to_string();
    }
    (replaced != text).then_some(replaced)
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// How most lines end.
fn dominant(text: &str) -> &'static str {
    let pairs = text.matches("\r\n").count();
    if pairs * 2 > text.matches('\n').count() { "\r\n" } else { "\n" }
}

/// The text with all replacements. Their places are those of the decoded text, in which each line end is one byte, NUL is
/// three, and a byte order mark none.
fn replace(text: &str, fixes: &[&Fix], line_end: &str) -> String {
    let mut replacements: Vec<(usize, &str, &str)> = fixes
        .iter()
        .filter_map(|fix| match fix {
            Fix::Replace { at, before, after } => Some((*at, before.as_str(), after.as_str())),
            _ => None,
        })
        .collect();
    replacements.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    out.push_str(&text[..text.len() - rest.len()]);
    let mut decoded = 0;
    for (at, before, after) in replacements {
        while decoded < at {
            let Some(c) = rest.chars().next() else { break };
            let (length, width) = match c {
                '\r' if rest.starts_with("\r\n") => (2, 1),
                '\0' => (1, char::REPLACEMENT_CHARACTER.len_utf8()),
                c => (c.len_utf8(), c.len_utf8()),
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            decoded += width;
        }
        // Overlapping or moved: rather leave it.
        if decoded == at && rest.starts_with(before) {
            out.push_str(&after.replace('\n', line_end));
            rest = &rest[before.len()..];
            decoded += before.len();
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn fix(text: &str, fixes: Vec<Fix>) -> Option<String> {
        let finding =
            |fix| Diagnostic { fix: Some(fix), ..Diagnostic::new(Code::Mojibake, "q.md", None, "x") };
        let found: Vec<Diagnostic> = fixes.into_iter().map(finding).collect();
        fixed(text.as_bytes(), &found.iter().collect::<Vec<_>>())
    }

    fn put(at: usize, before: &str, after: &str) -> Fix {
        Fix::Replace { at, before: before.to_string(), after: after.to_string() }
    }

    #[test]
    fn places_are_those_of_the_decoded_text() {
        let text = "\u{feff}a\r\n\0b\r\nc d";
        assert_eq!(
            fix(text, vec![put(7, "c d", "c\nd"), put(5, "b", "x")]).as_deref(),
            Some("\u{feff}a\r\n\0x\r\nc\r\nd")
        );
    }

    #[test]
    fn line_ends_become_those_of_most_lines_and_the_mark_goes() {
        let text = "\u{feff}a\r\nb\nc\r\n";
        assert_eq!(fix(text, vec![Fix::LineEnds]).as_deref(), Some("\u{feff}a\r\nb\r\nc\r\n"));
        assert_eq!(fix(text, vec![Fix::ByteOrderMark]).as_deref(), Some("a\r\nb\nc\r\n"));
        assert_eq!(fix("a\nb\r\nc\n", vec![Fix::LineEnds]).as_deref(), Some("a\nb\nc\n"));
    }

    #[test]
    fn what_stands_otherwise_is_left() {
        assert_eq!(fix("abc", vec![put(1, "x", "y")]), None);
        assert_eq!(fix("abc", vec![put(9, "", "y")]), None);
        assert_eq!(fix("abc", vec![put(0, "ab", "x"), put(1, "b", "y")]).as_deref(), Some("xc"));
    }
}
