//! The list of media files, and their hashes.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use prost::Message;
use sha1::{Digest, Sha1};

use super::super::message::Entries;
use super::archive::{Archive, Form};
use super::{Error, Limits};
use crate::package::released::MediaFile;

/// The media files of a package, sorted by name. A package without a list has none.
pub fn read<R: Read + Seek>(archive: &mut Archive<R>, limits: &Limits) -> Result<Vec<MediaFile>, Error> {
    let mut left = limits.media;
    let mut files = BTreeMap::new();
    for (number, name) in list(archive, limits)? {
        if !is_file_name(&name) {
            return Err(Error::MediaName(name));
        }
        let mut hash = Sha1::new();
        let length = archive.stream(&number, left, |part| hash.update(part))?;
        left -= length.ok_or_else(|| Error::MediaMissing(name.clone()))?;
        files.insert(name, hash.finalize().into());
    }
    Ok(files.into_iter().map(|(name, sha1)| MediaFile { name, sha1 }).collect())
}

/// Names in the archive and in Anki.
pub fn list<R: Read + Seek>(
    archive: &mut Archive<R>,
    limits: &Limits,
) -> Result<BTreeMap<String, String>, Error> {
    let list = archive.unpacked("media", limits.media_list)?.unwrap_or_default();
    names(&list, archive.form)
}

fn names(list: &[u8], form: Form) -> Result<BTreeMap<String, String>, Error> {
    const PART: &str = "list of media";
    if list.is_empty() {
        return Ok(BTreeMap::new());
    }
    if form == Form::Modern {
        let list = Entries::decode(list).map_err(|error| Error::Message { part: PART, error })?;
        return Ok((0..)
            .map(|number: u32| number.to_string())
            .zip(list.entries.into_iter().map(|entry| entry.name))
            .collect());
    }
    serde_json::from_slice(list).map_err(|error| Error::Json { part: PART, error })
}

/// Whether a name stays in the folder that it is put into.
fn is_file_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\']) && !name.contains(char::is_control)
}
