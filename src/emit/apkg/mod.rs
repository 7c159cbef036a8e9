//! Anki's package file in its oldest form, which every Anki from 2.1.26 on reads: a zip with a schema-11
//! database `collection.anki2`, a JSON map `media` and the media files under numbers. [`modern`] writes the newer form,
//! and [`read`] takes every form.

pub mod check;
mod collection;
mod message;
pub mod modern;
pub mod read;
mod schema;

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::Error;
use crate::package::{Media, Package};

/// The file that says how a package was made. Anki takes from a package what it knows by name, and leaves the rest.
const ORIGIN: &str = "recto.json";

/// Writes `package` as an `.apkg`. The same package always gives the same bytes, on every system.
///
/// # Panics
/// If an index of the package points nowhere; the contract check reports that as a fault.
pub fn write(package: &Package, out: impl Write + Seek) -> Result<(), Error> {
    let mut zip = ZipWriter::new(out);
    let options = options(CompressionMethod::Deflated);

    zip.start_file("collection.anki2", options)?;
    pack(collection::build(package)?, &mut zip)?;

    let media = sorted(&package.media);
    let names: BTreeMap<String, &str> =
        media.iter().enumerate().map(|(number, file)| (number.to_string(), file.name.as_str())).collect();
    zip.start_file("media", options)?;
    serde_json::to_writer(&mut zip, &names)?;
    for (number, file) in media.iter().enumerate() {
        zip.start_file(number.to_string(), options)?;
        zip.write_all(&file.bytes)?;
    }
    if let Some(origin) = &package.origin {
        zip.start_file(ORIGIN, options)?;
        serde_json::to_writer_pretty(&mut zip, origin)?;
        zip.write_all(b"\n")?;
    }
    zip.finish()?.flush()?;
    Ok(())
}

/// Hands on a file in parts of one length: other parts would be packed in another way.
fn pack(mut file: impl Read, zip: &mut impl Write) -> io::Result<()> {
    const PART: u64 = 1 << 20;
    let mut part = vec![];
    while file.by_ref().take(PART).read_to_end(&mut part)? > 0 {
        zip.write_all(&part)?;
        part.clear();
    }
    Ok(())
}

/// Without these, the entries would tell the clock and the system of the build.
fn options(compression: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(compression)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
        .system(System::Unix)
}

fn sorted(media: &[Media]) -> Vec<&Media> {
    let mut media: Vec<&Media> = media.iter().collect();
    media.sort_by(|a, b| a.name.cmp(&b.name));
    media
}
