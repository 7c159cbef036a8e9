//! Files of strangers, opened with care: no pipe that never ends, no device, no file that fills the memory, and no link
//! that leads out of the project to what its author was not to see.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, bail};
use ignore::{DirEntry, WalkBuilder};
use percent_encoding::{AsciiSet, CONTROLS};

/// The file of a project's settings, whose folder is the project's where there is no git work tree.
pub const SETTINGS: &str = "recto.toml";

/// Bytes of a file that settings, templates or lists are read from.
pub const SMALL: u64 = 4_000_000;

/// Files that say what a walk leaves out.
const IGNORES: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// What is encoded where a file's path stands in an address (RFC 3986).
pub const NOT_IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Opens a file for reading.
///
/// # Errors
/// As the system gives them; if it is a folder, a pipe or a device, or a link that leads out of its project.
pub fn open(path: &Path) -> anyhow::Result<File> {
    stay(path)?;
    // Opening a pipe already waits for its other end.
    let kind = fs::metadata(path)?.file_type();
    if kind.is_dir() {
        bail!("a folder, not a file");
    }
    if !kind.is_file() {
        bail!("a pipe or a device, not a file; `-` reads standard input");
    }
    Ok(File::open(path)?)
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
/// As [`open()`]; if there is more in it, also of what grows while it is read.
pub fn bytes(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let file = open(path)?;
    if file.metadata()?.len() > most {
        bail!("more than {most} bytes");
    }
    limited(file, most)?.with_context(|| format!("more than {most} bytes"))
}

/// Reads all, or nothing if there is more than `most` bytes.
///
/// # Errors
/// As the system gives them.
pub fn limited(from: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = vec![];
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Reads a small text.
///
/// # Errors
/// As [`bytes`]; if it is not UTF-8.
pub fn text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(bytes(path, SMALL)?).context("not UTF-8: save it as such")
}

/// The project that a folder is in: the git work tree around it, or else the nearest folder with a [`SETTINGS`].
pub fn project(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let around = |name: &str| folder.ancestors().find(|folder| folder.join(name).exists());
    around(".git").or_else(|| around(SETTINGS)).map(Path::to_path_buf)
}

/// Whether a path, which may lead over links and to what is not there yet, is in the project of a folder, or else in the
/// folder itself.
pub fn is_within(path: &Path, folder: &Path) -> bool {
    let root = project(folder).or_else(|| folder.canonicalize().ok());
    let Some(there) = path.ancestors().find(|path| path.exists()) else { return false };
    let (Ok(mut real), Ok(rest)) = (there.canonicalize(), path.strip_prefix(there)) else { return false };
    for part in rest.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
    }
    root.is_some_and(|root| real.starts_with(root))
}

/// Whether a path stays in the project that it is in, whatever links are part of it. Nothing need be there.
///
/// # Errors
/// Names the link that leads out.
pub fn stay(path: &Path) -> anyhow::Result<()> {
    let path = std::path::absolute(path)?;
    for link in path.ancestors().filter(|path| path.is_symlink()) {
        let Some(project) = link.parent().and_then(project) else { continue };
        let target = link.canonicalize().with_context(|| link.display().to_string())?;
        if !target.starts_with(&project) {
            bail!("{} is a link that leads out of the project {}", link.display(), project.display());
        }
    }
    Ok(())
}

/// All below a folder without what is hidden or ignored. Links are not followed.
///
/// # Errors
/// Stand among the entries: what cannot be read, and rules of what to ignore that are no files.
pub fn below(folder: &Path) -> Vec<anyhow::Result<DirEntry>> {
    let around = std::path::absolute(folder).unwrap_or_default();
    if let Some(odd) = around.ancestors().find_map(odd_rules) {
        return vec![Err(odd)];
    }
    let odd = Arc::new(Mutex::new(vec![]));
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false);
    // The walk would open the rules of a folder as soon as it enters it.
    let found = Arc::clone(&odd);
    walk.filter_entry(move |entry| {
        let rules = if is_folder(entry) { odd_rules(entry.path()) } else { None };
        let enters = rules.is_none();
        found.lock().unwrap_or_else(PoisonError::into_inner).extend(rules);
        enters
    });
    let walked = walk.build().map(|entry| entry.with_context(|| folder.display().to_string()));
    let mut entries: Vec<_> = walked.collect();
    entries.extend(odd.lock().unwrap_or_else(PoisonError::into_inner).drain(..).map(Err));
    entries
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// What is wrong with the rules in a folder.
fn odd_rules(folder: &Path) -> Option<anyhow::Error> {
    let rules = IGNORES
        .iter()
        .map(|name| folder.join(name))
        .find(|path| fs::metadata(path).is_ok_and(|found| !found.is_file() || found.len() > SMALL))?;
    Some(anyhow::anyhow!("{}: no file with rules of what to ignore", rules.display()))
}
