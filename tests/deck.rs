//! From a document to decks in the real Anki.

#[path = "support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::anki::{self, Collection, Import};
use tempfile::TempDir;

/// The fixture's questions, in the order of the document.
const TITLES: [&str; 7] = [
    "The Stale Price",
    "Cache Stampede",
    "B-Tree vs. LSM",
    "Two Regions",
    "The Flaky Test",
    "Mentoring:",
    "Failure:",
];

struct Deck {
    folder: TempDir,
}

impl Deck {
    fn build(arguments: &[&str]) -> Deck {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let status = Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "fixtures/interview.md", "--no-ledger", "-o"])
            .arg(folder.path())
            .args(arguments)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("recto runs");
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
        Deck { folder }
    }

    fn file(&self, extension: &str) -> PathBuf {
        self.folder.path().join("interview").with_extension(extension)
    }
}

fn import(files: &[&Path]) -> Collection {
    anki::import(files)
}

fn new(notes: usize) -> Import {
    Import { new: notes, ..Import::default() }
}

fn duplicate(notes: usize) -> Import {
    Import { duplicate: notes, ..Import::default() }
}

#[test]
fn a_package_arrives_whole_and_in_order() {
    let deck = Deck::build(&[]);
    let apkg = deck.file("apkg");
    let collection = import(&[&apkg, &apkg]);
    assert_eq!(collection.imports, [new(7), duplicate(7)]);
    assert_eq!(collection.integrity, "");
    let order: Vec<&str> = collection
        .study_order
        .iter()
        .map(|(guid, _)| {
            collection.notes.iter().find(|note| note.guid == *guid).expect("a note").fields[0].as_str()
        })
        .collect();
    for (front, title) in order.iter().zip(TITLES) {
        assert!(front.contains(title), "{title} in {front}");
    }
    assert_eq!(order.len(), TITLES.len());
    let tags: Vec<&str> = collection.notes.iter().flat_map(|note| &note.tags).map(String::as_str).collect();
    for tag in
        ["part-1-caching-memory", "part-2-storage", "part-3-delivery-ci-cd", "part-4-working-with-others"]
    {
        assert!(tags.contains(&format!("interview::{tag}").as_str()), "{tag} in {tags:?}");
    }
    assert!(collection.decks.contains_key("interview"));
    for card in &collection.cards {
        assert!(!card.question.contains("error") && !card.answer.contains("{{"), "{}", card.answer);
    }
}

#[test]
fn the_damage_of_the_document_is_mended() {
    let deck = Deck::build(&[]);
    let collection = import(&[&deck.file("apkg")]);
    let note =
        |title: &str| collection.notes.iter().find(|note| note.fields[0].contains(title)).expect("a note");
    let price = note("The Stale Price");
    assert!(price.fields[1].contains("disagree—one"), "{}", price.fields[1]);
    assert!(
        price.fields[1].contains("<strong>The Fix:</strong>\n<ol>\n<li>Give every entry"),
        "{}",
        price.fields[1]
    );
    assert_eq!(price.fields[2], "Part 1: Caching &amp; Memory");
    // What a part recommends stands on each of its cards, and in no answer.
    assert!(price.fields[3].contains("📺 <strong>Recommended Watch:</strong>"), "{}", price.fields[3]);
    assert!(collection.notes.iter().all(|note| !note.fields[1].contains("Recommended Watch")));
    // Text that Anki would take for a sound stays text.
    assert!(note("Two Regions").fields[1].contains("[<span></span>sound:x.mp3]"));
    assert!(collection.notes.iter().all(|note| !note.fields[1].contains("Prepared for practice")));
}

#[test]
fn csv_files_arrive_and_meet_the_package() {
    let basic = Deck::build(&[]);
    let collection = import(&[&basic.file("csv"), &basic.file("csv")]);
    assert_eq!(collection.imports, [new(7), duplicate(7)]);
    assert!(collection.notes.iter().all(|note| note.note_type == "Basic" && note.fields.len() == 2));
    // The same guids: nothing doubles, whichever comes first.
    for files in [["csv", "apkg"], ["apkg", "csv"]] {
        let collection = import(&[&basic.file(files[0]), &basic.file(files[1])]);
        assert_eq!(collection.notes.len(), 7, "{files:?}");
    }
    let full = Deck::build(&["--csv", "full"]);
    let collection = import(&[&full.file("apkg"), &full.file("csv")]);
    assert_eq!(collection.imports, [new(7), duplicate(7)]);
}

#[test]
fn subdecks_are_studied_in_the_order_of_the_document() {
    let deck = Deck::build(&["--subdecks"]);
    let collection = import(&[&deck.file("apkg")]);
    let decks: Vec<&str> =
        collection.decks.keys().map(String::as_str).filter(|name| *name != "Default").collect();
    assert_eq!(
        decks,
        [
            "interview",
            "interview::1 Part 1: Caching & Memory",
            "interview::2 Part 2: Storage",
            "interview::3 Part 3: Delivery (CI/CD)",
            "interview::4 Part 4: Working with Others"
        ]
    );
    let first = &collection.study_order[0].0;
    let note = collection.notes.iter().find(|note| note.guid == *first).expect("a note");
    assert!(note.fields[0].contains(TITLES[0]));
}

#[test]
fn two_builds_are_the_same_bytes_anywhere() {
    let first = Deck::build(&["--formats", "apkg,csv,json"]);
    let copy = tempfile::tempdir().expect("a temporary folder");
    let source = copy.path().join("interview.md");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/interview.md"), &source).expect("a copy");
    let output = Command::new(env!("CARGO_BIN_EXE_recto"))
        .current_dir(copy.path())
        .args(["build", "interview.md", "--formats", "json,apkg,csv"])
        .env("TZ", "Asia/Kathmandu")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("recto runs");
    assert!(output.status.success());
    for extension in ["apkg", "csv", "json"] {
        let other = copy.path().join("dist/interview").with_extension(extension);
        let same =
            std::fs::read(first.file(extension)).expect("a file") == std::fs::read(other).expect("a file");
        assert!(same, "{extension} differs");
    }
}
