//! Files written whole or not at all, and what the terminal shows.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;

use super::terminal::{self, Safe};
use crate::diagnostic::{Fault, Look};
use crate::file;

/// Writes a file beside its place and moves it there, so that a failure leaves the old one untouched.
pub fn replace(
    path: &Path,
    write: impl FnOnce(&mut std::fs::File) -> anyhow::Result<()>,
) -> anyhow::Result<tempfile::TempPath> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    file::stay(folder)?;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    sweep(folder);
    let mut file = tempfile::Builder::new()
        .prefix(UNFINISHED)
        .permissions(permissions())
        .tempfile_in(folder)
        .with_context(|| folder.display().to_string())?;
    write(file.as_file_mut()).with_context(|| path.display().to_string())?;
    file.as_file().sync_all().with_context(|| path.display().to_string())?;
    Ok(file.into_temp_path())
}

/// How files begin that are not in their places yet.
const UNFINISHED: &str = ".recto-";
/// Nobody works on one that is older.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Removes what builds left that were killed.
fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED)
            && age().is_some_and(|age| age > ABANDONED)
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(unix)]
fn permissions() -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt;
    std::fs::Permissions::from_mode(0o644)
}

#[cfg(not(unix))]
fn permissions() -> std::fs::Permissions {
    std::fs::metadata(".").map(|meta| meta.permissions()).expect("the current folder has permissions")
}

/// As seen from the current folder, where it lies below that.
pub fn shown(path: &Path) -> String {
    let current = std::env::current_dir().ok();
    let path = current.and_then(|current| path.strip_prefix(current).ok()).unwrap_or(path);
    if path.as_os_str().is_empty() { ".".to_string() } else { path.to_string_lossy().replace('\\', "/") }
}

/// "1 card", "17 cards".
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// Says why nothing could be done: with the line itself where a file says something wrong.
pub fn fail(error: &anyhow::Error) {
    match error.downcast_ref::<Fault>() {
        Some(fault) => {
            let fault = Fault { file: shown(Path::new(&fault.file)), ..fault.clone() };
            eprintln!("{}", fault.show(Look::Plain));
        }
        None => eprintln!("recto: {error:#}"),
    }
}

/// Whether colours are shown.
pub fn is_coloured() -> bool {
    terminal::is_coloured(&io::stdout())
}

/// Standard output for people, buffered.
pub fn stdout() -> Box<dyn Write> {
    Box::new(Safe { out: io::BufWriter::new(io::stdout().lock()), coloured: is_coloured() })
}

/// Standard output for programs, buffered: byte for byte what is written, unless a terminal shows it.
pub fn data() -> Box<dyn Write> {
    if io::stdout().is_terminal() {
        return stdout();
    }
    Box::new(io::BufWriter::new(io::stdout().lock()))
}

/// Whether the reader of our output went away, which is no error of ours.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Writes all and closes, so that a late error is seen.
pub fn finish(mut out: impl Write) -> anyhow::Result<()> {
    out.flush()?;
    Ok(())
}
