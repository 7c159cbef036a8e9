//! What the ledger keeps of a deck that another tool released, so that Anki takes our notes for its own.
//!
//! A guid that comes under another note type is never updated, and a note type with other fields is another type. So an
//! adopted card stays under the type of the old deck, as that was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What an adopted card keeps of its old note, beside the guid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedNote {
    /// Id of the note type: one of [`Project::types`](super::Project::types). Nothing for a type of recto's own.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub note_type: Option<i64>,
    /// Ids of the note and, by ordinal, of its cards: Anki's sync goes by them.
    pub note: i64,
    pub cards: BTreeMap<u32, i64>,
    /// Fields that the sources say nothing about, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, String>,
}

/// A note type of the old deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedType {
    pub name: String,
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub cloze: bool,
    /// Last change of the templates, the CSS or the name: Anki takes them only if it grew.
    pub modified: i64,
    pub fields: Vec<AdoptedField>,
    pub templates: Vec<AdoptedTemplate>,
    pub css: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedField {
    pub name: String,
    /// As the old deck had it: most tools give none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub holds: Part,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedTemplate {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    pub front: String,
    pub back: String,
}

/// What of a card stands in a field of an adopted note type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Front,
    /// With the part's extra below it, unless a field of its own holds that.
    Back,
    Context,
    Extra,
    Source,
    Retired,
    Language,
    /// What the old note had.
    Kept,
    /// Nothing.
    Empty,
}
