//! The database of a package: its notes and cards, which have the same tables in both schemas.

use std::collections::HashMap;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OptionalExtension};

use super::{Error, legacy, modern, rows};
use crate::package::{Deck, Note, NoteCard, NoteType, Released};

const FIELD_SEPARATOR: char = '\u{1f}';

/// The deck that every Anki has.
const DEFAULT_DECK: i64 = 1;

/// Where in the file's first page the versions of its journal stand, and the value for none that needs a second file.
const JOURNAL_VERSIONS: std::ops::Range<usize> = 18..20;
const ROLLBACK: u8 = 1;

/// Steps of SQLite's machine between two looks at the budget.
const STEPS: u64 = 100_000;

/// What SQLite's own statements need, whatever the file's length.
const SHORTEST: usize = 1 << 16;

/// Opens the database with these bytes. Pages that lead back to others could make its rows endless and its values huge:
/// no value is longer than the file, and no work takes more steps than a sound file of that length.
pub fn open(mut bytes: Vec<u8>) -> Result<Connection, Error> {
    // Anki leaves its collections marked for a write-ahead log, which a database in memory cannot have.
    if let Some(versions) = bytes.get_mut(JOURNAL_VERSIONS) {
        versions.fill(ROLLBACK);
    }
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact("main", &*bytes, bytes.len(), true)?;
    let length = bytes.len();
    drop(bytes);
    database
        .set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(length.max(SHORTEST)).unwrap_or(i32::MAX))?;
    // A row has at least 20 bytes, and one that is read takes about 20 steps.
    let mut looks = 10 + 4 * length as u64 / STEPS;
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
    let places = notes(database, &mut released)?;
    cards(database, &mut released, &places)?;
    forget_default_deck(&mut released);
    released.notes.sort_by_key(|note| (note.cards.first().map_or(0, |card| card.due), note.id));
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

/// Adds the notes without their cards. Gives their places by id.
fn notes(database: &Connection, released: &mut Released) -> Result<HashMap<i64, usize>, Error> {
    let types: HashMap<i64, usize> = by_id(released.note_types.iter().map(|kind: &NoteType| kind.id));
    let Released { notes, note_types, .. } = released;
    rows::each(database, "SELECT id, guid, mid, mod, tags, flds FROM notes", |row| {
        let guid: String = row.get(1)?;
        let id = row.get(2)?;
        let Some(&note_type) = types.get(&id) else { return Err(Error::NoteType { note: guid, id }) };
        let text = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
        let fields: Vec<String> = text.split(FIELD_SEPARATOR).map(str::to_owned).collect();
        let (found, expected) = (fields.len(), note_types[note_type].fields.len());
        if found != expected {
            return Err(Error::FieldCount { note: guid, found, expected });
        }
        let tags: String = row.get(4)?;
        notes.push(Note {
            guid,
            id: row.get(0)?,
            note_type,
            modified: row.get(3)?,
            fields,
            tags: tags.split([' ', '\u{3000}']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            cards: Vec::new(),
        });
        Ok(())
    })?;
    notes.sort_by_key(|note| note.id);
    Ok(by_id(notes.iter().map(|note| note.id)))
}

/// Adds the cards to their notes. Those without a note are nothing that a learner would see.
fn cards(database: &Connection, released: &mut Released, places: &HashMap<i64, usize>) -> Result<(), Error> {
    let decks: HashMap<i64, usize> = by_id(released.decks.iter().map(|deck: &Deck| deck.id));
    // In a filtered deck `odid` is the deck that the card will go back to.
    let query =
        "SELECT id, nid, ord, CASE odid WHEN 0 THEN did ELSE odid END, CASE type WHEN 0 THEN due ELSE 0 END
                 FROM cards";
    rows::each(database, query, |row| {
        let Some(&place) = places.get(&row.get(1)?) else { return Ok(()) };
        let note = &mut released.notes[place];
        let (ord, deck): (i64, i64) = (row.get(2)?, row.get(3)?);
        note.cards.push(NoteCard {
            id: row.get(0)?,
            ord: u32::try_from(ord).map_err(|_| Error::Ord { note: note.guid.clone(), ord })?,
            deck: *decks.get(&deck).ok_or_else(|| Error::Deck { note: note.guid.clone(), id: deck })?,
            due: row.get(4)?,
        });
        Ok(())
    })?;
    for note in &mut released.notes {
        note.cards.sort_by_key(|card| (card.ord, card.id));
    }
    Ok(())
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
