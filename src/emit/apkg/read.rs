//! Reads Anki's package files, those of any tool and in every form that Anki imports: the schema-11 databases
//! `collection.anki2` and `collection.anki21`, and the modern `collection.anki21b` with its media list in Protocol
//! Buffers, both compressed with Zstandard.
//!
//! Nothing in the file is believed: sizes are limited while they are decompressed, names of files are checked, and
//! every reference between notes, cards, types and decks must lead somewhere.

mod archive;
mod collection;
mod error;
pub mod legacy;
mod media;
mod modern;
mod rows;

use std::io::{Read, Seek};

pub use collection::{CardRow, NoteRow};
pub use error::Error;

use super::ORIGIN;
use crate::package::{Origin, Released};
use archive::Archive;

/// How much a package may unpack to, in bytes. What an archive says of sizes only makes it refused sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The database.
    pub collection: u64,
    /// The list of media files, which is held in memory; as much for what a package says of how it was made.
    pub media_list: u64,
    /// All media files together, which are only hashed.
    pub media: u64,
    /// All of it, for each byte of the archive; 32 MiB more are always allowed.
    pub growth: u64,
}

/// What every archive may unpack to, however well it is packed.
const FREE: u64 = 1 << 25;

impl Default for Limits {
    /// Far above what learners can use: a database of 100,000 notes has about 100 MB, and texts are packed to a tenth.
    fn default() -> Limits {
        Limits { collection: 1 << 30, media_list: 1 << 24, media: 1 << 33, growth: 100 }
    }
}

impl Limits {
    /// For a package that was just written: it holds what it was given, however much that is and however well it is packed.
    pub fn own() -> Limits {
        Limits { collection: u64::MAX, growth: u64::MAX, ..Limits::default() }
    }

    /// What an archive of `length` bytes may unpack to.
    fn total(&self, length: u64) -> u64 {
        length.saturating_mul(self.growth).saturating_add(FREE)
    }
}

/// Reads the package in `file`.
///
/// # Errors
/// If the file is no package, is damaged, unpacks to more than `limits`, or holds what Anki refuses to import.
pub fn read(file: impl Read + Seek, limits: &Limits) -> Result<Released, Error> {
    let mut archive = Archive::open(file, limits)?;
    let mut file = archive.collection(limits.collection)?;
    let database = collection::open(&mut file)?;
    let released = collection::read(&database)?;
    Ok(Released {
        media: media::read(&mut archive, limits)?,
        origin: origin(&mut archive, limits),
        ..released
    })
}

/// Takes the rows of a package: all notes, then all cards.
pub trait Rows {
    /// `frame` has the note types that the row counts through.
    fn note(&mut self, frame: &Released, row: &NoteRow<'_>);
    fn card(&mut self, row: &CardRow);
}

/// Reads the package in `file` as [`read`] does, but keeps no notes: their rows go to `rows`.
///
/// # Errors
/// As [`read`].
pub fn each(file: impl Read + Seek, limits: &Limits, rows: &mut impl Rows) -> Result<Released, Error> {
    let mut archive = Archive::open(file, limits)?;
    let mut file = archive.collection(limits.collection)?;
    let database = collection::open(&mut file)?;
    let frame = collection::frame(&database)?;
    collection::each_note(&database, &frame.note_types, |row| {
        rows.note(&frame, row);
        Ok(())
    })?;
    let mut default_deck = false;
    collection::each_card(&database, |row| {
        default_deck |= row.deck == collection::DEFAULT_DECK;
        rows.card(row);
        Ok(())
    })?;
    let Released { mut decks, note_types, .. } = frame;
    decks.retain(|deck| default_deck || deck.id != collection::DEFAULT_DECK);
    let (media, origin) = (media::read(&mut archive, limits)?, origin(&mut archive, limits));
    Ok(Released { decks, note_types, notes: vec![], media, origin })
}

/// A package with what nobody misses while it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspection {
    pub released: Released,
    /// What SQLite finds wrong with the database; empty for a sound one.
    pub damage: Vec<String>,
    /// Files in the archive that Anki leaves there: no collection, and not in the list of media.
    pub unlisted: Vec<String>,
}

/// Reads the package in `file` and looks into every corner of it.
///
/// # Errors
/// As [`read`].
pub fn inspect(file: impl Read + Seek, limits: &Limits) -> Result<Inspection, Error> {
    let mut archive = Archive::open(file, limits)?;
    let mut file = archive.collection(limits.collection)?;
    let database = collection::open(&mut file)?;
    let damage = collection::damage(&database)?;
    let released = collection::read(&database)?;
    let media = media::read(&mut archive, limits)?;
    let released = Released { media, origin: origin(&mut archive, limits), ..released };
    let listed = media::list(&mut archive, limits)?;
    let known = |name: &str| {
        name.starts_with("collection.anki")
            || ["media", "meta", ORIGIN].contains(&name)
            || listed.contains_key(name)
    };
    let mut unlisted = archive.names()?;
    unlisted.retain(|name| !known(name));
    unlisted.sort();
    Ok(Inspection { released, damage, unlisted })
}

/// How the package says that it was made. Whatever else has a file of this name, packed in whatever way, is left alone.
fn origin<R: Read + Seek>(archive: &mut Archive<R>, limits: &Limits) -> Option<Origin> {
    let text = archive.unpacked(ORIGIN, limits.media_list).ok().flatten()?;
    serde_json::from_slice(&text).ok()
}
