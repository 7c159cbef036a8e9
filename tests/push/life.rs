//! Pushes into a collection in which somebody learns, with each of the two importers that AnkiConnect starts, and by a
//! published server of the protocol.

use serde_json::{Value, json};

use super::server::{Desk, Server, Version, note};

/// A test before each of them.
macro_rules! each {
    ($($name:ident)*) => {
        mod now { $(#[test] fn $name() { super::$name(super::super::server::NOW) })* }
        mod before { $(#[test] fn $name() { super::$name(super::super::server::BEFORE) })* }
        mod published {
            use super::super::server::PUBLISHED;

            $(#[test] fn $name() { if PUBLISHED.is_here() { super::$name(PUBLISHED) } })*
        }
    };
}

each! {
    a_push_brings_what_a_release_would
    a_second_push_changes_nothing
    a_change_meets_the_learner
    what_was_edited_in_anki_stays
    what_was_taken_back_is_marked_and_deleted_only_if_asked
    the_look_follows
    a_picture_that_went_comes_back
    notes_under_other_ids_are_met
    a_failure_in_the_middle_leaves_what_the_next_push_goes_on_from
}

fn a_push_brings_what_a_release_would(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    server.ask("preset", json!({ "perDay": 77 }));
    let dry = desk.push(&server, &["--dry-run"]);
    assert_eq!(
        dry,
        "questions: 3 new\n  with 1 picture or sound\n  new        What is ownership?\n  new        What is a borrow?\n  \
         new        What is a term?\n  nothing was changed\n"
    );
    assert_eq!(server.dump()["notes"], json!([]));
    assert!(!desk.path("recto.lock").exists());

    assert_eq!(desk.push(&server, &[]), "questions: 3 new\n  with 1 picture or sound\n");
    let dump = server.dump();
    assert_eq!(dump["integrity"], "");
    assert_eq!(dump["preset"], 77, "the learner's preset stays");
    let media = dump["media"].as_array().expect("names");
    assert_eq!(media.len(), 1, "the package itself is gone: {media:?}");

    // The release of the same state, with the same guids, ids and times.
    assert!(desk.recto(&["build", "questions.md"]).status.success());
    let package = desk.path("dist/questions.apkg");
    let release = server.ask("release", json!({ "path": package }));
    assert_eq!(release, json!({ "new": 0, "updated": 0, "duplicate": 3, "conflicting": 0 }));
    let after = server.dump();
    assert_eq!(after["notes"], dump["notes"]);
    assert_eq!(after["note_types"], dump["note_types"]);

    // The other way round: into a collection that has the release, nothing is pushed.
    let other = tempfile::tempdir().expect("a folder");
    let second = Server::start(version, other.path(), &[]);
    second.ask("release", json!({ "path": package }));
    assert_eq!(desk.push(&second, &[]), "questions: nothing new; Anki has 3 cards\n");
    // Both collections hold the same, but for the cards' times.
    assert_eq!(second.dump()["notes"], after["notes"]);
}

fn a_second_push_changes_nothing(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    let (dump, ledger) = (server.dump(), std::fs::read(desk.path("recto.lock")).expect("a ledger"));
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
    assert_eq!(desk.push(&server, &["--quiet"]), "");
    assert_eq!(server.dump(), dump);
    assert_eq!(std::fs::read(desk.path("recto.lock")).expect("a ledger"), ledger);
}

fn a_change_meets_the_learner(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    server.learn(
        "<div class=\"title\">What is ownership?",
        json!({ "deck": "Mine", "tag": "hard", "review": true }),
    );
    let before = server.dump();
    let old = note(&before, "ownership");
    assert_eq!((&old["cards"][0]["reviews"], &old["cards"][0]["deck"]), (&json!(1), &json!("Mine")));

    // Their tag made the note newer than the text: a release would not get through to it in the same second.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    desk.edit("One owner.", "One owner, and one only.");
    desk.edit("# Basics", "# Basics\n\n## What is new?\n\nThis.");
    assert_eq!(desk.push(&server, &[]), "questions: 1 new, 1 changed; 2 as before\n");
    let after = server.dump();
    let new = note(&after, "ownership");
    assert!(new["fields"][1].as_str().expect("a field").contains("and one only"));
    assert_eq!(new["cards"], old["cards"], "neither deck nor reviews have changed");
    assert_eq!((&new["id"], &new["guid"]), (&old["id"], &old["guid"]));
    assert!(new["tags"].as_array().expect("tags").contains(&json!("hard")), "{new}");
    assert_eq!(note(&after, "What is new")["cards"][0]["deck"], "questions");
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 4 cards\n");
}

fn what_was_edited_in_anki_stays(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    server.learn("<div class=\"title\">What is ownership?", json!({ "field": ["Back", "My own words."] }));
    let kept = "questions: 1 kept as in Anki; 2 as before\n  kept       What is ownership?\n  \
                kept: edited in Anki later than here; --overwrite replaces it\n";
    let before = server.dump();
    assert_eq!(desk.push(&server, &[]), kept);
    assert_eq!(server.dump(), before);
    assert_eq!(desk.push(&server, &["--overwrite"]), "questions: 1 changed; 2 as before\n");
    assert!(note(&server.dump(), "ownership")["fields"][1].as_str().expect("a field").contains("One owner."));
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
}

fn what_was_taken_back_is_marked_and_deleted_only_if_asked(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    server.learn("<div class=\"title\">What is ownership?", json!({ "review": true }));
    desk.edit("## What is ownership?\n\nOne owner.\n\n", "");
    assert_eq!(desk.push(&server, &[]), "questions: 1 withdrawn; 2 as before\n");
    let marked = server.dump();
    let marked = note(&marked, "ownership");
    assert_eq!((&marked["fields"][5], &marked["cards"][0]["reviews"]), (&json!("1"), &json!(1)));
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
    let dry = desk.push(&server, &["--retire", "-n"]);
    assert_eq!(
        dry,
        "questions: 1 deleted; 2 as before\n  deleted    What is ownership?\n  nothing was changed\n"
    );
    assert_eq!(server.dump()["notes"].as_array().expect("notes").len(), 3);
    assert_eq!(desk.push(&server, &["--retire"]), "questions: 1 deleted; 2 as before\n");
    assert_eq!(server.dump()["notes"].as_array().expect("notes").len(), 2);
    assert_eq!(desk.push(&server, &["--retire"]), "questions: nothing new; Anki has 2 cards\n");
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 2 cards\n");
}

fn the_look_follows(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    let css = |dump: &Value| {
        let kinds = dump["note_types"].as_object().expect("types");
        let kind = kinds.values().next().expect("a type");
        kind["css"].as_str().expect("CSS").to_string()
    };
    server.learn("<div class=\"title\">What is a borrow?", json!({ "tag": "hard" }));
    desk.write("card.css", ".card { color: teal }\n");
    let said = desk.push(&server, &[]);
    assert_eq!(said, "questions: nothing new; Anki has 3 cards\n  with the look of the cards\n");
    let dump = server.dump();
    assert!(css(&dump).contains("color: teal"));
    assert!(note(&dump, "borrow")["tags"].as_array().expect("tags").contains(&json!("hard")));
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
    assert_eq!(server.dump(), dump);
}

fn a_picture_that_went_comes_back(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    let before = server.dump();
    server.ask("deleteMediaFile", json!({ "filename": before["media"][0] }));
    assert_eq!(server.dump()["media"], json!([]));
    let said = desk.push(&server, &[]);
    assert_eq!(said, "questions: nothing new; Anki has 3 cards\n  with 1 picture or sound\n");
    assert_eq!(server.dump()["media"], before["media"]);
}

/// As those have that came from a CSV file, or with a deck of another tool that was adopted.
fn notes_under_other_ids_are_met(version: Version) {
    let desk = Desk::new();
    let server = Server::start(version, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    server.learn(
        "<div class=\"title\">What is ownership?",
        json!({ "renumber": 1_700_000_000_123_i64, "tag": "hard" }),
    );
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    desk.edit("One owner.", "One owner, and one only.");
    assert_eq!(desk.push(&server, &[]), "questions: 1 changed; 2 as before\n");
    let dump = server.dump();
    let new = note(&dump, "ownership");
    assert_eq!(new["id"], 1_700_000_000_123_i64);
    assert!(new["fields"][1].as_str().expect("a field").contains("and one only"));
    assert!(new["tags"].as_array().expect("tags").contains(&json!("hard")), "{new}");
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
}

fn a_failure_in_the_middle_leaves_what_the_next_push_goes_on_from(version: Version) {
    let desk = Desk::new();
    // The picture arrives, the package does too, and then it is not imported.
    let server = Server::start(version, desk.folder.path(), &["--fail", "importPackage:1"]);
    let (code, said) = desk.try_push(&server, &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("Anki could not do importPackage: the test wants it so"), "{said}");
    let dump = server.dump();
    assert_eq!((dump["notes"].clone(), dump["media"].as_array().map(Vec::len)), (json!([]), Some(1)));
    server.stop();
    // The package is not even stored.
    let server = Server::start(version, desk.folder.path(), &["--fail", "storeMediaFile:1"]);
    let (code, said) = desk.try_push(&server, &[]);
    assert_eq!(code, Some(2), "{said}");
    server.stop();
    // All is imported, and the package cannot be taken away.
    let server = Server::start(version, desk.folder.path(), &["--fail", "deleteMediaFile:2"]);
    let (code, said) = desk.try_push(&server, &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("deleteMediaFile"), "{said}");
    assert_eq!(server.dump()["media"].as_array().map(Vec::len), Some(2));
    server.stop();
    let server = Server::start(version, desk.folder.path(), &[]);
    assert_eq!(desk.push(&server, &[]), "questions: nothing new; Anki has 3 cards\n");
    desk.edit("One owner.", "One owner, and one only.");
    assert_eq!(desk.push(&server, &[]), "questions: 1 changed; 2 as before\n");
    let dump = server.dump();
    assert_eq!(dump["media"].as_array().map(Vec::len), Some(1), "{}", dump["media"]);
    assert_eq!(dump["integrity"], "");
}
