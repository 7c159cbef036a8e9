//! One file of the author: its text, ready to parse, and the way back to what stands in the file.

mod decode;
mod evidence;
mod front_matter;
mod line_index;
mod mojibake;
mod patch;
mod windows_1252;

use std::collections::BTreeMap;
use std::ops::Range;

pub use decode::{DecodeError, DecodeErrorKind, Form};
pub use front_matter::FrontMatter;
pub use line_index::Position;
pub use patch::Edit;

use line_index::LineIndex;
use patch::{Origin, Shift};

/// A byte range in [`Source::text`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether `other` lies inside, ends included.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A decoded and repaired file.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as shown to the user, with forward slashes.
    pub name: String,
    /// Without BOM, line ends LF, mojibake repaired. Front matter is part of it.
    pub text: String,
    pub front_matter: FrontMatter,
    /// Offset of the first byte behind the front matter, 0 without one.
    pub body_start: usize,
    pub form: Form,
    /// What was repaired on the way, for the author to know.
    pub repairs: Vec<Repair>,
    /// The decoded text before repairs, once it differs from `text`.
    author: Option<String>,
    lines: LineIndex,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RepairKind {
    /// UTF-8 that some program had read as Windows-1252 and saved again.
    Mojibake,
    /// List items that stood in one line of prose.
    RunInList,
    /// A code fence that was never closed.
    UnclosedFence,
}

/// A recorded change of the author's text. Line and column count from 1, the column in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    pub kind: RepairKind,
    pub line: usize,
    pub column: usize,
    pub before: String,
    pub after: String,
}

/// Text broken more often than this stays as it is: nobody's was, and signs in a row could take as many rounds as they are.
const MOJIBAKE_ROUNDS: usize = 16;

impl Source {
    /// Decodes a file, repairs mojibake and reads the front matter.
    ///
    /// # Errors
    /// If the bytes are neither UTF-8 nor UTF-16 with a byte order mark.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Result<Source, DecodeError> {
        let text = decode::decode(bytes)?;
        let mut source = Source {
            name: name.into().replace('\\', "/"),
            lines: LineIndex::new(&text),
            text,
            front_matter: FrontMatter::default(),
            body_start: 0,
            form: Form::of(bytes),
            repairs: Vec::new(),
            author: None,
            origin: Origin::default(),
        };
        source.repair_mojibake();
        (source.front_matter, source.body_start) = front_matter::read(&source.text);
        Ok(source)
    }

    /// Where an offset of `text` stands in the author's own file. Inside replaced text: where the replaced
    /// range starts.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(self.author_text(), self.origin.author_offset(offset))
    }

    /// The author's line with that number, counted from 1, decoded and without line end. Empty if there is
    /// no such line.
    pub fn author_line(&self, line: usize) -> &str {
        self.lines.line(self.author_text(), line)
    }

    /// The repairs with the place in [`Source::text`] of what they changed, and the byte of the decoded text where they
    /// began.
    pub fn repairs_in_text(&self) -> Vec<(&Repair, Span, usize)> {
        let shifts = self.origin.shifts();
        let starts: BTreeMap<Position, &Shift> = shifts
            .iter()
            .map(|shift| (self.lines.position(self.author_text(), shift.author.start), shift))
            .collect();
        let place = |repair: &Repair| {
            let place = Position { line: repair.line, column: repair.column };
            let Some((start, shift)) = starts.range(..=place).next_back() else {
                return (Span::default(), 0);
            };
            let before = if start.line == place.line { place.column - start.column } else { 0 };
            let rest = self.author_text()[shift.author.start..].char_indices().map(|(at, _)| at).nth(before);
            (shift.text, shift.author.start + rest.unwrap_or_default())
        };
        let repairs = self.repairs.iter().map(|repair| (repair, place(repair)));
        repairs.map(|(repair, (span, at))| (repair, span, at)).collect()
    }

    fn author_text(&self) -> &str {
        self.author.as_deref().unwrap_or(&self.text)
    }

    fn repair_mojibake(&mut self) {
        let mut edits = mojibake::edits(&self.text);
        if edits.is_empty() {
            return;
        }
        let broken = self.clone();
        for _ in 0..MOJIBAKE_ROUNDS {
            self.patch(edits);
            edits = mojibake::edits(&self.text);
            if edits.is_empty() {
                break;
            }
        }
        if !edits.is_empty() {
            *self = broken;
            return;
        }
        // Recorded at the end, so that a run broken twice is one repair.
        for shift in self.origin.shifts().to_vec() {
            let before = self.author_text()[shift.author.range()].to_owned();
            let after = self.text[shift.text.range()].to_owned();
            self.record(RepairKind::Mojibake, self.position(shift.text.start), before, after);
        }
    }
}
