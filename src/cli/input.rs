//! Files, folders and standard input as sources.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use rayon::prelude::*;

use super::{Failure, Sources, listing, memory, output};
use crate::config::{self, Config, Place};
use crate::document::LONGEST;
use crate::file;
use crate::identity::ledger::Project;
use crate::package::origin::{self, Hash, Origin};
use crate::project::{self, DeckOptions, Reading};
use crate::source::{DecodeError, Source};

const STDIN: &str = "standard input";

/// What the arguments name, and what `recto.toml` does.
pub struct Input {
    /// The project's name.
    pub name: String,
    pub config: Config,
    pub sources: Vec<Source>,
    /// Whether the documents are those that `recto.toml` names.
    pub is_listed: bool,
    /// The sources' paths as the ledger has them.
    files: Vec<String>,
    /// The ledger's folder.
    ledger: Option<PathBuf>,
    /// The deck of those that the command line names, where they are only some of the project's.
    part: Option<DeckOptions>,
    /// The files' hashes by their paths, seen from the folder that holds them all.
    hashes: BTreeMap<String, Hash>,
}

impl Input {
    /// What a package of these sources says of how it was made. `project` is the project's id, `deck` the one of
    /// several.
    pub fn origin(&self, project: &str, deck: Option<String>) -> Origin {
        Origin {
            recto: env!("CARGO_PKG_VERSION").to_string(),
            project: origin::Project { id: project.to_string(), name: self.name.clone() },
            deck,
            sources: self.hashes.clone(),
        }
    }

    /// Reads the questions of all sources.
    pub fn readings(&self) -> Vec<Reading<'_>> {
        let sources = self.sources.par_iter().zip(&self.files);
        let read = |(source, file): (_, &String)| Reading {
            file: file.clone(),
            ..project::read(source, &self.config.hints)
        };
        sources.map(read).collect()
    }

    /// Whether the command line is about this document: it is about all of them, unless it names some.
    pub fn is_asked_for(&self, file: &str) -> bool {
        self.part.as_ref().is_none_or(|part| part.files.contains(file))
    }

    /// How `recto.toml` says that the project becomes a package. Its look and the time are still to be added, and the
    /// cards that are gone to their decks.
    pub fn options(&self) -> project::Options {
        let build = &self.config.build;
        project::Options {
            name: self.name.clone(),
            subdecks: build.subdecks,
            keep_unanswered: build.unanswered == config::Unanswered::Keep,
            language: self.config.language.clone(),
            reverse: build.reverse,
            tags: self.config.tags.clone(),
            decks: self.decks(),
            ..project::Options::default()
        }
    }

    /// The decks with the documents that are there.
    fn decks(&self) -> Vec<DeckOptions> {
        if let Some(part) = &self.part {
            return vec![part.clone()];
        }
        let decks = self.config.decks.iter().filter(|_| self.is_listed);
        let deck = |deck: &config::Deck| DeckOptions {
            name: deck.name.clone(),
            subdecks: deck.subdecks,
            tags: deck.tags.clone(),
            files: self.files.iter().filter(|file| self.holds(deck, file)).cloned().collect(),
        };
        decks.map(deck).collect()
    }

    /// Adds the documents of cards that are gone to the decks that held them; to all of them if none says so now, for
    /// whoever has such a card is to hear of it.
    pub fn add_gone(&self, decks: &mut [DeckOptions], before: &Project) {
        if self.part.is_some() {
            return;
        }
        let mut gone: BTreeSet<&String> = before.cards.values().map(|known| &known.file).collect();
        for file in &self.files {
            gone.remove(file);
        }
        for file in gone {
            let held: Vec<bool> = self.config.decks.iter().map(|deck| self.holds(deck, file)).collect();
            for (deck, holds) in decks.iter_mut().zip(&held) {
                if *holds || !held.contains(&true) {
                    deck.files.insert(file.clone());
                }
            }
        }
    }

    /// `file` is as the ledger has it.
    fn holds(&self, deck: &config::Deck, file: &str) -> bool {
        let Some(place) = &self.config.file else { return false };
        let path = match &self.ledger {
            Some(ledger) => ledger.join(file),
            None => std::path::absolute(file).unwrap_or_default(),
        };
        listing::seen_from(place.folder(), &path).is_some_and(|path| deck.selection.holds(&path))
    }
}

