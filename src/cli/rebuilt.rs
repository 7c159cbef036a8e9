//! `recto build --verify FILE`: whether a released package can be made again.

use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::Context;

use super::{Failure, diff, output};
use crate::diff::{between, text};
use crate::emit::apkg;
use crate::file;
use crate::package::{Origin, Package, Released};

/// Compares the released package in a file with this one, and says what differs.
///
/// # Errors
/// If the file cannot be read, or holds other bytes.
pub fn compare(path: &Path, packages: Vec<(String, Package)>) -> Result<(), Failure> {
    let there = file::bytes(path, 1 << 33).with_context(|| path.display().to_string())?;
    let old = diff::package(path)?;
    let package = diff::deck_of(&old, packages).with_context(|| path.display().to_string())?;
    // A package of the newer form is made again in that.
    let [mut oldest, mut modern] = [(); 2].map(|()| Cursor::new(vec![]));
    apkg::write(&package, &mut oldest)?;
    apkg::modern::write(&package, &mut modern)?;
    let mut out = output::stdout();
    if [oldest, modern].iter().any(|rebuilt| *rebuilt.get_ref() == there) {
        writeln!(out, "{}: made again, byte for byte", path.display())?;
        return Ok(output::finish(out)?);
    }
    let new = Released::from(package);
    let diff = between(&old, &new);
    let cards =
        if diff.is_empty() { "the same cards in other bytes" } else { "these sources give another one" };
    writeln!(out, "{}: {cards}", path.display())?;
    for line in origins(old.origin.as_ref(), new.origin.as_ref()) {
        writeln!(out, "  {line}")?;
    }
    if !diff.is_empty() {
        text(&diff, output::is_coloured(), &mut out)?;
    }
    output::finish(out)?;
    Err(Failure::Silent)
}

/// What differs in the way the two were made.
fn origins(old: Option<&Origin>, new: Option<&Origin>) -> Vec<String> {
    let (Some(old), Some(new)) = (old, new) else {
        return vec!["it does not say how it was made".to_string()];
    };
    let mut lines = vec![];
    if old.recto != new.recto {
        lines.push(format!(
            "made by recto {}, which may write the same cards in another way; this is {}",
            old.recto, new.recto
        ));
    }
    if old.project != new.project {
        let [old, new] = [old, new].map(|origin| format!("{} ({})", origin.project.name, origin.project.id));
        lines.push(format!("made for the project {old}; this is {new}"));
    }
    for (file, hash) in &old.sources {
        match new.sources.get(file) {
            None => lines.push(format!("{file}: not among these sources")),
            Some(other) if other != hash => lines.push(format!("{file}: has changed")),
            Some(_) => {}
        }
    }
    let added = new.sources.keys().filter(|file| !old.sources.contains_key(*file));
    lines.extend(added.map(|file| format!("{file}: was not among its sources")));
    lines
}
