//! `recto diff`: what a learner will notice of a new release.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};

use super::files::Disk;
use super::memory::Memory;
use super::rendering::Rendering;
use super::{Failure, MOST_MARKDOWN, Sources, build, git, input, look, output};
use crate::diff;
use crate::emit::apkg::read::{self, Limits};
use crate::file;
use crate::package::{Package, Released};
use crate::project;
use crate::render::Resolver;
use crate::tag;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Diff {
    /// The package that learners have, made by any tool
    old: PathBuf,
    /// The package that they will get, or the Markdown files and folders that it is built from [default: what recto.toml
    /// names]
    #[arg(value_name = "NEW")]
    new: Vec<PathBuf>,
    /// text: for the terminal; markdown: for release notes; json: for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
    /// Name of the project, where NEW is Markdown [default: from the path]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A deck for each part, where NEW is Markdown
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    subdecks: Option<bool>,
    #[command(flatten)]
    rendering: Rendering,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

const EXAMPLES: &str = "\
Examples:
  recto diff old.apkg questions.md     what learners will notice of the next release, word by word
  recto diff old.apkg new.apkg --format markdown > notes.md";

impl Diff {
    pub fn run(self) -> Result<(), Failure> {
        let old = package(&self.old)?;
        let new = match &self.new[..] {
            [path] if is_package(path) => package(path)?,
            _ => self.sources(&old)?,
        };
        let diff = diff::between(&old, &new);
        let mut out = if self.format == Format::Json { output::data() } else { output::stdout() };
        match self.format {
            Format::Text => {
                diff::text(&diff, output::is_coloured(), &mut out)?;
            }
            Format::Markdown => {
                diff::markdown(&diff, &mut out)?;
                // Learners read the notes; whoever writes them must still hear what is wrong.
                for problem in &diff.problems {
                    output::tell!(
                        "recto: {}: {}",
                        output::count(problem.notes.len(), "note", "notes"),
                        problem.kind
                    );
                }
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &diff).context("standard output")?;
                writeln!(out)?;
            }
        }
        output::finish(out)?;
        if self.exit_code && !diff.is_empty() { Err(Failure::Silent) } else { Ok(()) }
    }

    fn sources(&self, old: &Released) -> Result<Released, Failure> {
        let sources = Sources {
            paths: self.new.clone(),
            name: self.name.clone(),
            ledger: None,
            no_ledger: false,
            max_markdown: MOST_MARKDOWN,
        };
        let input = input::read(&sources)?;
        let mut memory = Memory::open(&sources)?;
        let readings = input.readings();
        let mut options = project::Options {
            look: look::read(&sources, &input.config.card, None)?,
            time: build::release_time(memory.exists())?,
            ..input.options()
        };
        self.rendering.apply(&mut options);
        options.subdecks = self.subdecks.unwrap_or(options.subdecks);
        let before = memory.project(&readings, &options);
        input.add_gone(&mut options.decks, &before);
        let disk = Disk::new(&self.new);
        let repository = git::repository(&input.config, before.repository.as_deref(), &disk, &self.new);
        let resolver = Resolver::new(&disk, self.rendering.rules(&input.config, repository));
        let release = project::release(&readings, &options, &before, resolver);
        let packages = project::packages(&options.name, release.package, &release.shares);
        let package = deck_of(old, packages).with_context(|| self.old.display().to_string())?;
        Ok(package.into())
    }
}

/// The deck of which there is an older release, among all that are built: the only one, or the one of that name.
pub fn deck_of(old: &Released, packages: Vec<(String, Package)>) -> anyhow::Result<Package> {
    let names: Vec<String> = packages.iter().map(|(name, _)| name.clone()).collect();
    let said = old.origin.as_ref().and_then(|origin| origin.deck.clone());
    let is_it = |name: &str| match &said {
        Some(deck) => deck == name,
        None => old.decks.iter().any(|deck| deck.name == tag::deck_name(name)),
    };
    let only = packages.len() == 1;
    let found = packages.into_iter().find(|(name, _)| only || is_it(name));
    found
        .map(|(_, package)| package)
        .ok_or_else(|| anyhow!("it is none of these decks: {}", names.join(", ")))
}

/// Reads a package of any tool.
pub fn package(path: &Path) -> anyhow::Result<Released> {
    let file = file::open(path).with_context(|| path.display().to_string())?;
    read::read(file, &Limits::default()).with_context(|| path.display().to_string())
}

fn is_package(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "apkg" || extension == "colpkg")
}