/// Reads all that the arguments name, each file once, in the order of their names; what `recto.toml` names, if they name
/// nothing, or only some of that.
pub fn read(arguments: &Sources) -> Result<Input, Failure> {
    let config = Config::find(&folder(arguments)?)?;
    let given = given(arguments, &config)?;
    let (files, chosen) = scope(arguments, &config, given)?;
    let is_listed = chosen.is_some();
    let base = match &config.file {
        Some(place) if is_listed => place.folder().to_path_buf(),
        _ => common_folder(files.iter().map(PathBuf::as_path))?.unwrap_or_default(),
    };
    let ledger = memory::place(arguments)?.and_then(|path| path.parent().map(Path::to_path_buf));
    let mut input = Input {
        name: String::new(),
        config,
        sources: vec![],
        is_listed,
        files: vec![],
        ledger,
        part: None,
        hashes: BTreeMap::new(),
    };
    let mut left = arguments.max_markdown;
    for path in arguments.paths.iter().filter(|path| path.as_os_str() == "-").take(1) {
        let bytes = file::limited(std::io::stdin(), left.0).context(STDIN)?;
        let bytes = bytes.ok_or_else(|| too_much(STDIN, arguments))?;
        left.0 -= bytes.len() as u64;
        input.add(decode(STDIN, &bytes)?, path.to_string_lossy().replace('-', STDIN))?;
    }
    let mut lengths = vec![];
    for file in &files {
        let name = shown(file);
        if name.contains(char::is_control) {
            return Err(anyhow!("{name:?}: a name with a line break or control character: rename it").into());
        }
        let length =
            file::open(file).and_then(|file| Ok(file.metadata()?.len())).with_context(|| name.clone())?;
        left.0 = left.0.checked_sub(length).ok_or_else(|| too_much(&name, arguments))?;
        lengths.push((file, length));
    }
    let read = |(file, length): &(&PathBuf, u64)| {
        let name = shown(file);
        // What grows now was not counted.
        let bytes = file::bytes(file, *length).with_context(|| name.clone())?;
        decode(&name, &bytes)
    };
    // The first failure in the order of the files is the one that is told.
    for (file, decoded) in files.iter().zip(lengths.par_iter().map(read).collect::<Vec<_>>()) {
        let path = std::path::absolute(file)?;
        let hashed = listing::seen_from(&base, &path).unwrap_or_else(|| shown(file));
        input.add(decoded?, hashed)?;
    }
    input.hash_settings();
    input.name = name(arguments, &input);
    input.part = part(arguments, &input, chosen.unwrap_or_default())?;
    in_a_deck(&input)?;
    Ok(input)
}

impl Input {
    fn add(&mut self, (source, hash): (Source, Hash), hashed: String) -> Result<(), Failure> {
        self.hashes.insert(hashed, hash);
        let path = std::path::absolute(&source.name)?;
        let file = self.ledger.as_ref().and_then(|folder| listing::seen_from(folder, &path));
        self.files.push(file.unwrap_or_else(|| source.name.clone()));
        self.sources.push(source);
        Ok(())
    }

    /// `recto.toml` and the files that it names for the cards' look are sources, too.
    fn hash_settings(&mut self) {
        let Some(place) = &self.config.file else { return };
        for path in [&place.path].into_iter().chain(self.config.card.values()) {
            // A file that is not there is told where the look is made.
            if let (Some(name), Ok(text)) = (listing::seen_from(place.folder(), path), file::text(path)) {
                self.hashes.insert(name, Hash::of(text.as_bytes()));
            }
        }
    }
}

