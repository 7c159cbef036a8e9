//! The database of a package: its notes and cards, which have the same tables in both schemas.

use std::collections::HashMap;
use std::io::{Seek, SeekFrom, Write};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, OptionalExtension, ffi};
use tempfile::NamedTempFile;

use super::{Error, legacy, modern, rows};
use crate::package::{Note, NoteCard, NoteType, Released};

const FIELD_SEPARATOR: char = '\u{1f}';

/// The deck that every Anki has.
pub const DEFAULT_DECK: i64 = 1;

/// Where in the file's first page the two versions of its journal stand, and the value for none that needs a second file.
const JOURNAL_VERSIONS: u64 = 18;
const ROLLBACK: u8 = 1;

/// Steps of SQLite's machine between two looks at the budget.
const STEPS: u64 = 100_000;

/// What SQLite's own statements need, whatever the file's length.
const SHORTEST: i32 = 1 << 16;

/// Opens the database in a file of ours. Pages that lead back to others could make its rows endless and its values huge:
/// no value is longer than the file, and no work takes more steps than a sound file of that length.
pub fn open(file: &mut NamedTempFile) -> Result<Connection, Error> {
    let length = file.as_file().metadata()?.len();
    // SQLite takes an empty file for a new database.
    if length == 0 {
        return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_NOTADB), None).into());
    }
    // Anki leaves its collections marked for a write-ahead log, of which there is none here.
    if length > JOURNAL_VERSIONS {
        file.seek(SeekFrom::Start(JOURNAL_VERSIONS))?;
        file.write_all(&[ROLLBACK; 2])?;
    }
    let mut database = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let longest = i32::try_from(length).unwrap_or(i32::MAX).max(SHORTEST);
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
    // A row has at least 20 bytes, and one that is read takes about 20 steps.
    let mut looks = 10 + 4 * length / STEPS;
    database.progress_handler(
        STEPS as i32,
        Some(move || {
            looks = looks.saturating_sub(1);
            looks == 0
        }),
    )?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Anki's own order of names. SQLite asks for it by name; nothing here depends on what it does.
    database.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
    Ok(database)
}

/// What SQLite finds wrong with the database's pages and rows; empty for a sound one.
pub fn damage(database: &Connection) -> Result<Vec<String>, Error> {
    let mut query = database.prepare("PRAGMA quick_check(20)")?;
    let found = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// Reads notes and cards, their types and decks.
pub fn read(database: &Connection) -> Result<Released, Error> {
    let mut released = frame(database)?;
    let Released { notes, note_types, decks, .. } = &mut released;
    each_note(database, note_types, |row| {
        notes.push(row.note());
        Ok(())
    })?;
    notes.sort_by_key(|note| note.id);
    let places = by_id(notes.iter().map(|note| note.id));
    let decks = by_id(decks.iter().map(|deck| deck.id));
    each_card(database, |row| {
        // One without a note is nothing that a learner would see.
        if let Some(&place) = places.get(&row.note) {
            let note = &mut notes[place];
            note.cards.push(row.card(&note.guid, &decks)?);
        }
        Ok(())
    })?;
    for note in notes {
        note.cards.sort_by_key(|card| (card.ord, card.id));
    }
    forget_default_deck(&mut released);
    released.notes.sort_by_key(|note| (note.cards.first().map_or(0, |card| card.due), note.id));
    Ok(released)
}

/// All but the notes: their types, and the decks.
pub fn frame(database: &Connection) -> Result<Released, Error> {
    for table in ["col", "notes", "cards"] {
        require(database, table)?;
    }

    let (note_types, decks) = match database.query_row("SELECT ver FROM col", [], |row| row.get(0))? {
        11 => legacy::read(database)?,
        18 => modern::read(database)?,
        version => return Err(Error::Schema(version)),
    };
    let mut released = Released { note_types, decks, ..Released::default() };
    released.note_types.sort_by_key(|kind| kind.id);
    released.decks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(released)
}

/// A table whose rows lie in the file: a view, a virtual table or a computed column could run for ever.
pub fn require(database: &Connection, table: &'static str) -> Result<(), Error> {
    let found = database
        .query_row("SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?1", [table], |row| {
            row.get::<_, i64>(0)
        })
        .optional()?;
    let computed: i64 = database.query_row(
        "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden <> 0",
        [table],
        |row| row.get(0),
    )?;
    if found.is_none_or(|page| page <= 0) || computed > 0 { Err(Error::Table(table)) } else { Ok(()) }
}

/// A note as it stands in its row, without its cards.
pub struct NoteRow<'r> {
    pub id: i64,
    pub guid: &'r str,
    pub note_type: usize,
    pub modified: i64,
    tags: &'r str,
    fields: &'r str,
}

