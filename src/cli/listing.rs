//! Which files are documents: those that `recto.toml` names, and those below a folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::config::{Config, Documents, Place, Selection};
use crate::file;

const EXTENSIONS: [&str; 3] = ["md", "markdown", "mdx"];

/// The documents that `recto.toml` names, in the order of its entries; each once.
///
/// # Errors
/// If an entry names none, with its place.
pub fn listed(place: &Place, documents: &Documents) -> Result<Vec<PathBuf>, Failure> {
    let mut files = vec![];
    for (entry, span) in documents.entries.iter().filter(|(entry, _)| !entry.starts_with('!')) {
        let found = named(place.folder(), entry, &documents.selection)?;
        if found.is_empty() {
            let (message, help) = missing(place.folder(), entry);
            return Err(Failure::Error(place.fault(span.clone(), message, Some(help)).into()));
        }
        if let Some(elsewhere) = found.iter().find(|file| !file::is_within(file, place.folder())) {
            let message = format!("{} lies outside of the project", elsewhere.display());
            return Err(Failure::Error(place.fault(span.clone(), message, None).into()));
        }
        files.extend(found);
    }
    let mut known = HashSet::new();
    files.retain(|file| known.insert(file.clone()));
    Ok(files)
}

/// The documents that one entry names, of those that the selection holds.
fn named(folder: &Path, entry: &str, selection: &Selection) -> Result<Vec<PathBuf>, Failure> {
    let path = folder.join(entry.trim_start_matches("./").trim_end_matches(['/', '.']));
    let held = |file: &PathBuf| seen_from(folder, file).is_some_and(|path| selection.holds(&path));
    if path.is_file() {
        return Ok(vec![path].into_iter().filter(held).collect());
    }
    if path.is_dir() {
        return Ok(markdown_below(&path)?.into_iter().filter(held).collect());
    }
    let Ok(own) = Selection::new([entry].into_iter(), [].into_iter()) else { return Ok(vec![]) };
    let start: PathBuf =
        entry.split('/').take_while(|part| !part.contains(['*', '?', '[', '{', '\\'])).collect();
    let start = folder.join(start);
    if !start.is_dir() {
        return Ok(vec![]);
    }
    let matches = |file: &PathBuf| seen_from(folder, file).is_some_and(|path| own.holds(&path));
    Ok(markdown_below(&start)?.into_iter().filter(|file| matches(file) && held(file)).collect())
}

/// Why an entry names no document, and what to do.
fn missing(folder: &Path, entry: &str) -> (String, String) {
    let path = folder.join(entry);
    if path.exists() {
        let help = "looked for files that end in .md, .markdown or .mdx, and are not ignored";
        return (format!("no document in {entry}"), help.to_string());
    }
    let message = match entry.contains(['*', '?', '[', '{']) {
        true => format!("no document matches {entry}"),
        false => format!("{entry}: no such file or folder"),
    };
    let wanted = entry.trim_end_matches('/');
    let (above, name) = wanted.rsplit_once('/').unwrap_or(("", wanted));
    let near = std::fs::read_dir(folder.join(above)).into_iter().flatten().flatten();
    let names = near.map(|near| {
        let slash = if near.path().is_dir() { "/" } else { "" };
        format!("{}{slash}", near.file_name().to_string_lossy())
    });
    let likeness = |other: &str| strsim::jaro_winkler(name, other.trim_end_matches('/'));
    let mut alike: Vec<String> = names.filter(|other| likeness(other) > 0.8).collect();
    alike.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)).then_with(|| a.cmp(b)));
    let help = match alike.first() {
        Some(alike) if above.is_empty() => format!("did you mean {alike}?"),
        Some(alike) => format!("did you mean {above}/{alike}?"),
        None => "paths begin in the folder of recto.toml".to_string(),
    };
    (message, help)
}

/// The Markdown files below a folder, sorted by path, without hidden and ignored ones.
pub fn markdown_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = vec![];
    for entry in file::below(folder) {
        let entry = entry?;
        let extension =
            entry.path().extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str())) {
            files.push(entry.into_path());
        }
    }
    files.sort_by_key(|path| natural_key(&path.to_string_lossy().replace('\\', "/")));
    Ok(files)
}

/// Leaves out what the project says is no document.
pub fn without_ignored(files: Vec<PathBuf>, config: &Config) -> anyhow::Result<Vec<PathBuf>> {
    let Some(place) = &config.file else { return Ok(files) };
    let mut kept = vec![];
    for file in files {
        let path = seen_from(place.folder(), &std::path::absolute(&file)?);
        if !path.is_some_and(|path| config.documents.selection.ignores(&path)) {
            kept.push(file);
        }
    }
    Ok(kept)
}

/// A file's path from a folder, with forward slashes; nothing if it lies elsewhere.
pub fn seen_from(folder: &Path, file: &Path) -> Option<String> {
    Some(file.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/"))
}

/// Sorts `part-2` before `part-10`: numbers by value, by way of their length.
fn natural_key(path: &str) -> Vec<(usize, String)> {
    let mut key: Vec<(usize, String)> = vec![];
    let mut in_digits = false;
    for c in path.chars() {
        let digit = c.is_ascii_digit();
        if key.is_empty() || digit != in_digits {
            key.push((0, String::new()));
        }
        let last = key.last_mut().expect("just pushed");
        last.1.push(c);
        last.0 = if digit { last.1.trim_start_matches('0').len() } else { 0 };
        in_digits = digit;
    }
    key
}