fn too_much(name: &str, arguments: &Sources) -> anyhow::Error {
    let most = arguments.max_markdown;
    anyhow!("{name}: more than {most} of Markdown in all: build fewer files at once, or raise --max-markdown")
}

/// A document ready to parse, and the hash of its bytes.
fn decode(name: &str, bytes: &[u8]) -> anyhow::Result<(Source, Hash)> {
    let (source, hash) = rayon::join(|| Source::new(name, bytes), || Hash::of(bytes));
    let mut source = source.map_err(|error| undecodable(name, bytes, &error))?;
    project::repair(&mut source);
    if source.text.len() > LONGEST {
        return Err(anyhow!("{name}: a document of more than 4 GB: make several of it"));
    }
    Ok((source, hash))
}

/// Where the arguments look for `recto.toml`, there and above.
fn folder(arguments: &Sources) -> anyhow::Result<PathBuf> {
    let paths = arguments.paths.iter().filter(|path| path.as_os_str() != "-");
    Ok(match common_folder(paths.map(PathBuf::as_path))? {
        Some(folder) => folder,
        None => std::env::current_dir()?,
    })
}

/// The deepest folder that holds all of these files and folders.
pub fn common_folder<'p>(paths: impl Iterator<Item = &'p Path>) -> anyhow::Result<Option<PathBuf>> {
    let mut common: Option<PathBuf> = None;
    for path in paths {
        let path = std::path::absolute(path)?;
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_path_buf() };
        common = Some(match common {
            None => folder,
            Some(common) => {
                common.ancestors().find(|common| folder.starts_with(common)).unwrap_or(&folder).to_path_buf()
            }
        });
    }
    Ok(common)
}

/// The files that the arguments name.
fn given(arguments: &Sources, config: &Config) -> Result<Vec<PathBuf>, Failure> {
    let mut files = vec![];
    for path in arguments.paths.iter().filter(|path| path.as_os_str() != "-") {
        if path.is_dir() {
            let found = listing::without_ignored(listing::markdown_below(path)?, config)?;
            if found.is_empty() {
                return Err(Failure::Finding(format!(
                    "no Markdown in {}: looked for files that end in .md, .markdown or .mdx",
                    path.display()
                )));
            }
            files.extend(found);
        } else if path.exists() {
            files.push(path.clone());
        } else {
            return Err(Failure::Error(anyhow!("{}: no such file or folder", path.display())));
        }
    }
    let mut known = HashSet::new();
    files.retain(|file| known.insert(std::path::absolute(file).unwrap_or_else(|_| file.clone())));
    Ok(files)
}

/// The files to read. Also, if they are the project's own, which of them were asked for: all if none is named.
fn scope(
    arguments: &Sources,
    config: &Config,
    given: Vec<PathBuf>,
) -> Result<(Vec<PathBuf>, Option<BTreeSet<PathBuf>>), Failure> {
    let Some(place) = config.file.as_ref().filter(|_| !config.documents.entries.is_empty()) else {
        return if arguments.paths.is_empty() { Err(nothing_named(config)) } else { Ok((given, None)) };
    };
    // Another name makes another project of them.
    let other = arguments.name.is_some() && arguments.name != config.name;
    if !arguments.paths.is_empty() && (other || arguments.paths.iter().any(|path| path.as_os_str() == "-")) {
        return Ok((given, None));
    }
    let listed = listing::listed(place, &config.documents)?;
    let chosen = given.iter().map(std::path::absolute).collect::<Result<BTreeSet<PathBuf>, _>>()?;
    if !chosen.iter().all(|file| listed.contains(file)) {
        return Ok((given, None));
    }
    let files = listed.iter().map(|file| PathBuf::from(output::shown(file))).collect();
    let all = chosen.len() == listed.len();
    Ok((files, Some(if all { BTreeSet::new() } else { chosen })))
}

