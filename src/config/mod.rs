//! `recto.toml`: what a project says once for all of its documents.

mod fault;
mod file;
mod selection;
mod value;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use toml::Spanned;

use crate::diagnostic::{Code, Fault};
use crate::render::{Forge, LARGEST, Size};
use crate::shape::Hints;
use crate::tag;
use file::File;

pub use selection::Selection;
pub use value::{CsvFlavour, Format, Unanswered};

/// The file's name, looked for beside the sources and above them.
pub use crate::file::SETTINGS as FILE;

/// The project's own stylesheet, looked for beside `recto.toml`, or beside the sources where there is none.
pub const CSS: &str = "card.css";

/// The JSON schema of the file, for editors.
pub fn schema() -> String {
    format!("{:#}\n", schemars::schema_for!(File).to_value())
}

/// A project's settings.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Where they were read, if anywhere.
    pub file: Option<Place>,
    pub name: Option<String>,
    pub language: Option<String>,
    pub repository: Option<String>,
    pub branch: Option<String>,
    pub forge: Option<Forge>,
    /// What the project is made of; without entries, of what the command line names.
    pub documents: Documents,
    /// Tags of all cards.
    pub tags: Vec<String>,
    /// The decks that are handed out; without any, one of all cards.
    pub decks: Vec<Deck>,
    pub build: Build,
    pub hints: Hints,
    pub checks: Checks,
    /// Files with the cards' look, as [`Look`](crate::note_type::Look) names them, and `css`.
    pub card: BTreeMap<String, PathBuf>,
}

/// A `recto.toml` that was read.
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub path: PathBuf,
    text: String,
}

impl Place {
    /// What is wrong at a place of the file.
    pub fn fault(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) -> Fault {
        fault::fault(&self.path.to_string_lossy(), &self.text, span, message, help)
    }

    /// The folder that paths in the file are seen from.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }
}

/// The documents that `recto.toml` names.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// The entries of `sources` with their places in the file, in the order in which documents are read.
    pub entries: Vec<(String, Range<usize>)>,
    pub selection: Selection,
}

/// One of several decks.
#[derive(Debug, Clone)]
pub struct Deck {
    pub name: String,
    pub tags: Vec<String>,
    pub subdecks: bool,
    pub selection: Selection,
}

/// What `recto build` does without its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    pub output: Option<PathBuf>,
    pub formats: Vec<Format>,
    pub csv: CsvFlavour,
    pub subdecks: bool,
    pub reverse: bool,
    pub unanswered: Unanswered,
    pub max_media: Size,
    pub sums: bool,
}

impl Default for Build {
    fn default() -> Build {
        Build {
            output: None,
            formats: vec![Format::Apkg, Format::Csv],
            csv: CsvFlavour::default(),
            subdecks: false,
            reverse: false,
            unanswered: Unanswered::default(),
            max_media: LARGEST,
            sums: false,
        }
    }
}

/// What a project says about the findings of `recto check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checks {
    pub allow: Vec<Code>,
    pub deny: Vec<Code>,
    /// Lines of 70 letters that an answer may have; 0 for any number.
    pub longest_answer: usize,
}

impl Default for Checks {
    /// Of fifty answers in published question documents, one is longer than this.
    fn default() -> Checks {
        Checks { allow: vec![], deny: vec![], longest_answer: 60 }
    }
}

impl Config {
    /// The settings of the nearest `recto.toml` in `folder` or above it; the defaults if there is none.
    ///
    /// # Errors
    /// If a file is there and cannot be read, or says something that recto does not know: a [`Fault`].
    pub fn find(folder: &Path) -> anyhow::Result<Config> {
        Config::place(folder).map_or_else(|| Ok(Config::default()), |path| Config::load(&path))
    }

    /// The nearest `recto.toml` in `folder` or above it.
    pub fn place(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
    }

    fn load(path: &Path) -> anyhow::Result<Config> {
        let text = crate::file::text(path).with_context(|| path.display().to_string())?;
        let mut config = Config::parse(path, &text).map_err(|fault| *fault)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        // Whoever writes the settings reads and writes nothing of those who build.
        for file in config.card.values_mut().chain(&mut config.build.output) {
            let named = folder.join(&file);
            if !crate::file::is_within(&named, folder) {
                bail!("{}: {} lies outside of the project", path.display(), file.display());
            }
            *file = named;
        }
        // A stylesheet of this name needs no mention.
        let css = folder.join(CSS);
        if css.is_file() {
            config.card.entry("css".to_string()).or_insert(css);
        }
        Ok(config)
    }

