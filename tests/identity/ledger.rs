//! `recto.lock` on disk, as `recto build` and `recto identity` keep it.

use recto::identity::FIXED_TIME;

use crate::folder::{Folder, stderr};

const QUIZ: &str = "# Quiz\n\n## What is one?\n\nThe first number that we count.\n\n\
    ## What is two?\n\nThe second, and the only even prime of them all.\n\n\
    ## What is three?\n\nHow many sides a triangle has, and corners too.\n";
const T: i64 = 1_700_000_000;

#[test]
fn a_first_build_needs_no_clock_and_no_ledger() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    assert!(folder.recto(&["build", "quiz.md"], None).status.success());
    assert_eq!(folder.card("What is one?").1.changed, FIXED_TIME);
    let other = Folder::new(&[("quiz.md", QUIZ)]);
    assert!(other.recto(&["build", "quiz.md", "--no-ledger"], None).status.success());
    assert!(!other.path("recto.lock").exists());
    assert_eq!(folder.read("dist/quiz.apkg"), other.read("dist/quiz.apkg"));
    // Again, and at another time: nothing changes.
    let before = (folder.read("dist/quiz.apkg"), folder.read("recto.lock"));
    folder.build(&["quiz.md"], T);
    assert_eq!((folder.read("dist/quiz.apkg"), folder.read("recto.lock")), before);
}

#[test]
fn two_strangers_share_no_guid() {
    let mine = Folder::new(&[("quiz.md", QUIZ)]);
    let theirs = Folder::new(&[("quiz.md", &QUIZ.replace("sides", "edges"))]);
    for folder in [&mine, &theirs] {
        folder.build(&["quiz.md", "--formats", "json"], T);
    }
    let guids = |folder: &Folder| -> Vec<String> {
        let package: serde_json::Value =
            serde_json::from_slice(&folder.read("dist/quiz.json")).expect("JSON");
        let notes = package["notes"].as_array().expect("notes").clone();
        let ids = package["note_types"].as_array().expect("note types").clone();
        notes
            .iter()
            .map(|note| note["guid"].to_string())
            .chain(ids.iter().map(|kind| kind["id"].to_string()))
            .collect()
    };
    let theirs = guids(&theirs);
    assert!(guids(&mine).iter().all(|guid| !theirs.contains(guid)));
}

#[test]
fn times_move_with_the_text_and_only_forward() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    folder.build(&["quiz.md"], T);
    folder.write("quiz.md", &QUIZ.replace("only even", "one even"));
    assert!(folder.build(&["quiz.md"], T + 100).contains("1 changed"));
    assert_eq!(folder.card("What is two?").1.changed, T + 100);
    assert_eq!(folder.card("What is one?").1.changed, T);
    // A release time in the past still moves the note forward, or Anki would ignore it.
    folder.write("quiz.md", QUIZ);
    folder.build(&["quiz.md"], T + 50);
    assert_eq!(folder.card("What is two?").1.changed, T + 101);
    // Another way to write the same changes nothing that a learner can see.
    folder.write("quiz.md", &QUIZ.replace("## What is one?", "What is one?\n---"));
    folder.build(&["quiz.md"], T + 200);
    assert_eq!(folder.card("What is one?").1.changed, T);
}

#[test]
fn a_locked_build_changes_and_guesses_nothing() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    let locked = || folder.recto(&["build", "quiz.md", "--locked"], Some(T + 10));
    assert!(stderr(&locked()).starts_with("recto: recto.lock is not there\n  run `recto build`"));
    folder.build(&["quiz.md"], T);
    assert!(locked().status.success());
    let before = (folder.read("recto.lock"), folder.read("dist/quiz.apkg"));
    folder.write(
        "quiz.md",
        &QUIZ
            .replace("What is one?", "What is zero?")
            .replace("The first number that we count.", "Nothing at all, and yet it was a late invention."),
    );
    let refused = locked();
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        stderr(&refused),
        "recto: recto.lock would change: 1 new, 1 retired\n  run `recto build` without --locked and commit recto.lock\n"
    );
    assert_eq!((folder.read("recto.lock"), folder.read("dist/quiz.apkg")), before);
}