fn nothing_named(config: &Config) -> Failure {
    Failure::Error(match &config.file {
        Some(place) => anyhow!(
            "{} names no sources: add `sources = [\"questions/\"]`, or name a file or folder",
            output::shown(&place.path)
        ),
        None => anyhow!("name a Markdown file or a folder: `recto build .` takes all that is here"),
    })
}

/// The deck of what was asked for, where that is not all.
fn part(
    arguments: &Sources,
    input: &Input,
    chosen: BTreeSet<PathBuf>,
) -> anyhow::Result<Option<DeckOptions>> {
    if chosen.is_empty() {
        return Ok(None);
    }
    let mut files = BTreeSet::new();
    for (source, file) in input.sources.iter().zip(&input.files) {
        if chosen.contains(&std::path::absolute(&source.name)?) {
            files.insert(file.clone());
        }
    }
    let name = from_path(arguments).unwrap_or_else(|| input.name.clone());
    Ok(Some(DeckOptions { name, subdecks: input.config.build.subdecks, tags: vec![], files }))
}

/// Where there are several decks, each document is in one of them: one that is forgotten would be lost in silence.
fn in_a_deck(input: &Input) -> Result<(), Failure> {
    let decks = &input.config.decks;
    if !input.is_listed || decks.is_empty() {
        return Ok(());
    }
    let lost = input.files.iter().find(|file| !decks.iter().any(|deck| input.holds(deck, file)));
    lost.map_or(Ok(()), |file| {
        Err(Failure::Finding(format!(
            "{file} is in no [[deck]] of {}: add it to one, or to `ignore`",
            input.config.file.as_ref().map_or(String::new(), |Place { path, .. }| output::shown(path))
        )))
    })
}

/// Where a file is no text, the line itself, and what to do.
fn undecodable(name: &str, bytes: &[u8], error: &DecodeError) -> anyhow::Error {
    let line = bytes.split(|&byte| byte == b'\n').nth(error.line - 1).unwrap_or_default();
    let shown: String = String::from_utf8_lossy(line).chars().filter(|c| !c.is_control()).take(80).collect();
    let (line, column, help) = (error.line, error.column, error.help());
    let indent = " ".repeat(line.to_string().len() + column.min(80));
    anyhow!("{name}:{line}:{column}: {error}\n {line} | {shown}\n   {indent}^ {help}")
}

/// The path as it is shown: as given, with forward slashes.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// The project's name: as asked for, or from `recto.toml` or front matter, or from the file or folder. Documents that are
/// not among those of `recto.toml` are a project of their own.
fn name(arguments: &Sources, input: &Input) -> String {
    let config = &input.config;
    let own = config.documents.entries.is_empty() || input.is_listed;
    let from_front_matter = || match &input.sources[..] {
        [source] => source.front_matter.deck.clone(),
        _ => None,
    };
    let from_folder = || {
        let place = config.file.as_ref().filter(|_| input.is_listed)?;
        Some(place.folder().file_name()?.to_string_lossy().into_owned())
    };
    let name = arguments.name.clone();
    let name = name.or_else(|| config.name.clone().filter(|_| own)).or_else(from_front_matter);
    let name = name.or_else(from_folder).or_else(|| from_path(arguments));
    name.filter(|name| name.chars().any(char::is_alphanumeric)).unwrap_or_else(|| "cards".to_string())
}

/// What the first path is called: the file, if it is the only one, or the folder.
fn from_path(arguments: &Sources) -> Option<String> {
    let path = arguments.paths.first().filter(|path| path.as_os_str() != "-")?;
    if path.is_file() && arguments.paths.len() == 1 {
        return Some(project::file_stem(&shown(path)).to_string());
    }
    let path = std::path::absolute(path).ok()?;
    let folder = if path.is_file() { path.parent()? } else { &path };
    Some(folder.file_name()?.to_string_lossy().into_owned())
}