    /// Reads the text of a `recto.toml`.
    ///
    /// # Errors
    /// As [`Config::find`].
    pub fn parse(path: &Path, text: &str) -> Result<Config, Box<Fault>> {
        let shown = path.to_string_lossy();
        let file: File =
            toml::from_str(text).map_err(|error| Box::new(fault::explained(&shown, text, &error)))?;
        let place = Place { path: path.to_path_buf(), text: text.to_string() };
        let mut hints = Hints::new(file.read.level.map(|level| level.0), file.read.notes);
        hints.shapes = file.read.shapes.into_iter().map(|shape| shape.0).collect();
        for (role, word) in file.read.labels.words() {
            hints.label(role, word);
        }
        let default = Build::default();
        let build = Build {
            output: file.build.output,
            formats: file.build.formats.unwrap_or(default.formats),
            csv: file.build.csv.unwrap_or_default(),
            subdecks: file.build.subdecks,
            reverse: file.build.reverse,
            unanswered: file.build.unanswered.unwrap_or_default(),
            max_media: file.build.max_media.map_or(default.max_media, |size| size.0),
            sums: file.build.sums,
        };
        let checks = Checks {
            allow: file.check.allow.iter().map(|allowed| allowed.0).collect(),
            deny: file.check.deny.iter().map(|code| code.0).collect(),
            longest_answer: file.check.longest_answer.unwrap_or(Checks::default().longest_answer),
        };
        let deck_sources = file.deck.iter().flat_map(|deck| &deck.sources);
        let sources: Vec<_> = file.sources.iter().chain(deck_sources).cloned().collect();
        let documents = documents(&place, sources.iter(), &file.ignore)?;
        let decks = decks(&place, file.deck, &file.ignore, &sources, build.subdecks)?;
        Ok(Config {
            file: Some(place),
            name: file.name,
            language: file.lang,
            repository: file.repository,
            branch: file.branch,
            forge: file.forge,
            documents,
            tags: file.tags,
            decks,
            build,
            hints,
            checks,
            card: file.card.files().map(|(key, file)| (key.to_string(), file)).collect(),
        })
    }
}

/// The documents that these entries name.
fn documents<'f>(
    place: &Place,
    sources: impl Iterator<Item = &'f Spanned<value::Pattern>> + Clone,
    ignore: &[Spanned<String>],
) -> Result<Documents, Box<Fault>> {
    let entries = sources.clone().map(|entry| (entry.as_ref().0.clone(), entry.span())).collect();
    let include = sources.clone().map(|entry| entry.as_ref().0.as_str());
    let selection = Selection::new(include, ignore.iter().map(|entry| entry.as_ref().as_str()));
    let selection = selection.map_err(|(at, error)| {
        let mut spans = sources.map(Spanned::span).chain(ignore.iter().map(Spanned::span));
        let message = format!("no pattern: {error}");
        Box::new(place.fault(spans.nth(at).unwrap_or_default(), message, None))
    })?;
    Ok(Documents { entries, selection })
}

/// The decks, each with files of its own.
fn decks(
    place: &Place,
    decks: Vec<file::Deck>,
    ignore: &[Spanned<String>],
    all: &[Spanned<value::Pattern>],
    subdecks: bool,
) -> Result<Vec<Deck>, Box<Fault>> {
    let mut slugs: BTreeMap<String, String> = BTreeMap::new();
    let mut checked = vec![];
    for deck in decks {
        let file::Deck { name, sources, ignore: also, tags, subdecks: own } = deck;
        let ignore: Vec<Spanned<String>> = ignore.iter().cloned().chain(also).collect();
        let fault = |message: String, help: &str| {
            Err(Box::new(place.fault(name.span(), message, Some(help.to_string()))))
        };
        let slug = tag::slug(name.as_ref());
        if slug.is_empty() {
            return fault(
                "a deck is called by letters or digits".to_string(),
                "its files are called so, too",
            );
        }
        if tag::is_backup(&slug) {
            let message = "Anki takes a file of that name for a backup of everything".to_string();
            return fault(message, "give the deck another name");
        }
        if let Some(other) = slugs.insert(slug.clone(), name.as_ref().clone()) {
            let message = format!("the files of this deck and of {other:?} would both be called {slug}");
            return fault(message, "give one of them another name");
        }
        let sources = if sources.is_empty() { all } else { &sources[..] };
        let selection = documents(place, sources.iter(), &ignore)?.selection;
        let name = name.into_inner();
        checked.push(Deck { name, tags, subdecks: own.unwrap_or(subdecks), selection });
    }
    Ok(checked)
}
