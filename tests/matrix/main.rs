//! Releases of one project through every Anki that learners have: the engines of the desktop, and with them those that
//! AnkiDroid ships. `versions.tsv` says which stands for which.
//!
//! Three run always; `ANKI_MATRIX=full` runs all, as the workflow of the CI does once a week. A version for which there is no
//! Python is left out, and named. `--nocapture` prints the table.

#[path = "../support/python.rs"]
#[allow(dead_code, reason = "each version has its own Python")]
mod python;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use recto::emit::apkg::read;
use serde::Deserialize;
use tempfile::TempDir;
use versions::Version;

#[derive(Debug, Deserialize)]
struct Collection {
    imports: Vec<Import>,
    notes: Vec<Note>,
    cards: Vec<Card>,
    media: BTreeMap<String, String>,
    /// Guids, as the scheduler hands out new cards.
    study_order: Vec<String>,
    integrity: String,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Import {
    new: usize,
    updated: usize,
    duplicate: usize,
    conflicting: usize,
    first_field_match: usize,
    missing_notetype: usize,
    missing_deck: usize,
    empty_first_field: usize,
    error: Option<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Note {
    guid: String,
    id: i64,
    note_type: String,
    tags: Vec<String>,
    fields: Vec<String>,
    modified: i64,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Card {
    guid: String,
    ord: u32,
    due: i64,
    deck: String,
    question: String,
    answer: String,
}

/// Two releases of a project, in every form.
struct Releases {
    folder: TempDir,
}

const FIRST: &str = "# Quiz

## Part 1

### What is **one**?

The first number. ![dot](dot.svg)

### What is two?

\\(1 + 1\\), as `[sound:x]` and `{{c1::x}}` stay text.

### What is three?

Three.

## Part 2

The capital of Norway is {{c1::Oslo}}, that of Sweden {{c2::Stockholm}}.

### What is four?

```rust
let four = [2, 2];
```

### What goes?

This.
";

impl Releases {
    fn new() -> Releases {
        let releases = Releases { folder: tempfile::tempdir().expect("a folder") };
        let svg =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><circle r=\"4\"/></svg>";
        std::fs::write(releases.path("dot.svg"), svg).expect("a file");
        releases.release(FIRST, "first", 1_700_000_000);
        // An answer is edited, a question is put in, one goes, two change places, and one moves to another part.
        let second = FIRST
            .replace("The first number.", "The first of all numbers.")
            .replace("### What goes?\n\nThis.\n", "### What is new?\n\nThat.\n")
            .replace("### What is three?\n\nThree.\n\n", "")
            .replace("### What is four?", "### What is three?\n\nThree.\n\n### What is four?");
        releases.release(&second, "second", 1_700_086_400);
        releases
    }

    fn release(&self, text: &str, name: &str, time: i64) {
        std::fs::write(self.path("quiz.md"), text).expect("a file");
        // The ledger goes first: the other forms of a release are the same notes.
        for (form, csv) in [("legacy", "basic"), ("legacy", "full"), ("modern", "basic")] {
            let output = Command::new(env!("CARGO_BIN_EXE_recto"))
                .args(["build", "quiz.md", "--subdecks", "--package", form, "--csv", csv])
                .args(["-o", &format!("{name}-{form}-{csv}")])
                .current_dir(self.folder.path())
                .env("SOURCE_DATE_EPOCH", time.to_string())
                .output()
                .expect("recto runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn apkg(&self, release: &str, form: &str) -> PathBuf {
        self.path(&format!("{release}-{form}-basic/quiz.apkg"))
    }

    fn csv(&self, release: &str, flavour: &str) -> PathBuf {
        self.path(&format!("{release}-legacy-{flavour}/quiz.csv"))
    }
}

/// Imports files into a fresh collection of this Anki, in this order.
fn import(python: &Path, files: &[PathBuf]) -> Collection {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix/import.py");
    let output = python::run(Command::new(python).arg(script).args(files));
    serde_json::from_slice(&output.stdout).expect("import.py prints the JSON of a collection")
}

const NOTES: usize = 6;

#[test]
fn every_anki_takes_release_after_release() {
    let releases = Releases::new();
    let all = std::env::var("ANKI_MATRIX").is_ok_and(|value| value == "full");
    let mut tested = 0;
    let mut reference: Option<Vec<Note>> = None;
    for version in versions::all().iter().filter(|version| version.always || all) {
        let Some(python) = version.python() else {
            println!("{}: left out, for there is no Python {}", version.anki, version.pythons.join(" or "));
            continue;
        };
        packages(&releases, version, &python, "legacy", &mut reference);
        let mut done = "packages".to_string();
        if version.is_at_least([2, 1, 64]) {
            packages(&releases, version, &python, "modern", &mut reference);
            done += ", modern packages";
        }
        if version.is_at_least([2, 1, 61]) {
            csv(&releases, version, &python);
            done += ", CSV";
        }
        println!("{}\tAnkiDroid {}\t{done}", version.anki, version.ankidroid);
        tested += 1;
    }
    // The current one needs no Python but that of all the other tests.
    assert!(tested > 0, "no version of Anki was tested");
}

/// First import, the same again, the next release.
fn packages(
    releases: &Releases,
    version: &Version,
    python: &Path,
    form: &str,
    reference: &mut Option<Vec<Note>>,
) {
    let anki = version.anki.as_str();
    let (first, second) = (releases.apkg("first", form), releases.apkg("second", form));
    let collection = import(python, &[first.clone(), first, second]);
    let expected = [
        Import { new: NOTES, ..Import::default() },
        Import { duplicate: NOTES, ..Import::default() },
        // One is edited, one retired, one got another part and so another tag; one is new.
        Import { new: 1, updated: 3, duplicate: NOTES - 3, ..Import::default() },
    ];
    assert_eq!(collection.imports, expected, "{anki}, {form}");
    assert_eq!(collection.integrity, "", "{anki}, {form}");
    assert_eq!(collection.media.len(), 1, "{anki}, {form}");
    let sha1 = collection.media.values().next().expect("a file");
    assert_eq!(*sha1, picture(&releases.apkg("second", form)), "{anki}, {form}");
    rendering(&collection, anki);
    order(&collection, anki);
    // Every Anki holds the same notes, whichever form they came in.
    let mut notes = collection.notes;
    notes.sort();
    for note in &mut notes {
        note.tags.sort();
        // From 2.1.54 to 24.11 the time of an update is the learner's clock.
        note.modified = 0;
    }
    match reference {
        Some(reference) => assert_eq!(notes, *reference, "{anki}, {form}"),
        None => *reference = Some(notes),
    }
}

fn rendering(collection: &Collection, anki: &str) {
    let page = |text: &str| {
        let found = collection.cards.iter().find(|card| card.answer.contains(text));
        found.unwrap_or_else(|| panic!("{anki}: no card says {text}"))
    };
    assert!(page("The first of all numbers.").answer.contains("<img src=\"dot-"), "{anki}");
    assert!(page("1 + 1").answer.contains("[<span></span>sound:x]"), "{anki}");
    assert!(page("Stockholm").question.contains("[...]"), "{anki}");
    for card in &collection.cards {
        for error in ["Found '", "was missing", "Unknown field", "has a problem"] {
            assert!(!card.question.contains(error) && !card.answer.contains(error), "{anki}: {card:?}");
        }
    }
}

/// Subdecks by their numbers, and within each the document's order. Who had a card before keeps it where it was.
fn order(collection: &Collection, anki: &str) {
    let mut cards: Vec<_> = collection.cards.iter().collect();
    cards.sort_by_key(|card| (&card.deck, card.due, card.ord));
    let mut seen = BTreeSet::new();
    let expected: Vec<_> =
        cards.iter().filter(|card| seen.insert(&card.guid)).map(|card| &card.guid).collect();
    let mut seen = BTreeSet::new();
    let order: Vec<_> = collection.study_order.iter().filter(|guid| seen.insert(*guid)).collect();
    assert_eq!(order, expected, "{anki}");
}

/// The plain file needs nothing, and the full one the package's note types; both know their notes again.
fn csv(releases: &Releases, version: &Version, python: &Path) {
    let anki = version.anki.as_str();
    let basic = releases.csv("first", "basic");
    let collection = import(python, &[basic.clone(), basic, releases.csv("second", "basic")]);
    // The cloze note is no question and answer.
    let notes = NOTES - 1;
    assert_eq!(collection.imports[0], Import { new: notes, ..Import::default() }, "{anki}");
    assert_eq!(collection.imports[1], Import { duplicate: notes, ..Import::default() }, "{anki}");
    let third = &collection.imports[2];
    assert_eq!((third.new, third.conflicting, &third.error), (1, 0, &None), "{anki}: {third:?}");
    assert_eq!(collection.integrity, "", "{anki}");

    let collection = import(
        python,
        &[releases.apkg("first", "legacy"), releases.csv("first", "full"), releases.csv("second", "full")],
    );
    assert_eq!(collection.imports[1], Import { duplicate: NOTES, ..Import::default() }, "{anki}");
    let third = &collection.imports[2];
    assert_eq!((third.new, third.conflicting, &third.error), (1, 0, &None), "{anki}: {third:?}");
    assert_eq!(collection.notes.len(), NOTES + 1, "{anki}");
    assert_eq!(collection.integrity, "", "{anki}");
}

/// The hash of the only file in a package.
fn picture(apkg: &Path) -> String {
    let file = std::fs::File::open(apkg).expect("a file");
    let released = read::read(file, &read::Limits::default()).expect("a package");
    released.media[0].sha1.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The table in the documentation is the one that is tested.
#[test]
fn the_documentation_has_this_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/anki-versions.md");
    let text = std::fs::read_to_string(path).expect("a page");
    for version in versions::all() {
        let row = format!("| {} | {} | {} |", version.anki, version.ankidroid, version.importer);
        println!("{row}");
        assert!(text.contains(&row), "{path} lacks {row}");
    }
}
