//! `recto init`: a `recto.toml` for what is in a folder.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::Args;
use ignore::gitignore::Gitignore;

use super::output::count;
use super::{Failure, MOST_MARKDOWN, files, git, listing, output};
use crate::config::{self, Config};
use crate::file;
use crate::identity::ledger;
use crate::language;
use crate::project;
use crate::shape::Hints;
use crate::source::Source;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Init {
    /// The folder that the project is in
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// Write recto.schema.json too, by which editors complete and check the file
    #[arg(long)]
    schema: bool,
    /// Write nothing: print the file instead
    #[arg(long)]
    print: bool,
}

const EXAMPLES: &str = "\
Examples:
  recto init            write recto.toml for the questions in this folder
  recto init --print    look at it first";

const TEMPLATE: &str = include_str!("init.toml");

const SCHEMA: &str = "recto.schema.json";

/// Documents about a repository, which hold no questions for learners whatever they look like.
const ABOUT: [&str; 5] = ["changelog", "contributing", "code_of_conduct", "license", "security"];

/// Documents in the folder itself that are named one by one.
const MOST: usize = 5;

impl Init {
    pub fn run(self) -> Result<(), Failure> {
        let folder = self.folder.canonicalize().with_context(|| self.folder.display().to_string())?;
        let place = folder.join(config::FILE);
        if place.exists() && !self.print {
            return Err(anyhow!("{} is there already: nothing was changed", output::shown(&place)).into());
        }
        let found = Found::below(&folder)?;
        if found.cards() == 0 {
            return Err(Failure::Finding(format!(
                "no question with an answer in {}: nothing was written\n  `recto cards FILE --why` says how a document is read",
                output::shown(&folder)
            )));
        }
        let text = self.text(&folder, &found);
        if self.print {
            let mut out = output::stdout();
            out.write_all(text.as_bytes())?;
            return Ok(output::finish(out)?);
        }
        let mut out = output::report();
        let mut written = vec![(place.clone(), text)];
        if self.schema {
            written.push((folder.join(SCHEMA), config::schema()));
        }
        for (path, text) in &written {
            let temporary = output::replace(path, |file| Ok(file.write_all(text.as_bytes())?))?;
            temporary.persist(path).with_context(|| path.display().to_string())?;
            writeln!(out, "{}: written", output::shown(path))?;
        }
        found.show(&folder, &mut out)?;
        for hint in hints(&folder) {
            writeln!(out, "  {hint}")?;
        }
        writeln!(out, "Next: `recto check`, `recto cards`, `recto build`, without a path")?;
        Ok(output::finish(out)?)
    }

    fn text(&self, folder: &Path, found: &Found) -> String {
        let repository = git::cloned_from(folder);
        let address = repository.as_ref().map(|repository| repository.address());
        let top = files::Disk::new(&[]).work_tree(folder).is_some_and(|top| top == folder);
        let from_origin = address.filter(|_| top).and_then(|address| address.rsplit('/').next());
        let from_folder = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = from_origin.map(str::to_string).or(from_folder).unwrap_or_else(|| "cards".to_string());
        let line = |key: &str, value: Option<&str>, example: &str| match value {
            Some(value) => format!("{key} = {}", quoted(value)),
            None => format!("# {key} = {}", quoted(example)),
        };
        let ignore = match &found.ignored[..] {
            [] => "# ignore = [\"drafts/\"]".to_string(),
            ignored => format!("ignore = {}", list(ignored)),
        };
        let text = TEMPLATE
            .replace("{name}", &quoted(&name))
            .replace("{sources}", &list(&found.sources()))
            .replace("{ignore}", &ignore)
            .replace("{lang}", &line("lang", found.language.as_deref(), "en"))
            .replace("{repository}", &line("repository", address, "https://example.org/team/cards"));
        if self.schema { format!("#:schema ./{SCHEMA}\n{text}") } else { text }
    }
}

/// What is in a folder.
#[derive(Default)]
struct Found {
    /// Cards of the documents in the folder itself, and of those in each folder in it, with their number.
    documents: BTreeMap<String, (usize, usize)>,
    /// Documents and folders without questions.
    without: Vec<String>,
    ignored: Vec<String>,
    /// Of all documents, if their letters tell.
    language: Option<String>,
}

