//! Notes as AnkiConnect tells them. It tells note types as older packages hold them.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Error, Stored};

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