impl<'r> NoteRow<'r> {
    pub fn tags(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        self.tags.split([' ', '\u{3000}']).filter(|tag| !tag.is_empty())
    }

    pub fn fields(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        self.fields.split(FIELD_SEPARATOR)
    }

    fn note(&self) -> Note {
        Note {
            guid: self.guid.to_owned(),
            id: self.id,
            note_type: self.note_type,
            modified: self.modified,
            fields: self.fields().map(str::to_owned).collect(),
            tags: self.tags().map(str::to_owned).collect(),
            cards: Vec::new(),
        }
    }
}

/// Hands each note to `take`.
pub fn each_note(
    database: &Connection,
    note_types: &[NoteType],
    mut take: impl FnMut(&NoteRow<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let types: HashMap<i64, usize> = by_id(note_types.iter().map(|kind| kind.id));
    rows::each(database, "SELECT id, guid, mid, mod, tags, flds FROM notes", |row| {
        let text = |column| Ok::<_, Error>(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?);
        let guid = text(1)?;
        let id = row.get(2)?;
        let Some(&note_type) = types.get(&id) else {
            return Err(Error::NoteType { note: guid.to_owned(), id });
        };
        let note = NoteRow {
            id: row.get(0)?,
            guid,
            note_type,
            modified: row.get(3)?,
            tags: text(4)?,
            fields: text(5)?,
        };
        let (found, expected) = (note.fields().count(), note_types[note_type].fields.len());
        if found != expected {
            return Err(Error::FieldCount { note: guid.to_owned(), found, expected });
        }
        take(&note)
    })
}

/// A card as it stands in its row.
pub struct CardRow {
    pub id: i64,
    /// Of its note.
    pub note: i64,
    pub ord: i64,
    /// Its deck's id.
    pub deck: i64,
    pub due: i64,
}

impl CardRow {
    /// `guid` is the note's; `decks` are places by ids.
    fn card(&self, guid: &str, decks: &HashMap<i64, usize>) -> Result<NoteCard, Error> {
        let CardRow { id, ord, deck, due, .. } = *self;
        Ok(NoteCard {
            id,
            ord: u32::try_from(ord).map_err(|_| Error::Ord { note: guid.to_owned(), ord })?,
            deck: *decks.get(&deck).ok_or_else(|| Error::Deck { note: guid.to_owned(), id: deck })?,
            due,
        })
    }
}

/// Hands each card to `take`.
pub fn each_card(
    database: &Connection,
    mut take: impl FnMut(&CardRow) -> Result<(), Error>,
) -> Result<(), Error> {
    // In a filtered deck `odid` is the deck that the card will go back to.
    let query =
        "SELECT id, nid, ord, CASE odid WHEN 0 THEN did ELSE odid END, CASE type WHEN 0 THEN due ELSE 0 END
                 FROM cards";
    rows::each(database, query, |row| {
        take(&CardRow {
            id: row.get(0)?,
            note: row.get(1)?,
            ord: row.get(2)?,
            deck: row.get(3)?,
            due: row.get(4)?,
        })
    })
}

fn by_id(ids: impl Iterator<Item = i64>) -> HashMap<i64, usize> {
    ids.zip(0..).collect()
}

fn forget_default_deck(released: &mut Released) {
    let Some(place) = released.decks.iter().position(|deck| deck.id == DEFAULT_DECK) else { return };
    if !released.is_studied(place) {
        released.decks.remove(place);
        for card in released.notes.iter_mut().flat_map(|note| &mut note.cards) {
            card.deck -= usize::from(card.deck > place);
        }
    }
}
