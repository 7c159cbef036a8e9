//! A finished collection of notes, before any file format: what every emitter writes.
//!
//! Everything here is plain data with its final identity. Nothing is generated while writing, so that each
//! format holds the same notes and two runs give the same bytes.

pub mod contract;
pub mod origin;
pub mod plain;
pub mod released;
pub mod template;

pub use origin::Origin;
pub use released::Released;
use serde::Serialize;

/// All that one release holds. Lists are in document order.
#[derive(Debug, Clone, Serialize)]
pub struct Package {
    /// Name of the project: letters, digits and dashes; also the file stem and the root of the tags.
    pub project: String,
    /// Release time in seconds since 1970.
    pub time: i64,
    pub decks: Vec<Deck>,
    pub note_types: Vec<NoteType>,
    pub notes: Vec<Note>,
    pub media: Vec<Media>,
    /// How it was made, where that is known.
    #[serde(skip)]
    pub origin: Option<Origin>,
}

impl Package {
    /// Whether the author took a note back.
    pub fn is_retired(&self, note: &Note) -> bool {
        self.note_types[note.note_type].is_retired(note)
    }
}

/// A deck as Anki names it: `::` between levels. Parents are listed as decks of their own, before their children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deck {
    pub id: i64,
    pub name: String,
    /// HTML, shown on the deck's page in Anki.
    pub description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteKind {
    Standard,
    Cloze,
}

/// A note type with its frozen schema (contract rules 5 and 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteType {
    pub id: i64,
    pub name: String,
    pub kind: NoteKind,
    /// Last change of templates, CSS or name, in seconds since 1970.
    pub modified: i64,
    pub fields: Vec<Field>,
    pub templates: Vec<Template>,
    pub css: String,
    /// Set if another tool made the type and it is taken over as it is: the contract asks nothing of its look, its names
    /// and its notes' guids.
    #[serde(skip)]
    pub adopted: Option<Pair>,
}

/// Where a note type has its question and its answer: indices of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub front: usize,
    pub back: usize,
}

impl NoteType {
    /// Whether the author took a note of this type back: its field `Retired` is filled, or, where the type has none, a
    /// tag says so.
    pub fn is_retired(&self, note: &Note) -> bool {
        match self.fields.iter().position(|field| field.name == "Retired") {
            Some(place) => note.fields.get(place).is_some_and(|html| !plain::is_blank(html)),
            None => note.tags.iter().any(|tag| tag.ends_with("::retired")),
        }
    }

    /// Whether Anki takes the two for one type, given that they have one id: from version 23.10 on it compares fields
    /// and templates pairwise in their order, by id if both have one, else by name.
    pub fn has_schema_of(&self, other: &NoteType) -> bool {
        fn all<T>(a: &[T], b: &[T], key: impl Fn(&T) -> (Option<i64>, &str)) -> bool {
            let same = |(a, b): (&T, &T)| match (key(a), key(b)) {
                ((Some(a), _), (Some(b), _)) => a == b,
                ((_, a), (_, b)) => a == b,
            };
            a.len() == b.len() && a.iter().zip(b).all(same)
        }
        self.kind == other.kind
            && all(&self.fields, &other.fields, |field| (field.id, &field.name))
            && all(&self.templates, &other.templates, |template| (template.id, &template.name))
    }
}

/// `id` is what Anki matches fields and templates by, from version 23.10 on; stable over releases and renames. Without
/// one it matches by name, and keeps none: a type that was released without ids must stay without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    pub id: Option<i64>,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// As that of a [`Field`].
    pub id: Option<i64>,
    pub name: String,
    pub front: String,
    pub back: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    pub guid: String,
    pub id: i64,
    /// Index into [`Package::note_types`].
    pub note_type: usize,
    /// Last change of fields or tags, in seconds since 1970.
    pub modified: i64,
    /// HTML, one entry for each field of the note type, in its order.
    pub fields: Vec<String>,
    /// Full tags, `project::part-1`, in display order.
    pub tags: Vec<String>,
    pub cards: Vec<NoteCard>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteCard {
    pub id: i64,
    /// Index of the template; for cloze notes the cloze number minus one.
    pub ord: u32,
    /// Index into [`Package::decks`].
    pub deck: usize,
    /// Place among the new cards, from 1, in document order.
    pub due: i64,
}

/// A media file under the name that the fields use.
#[derive(Debug, Clone, Serialize)]
pub struct Media {
    pub name: String,
    #[serde(skip)]
    pub bytes: Vec<u8>,
}
