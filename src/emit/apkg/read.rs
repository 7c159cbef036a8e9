//! Reads Anki's package files, those of any tool and in every form that Anki imports: the schema-11 databases
//! `collection.anki2` and `collection.anki21`, and the modern `collection.anki21b` with its media list in Protocol
//! Buffers, both compressed with Zstandard.
//!
//! Nothing in the file is believed: sizes are limited while they are decompressed, names of files are checked, and
//! every reference between notes, cards, types and decks must lead somewhere.

mod archive;
mod collection;
mod error;
mod legacy;
mod media;
mod modern;

use std::io::{Read, Seek};

pub use error::Error;

use crate::package::Released;

/// How much a package may unpack to, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The database, which is held in memory.
    pub collection: u64,
    /// The list of media files, which is held in memory.
    pub media_list: u64,
    /// All media files together, which are only hashed.
    pub media: u64,
}

impl Default for Limits {
    /// Far above what learners can use: a database of 100,000 notes has about 100 MB.
    fn default() -> Limits {
        Limits { collection: 1 << 30, media_list: 1 << 26, media: 1 << 33 }
    }
}

/// Reads the package in `file`.
///
/// # Errors
/// If the file is no package, is damaged, unpacks to more than `limits`, or holds what Anki refuses to import.
pub fn read(file: impl Read + Seek, limits: &Limits) -> Result<Released, Error> {
    let mut archive = archive::Archive::open(file)?;
    let database = archive.collection(limits.collection)?;
    let mut released = collection::read(database)?;
    released.media = media::read(&mut archive, limits)?;
    Ok(released)
}