impl Found {
    fn below(folder: &Path) -> Result<Found, Failure> {
        let mut found = Found::default();
        let mut languages = vec![];
        let mut without = vec![];
        for path in listing::markdown_below(folder)? {
            let seen = listing::seen_from(folder, &path).unwrap_or_default();
            let entry = seen.split_once('/').map_or(seen.clone(), |(first, _)| format!("{first}/"));
            let bytes = file::bytes(&path, MOST_MARKDOWN.0).with_context(|| path.display().to_string())?;
            // What is no text is told when it is built.
            let Ok(mut source) = Source::new(&seen, &bytes) else { continue };
            project::repair(&mut source);
            let cards = project::read(&source, &Hints::default()).findings.cards.len();
            let stem = project::file_stem(&seen).to_lowercase();
            if cards == 0 {
                without.push(entry);
            } else if ABOUT.contains(&stem.replace('-', "_").as_str()) {
                if entry.ends_with('/') {
                    found.ignored.push(seen);
                } else {
                    without.push(entry);
                }
            } else {
                let (all, files) = found.documents.entry(entry).or_default();
                (*all, *files) = (*all + cards, *files + 1);
                languages.push(language::of(&source.text, source.front_matter.lang.as_deref()).to_string());
            }
        }
        languages.dedup();
        found.language = languages.pop().filter(|first| !first.is_empty() && languages.is_empty());
        without.retain(|entry| !found.documents.contains_key(entry));
        without.dedup();
        found.ignored.retain(|path| found.documents.keys().any(|entry| path.starts_with(entry)));
        let single = found.documents.keys().filter(|entry| !entry.ends_with('/')).count();
        if single > MOST {
            // They are named together, so that those without questions are to be left out.
            found
                .ignored
                .extend(without.iter().filter(|entry| !entry.ends_with('/')).map(|name| format!("/{name}")));
        }
        found.without = without;
        Ok(found)
    }

    fn cards(&self) -> usize {
        self.documents.values().map(|(cards, _)| cards).sum()
    }

    /// As `recto.toml` names them.
    fn sources(&self) -> Vec<String> {
        let (folders, files): (Vec<&String>, Vec<&String>) =
            self.documents.keys().partition(|entry| entry.ends_with('/'));
        let mut sources: Vec<String> = match files.len() > MOST {
            true => vec!["*.md".to_string()],
            false => files.into_iter().cloned().collect(),
        };
        sources.extend(folders.into_iter().cloned());
        sources
    }

    fn show(&self, folder: &Path, out: &mut impl Write) -> anyhow::Result<()> {
        for (entry, (cards, files)) in &self.documents {
            let files = if entry.ends_with('/') {
                format!(" in {}", count(*files, "file", "files"))
            } else {
                String::new()
            };
            writeln!(out, "  {entry}  {}{files}", count(*cards, "card", "cards"))?;
        }
        if !self.without.is_empty() {
            writeln!(out, "  without questions: {}", self.without.join(", "))?;
        }
        // What was written is read, so that it is known to be right.
        let config = Config::find(folder)?;
        let name = config.name.unwrap_or_default();
        writeln!(out, "  `recto build` makes the deck {name} of {}", count(self.cards(), "card", "cards"))?;
        Ok(())
    }
}

/// What `.gitignore` should say.
fn hints(folder: &Path) -> Vec<&'static str> {
    let Some(top) = files::Disk::new(&[]).work_tree(folder) else { return vec![] };
    let (gitignore, _) = Gitignore::new(top.join(".gitignore"));
    let mut hints = vec![];
    if gitignore.matched_path_or_any_parents(folder.join(ledger::FILE), false).is_ignore() {
        hints.push(
            ".gitignore leaves out recto.lock, without which learners lose their progress: add !recto.lock",
        );
    }
    if !gitignore.matched_path_or_any_parents(folder.join("dist"), true).is_ignore() {
        hints.push(".gitignore: add dist/, where the decks are written; commit recto.toml and recto.lock");
    }
    hints
}

/// As TOML writes text; its escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(entries: &[String]) -> String {
    let entries: Vec<String> = entries.iter().map(|entry| quoted(entry)).collect();
    format!("[{}]", entries.join(", "))
}
