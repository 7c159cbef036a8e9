//! The database `collection.anki2`.

use std::io::{Seek, SeekFrom, Write};
use std::ops::Range;

use rusqlite::{Connection, params};
use tempfile::NamedTempFile;

use super::schema;
use crate::emit::Error;
use crate::package::{Package, plain};

/// The schema version that all Anki versions import.
const VERSION: i64 = 11;

/// Between the fields of a note.
const FIELD_SEPARATOR: char = '\u{1f}';

/// Where in the first page SQLite says how often a file was written, and by which version of it: as little as a database
/// in memory says of that, so that another SQLite gives the same bytes.
const WRITERS: [Range<u64>; 2] = [24..28, 92..100];

/// Makes the database, in a file for itself.
///
/// # Errors
/// If there is no room for it in the folder for temporary files.
pub fn build(package: &Package) -> Result<NamedTempFile, Error> {
    let mut file = NamedTempFile::new()?;
    let mut database = Connection::open(file.path())?;
    // Whatever shapes the bytes is fixed here. The file is thrown away when something fails, so no journal. Rows and then
    // indexes are only added, in their order, so that there is nothing to tidy up.
    database.execute_batch(
        "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;",
    )?;
    let transaction = database.transaction()?;
    transaction.execute_batch(schema::TABLES)?;
    collection(&transaction, package)?;
    notes(&transaction, package)?;
    cards(&transaction, package)?;
    transaction.execute_batch(schema::INDEXES)?;
    transaction.commit()?;
    drop(database);
    for place in WRITERS {
        file.seek(SeekFrom::Start(place.start))?;
        file.write_all(&[0; 8][..(place.end - place.start) as usize])?;
    }
    file.rewind()?;
    Ok(file)
}

fn collection(database: &Connection, package: &Package) -> rusqlite::Result<()> {
    let milliseconds = package.time * 1000;
    database.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, ?3, 0, 0, 0, ?4, ?5, ?6, ?7, '{}')",
        params![
            package.time,
            milliseconds,
            VERSION,
            schema::settings(package).to_string(),
            schema::note_types(package).to_string(),
            schema::decks(package).to_string(),
            schema::presets().to_string(),
        ],
    )?;
    Ok(())
}

fn notes(database: &Connection, package: &Package) -> rusqlite::Result<()> {
    let mut insert =
        database.prepare("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, '')")?;
    // SQLite appends rows in the order of their ids, so rows that come in that order never move a page.
    let mut order: Vec<usize> = (0..package.notes.len()).collect();
    order.sort_by_key(|&index| package.notes[index].id);
    let (mut fields, mut tags) = (String::new(), String::new());
    for index in order {
        let note = &package.notes[index];
        join_fields(&mut fields, &note.fields);
        join_tags(&mut tags, &note.tags);
        let first = plain::text(&note.fields[0]);
        insert.execute(params![
            note.id,
            note.guid,
            package.note_types[note.note_type].id,
            note.modified,
            schema::USN,
            tags,
            fields,
            first,
            plain::checksum(&first),
        ])?;
    }
    Ok(())
}

fn join_fields(into: &mut String, fields: &[String]) {
    into.clear();
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            into.push(FIELD_SEPARATOR);
        }
        into.push_str(field);
    }
}

/// ` a b `: the outer spaces let Anki search for a whole tag. Anki wants them sorted without regard to case.
fn join_tags(into: &mut String, tags: &[String]) {
    into.clear();
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_by_cached_key(|tag| tag.to_lowercase());
    for tag in &tags {
        into.push(' ');
        into.push_str(tag);
    }
    if !tags.is_empty() {
        into.push(' ');
    }
}

fn cards(database: &Connection, package: &Package) -> rusqlite::Result<()> {
    let mut insert = database
        .prepare("INSERT INTO cards VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, ?7, 0, 0, 0, 0, 0, 0, 0, 0, '')")?;
    let cards = package.notes.iter().flat_map(|note| note.cards.iter().map(move |card| (note, card)));
    let mut cards: Vec<_> = cards.collect();
    cards.sort_by_key(|(_, card)| card.id);
    for (note, card) in cards {
        let deck = package.decks[card.deck].id;
        insert.execute(params![card.id, note.id, deck, card.ord, note.modified, schema::USN, card.due])?;
    }
    Ok(())
}
