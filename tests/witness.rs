//! The same notes from a writer that shares no code with ours: the crate in `witness/` builds the deck with genanki-rs,
//! and the real Anki imports both packages.

mod support;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;

use recto::emit::{apkg, json};
use support::anki::{self, Collection};
use support::sample;
use support::witness::{run, witness};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/interview.md");

#[test]
fn genanki_rs_builds_the_same_notes_from_a_document() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", FIXTURE, "--no-ledger", "--formats", "apkg,json", "--output"])
        .arg(folder.path()));

    assert_same_notes(folder.path(), "interview", 7);
}

/// Several decks, two cards of one note, a retired note, text that asks for trouble.
#[test]
fn genanki_rs_builds_the_same_notes_from_a_package() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    // The witness has no media: the JSON holds their names alone.
    package.media.clear();
    let create = |name| File::create(folder.path().join(name)).expect("a new file");
    apkg::write(&package, create("sample.apkg")).expect("a package");
    json::write(&package, create("sample.json")).expect("a file");

    assert_same_notes(folder.path(), "sample", package.notes.len());
}

/// What a learner gets of one note. Ids, times and `due` are left out: genanki-rs chooses them itself.
#[derive(Debug, PartialEq)]
struct Seen<'a> {
    note_type: &'a str,
    fields: &'a [String],
    tags: &'a [String],
    /// Ord and deck.
    cards: Vec<(u32, &'a str)>,
}

fn assert_same_notes(folder: &Path, project: &str, count: usize) {
    let ours = folder.join(project).with_extension("apkg");
    let theirs = folder.join("witness.apkg");
    witness(&ours.with_extension("json"), &theirs);
    let (ours, theirs) = (anki::import(&[&ours]), anki::import(&[&theirs]));

    for collection in [&ours, &theirs] {
        assert_eq!(collection.imports, [anki::Import { new: count, ..Default::default() }]);
        assert_eq!(collection.integrity, "");
    }
    assert_eq!(ours.decks, theirs.decks);
    let (ours, theirs) = (seen(&ours), seen(&theirs));
    assert_eq!(ours.len(), count);
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (guid, note) in &ours {
        assert!(!note.cards.is_empty(), "{guid}");
        assert_eq!(note, &theirs[guid], "{guid}");
    }
}

/// The notes by guid.
fn seen(collection: &Collection) -> BTreeMap<&str, Seen<'_>> {
    let mut notes = BTreeMap::new();
    for note in &collection.notes {
        let of_note = collection.cards.iter().filter(|card| card.guid == note.guid);
        let mut cards: Vec<_> = of_note.map(|card| (card.ord, card.deck.as_str())).collect();
        cards.sort_unstable();
        let anki::Note { guid, note_type, fields, tags, .. } = note;
        notes.insert(guid.as_str(), Seen { note_type, fields, tags, cards });
    }
    notes
}
