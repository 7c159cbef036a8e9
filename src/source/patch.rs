//! Repairs of the text, and the way back from the repaired text to what the author wrote.

use super::{Repair, RepairKind, Source, Span};

/// One replacement in [`Source::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub replacement: String,
    /// With a kind, the edit is also recorded in [`Source::repairs`].
    pub repair: Option<RepairKind>,
}

/// A range of the present text, and the range of the author's text that it replaced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) text: Span,
    pub(super) author: Span,
}

/// All replaced ranges, in order. Between two of them text and author's text are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin {
    shifts: Vec<Shift>,
}

impl Origin {
    pub(super) fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// The author's offset; inside replaced text, where the replaced range starts.
    pub(super) fn author_offset(&self, offset: usize) -> usize {
        let after = self.shifts.partition_point(|shift| shift.text.start <= offset);
        match self.shifts[..after].last() {
            None => offset,
            Some(shift) if offset < shift.text.end => shift.author.start,
            Some(shift) => shift.author.end + (offset - shift.text.end),
        }
    }

    /// Takes up edits of the present text. What overlaps an earlier replacement becomes one with it.
    fn apply(&mut self, edits: &[Edit]) {
        let mut olds = std::mem::take(&mut self.shifts).into_iter().peekable();
        let mut edits = edits.iter().peekable();
        // The last earlier replacement passed, and how many bytes edits have added and removed so far.
        let mut last = Shift::default();
        let (mut added, mut removed) = (0, 0);
        loop {
            let span = match (olds.peek(), edits.peek()) {
                (None, None) => return,
                (Some(old), Some(edit)) => old.text.min(edit.span),
                (Some(old), None) => old.text,
                (None, Some(edit)) => edit.span,
            };
            let starts_replaced = olds.peek().is_some_and(|old| old.text == span);
            let author_start = match olds.peek() {
                Some(old) if starts_replaced => old.author.start,
                _ => last.author.end + (span.start - last.text.end),
            };
            let start = span.start + added - removed;
            let mut end = span.end;
            let mut first = true;
            loop {
                if let Some(old) = olds.next_if(|old| old.text.start < end || (first && old.text == span)) {
                    end = end.max(old.text.end);
                    last = old;
                } else if let Some(edit) =
                    edits.next_if(|edit| edit.span.start < end || (first && edit.span == span))
                {
                    end = end.max(edit.span.end);
                    added += edit.replacement.len();
                    removed += edit.span.len();
                } else {
                    break;
                }
                first = false;
            }
            let author = Span { start: author_start, end: last.author.end + (end - last.text.end) };
            self.shifts.push(Shift { text: Span { start, end: end + added - removed }, author });
        }
    }
}

impl Source {
    /// Replaces ranges of [`Source::text`] and keeps [`Source::position`] true. Takes linear time, so edits
    /// are best collected and given at once.
    ///
    /// # Panics
    /// If the edits are not in order, overlap, or do not lie on character boundaries.
    pub fn patch(&mut self, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        for edit in &edits {
            if let Some(kind) = edit.repair {
                let position = self.position(edit.span.start);
                let before = self.text[edit.span.range()].to_owned();
                self.record(kind, position, before, edit.replacement.clone());
            }
        }
        let removed: usize = edits.iter().map(|edit| edit.span.len()).sum();
        let added: usize = edits.iter().map(|edit| edit.replacement.len()).sum();
        let mut text = String::with_capacity((self.text.len() + added).saturating_sub(removed));
        let mut body_start = self.body_start;
        let mut done = 0;
        for edit in &edits {
            assert!(done <= edit.span.start, "edits must be in order and must not overlap");
            text.push_str(&self.text[done..edit.span.start]);
            text.push_str(&edit.replacement);
            done = edit.span.end;
            if done < self.body_start || (done == self.body_start && !edit.span.is_empty()) {
                body_start = body_start + edit.replacement.len() - edit.span.len();
            }
        }
        text.push_str(&self.text[done..]);
        self.origin.apply(&edits);
        let before = std::mem::replace(&mut self.text, text);
        self.author.get_or_insert(before);
        self.body_start = body_start;
    }

    pub(super) fn record(&mut self, kind: RepairKind, at: super::Position, before: String, after: String) {
        self.repairs.push(Repair { kind, line: at.line, column: at.column, before, after });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Position;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: Span { start, end }, replacement: replacement.to_owned(), repair: None }
    }

    fn columns(source: &Source) -> Vec<usize> {
        (0..=source.text.len()).map(|offset| source.position(offset).column - 1).collect()
    }

    #[test]
    fn replacing_inserting_and_deleting() {
        let mut source = Source::new("a.md", b"0123456789").unwrap();
        source.patch(vec![edit(1, 2, "abc"), edit(4, 4, "--"), edit(6, 8, "")]);
        assert_eq!(source.text, "0abc23--4589");
        assert_eq!(columns(&source), [0, 1, 1, 1, 2, 3, 4, 4, 4, 5, 8, 9, 10]);
        assert_eq!(source.author_line(1), "0123456789");
    }

    #[test]
    fn patches_of_patches() {
        let mut source = Source::new("a.md", b"0123456789").unwrap();
        source.patch(vec![edit(2, 4, "abcd"), edit(8, 9, "X")]);
        assert_eq!(source.text, "01abcd4567X9");
        source.patch(vec![edit(0, 0, ">>"), edit(4, 7, "!"), edit(10, 11, "YZ"), edit(12, 12, "<")]);
        assert_eq!(source.text, ">>01ab!567YZ9<");
        assert_eq!(columns(&source), [0, 0, 0, 1, 2, 2, 2, 5, 6, 7, 8, 8, 9, 10, 10]);
    }

    #[test]
    fn edits_beside_each_other_stay_apart() {
        let mut source = Source::new("a.md", b"0123456789").unwrap();
        source.patch(vec![edit(2, 4, ""), edit(4, 6, "ab"), edit(6, 6, "c")]);
        source.patch(vec![edit(2, 2, "+"), edit(4, 4, "-")]);
        assert_eq!(source.text, "01+ab-c6789");
        assert_eq!(columns(&source), [0, 1, 4, 4, 4, 6, 6, 6, 7, 8, 9, 10]);
    }

    #[test]
    fn recorded_edits_name_what_the_author_wrote() {
        let mut source = Source::new("a.md", "---\ndeck: D\n---\nüb 1. a 2. b\n".as_bytes()).unwrap();
        let at = source.text.find(" 2.").unwrap();
        let mut split = edit(at, at + 1, "\n");
        split.repair = Some(RepairKind::RunInList);
        source.patch(vec![split]);
        assert_eq!(&source.text[source.body_start..], "üb 1. a\n2. b\n");
        assert_eq!(source.position(at + 1), Position { line: 4, column: 9 });
        let repair = &source.repairs[0];
        assert_eq!((repair.line, repair.column, &*repair.before, &*repair.after), (4, 8, " ", "\n"));
    }

    #[test]
    fn an_edit_in_the_front_matter_moves_the_body() {
        let mut source = Source::new("a.md", b"---\ndeck: D\n---\nbody").unwrap();
        source.patch(vec![edit(10, 11, "Longer"), edit(16, 16, "the ")]);
        assert_eq!(&source.text[source.body_start..], "the body");
    }

    #[test]
    #[should_panic(expected = "in order")]
    fn overlapping_edits_are_a_fault_of_the_program() {
        Source::new("a.md", b"0123").unwrap().patch(vec![edit(1, 3, ""), edit(2, 4, "")]);
    }
}
