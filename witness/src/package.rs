//! What the witness reads of recto's JSON. It is declared here again, so that the two share no code.

use serde::Deserialize;

#[derive(Deserialize)]
pub struct Package {
    pub decks: Vec<Deck>,
    pub note_types: Vec<NoteType>,
    pub notes: Vec<Note>,
}

#[derive(Deserialize)]
pub struct Deck {
    pub id: i64,
    pub name: String,
    pub description: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    Standard,
    Cloze,
}

/// genanki-rs has no place for the ids of fields and templates, nor for the time of the last change.
#[derive(Deserialize)]
pub struct NoteType {
    pub id: i64,
    pub name: String,
    pub kind: NoteKind,
    pub fields: Vec<Field>,
    pub templates: Vec<Template>,
    pub css: String,
}

#[derive(Deserialize)]
pub struct Field {
    pub name: String,
}

#[derive(Deserialize)]
pub struct Template {
    pub name: String,
    pub front: String,
    pub back: String,
}

/// genanki-rs chooses the ids and the time of the last change itself.
#[derive(Deserialize)]
pub struct Note {
    pub guid: String,
    /// Index into [`Package::note_types`].
    pub note_type: usize,
    pub fields: Vec<String>,
    pub tags: Vec<String>,
    pub cards: Vec<Card>,
}

/// genanki-rs decides itself which cards a note has, and gives each `due` 0.
#[derive(Deserialize)]
pub struct Card {
    /// Index of the template; of a cloze note the number of the gap.
    pub ord: usize,
    /// Index into [`Package::decks`].
    pub deck: usize,
}
