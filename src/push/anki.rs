//! What a running Anki has of a package.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::package::NoteType;

/// What Anki has of one package; all else that is in the collection is not asked for.
#[derive(Debug, Clone, Default)]
pub struct Anki {
    /// The package's note types as they are there, by id.
    pub note_types: BTreeMap<i64, NoteType>,
    /// The package's notes as they are there, by id.
    pub notes: HashMap<i64, Stored>,
    /// Notes of these types under ids that the package does not have: those that came from a CSV file, and those of
    /// another tool's deck that was adopted, among others. Asked for only where a note of the package is not there under
    /// its own id.
    pub others: Vec<Stored>,
    /// Names of all media files.
    pub media: BTreeSet<String>,
}

/// A note in Anki.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub id: i64,
    /// Id of its note type.
    pub note_type: i64,
    /// Last change, in seconds since 1970.
    pub modified: i64,
    /// HTML, in the order of the type's fields.
    pub fields: Vec<String>,
    pub tags: Vec<String>,
}
