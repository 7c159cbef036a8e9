//! Line and column of a byte offset.

/// A place in the author's file. Both count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Bytes between two counts of characters.
const STRIDE: usize = 512;

/// Where lines start, and how many characters stand before each stride: a document may be one single long
/// line, and asking for many columns in it must not add up to quadratic time.
#[derive(Debug, Clone)]
pub(super) struct LineIndex {
    starts: Vec<usize>,
    /// Empty for ASCII, where bytes are characters.
    counts: Vec<usize>,
}

impl LineIndex {
    pub(super) fn new(text: &str) -> Self {
        let line_ends = text.match_indices('\n');
        let starts = std::iter::once(0).chain(line_ends.map(|(at, _)| at + 1)).collect();
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for stride in text.as_bytes().chunks(STRIDE) {
                counts.push(count);
                count += characters(stride);
            }
            counts.push(count);
        }
        Self { starts, counts }
    }

    /// `text` is the text the index was made from; an offset behind its end means its end.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: 1 + self.count(text, offset) - self.count(text, start) }
    }

    /// The line with this number, without its line end; empty if there is none.
    pub(super) fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let Some(&start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self.starts.get(line).map_or(text.len(), |&next| next - 1);
        &text[start..end]
    }

    fn count(&self, text: &str, offset: usize) -> usize {
        match self.counts.get(offset / STRIDE) {
            Some(count) => count + characters(&text.as_bytes()[offset / STRIDE * STRIDE..offset]),
            None if self.counts.is_empty() => offset,
            None => characters(&text.as_bytes()[..offset]),
        }
    }
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_also_far_into_a_line() {
        let text = format!("x\n{}\nend", "äöü → ".repeat(500));
        let index = LineIndex::new(&text);
        let mut expected = Position { line: 1, column: 1 };
        for (at, c) in text.char_indices() {
            assert_eq!(index.position(&text, at), expected);
            expected.column += 1;
            if c == '\n' {
                expected = Position { line: expected.line + 1, column: 1 };
            }
        }
        assert_eq!(index.position(&text, usize::MAX), expected);
    }

    #[test]
    fn lines_by_number() {
        let text = "one\n\nthree\n";
        let index = LineIndex::new(text);
        let lines: Vec<_> = (0..6).map(|line| index.line(text, line)).collect();
        assert_eq!(lines, ["", "one", "", "three", "", ""]);
    }
}
