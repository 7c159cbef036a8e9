//! Note types and decks of schema 18: tables whose settings are messages of Protocol Buffers. Only what a package is
//! compared by is read; the numbers are those of Anki's `notetypes.proto` and `decks.proto`.

use std::collections::BTreeMap;

use prost::Message;
use rusqlite::Connection;

use super::{Error, collection::require, rows};
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
    let mut fields: Vec<(i64, i64, Field)> = Vec::new();
    rows::each(database, "SELECT ntid, name, config, ord FROM fields", |row| {
        let FieldSettings { id } = decode(row, 2, "fields")?;
        fields.push((row.get(0)?, row.get(3)?, Field { id, name: row.get(1)? }));
        Ok(())
    })?;
    let mut templates: Vec<(i64, i64, Template)> = Vec::new();
    rows::each(database, "SELECT ntid, name, config, ord FROM templates", |row| {
        let TemplateSettings { front, back, id } = decode(row, 2, "templates")?;
        templates.push((row.get(0)?, row.get(3)?, Template { id, name: row.get(1)?, front, back }));
        Ok(())
    })?;
    fields.sort_by_key(|(_, ord, _)| *ord);
    templates.sort_by_key(|(_, ord, _)| *ord);
    for (id, _, field) in fields {
        types.entry(id).and_modify(|kind| kind.fields.push(field));
    }
    for (id, _, template) in templates {
        types.entry(id).and_modify(|kind| kind.templates.push(template));
    }
    Ok((types.into_values().collect(), decks(database)?))
}

/// By id, without fields and templates.
fn note_types(database: &Connection) -> Result<BTreeMap<i64, NoteType>, Error> {
    let mut types = BTreeMap::new();
    rows::each(database, "SELECT id, name, mtime_secs, config FROM notetypes", |row| {
        let settings: TypeSettings = decode(row, 3, "note types")?;
        let id = row.get(0)?;
        let kind = NoteType {
            id,
            name: row.get(1)?,
            kind: if settings.kind == 1 { NoteKind::Cloze } else { NoteKind::Standard },
            modified: row.get(2)?,
            fields: Vec::new(),
            templates: Vec::new(),
            css: settings.css,
            adopted: None,
        };
        types.insert(id, kind);
        Ok(())
    })?;
    Ok(types)
}

fn decks(database: &Connection) -> Result<Vec<Deck>, Error> {
    let mut decks = Vec::new();
    rows::each(database, "SELECT id, name, kind FROM decks", |row| {
        let kind: DeckKind = decode(row, 2, "decks")?;
        // Between the levels of a name.
        let name = row.get::<_, String>(1)?.replace('\u{1f}', "::");
        let description = kind.normal.unwrap_or_default().description;
        decks.push(Deck { id: row.get(0)?, name, description });
        Ok(())
    })?;
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