const BOOT: &str = "# Linux\n\n## What is a kernel?\n\nThe part that speaks to the hardware.\n\n\
    ## Explain the boot sequence of the system.\n\nFirmware, loader, kernel, and then the first process of all.\n\n\
    ## What is a shell?\n\nA program that reads commands and runs them.\n";

/// A question in other words with another answer: neither surely the same nor surely another.
fn boot() -> String {
    BOOT.replace("Explain the boot sequence of the system.", "Explain the boot process of the system.")
        .replace(
            "Firmware, loader, kernel, and then the first process of all",
            "Four stages come one after another; name each",
        )
        .replace("The part that speaks", "That part which talks")
        .replace(
            "## What is a kernel?",
            "## What is a driver?\n\nIt knows one device well.\n\n## What is a kernel?",
        )
        .replace(
            "## What is a shell?",
            "## What is a daemon?\n\nIt serves without a terminal.\n\n## What is a shell?",
        )
}

#[test]
fn what_only_the_author_knows_is_asked_and_settled() {
    let folder = Folder::new(&[("linux.md", BOOT)]);
    folder.build(&["linux.md"], T);
    let (old, _) = folder.card("Explain the boot sequence of the system.");
    folder.write("linux.md", &boot());
    let said = folder.build(&["linux.md"], T + 100);
    let (new, known) = folder.card("Explain the boot process of the system.");
    assert_ne!(old, new);
    assert_eq!(known.perhaps.as_ref(), Some(&old));
    let asked = format!(
        "recto: one question in other words, or another one? Until you say, it counts as another\n  \
         before   Explain the boot sequence of the system.\n  \
         now      Explain the boot process of the system.  (linux.md:11)\n  \
         same:    recto identity same {old} {new}\n  another: recto identity new {new}\n"
    );
    assert!(said.contains(&asked), "{said}");
    let locked = folder.recto(&["build", "linux.md", "--locked"], Some(T + 200));
    assert_eq!(locked.status.code(), Some(1));
    assert!(stderr(&locked).contains("leaves something open"), "{}", stderr(&locked));

    let other = Folder::new(&[
        ("linux.md", &boot()),
        ("recto.lock", &String::from_utf8_lossy(&folder.read("recto.lock"))),
    ]);
    assert!(other.recto(&["identity", "new", &new], None).status.success());
    assert!(other.recto(&["build", "linux.md", "--locked"], Some(T + 200)).status.success());

    assert!(folder.recto(&["identity", "same", &old[..6], &new], None).status.success());
    folder.build(&["linux.md"], T + 200);
    let (kept, known) = folder.card("Explain the boot process of the system.");
    assert_eq!((kept, known.changed, known.perhaps), (old, T + 200, None));
    let retired = folder.ledger().projects["linux"].cards[&new].retired;
    assert_eq!(retired, Some(T + 200), "a learner may have it from the release in between");
    assert!(folder.recto(&["build", "linux.md", "--locked"], Some(T + 300)).status.success());
}

#[test]
fn a_card_is_parted_from_one_that_it_is_not() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    folder.build(&["quiz.md"], T);
    let (old, _) = folder.card("What is one?");
    assert!(folder.recto(&["identity", "new", &old], None).status.success());
    folder.build(&["quiz.md"], T + 100);
    assert_ne!(folder.card("What is one?").0, old);
    assert!(folder.ledger().projects["quiz"].cards[&old].retired.is_some());
    for (arguments, message) in [
        (["identity", "same", "nobody", &old], "no card nobody"),
        (["identity", "same", &old, &old], "is one card"),
    ] {
        let output = folder.recto(&arguments, None);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}

