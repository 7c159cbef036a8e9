//! Note types and decks of schema 18: tables whose settings are messages of Protocol Buffers. Only what a package is
//! compared by is read; the numbers are those of Anki's `notetypes.proto` and `decks.proto`.

use std::collections::BTreeMap;

use prost::Message;
use rusqlite::Connection;

use super::{Error, collection::require};
use crate::package::{Deck, Field, NoteKind, NoteType, Template};

#[derive(Message)]
struct TypeSettings {
    #[prost(int32, tag = "1")]
    kind: i32,
    #[prost(string, tag = "3")]
    css: String,
}

#[derive(Message)]
struct FieldSettings {
    #[prost(int64, optional, tag = "9")]
    id: Option<i64>,
}

#[derive(Message)]
struct TemplateSettings {
    #[prost(string, tag = "1")]
    front: String,
    #[prost(string, tag = "2")]
    back: String,
    #[prost(int64, optional, tag = "8")]
    id: Option<i64>,
}

#[derive(Message)]
struct DeckKind {
    #[prost(message, optional, tag = "1")]
    normal: Option<NormalDeck>,
}

#[derive(Message)]
struct NormalDeck {
    #[prost(string, tag = "4")]
    description: String,
}

pub fn read(database: &Connection) -> Result<(Vec<NoteType>, Vec<Deck>), Error> {
    for table in ["notetypes", "fields", "templates", "decks"] {
        require(database, table)?;
    }
    let mut types = note_types(database)?;
    let mut query = database.prepare("SELECT ntid, name, config FROM fields ORDER BY ntid, ord")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let settings: FieldSettings = decode(row, 2, "fields")?;
        if let Some(kind) = types.get_mut(&row.get(0)?) {
            kind.fields.push(Field { id: settings.id, name: row.get(1)? });
        }
    }
    let mut query = database.prepare("SELECT ntid, name, config FROM templates ORDER BY ntid, ord")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let TemplateSettings { front, back, id } = decode(row, 2, "templates")?;
        if let Some(kind) = types.get_mut(&row.get(0)?) {
            kind.templates.push(Template { id, name: row.get(1)?, front, back });
        }
    }
    Ok((types.into_values().collect(), decks(database)?))
}

/// By id, without fields and templates.
fn note_types(database: &Connection) -> Result<BTreeMap<i64, NoteType>, Error> {
    let mut query = database.prepare("SELECT id, name, mtime_secs, config FROM notetypes")?;
    let mut rows = query.query([])?;
    let mut types = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let settings: TypeSettings = decode(row, 3, "note types")?;
        let id = row.get(0)?;
        types.insert(
            id,
            NoteType {
                id,
                name: row.get(1)?,
                kind: if settings.kind == 1 { NoteKind::Cloze } else { NoteKind::Standard },
                modified: row.get(2)?,
                fields: Vec::new(),
                templates: Vec::new(),
                css: settings.css,
                adopted: None,
            },
        );
    }
    Ok(types)
}

fn decks(database: &Connection) -> Result<Vec<Deck>, Error> {
    let mut query = database.prepare("SELECT id, name, kind FROM decks")?;
    let mut rows = query.query([])?;
    let mut decks = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: DeckKind = decode(row, 2, "decks")?;
        // Between the levels of a name.
        let name = row.get::<_, String>(1)?.replace('\u{1f}', "::");
        let description = kind.normal.unwrap_or_default().description;
        decks.push(Deck { id: row.get(0)?, name, description });
    }
    Ok(decks)
}

fn decode<T: Message + Default>(
    row: &rusqlite::Row<'_>,
    column: usize,
    part: &'static str,
) -> Result<T, Error> {
    let bytes = row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?;
    T::decode(bytes).map_err(|error| Error::Message { part, error })
}
