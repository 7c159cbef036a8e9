//! The deck of a `recto build --formats json`, built a second time with genanki-rs: a witness that shares no code
//! with recto's own writer.

pub mod deck;
pub mod package;

use std::error::Error;
use std::path::Path;

/// Reads the JSON that recto writes.
///
/// # Errors
/// If the file cannot be read or is not such JSON.
pub fn read(path: &Path) -> Result<package::Package, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}
