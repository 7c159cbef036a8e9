//! What `recto check --fix` changes in files.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use similar::TextDiff;

use super::output;
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::file;
use crate::source::Source;

/// A file and its two texts.
pub struct Fixed {
    name: String,
    before: String,
    after: String,
}

/// The files that change; standard input is none.
pub fn find(found: &[Diagnostic], sources: &[Source]) -> anyhow::Result<Vec<Fixed>> {
    let mut by_file: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
    for finding in found.iter().filter(|finding| finding.fix.is_some()) {
        by_file.entry(&finding.file).or_default().push(finding);
    }
    let mut fixed = vec![];
    for source in sources {
        let name = source.name.as_str();
        let Some(found) = by_file.get(name).filter(|_| Path::new(name).is_file()) else { continue };
        let bytes = file::bytes(Path::new(name), u64::MAX).with_context(|| name.to_string())?;
        if let Some(after) = check::fixed(&bytes, found) {
            let before = String::from_utf8(bytes).with_context(|| name.to_string())?;
            fixed.push(Fixed { name: name.to_string(), before, after });
        }
    }
    Ok(fixed)
}

/// Prints what changes, as a unified diff.
pub fn show(fixed: &[Fixed]) -> anyhow::Result<()> {
    let mut out = output::data();
    for Fixed { name, before, after } in fixed {
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_writer(&mut out)?;
    }
    output::finish(out)
}

/// Writes the files, each of which is whole beside its place before the first one is replaced.
pub fn write(fixed: Vec<Fixed>) -> anyhow::Result<()> {
    let mut written = vec![];
    for Fixed { name, after, .. } in fixed {
        // What a link leads to is changed, not the link.
        let path: PathBuf = Path::new(&name).canonicalize().with_context(|| name.clone())?;
        let temporary = output::replace(&path, |file| Ok(file.write_all(after.as_bytes())?))?;
        let permissions = std::fs::metadata(&path).with_context(|| name.clone())?.permissions();
        std::fs::set_permissions(&temporary, permissions).with_context(|| name.clone())?;
        written.push((temporary, path));
    }
    for (temporary, path) in written {
        temporary.persist(&path).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