#[test]
fn ids_of_the_author_count_before_all_else() {
    let text = "# Quiz\n\n## What is one? {#one}\n\nThe first number.\n\n\
        <!-- id: two -->\n## What is two?\n\nThe second.\n\n## What is three?\n\nThe third. <!-- id: three -->\n";
    let folder = Folder::new(&[("quiz.md", text)]);
    folder.build(&["quiz.md", "--formats", "json"], T);
    let ids: Vec<String> = ["one", "two", "three"].map(|n| folder.card(&format!("What is {n}?")).0).to_vec();
    assert!(
        !String::from_utf8_lossy(&folder.read("dist/quiz.json")).contains("id: t"),
        "the comment is on no card"
    );
    let turned = "# Quiz\n\n## Tell me of trees. <!-- id: three -->\n\nOaks.\n\n\
        ## Tell me of pairs. <!-- id: two -->\n\nShoes.\n\n## Tell me of wholes. {#one}\n\nCakes.\n";
    folder.write("quiz.md", turned);
    folder.build(&["quiz.md"], T + 100);
    let now = ["wholes", "pairs", "trees"].map(|n| folder.card(&format!("Tell me of {n}.")).0).to_vec();
    assert_eq!(ids, now);
    // Code that shows such a comment gives no id.
    let code = "## How does one write an id?\n\nLike this:\n\n```html\n<!-- id: one -->\n```\n\n";
    folder.write("quiz.md", &QUIZ.replace("## What is one?", &format!("{code}## What is one?")));
    folder.build(&["quiz.md"], T + 200);
    assert_eq!(folder.card("How does one write an id?").1.id, None);
}

#[test]
fn documents_beside_each_other_and_under_new_names() {
    let folder = Folder::new(&[("a.md", QUIZ), ("b.md", BOOT), ("recto.lock", "")]);
    folder.build(&["a.md"], T);
    folder.build(&["b.md"], T);
    let before = folder.read("recto.lock");
    folder.build(&["a.md"], T + 100);
    folder.build(&["b.md"], T + 100);
    assert_eq!(folder.read("recto.lock"), before);
    assert_eq!(folder.ledger().projects.keys().collect::<Vec<_>>(), ["a", "b"]);
    // A copy is another project; a new name is the same one.
    let (one, _) = folder.card("What is one?");
    std::fs::copy(folder.path("a.md"), folder.path("c.md")).expect("a copy");
    folder.build(&["c.md"], T + 200);
    assert_eq!(folder.ledger().projects.len(), 3);
    std::fs::rename(folder.path("b.md"), folder.path("linux.md")).expect("a new name");
    let (kernel, _) = folder.card("What is a kernel?");
    assert!(folder.build(&["linux.md"], T + 300).contains("called b before"));
    assert_eq!(folder.card("What is a kernel?").0, kernel);
    assert_eq!(folder.ledger().projects.keys().collect::<Vec<_>>(), ["a", "c", "linux"]);
    assert_eq!(folder.ledger().projects["a"].cards.keys().find(|id| **id == one), Some(&one));
}

#[test]
fn the_ledger_lies_beside_recto_toml() {
    let folder = Folder::new(&[("recto.toml", "name = \"Numbers\"\n"), ("docs/deep/quiz.md", QUIZ)]);
    folder.build(&["docs/deep/quiz.md"], T);
    assert_eq!(folder.card("What is one?").1.file, "docs/deep/quiz.md");
    let output = folder.recto(&["build", "docs/deep/quiz.md", "--ledger", "other.lock"], Some(T));
    assert!(output.status.success());
    assert_eq!(folder.read("other.lock"), folder.read("recto.lock"));
}

#[test]
fn a_damaged_ledger_is_refused_with_its_line() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    folder.build(&["quiz.md"], T);
    let text = String::from_utf8(folder.read("recto.lock")).expect("UTF-8");
    folder.write("recto.lock", &text.replacen("{\"card\"", "<<<<<<< HEAD\n{\"card\"", 1));
    let output = folder.recto(&["build", "quiz.md"], Some(T));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "recto: recto.lock:3: a conflict of a merge\n 3 | <<<<<<< HEAD\n     git could not merge this place: delete the \
         three marker lines, keep the lines of both sides, and run `recto build`\n"
    );
    folder.write("recto.lock", "[[package]]\nname = \"quiz\"\n");
    let output = folder.recto(&["build", "quiz.md"], Some(T));
    assert!(stderr(&output).contains("recto.lock:1: no ledger"), "{}", stderr(&output));
    assert_eq!(folder.read("recto.lock"), b"[[package]]\nname = \"quiz\"\n", "and is left alone");
}

