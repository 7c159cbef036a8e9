//! Files written whole or not at all, and what the terminal shows.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::Context;

use super::terminal::Safe;
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

/// When colours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

/// What is shown, and how: what the arguments say that belong to all commands.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Showing {
    /// Say nothing but errors, and what was asked for
    #[arg(short, long, global = true, display_order = 100)]
    quiet: bool,
    /// Colours: auto, on a terminal and where NO_COLOR is not set
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN", display_order = 100)]
    color: Colour,
}

static SHOWING: OnceLock<Showing> = OnceLock::new();

impl Showing {
    /// From now on.
    pub fn apply(self) {
        SHOWING.get_or_init(|| self);
    }
}

/// Whether only errors are told, and what a command is for.
pub fn is_quiet() -> bool {
    SHOWING.get().is_some_and(|showing| showing.quiet)
}

/// Whether a stream shows colours.
pub fn look(stream: &impl IsTerminal) -> Look {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let coloured = match SHOWING.get().map_or(Colour::Auto, |showing| showing.color) {
        Colour::Auto => stream.is_terminal() && !refused,
        Colour::Always => true,
        Colour::Never => false,
    };
    if coloured { Look::Coloured } else { Look::Plain }
}

/// Whether standard output shows colours.
pub fn is_coloured() -> bool {
    look(&io::stdout()) == Look::Coloured
}

/// Says something beside the output. Where nobody can hear it any more, nothing is lost.
macro_rules! tell {
    ($($what:tt)*) => { $crate::cli::terminal::line(std::io::stderr(), format_args!($($what)*)) };
}
pub(super) use tell;

/// Says why nothing could be done: with the line itself where a file says something wrong.
pub fn fail(error: &anyhow::Error) {
    match error.downcast_ref::<Fault>() {
        Some(fault) => {
            let fault = Fault { file: shown(Path::new(&fault.file)), ..fault.clone() };
            tell!("{}", fault.show(look(&io::stderr())));
        }
        None => tell!("recto: {error:#}"),
    }
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

/// Standard output for what a command says it did, which `--quiet` leaves out.
pub fn report() -> Box<dyn Write> {
    if is_quiet() { Box::new(io::sink()) } else { stdout() }
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
