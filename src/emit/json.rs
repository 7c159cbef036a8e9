//! A package as JSON, for other programs: every note, card, deck and note type; of the media the names alone.

use std::io::Write;

use super::Error;
use crate::package::Package;

/// Writes `package` indented, with its keys in the order of the declarations and a line break at the end.
pub fn write(package: &Package, mut out: impl Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut out, package)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
