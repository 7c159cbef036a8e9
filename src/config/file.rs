//! What may stand in a `recto.toml`: each key with its type. The comments here are the descriptions in the schema that
//! editors use, so they speak to authors.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::value::{
    Allowable, CodeName, CsvFlavour, Format, Level, MaxMedia, Pattern, ShapeName, Unanswered,
};
use crate::render::Forge;

/// What a project says once for all of its documents.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "recto.toml")]
pub struct File {
    /// The project's name: of the deck, of the files, and of the tags' root. Without it, the folder's name.
    pub name: Option<String>,
    /// The language of documents that do not name theirs, as BCP 47 has it: en, pt-BR.
    pub lang: Option<String>,
    /// The documents: files, folders and globs, seen from this file. A folder stands for all Markdown below it; an entry
    /// that begins with ! takes some out again.
    #[schemars(with = "Vec<Pattern>")]
    pub sources: Vec<Spanned<Pattern>>,
    /// What is no document although it lies in a folder of documents, as .gitignore writes it.
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Tags of all cards, below the project's own.
    pub tags: Vec<String>,
    /// The repository's address on the web, or as git knows it. Without it the clone's own origin counts.
    pub repository: Option<String>,
    /// The branch that links lead to. Without it the host's default branch.
    pub branch: Option<String>,
    /// The software of the host, where its name does not tell.
    pub forge: Option<Forge>,
    /// What `recto build` does without its options.
    pub build: Build,
    /// Several decks from one repository, each in files of its own. All of them are one project: a question may stand in
    /// two of them or move between them, and stays one card.
    pub deck: Vec<Deck>,
    /// How documents are read, where recto would read them otherwise.
    pub read: Read,
    /// Files with the cards' look, seen from this file.
    pub card: Card,
    /// What `recto check` finds, and `recto build` on its way.
    pub check: Check,
}

/// What `recto build` does without its options; each of them wins over this.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Build {
    /// Folder for the files, seen from this file. Without it, dist.
    pub output: Option<PathBuf>,
    /// Files to write. Without it, apkg and csv.
    pub formats: Option<Vec<Format>>,
    /// What stands in the CSV file.
    pub csv: Option<CsvFlavour>,
    /// A deck for each part, below the project's own.
    pub subdecks: bool,
    /// Ask terms and their definitions the other way round, too.
    pub reverse: bool,
    /// What becomes of questions without an answer.
    pub unanswered: Option<Unanswered>,
    /// The largest picture or sound that is taken, such as 500kB or 5MB. Without it, 20MB.
    pub max_media: Option<MaxMedia>,
    /// Write SHA256SUMS beside the files.
    pub sums: bool,
}

/// One of several decks.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deck {
    /// The deck's name in Anki, with :: between levels. The files are called after it.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// Its documents, written as the project's sources. Without them, all of the project's.
    #[serde(default)]
    #[schemars(with = "Vec<Pattern>")]
    pub sources: Vec<Spanned<Pattern>>,
    /// What is no document of it, beside what the project ignores.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub ignore: Vec<Spanned<String>>,
    /// Tags of its cards, below the project's own.
    #[serde(default)]
    pub tags: Vec<String>,
    /// A deck for each part, below this one. Without it, as build.subdecks says.
    pub subdecks: Option<bool>,
}

/// How documents are read, where recto would read them otherwise.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Read {
    /// The level of the headings that are questions.
    pub level: Option<Level>,
    /// Titles of sections that hold no questions.
    pub notes: Vec<String>,
    /// The shapes that are questions, by the names that `recto cards` prints. Without it, all.
    pub shapes: Vec<ShapeName>,
    /// Label words of your own, by what they introduce.
    pub labels: Labels,
}

/// Label words by what they introduce.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Labels {
    /// The question itself.
    pub question: Vec<String>,
    /// What the question is about: on the front, below it.
    pub scenario: Vec<String>,
    /// The answer.
    pub answer: Vec<String>,
    /// A part of the answer, which keeps its label.
    pub part: Vec<String>,
    /// What is below the answer, small.
    pub extra: Vec<String>,
}

impl Labels {
    /// The words with the names of their roles.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let Labels { question, scenario, answer, part, extra } = self;
        [("question", question), ("scenario", scenario), ("answer", answer), ("part", part), ("extra", extra)]
            .into_iter()
            .flat_map(|(role, words)| words.iter().map(move |word| (role, word.as_str())))
    }
}

/// Files with the cards' look, seen from this file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Card {
    /// A stylesheet, put after recto's own. Without it, card.css beside this file, if it is there.
    pub css: Option<PathBuf>,
    /// Template of the front.
    pub front: Option<PathBuf>,
    /// Template of the back.
    pub back: Option<PathBuf>,
    /// Template of the front of a card that asks the other way round.
    pub reverse_front: Option<PathBuf>,
    /// Template of the back of a card that asks the other way round.
    pub reverse_back: Option<PathBuf>,
    /// Template of the front of a text with gaps.
    pub cloze_front: Option<PathBuf>,
    /// Template of the back of a text with gaps.
    pub cloze_back: Option<PathBuf>,
}

impl Card {
    /// The files by their keys.
    pub fn files(self) -> impl Iterator<Item = (&'static str, PathBuf)> {
        let Card { css, front, back, reverse_front, reverse_back, cloze_front, cloze_back } = self;
        [
            ("css", css),
            ("front", front),
            ("back", back),
            ("reverse-front", reverse_front),
            ("reverse-back", reverse_back),
            ("cloze-front", cloze_front),
            ("cloze-back", cloze_back),
        ]
        .into_iter()
        .filter_map(|(key, file)| Some((key, file?)))
    }
}

/// What `recto check` finds, and `recto build` on its way.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Check {
    /// Codes of findings that are none in this project.
    pub allow: Vec<Allowable>,
    /// Codes of findings that are errors in this project.
    pub deny: Vec<CodeName>,
    /// Lines of 70 letters that an answer may have; 0 for any number. Without it, 60.
    pub longest_answer: Option<usize>,
}
