//! What can be wrong with a package file.

use std::fmt;
use std::io;

/// Why a package cannot be read.
#[derive(Debug)]
pub enum Error {
    /// The file itself cannot be read.
    Io(io::Error),
    /// It is no zip archive, or a damaged one.
    Archive(zip::result::ZipError),
    /// An archive without a collection.
    NoCollection,
    /// A form that came after `collection.anki21b`: the number in the file `meta`.
    Newer(u32),
    /// A part unpacks to more than this many bytes.
    TooLarge { part: String, limit: u64 },
    /// The database is damaged.
    Database(rusqlite::Error),
    /// The database has a schema that no package has.
    Schema(i64),
    /// A table is missing, or is a view or a virtual one.
    Table(&'static str),
    /// More comes out of the database than its bytes can hold.
    Endless,
    /// JSON that Anki would not understand either.
    Json { part: &'static str, error: serde_json::Error },
    /// A damaged message of Protocol Buffers.
    Message { part: &'static str, error: prost::DecodeError },
    /// A media file whose name would lead out of Anki's media folder.
    MediaName(String),
    /// A media file that is listed and not there.
    MediaMissing(String),
    /// By guid, and the id of the type.
    NoteType { note: String, id: i64 },
    /// By guid, and the id of the deck.
    Deck { note: String, id: i64 },
    /// By guid.
    FieldCount { note: String, found: usize, expected: usize },
    /// By guid: a number of a card that no note can have.
    Ord { note: String, ord: i64 },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Error::{
            Archive, Database, Deck, Endless, FieldCount, Io, Json, MediaMissing, MediaName, Message, Newer,
            NoCollection, NoteType, Ord, Schema, Table, TooLarge,
        };
        match self {
            Io(_) => f.write_str("the file cannot be read"),
            Archive(_) => f.write_str("this is no Anki package, or a damaged one"),
            NoCollection => f.write_str("this archive holds no Anki collection"),
            Newer(version) => write!(f, "the package has form {version}, which is newer than this recto"),
            TooLarge { part, limit } => {
                write!(f, "`{part}` unpacks to more than {limit} bytes: this is no deck to learn from")
            }
            Database(_) => f.write_str("the package's database is damaged"),
            Schema(version) => write!(f, "the database has schema {version}; packages have 11 or 18"),
            Table(name) => write!(f, "the database has no proper table `{name}`"),
            Endless => {
                f.write_str("the package's database is damaged: its rows hold more than its bytes can")
            }
            Json { part, .. } | Message { part, .. } => {
                write!(f, "the package's {part} cannot be understood")
            }
            MediaName(name) => write!(f, "the media file {name:?} has a name that Anki refuses"),
            MediaMissing(name) => write!(f, "the media file {name:?} is listed, but not in the package"),
            NoteType { note, id } => write!(f, "note `{note}`: its note type {id} is not in the package"),
            Deck { note, id } => write!(f, "note `{note}`: its deck {id} is not in the package"),
            FieldCount { note, found, expected } => {
                write!(f, "note `{note}`: {found} fields where its type has {expected}")
            }
            Ord { note, ord } => write!(f, "note `{note}`: a card with the number {ord}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io(error) => Some(error),
            Error::Archive(error) => Some(error),
            Error::Database(error) => Some(error),
            Error::Json { error, .. } => Some(error),
            Error::Message { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Error::Io(error),
            error => Error::Archive(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error)
    }
}
