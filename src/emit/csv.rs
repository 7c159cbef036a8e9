//! CSV files that Anki 2.1.61 and later import without a question: the header lines name separator, note type,
//! deck, tags and guid. Everything is quoted, because Anki drops a row that starts with a bare `#`.
//!
//! The deck stands in a column even when there is one deck only: up to 24.11 a line `#deck:` with the name of a
//! deck that does not exist yet puts everything into `Default`. 2.1.54 skips rows of such a deck instead.
//!
//! CSV carries no media and no templates; the package does.

use std::borrow::Cow;
use std::io::Write;

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::Error;
use crate::package::{Note, NoteKind, NoteType, Package, Pair};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Question and answer, for Anki's own note type `Basic`. An Anki in another language calls that type
    /// otherwise and then offers the learner's current one.
    ///
    /// Where the package was imported, or is imported later, its notes stand and these rows count as
    /// conflicting: the guids are the same, and Anki never mixes note types.
    Basic,
    /// All fields of the package's own note types, which Anki must know: it skips the rows of an unknown type.
    /// For learners who imported the package once.
    Full,
}

/// How many notes went into a file, and how many it cannot hold.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub written: usize,
    /// Retired notes: to somebody who starts with this file they were never there. Always 0 in a full file.
    pub retired: usize,
    /// Notes that are no pair of question and answer, such as cloze texts. Always 0 in a full file.
    pub other: usize,
}

/// Writes `package` in UTF-8 with bare line feeds.
///
/// # Panics
/// If an index of the package points nowhere; the contract check reports that as a fault.
pub fn write(package: &Package, flavour: Flavour, out: impl Write) -> Result<Tally, Error> {
    match flavour {
        Flavour::Basic => write_basic(package, out),
        Flavour::Full => write_full(package, out),
    }
}

fn write_basic(package: &Package, out: impl Write) -> Result<Tally, Error> {
    let columns: Vec<Option<Columns>> = package.note_types.iter().map(Columns::of).collect();
    let mut tally = Tally::default();
    let mut rows = start(
        out,
        "#notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:3\n",
        ["guid", "deck", "tags", "Front", "Back"].into_iter(),
    )?;
    for note in by_deck(package) {
        match &columns[note.note_type] {
            None => tally.other += 1,
            Some(_) if package.is_retired(note) => tally.retired += 1,
            Some(columns) => {
                rows.write_field(&note.guid)?;
                rows.write_field(deck(package, note))?;
                rows.write_field(note.tags.join(" "))?;
                rows.write_field(&note.fields[columns.pair.front])?;
                rows.write_field(columns.answer(note).as_ref())?;
                rows.write_record(None::<&[u8]>)?;
                tally.written += 1;
            }
        }
    }
    rows.flush()?;
    Ok(tally)
}

fn write_full(package: &Package, out: impl Write) -> Result<Tally, Error> {
    // Notes of a smaller type leave the last columns empty. The labels are for the reader: with a column for
    // the note type, Anki goes by the order of the columns.
    let widest = package.note_types.iter().rev().max_by_key(|kind| kind.fields.len());
    let fields: Vec<&str> =
        widest.iter().flat_map(|kind| &kind.fields).map(|field| field.name.as_str()).collect();
    let mut rows = start(
        out,
        "#guid column:1\n#deck column:2\n#tags column:3\n#notetype column:4\n",
        ["guid", "deck", "tags", "note type"].into_iter().chain(fields.iter().copied()),
    )?;
    for note in by_deck(package) {
        rows.write_field(&note.guid)?;
        rows.write_field(deck(package, note))?;
        rows.write_field(note.tags.join(" "))?;
        rows.write_field(&package.note_types[note.note_type].name)?;
        for column in 0..fields.len() {
            rows.write_field(note.fields.get(column).map_or("", String::as_str))?;
        }
        rows.write_record(None::<&[u8]>)?;
    }
    rows.flush()?;
    Ok(Tally { written: package.notes.len(), ..Tally::default() })
}

/// Writes the header lines. `#columns` must come after the separator, or Anki does not split it.
fn start<'a, W: Write>(
    mut out: W,
    lines: &str,
    labels: impl Iterator<Item = &'a str>,
) -> Result<Writer<W>, Error> {
    write!(out, "#separator:Comma\n#html:true\n#columns:")?;
    let mut columns = rows(&mut out);
    columns.write_record(labels.map(str::as_bytes))?;
    columns.flush()?;
    drop(columns);
    out.write_all(lines.as_bytes())?;
    Ok(rows(out))
}

fn rows<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(out)
}

/// The notes, those of a deck before those of its subdecks, else in document order. Anki makes a missing parent
/// along with a subdeck, and a second deck `Name+` when it meets a row of that parent only afterwards.
fn by_deck(package: &Package) -> Vec<&Note> {
    let mut notes: Vec<&Note> = package.notes.iter().collect();
    notes.sort_by_key(|note| note.cards.first().map(|card| card.deck));
    notes
}

/// The deck of a note's first card: a row has room for one.
fn deck<'a>(package: &'a Package, note: &Note) -> &'a str {
    note.cards.first().map_or("", |card| &package.decks[card.deck].name)
}

/// Where a note type keeps a question and its answer.
struct Columns {
    pair: Pair,
    extra: Option<usize>,
}

impl Columns {
    fn of(kind: &NoteType) -> Option<Self> {
        let field = |name: &str| kind.fields.iter().position(|field| field.name == name);
        match kind.adopted {
            _ if kind.kind == NoteKind::Cloze => None,
            Some(pair) => Some(Columns { pair, extra: None }),
            None => {
                let pair = Pair { front: field("Front")?, back: field("Back")? };
                Some(Columns { pair, extra: field("Extra") })
            }
        }
    }

    /// The back, and below a line what the note adds to it.
    fn answer<'a>(&self, note: &'a Note) -> Cow<'a, str> {
        let back = &note.fields[self.pair.back];
        match self.extra.map(|field| note.fields[field].as_str()) {
            None | Some("") => Cow::Borrowed(back),
            Some(extra) => Cow::Owned(format!("{back}<hr>{extra}")),
        }
    }
}
