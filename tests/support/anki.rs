//! The real Anki: the Python package `anki` in a virtual environment of its own below the target directory.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::python;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/anki");

/// A fresh collection after the imports.
#[derive(Debug, Deserialize)]
pub struct Collection {
    /// Of Anki.
    pub version: String,
    /// One for each file.
    pub imports: Vec<Import>,
    /// Descriptions by name, with Anki's own deck `Default`.
    pub decks: BTreeMap<String, String>,
    /// Names of the fields by name of the note type, with Anki's own types.
    pub note_types: BTreeMap<String, Vec<String>>,
    /// By ascending id.
    pub notes: Vec<Note>,
    /// By ascending due, then ord.
    pub cards: Vec<Card>,
    /// SHA-1 in hexadecimal by file name.
    pub media: BTreeMap<String, String>,
    /// Guid and ord, as the scheduler hands out new cards.
    pub study_order: Vec<(String, u32)>,
    /// What *Check Database* complains about; empty when clean.
    pub integrity: String,
}

/// How many notes of a file met each fate in Anki's import log.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Import {
    pub new: usize,
    pub updated: usize,
    pub duplicate: usize,
    pub conflicting: usize,
    pub first_field_match: usize,
    pub missing_notetype: usize,
    pub missing_deck: usize,
    pub empty_first_field: usize,
    pub error: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Note {
    pub id: i64,
    pub guid: String,
    pub note_type: String,
    pub modified: i64,
    pub tags: Vec<String>,
    pub fields: Vec<String>,
    pub sort_field: String,
    pub checksum: u32,
}

#[derive(Debug, Deserialize)]
pub struct Card {
    pub id: i64,
    pub guid: String,
    pub ord: u32,
    pub due: i64,
    pub deck: String,
    pub reviews: u32,
    pub question: String,
    pub answer: String,
}

impl Collection {
    pub fn note(&self, guid: &str) -> &Note {
        self.notes.iter().find(|note| note.guid == guid).unwrap_or_else(|| panic!("no note {guid}"))
    }
}

/// In place of a file: answers every card that is new at that point.
pub const REVIEW: &str = "--review";

/// Imports the files (`.apkg`, `.csv`) into one fresh collection, in this order.
///
/// # Panics
/// If there is no `python3` or Anki cannot be installed: a test that needs Anki must not pass without it.
pub fn import(files: &[&Path]) -> Collection {
    serde_json::from_str(&script("import.py", files)).expect("import.py prints the JSON of a collection")
}

/// Runs a script of `tests/anki` where Anki and genanki are installed. Gives what it prints.
///
/// # Panics
/// As [`import`], and if the script fails.
pub fn script(name: &str, arguments: &[&Path]) -> String {
    let folder = Path::new(SCRIPTS);
    let python = python::environment("anki", &[(&folder.join("requirements.txt"), &[])]);
    let output = python::run(Command::new(python).arg(folder.join(name)).args(arguments));
    String::from_utf8(output.stdout).expect("scripts print UTF-8")
}
