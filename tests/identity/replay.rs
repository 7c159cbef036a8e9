//! A history of releases in the real Anki, with reviews in between: the current one, and 24.11.

use std::path::Path;
use std::process::Command;

use crate::document::{Dice, Document, EDITS};
use crate::folder::{Folder, stderr, stdout};
use crate::support::python;

/// A git repository of some versions, each of which holds a few edits of every kind.
fn history(versions: usize) -> Folder {
    let folder = Folder::new(&[]);
    folder.git(&["init", "-q"]);
    let mut dice = Dice(5);
    let mut document = Document::new(40, &mut dice);
    for version in 0..versions {
        for (name, text) in document.write() {
            folder.write(&name, &text);
        }
        folder.git(&["add", "-A"]);
        folder.git(&["commit", "-qm", &format!("version {version}"), "--allow-empty"]);
        document.release();
        for kind in 0..5 {
            document.edit(EDITS[(version * 5 + kind) % EDITS.len()], &mut dice);
        }
    }
    folder
}

fn replay(environment: &str, requirements: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = python::environment(environment, &[(&root.join(requirements), &[])]);
    let history = history(16);
    let output = Command::new(python)
        .arg(root.join("tests/replay/replay.py"))
        .args(["--recto", env!("CARGO_BIN_EXE_recto"), "--reviews", "8"])
        .arg(history.path("."))
        .output()
        .expect("the replay runs");
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    // On a busy machine Anki tells there, too, that it took its time.
    let printed = stdout(&output);
    let totals = printed.find('{').map_or("", |start| &printed[start..]);
    let totals: serde_json::Value = serde_json::from_str(totals).unwrap_or_else(|_| panic!("{printed}"));
    assert_eq!(totals["versions"], 16);
    for kind in ["carried", "reworded", "new", "retired", "back", "reviews"] {
        assert!(totals[kind].as_u64().expect("a number") > 0, "nothing was {kind}: {totals}");
    }
    for loss in ["conflicts", "duplicates", "differing", "reviews_lost", "unsure"] {
        assert_eq!(totals[loss], 0, "{loss}: {totals}");
    }
}

#[test]
fn nobody_loses_anything_in_the_current_anki() {
    replay("anki", "tests/anki/requirements.txt");
}

#[test]
fn nobody_loses_anything_in_24_11() {
    replay("anki-24.11", "tests/replay/requirements-24.11.txt");
}
