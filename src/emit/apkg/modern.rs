//! Anki's newer package file, which 2.1.64 and later read: everything is compressed with Zstandard, and the list of media
//! is a message of Protocol Buffers. The database within is the same as in the older form, which Anki brings up to date
//! while it imports.

use std::io::{Read, Seek, Write};

use prost::Message;
use sha1::{Digest, Sha1};
use zip::{CompressionMethod, ZipWriter};

use super::message::{Entries, Entry, Metadata};
use super::{ORIGIN, collection, options, sorted};
use crate::emit::Error;
use crate::package::{Media, Package};

/// The number of this form in `meta`.
const VERSION: u32 = 3;

/// Writes `package` as [`super::write`] does, in the newer form.
///
/// # Errors
/// As there.
///
/// # Panics
/// As there.
pub fn write(package: &Package, out: impl Write + Seek) -> Result<(), Error> {
    let mut zip = ZipWriter::new(out);
    let mut entry = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options(CompressionMethod::Stored))?;
        zip.write_all(bytes)?;
        Ok::<(), Error>(())
    };
    entry("meta", &Metadata { version: VERSION }.encode_to_vec())?;
    entry("collection.anki21b", &packed(collection::build(package)?)?)?;
    let media = sorted(&package.media);
    let entries = media.iter().map(|file| listed(file)).collect();
    entry("media", &packed(&*Entries { entries }.encode_to_vec())?)?;
    for (number, file) in media.iter().enumerate() {
        entry(&number.to_string(), &packed(&*file.bytes)?)?;
    }
    if let Some(origin) = &package.origin {
        let mut text = serde_json::to_vec_pretty(origin)?;
        text.push(b'\n');
        entry(ORIGIN, &packed(&*text)?)?;
    }
    zip.finish()?.flush()?;
    Ok(())
}

fn packed(bytes: impl Read) -> std::io::Result<Vec<u8>> {
    zstd::encode_all(bytes, zstd::DEFAULT_COMPRESSION_LEVEL)
}

fn listed(file: &Media) -> Entry {
    Entry {
        name: file.name.clone(),
        size: u32::try_from(file.bytes.len()).unwrap_or(u32::MAX),
        sha1: Sha1::digest(&file.bytes).to_vec(),
    }
}
