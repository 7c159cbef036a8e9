//! The ledger on disk: where it lies, what it says about this project, and how it is kept.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::input::{self, Input};
use super::lock::Lock;
use super::{Failure, Sources, output};
use crate::config::Config;
use crate::file;
use crate::identity::ledger::{self, Ledger, Project};
use crate::project::{self, Options, Reading};

/// The ledger of a build.
pub struct Memory {
    /// None if there is nowhere to keep it.
    path: Option<PathBuf>,
    /// Its text as it was read.
    text: Option<String>,
    /// Without the project that was asked for, once that was given away.
    ledger: Ledger,
    /// The name under which the project stands in the ledger, where it got another one since.
    former: Option<String>,
    /// Kept until the new ledger is in its place.
    _lock: Option<Lock>,
}

impl Memory {
    /// Reads the ledger of these sources to write it, too, and the sources beside it. Others who want that wait, and
    /// then read what is there.
    ///
    /// # Errors
    /// As [`Memory::open`] and [`input::read`].
    pub fn hold(sources: &Sources) -> Result<(Memory, Input), Failure> {
        let lock = place(sources)?.map(|path| Lock::wait(&path));
        let (memory, input) = rayon::join(|| Memory::open(sources), || input::read(sources));
        Ok((Memory { _lock: lock, ..memory? }, input?))
    }

    /// Reads the ledger of these sources, if there is one.
    ///
    /// # Errors
    /// If it cannot be read, or is none.
    pub fn open(sources: &Sources) -> Result<Memory, Failure> {
        let path = place(sources)?;
        let (text, ledger) = match &path {
            Some(path) if path.exists() => {
                let text = text(path)?;
                let ledger = read(path, &text)?;
                (Some(text), ledger)
            }
            _ => (None, Ledger::default()),
        };
        Ok(Memory { path, text, ledger, former: None, _lock: None })
    }

    /// Whether there was a ledger with cards of some project.
    pub fn exists(&self) -> bool {
        self.text.is_some()
    }

    /// Whether there is somewhere to keep a ledger.
    pub fn is_kept(&self) -> bool {
        self.path.is_some()
    }

    /// Gives away what is known about the project; what a first build makes of it if nothing is.
    pub fn project(&mut self, readings: &[Reading<'_>], options: &Options) -> Project {
        if let Some(project) = self.ledger.projects.remove(&options.name) {
            return project;
        }
        let first = project::begin(readings, options);
        self.former = self.former_name(readings, options, &first);
        self.former.as_ref().and_then(|name| self.ledger.projects.remove(name)).unwrap_or(first)
    }

    /// The name under which a renamed project stands in the ledger: one with nearly the same questions, whose documents
    /// are those of this build, or are gone.
    fn former_name(&self, readings: &[Reading<'_>], options: &Options, first: &Project) -> Option<String> {
        let folder = self.path.as_deref()?.parent()?;
        let mut projects = self.ledger.projects.iter();
        if self.ledger.projects.is_empty() {
            return None;
        }
        let fronts = project::fronts(readings, options, first);
        projects
            .find(|(_, project)| {
                let live = project.live();
                let shared = live.iter().filter(|(_, known)| fronts.contains(&known.front)).count();
                let free = |file: &str| {
                    readings.iter().any(|reading| reading.file == file) || !folder.join(file).exists()
                };
                shared * 5 >= live.len().max(fronts.len()) * 4
                    && shared > 0
                    && live.iter().all(|(_, known)| free(&known.file))
            })
            .map(|(name, _)| name.clone())
    }

    /// The project's former name, if this build gives it another one.
    pub fn former(&self) -> Option<&str> {
        self.former.as_deref()
    }

    /// The ledger's text with what is known about the project now.
    pub fn with(&self, name: &str, project: &Project) -> String {
        ledger::write_with(&self.ledger, name, project)
    }

    /// Whether the ledger on disk says exactly this.
    pub fn says(&self, text: &str) -> bool {
        self.text.as_ref().is_some_and(|there| there.replace('\r', "") == text)
    }

    /// Writes a new text beside the ledger, ready to take its place; nothing if it stays as it is, or if there is
    /// nowhere to keep one. A folder that cannot be written gets no ledger, which is told; one that is there already must
    /// not fall behind its deck.
    ///
    /// # Errors
    /// If there is a ledger and it cannot be replaced.
    pub fn prepare(&self, text: &str) -> anyhow::Result<Option<(tempfile::TempPath, PathBuf)>> {
        let Some(path) = self.path.as_ref().filter(|_| !self.says(text)) else { return Ok(None) };
        match output::replace(path, |file| Ok(file.write_all(text.as_bytes())?)) {
            Ok(temporary) => Ok(Some((temporary, path.clone()))),
            Err(error) if self.exists() => Err(error),
            Err(error) => {
                output::tell!(
                    "recto: no {} could be kept ({error:#}): after the next edit, learners would get every note anew",
                    ledger::FILE
                );
                Ok(None)
            }
        }
    }

    /// The path as the user would write it.
    pub fn shown(&self) -> Option<String> {
        self.path.as_deref().map(output::shown)
    }
}

/// The text of a ledger on disk.
///
/// # Errors
/// As [`file::bytes`]; if it is not UTF-8.
pub fn text(path: &Path) -> anyhow::Result<String> {
    /// A ledger of 100,000 cards has 40 MB.
    const MOST: u64 = 1 << 30;
    let shown = || path.display().to_string();
    String::from_utf8(file::bytes(path, MOST).with_context(shown)?).with_context(shown)
}

/// Reads a ledger's text.
///
/// # Errors
/// With the line and what to do.
pub fn read(path: &Path, text: &str) -> Result<Ledger, Failure> {
    ledger::read(text).map_err(|error| {
        Failure::Error(anyhow!(
            "{}:{}: {error}\n {} | {}\n   {} {}",
            output::shown(path),
            error.line,
            error.line,
            error.text,
            " ".repeat(error.line.to_string().len()),
            error.help()
        ))
    })
}

/// Where the ledger of these sources lies: beside `recto.toml`, else in the folder that is named or that holds the files.
pub fn place(sources: &Sources) -> anyhow::Result<Option<PathBuf>> {
    if sources.no_ledger {
        return Ok(None);
    }
    if let Some(path) = &sources.ledger {
        return Ok(Some(std::path::absolute(path)?));
    }
    let paths = sources.paths.iter().filter(|path| path.as_os_str() != "-");
    let folder = match input::common_folder(paths.map(PathBuf::as_path))? {
        Some(folder) => folder,
        None if sources.paths.is_empty() => std::env::current_dir()?,
        None => return Ok(None),
    };
    let beside = Config::place(&folder).and_then(|config| config.parent().map(Path::to_path_buf));
    Ok(Some(beside.unwrap_or(folder).join(ledger::FILE)))
}
