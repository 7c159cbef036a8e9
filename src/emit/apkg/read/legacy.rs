//! Note types and decks of schema 11: JSON in the one row of `col`. Tools disagree on whether a number is written as
//! one or as a string, so both are read.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

use super::Error;
use crate::package::{self, Deck, NoteKind};

/// A note type as the database holds it, and as AnkiConnect tells it.
#[derive(Debug, serde::Deserialize)]
pub struct NoteType {
    #[serde(deserialize_with = "number")]
    id: i64,
    name: String,
    #[serde(rename = "type", default, deserialize_with = "number")]
    kind: i64,
    #[serde(rename = "mod", default, deserialize_with = "number")]
    modified: i64,
    flds: Vec<Field>,
    tmpls: Vec<Template>,
    #[serde(default)]
    css: String,
}

#[derive(Debug, serde::Deserialize)]
struct Field {
    #[serde(default, deserialize_with = "optional")]
    id: Option<i64>,
    name: String,
    #[serde(default, deserialize_with = "number")]
    ord: i64,
}

#[derive(Debug, serde::Deserialize)]
struct Template {
    #[serde(default, deserialize_with = "optional")]
    id: Option<i64>,
    name: String,
    #[serde(default, deserialize_with = "number")]
    ord: i64,
    qfmt: String,
    #[serde(default)]
    afmt: String,
}

#[derive(serde::Deserialize)]
struct StoredDeck {
    #[serde(deserialize_with = "number")]
    id: i64,
    name: String,
    #[serde(default)]
    desc: String,
}

pub fn read(database: &Connection) -> Result<(Vec<package::NoteType>, Vec<Deck>), Error> {
    let (types, decks): (String, String) =
        database.query_row("SELECT models, decks FROM col", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let types: BTreeMap<String, NoteType> = parse(&types, "note types")?;
    let decks: BTreeMap<String, StoredDeck> = parse(&decks, "decks")?;
    let decks = decks.into_values().map(|deck| Deck { id: deck.id, name: deck.name, description: deck.desc });
    Ok((types.into_values().map(package::NoteType::from).collect(), decks.collect()))
}

fn parse<T: DeserializeOwned>(text: &str, part: &'static str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Json { part, error })
}

impl From<NoteType> for package::NoteType {
    /// Anki goes by the order of the list where two have the same `ord`, as in files that leave it out.
    fn from(mut stored: NoteType) -> package::NoteType {
        stored.flds.sort_by_key(|field| field.ord);
        stored.tmpls.sort_by_key(|template| template.ord);
        let template = |template: Template| package::Template {
            id: template.id,
            name: template.name,
            front: template.qfmt,
            back: template.afmt,
        };
        package::NoteType {
            id: stored.id,
            name: stored.name,
            kind: if stored.kind == 1 { NoteKind::Cloze } else { NoteKind::Standard },
            modified: stored.modified,
            fields: stored
                .flds
                .into_iter()
                .map(|field| package::Field { id: field.id, name: field.name })
                .collect(),
            templates: stored.tmpls.into_iter().map(template).collect(),
            css: stored.css,
            adopted: None,
        }
    }
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    optional(from)?.ok_or_else(|| D::Error::custom("a number is missing"))
}

fn optional<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let value = Value::deserialize(from)?;
    let number = match &value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|number| number as i64)),
        _ => None,
    };
    number.map(Some).ok_or_else(|| D::Error::custom(format!("{value} is no number")))
}