#[test]
fn another_rendering_touches_nobody_unasked() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    folder.build(&["quiz.md"], T);
    // As if another version of recto had rendered what learners have.
    let (id, known) = folder.card("What is one?");
    let text = String::from_utf8(folder.read("recto.lock")).expect("UTF-8");
    folder.write("recto.lock", &text.replace(&known.fields, "earlier000"));
    let said = folder.build(&["quiz.md"], T + 100);
    assert!(said.contains("1 note renders differently from what learners have; `--rerender`"), "{said}");
    assert_eq!(folder.card("What is one?").1.changed, T);
    assert_eq!(folder.card("What is one?").1.fields, "earlier000", "what learners have is not forgotten");
    assert!(folder.recto(&["build", "quiz.md", "--locked"], Some(T + 150)).status.success());
    folder.build(&["quiz.md", "--rerender"], T + 200);
    let now = folder.card("What is one?");
    assert_eq!((now.0, now.1.changed, now.1.fields), (id, T + 200, known.fields));
    assert_eq!(folder.card("What is two?").1.changed, T);
}

#[test]
fn a_release_that_learners_would_not_get_is_refused() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    folder.build(&["quiz.md"], T);
    std::fs::rename(folder.path("dist/quiz.apkg"), folder.path("old.apkg")).expect("the last release");
    folder.write("quiz.md", &QUIZ.replace("only even", "one even"));
    // The ledger of another branch: the same note changed, but its time is that of the last release.
    let ledger = String::from_utf8(folder.read("recto.lock")).expect("UTF-8");
    folder.build(&["quiz.md", "--previous", "old.apkg"], T + 100);
    let later = (T + 100).to_string();
    let text = String::from_utf8(folder.read("recto.lock")).expect("UTF-8");
    folder.write("recto.lock", &text.replace(&later, &T.to_string()));
    let refused = folder.recto(&["build", "quiz.md", "--previous", "old.apkg"], Some(T + 200));
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    assert!(
        said.contains("1 note: changed, but their time did not grow") && said.contains("What is two?"),
        "{said}"
    );
    folder.write("recto.lock", &ledger);
    folder.build(&["quiz.md", "--previous", "old.apkg"], T + 300);
}

#[test]
fn without_a_ledger_cards_and_times_come_from_the_last_release() {
    let folder = Folder::new(&[("quiz.md", QUIZ)]);
    folder.build(&["quiz.md", "--formats", "apkg,json"], T);
    let notes = || -> Vec<(String, i64)> {
        let package: serde_json::Value =
            serde_json::from_slice(&folder.read("dist/quiz.json")).expect("JSON");
        let notes = package["notes"].as_array().expect("notes").iter();
        notes.map(|note| (note["guid"].to_string(), note["modified"].as_i64().expect("a time"))).collect()
    };
    let before = notes();
    std::fs::rename(folder.path("dist/quiz.apkg"), folder.path("old.apkg")).expect("the last release");
    folder.write("quiz.md", &QUIZ.replace("only even", "one even"));
    folder.build(&["quiz.md", "--no-ledger", "--previous", "old.apkg", "--formats", "apkg,json"], T + 100);
    let mut wanted = before;
    wanted[1].1 = T + 100;
    assert_eq!(notes(), wanted);
}

#[test]
fn negations_and_contraries_are_other_questions() {
    let text = |question: &str, answer: &str| {
        format!(
            "# Quiz\n\n## What is a row?\n\nA line of a table.\n\n## {question}\n\n{answer}\n\n## What is a key?\n\nWhat a row is found by.\n"
        )
    };
    for (before, after) in [
        ("Should you use an index?", "Should you not use an index?"),
        ("Should you use an index?", "Why shouldn't you use an index?"),
        ("What are the advantages of an index here?", "What are the disadvantages of an index here?"),
        ("When is a cache synchronous in this design?", "When is a cache asynchronous in this design?"),
        ("应该使用索引吗？", "不应该使用索引吗？"),
        ("What is nine?", "What is four?"),
    ] {
        let folder =
            Folder::new(&[("quiz.md", &text(before, "Wherever many rows are read and few are written."))]);
        folder.build(&["quiz.md"], T);
        let (old, _) = folder.card(before);
        folder.write("quiz.md", &text(after, "Tables that change all day pay for each of them twice."));
        folder.build(&["quiz.md"], T + 100);
        assert_ne!(folder.card(after).0, old, "{after}");
    }
}
