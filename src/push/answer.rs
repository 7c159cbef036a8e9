//! Notes and note types as AnkiConnect tells them.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Error, Stored};
use crate::package::{Field, NoteKind, NoteType, Template};

/// A note as AnkiConnect tells it; empty for one that is not there.
#[derive(Debug, Deserialize)]
pub struct Info {
    #[serde(rename = "noteId")]
    id: Option<i64>,
    #[serde(rename = "modelName", default)]
    note_type: String,
    #[serde(rename = "mod")]
    modified: Option<i64>,
    #[serde(default)]
    fields: HashMap<String, InfoField>,
    #[serde(default)]
    tags: Vec<String>,
}

impl Info {
    /// The note, if it is there. `note_types` are the ids of all types by name.
    pub fn stored(self, note_types: &BTreeMap<String, i64>) -> Option<Result<Stored, Error>> {
        let id = self.id?;
        let Some(modified) = self.modified else {
            return Some(Err(Error::Old { lacks: "times of notes".to_string() }));
        };
        let mut fields: Vec<(usize, String)> =
            self.fields.into_values().map(|field| (field.order, field.value)).collect();
        fields.sort_unstable();
        Some(Ok(Stored {
            id,
            note_type: note_types.get(&self.note_type).copied().unwrap_or_default(),
            modified,
            fields: fields.into_iter().map(|(_, value)| value).collect(),
            tags: self.tags,
        }))
    }
}

#[derive(Debug, Deserialize)]
struct InfoField {
    value: String,
    order: usize,
}

/// A note type as Anki has it.
#[derive(Debug, Deserialize)]
pub struct Model {
    pub id: i64,
    name: String,
    #[serde(rename = "type")]
    kind: i64,
    #[serde(rename = "mod")]
    modified: i64,
    flds: Vec<ModelField>,
    tmpls: Vec<ModelTemplate>,
    css: String,
}

#[derive(Debug, Deserialize)]
struct ModelField {
    name: String,
    id: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct ModelTemplate {
    name: String,
    id: Option<i64>,
    qfmt: String,
    afmt: String,
}

impl From<Model> for NoteType {
    fn from(model: Model) -> NoteType {
        let template = |template: ModelTemplate| Template {
            id: template.id,
            name: template.name,
            front: template.qfmt,
            back: template.afmt,
        };
        NoteType {
            id: model.id,
            name: model.name,
            kind: if model.kind == 1 { NoteKind::Cloze } else { NoteKind::Standard },
            modified: model.modified,
            fields: model.flds.into_iter().map(|field| Field { id: field.id, name: field.name }).collect(),
            templates: model.tmpls.into_iter().map(template).collect(),
            css: model.css,
            adopted: None,
        }
    }
}
