//! `recto.toml`: what a project says once for all of its documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::diagnostic::{Code, Severity};
use crate::note_type::TEMPLATES;
use crate::render::Forge;
use crate::shape::Hints;

/// The file's name, looked for beside the sources and above them.
pub const FILE: &str = "recto.toml";

/// The project's own stylesheet, looked for beside `recto.toml`, or beside the sources where there is none.
pub const CSS: &str = "card.css";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The project's name.
    name: Option<String>,
    /// The language of documents that do not name theirs, as BCP 47 has it: `en`, `pt-BR`.
    lang: Option<String>,
    /// The repository's address on the web, or as git knows it. Without it the clone's own `origin` counts.
    repository: Option<String>,
    /// The branch that links lead to; without one, the host's default branch.
    branch: Option<String>,
    /// The software of the host, where its name does not tell: github, gitlab, gitea or bitbucket.
    forge: Option<Forge>,
    #[serde(default)]
    read: Read,
    #[serde(default)]
    check: Check,
    /// Files with the cards' look.
    #[serde(default)]
    card: BTreeMap<String, PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    /// The level of the headings that are questions, 1 to 6.
    level: Option<u8>,
    /// Titles of sections that hold no questions.
    #[serde(default)]
    notes: Vec<String>,
    /// Label words by role: question, scenario, answer, part, extra.
    #[serde(default)]
    labels: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Check {
    /// Codes of findings that are none in this project.
    #[serde(default)]
    allow: Vec<String>,
    /// Codes of findings that are errors in this project.
    #[serde(default)]
    deny: Vec<String>,
    /// Lines of 70 letters that an answer may have; 0 for any number.
    longest_answer: Option<usize>,
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

impl Check {
    fn read(self) -> anyhow::Result<Checks> {
        let codes = |key: &str, names: Vec<String>| {
            let code = |name: String| {
                Code::named(&name).map_err(|alike| {
                    let help = match alike {
                        Some(alike) => format!("did you mean {alike}?"),
                        None => "`recto explain` lists all codes".to_string(),
                    };
                    anyhow::anyhow!("check.{key}: no finding is called {name}; {help}")
                })
            };
            names.into_iter().map(code).collect::<anyhow::Result<Vec<Code>>>()
        };
        let longest_answer = self.longest_answer.unwrap_or(Checks::default().longest_answer);
        let (allow, deny) = (codes("allow", self.allow)?, codes("deny", self.deny)?);
        if let Some(code) = allow.iter().find(|code| code.entry().severity == Severity::Error) {
            bail!(
                "check.allow: {} is an error, which stops the build and cannot be allowed",
                code.entry().name
            );
        }
        Ok(Checks { allow, deny, longest_answer })
    }
}

/// A project's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    pub name: Option<String>,
    pub language: Option<String>,
    pub repository: Option<String>,
    pub branch: Option<String>,
    pub forge: Option<Forge>,
    pub hints: Hints,
    pub checks: Checks,
    /// Files with the cards' look, as [`Look`](crate::note_type::Look) names them, and `css`.
    pub card: BTreeMap<String, PathBuf>,
}

impl Config {
    /// The settings of the nearest `recto.toml` in `folder` or above it; the defaults if there is none.
    ///
    /// # Errors
    /// If a file is there and cannot be read, or says something that recto does not know.
    pub fn find(folder: &Path) -> anyhow::Result<Config> {
        Config::place(folder).map_or_else(|| Ok(Config::default()), |path| Config::load(&path))
    }

    /// The nearest `recto.toml` in `folder` or above it.
    pub fn place(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
    }

    fn load(path: &PathBuf) -> anyhow::Result<Config> {
        let shown = || path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(shown)?;
        let mut config = Config::parse(&text).with_context(shown)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        config.card.values_mut().for_each(|file| *file = folder.join(&file));
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
    /// As [`Config::find`]; syntax errors and unknown keys with their line.
    pub fn parse(text: &str) -> anyhow::Result<Config> {
        let file: File = toml::from_str(text)?;
        let mut hints = Hints::new(file.read.level, file.read.notes);
        if let Some(level) = hints.level.filter(|level| !(1..=6).contains(level)) {
            bail!("read.level is {level}: headings have levels 1 to 6");
        }
        for (role, words) in &file.read.labels {
            for word in words {
                if !hints.label(role, word) {
                    bail!("read.labels.{role} is unknown: use question, scenario, answer, part or extra");
                }
            }
        }
        for part in file.card.keys() {
            let names: Vec<&str> = ["css"].into_iter().chain(TEMPLATES.map(|(name, _)| name)).collect();
            if !names.contains(&part.as_str()) {
                bail!("card.{part} is unknown: use {}", names.join(", "));
            }
        }
        let File { name, lang, repository, branch, forge, card, check, .. } = file;
        let checks = check.read()?;
        Ok(Config { name, language: lang, repository, branch, forge, hints, checks, card })
    }
}
