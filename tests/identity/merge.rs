//! Two branches that both add and edit questions, merged by git.

use crate::document::{Dice, Document, Edit};
use crate::folder::Folder;

const T: i64 = 1_700_000_000;

fn write(folder: &Folder, document: &Document) {
    for (name, text) in document.write() {
        folder.write(&name, &text);
    }
}

fn release(folder: &Folder, document: &Document, time: i64) {
    write(folder, document);
    folder.build(&[".", "--name", "demo", "--formats", "json"], time);
    folder.write(".gitignore", "dist\n");
    folder.git(&["add", "-A"]);
    folder.git(&["commit", "-qm", "a release"]);
}

/// Questions, each with its card.
fn cards(folder: &Folder) -> Vec<(String, String)> {
    let ledger = folder.ledger();
    let live = ledger.projects["demo"].live();
    let mut cards: Vec<_> = live.iter().map(|(id, known)| (known.question.clone(), id.to_string())).collect();
    cards.sort();
    cards
}

#[test]
fn most_merges_are_clean_and_all_build() {
    const ROUNDS: u64 = 12;
    let mut clean = 0;
    for round in 0..ROUNDS {
        let mut dice = Dice(round);
        let base = Document::new(80, &mut dice);
        let folder = Folder::new(&[]);
        folder.git(&["init", "-q"]);
        release(&folder, &base, T);

        // Each branch works in its own file, so that only the ledger can meet.
        let mut branches = vec![];
        for (file, name) in [(0, "ours"), (1, "theirs")] {
            let mut document = base.clone();
            document.skip(1000 * file);
            for edit in [Edit::Add, Edit::Typo, Edit::Answer] {
                document.edit_in(file, edit, &mut dice);
            }
            folder.git(&["checkout", "-qb", name, "main"]);
            release(&folder, &document, T + 100 + file as i64);
            branches.push((document, cards(&folder)));
        }
        let merge = folder.git(&["merge", "-q", "--no-edit", "ours"]);
        let text = String::from_utf8(folder.read("recto.lock")).expect("UTF-8");
        if merge.status.success() {
            clean += 1;
        } else {
            // What the message of a refused ledger says.
            let marks = ["<<<<<<<", "=======", ">>>>>>>"];
            let kept = text.lines().filter(|line| !marks.iter().any(|mark| line.starts_with(mark)));
            folder.write("recto.lock", &kept.map(|line| format!("{line}\n")).collect::<String>());
        }
        folder.build(&[".", "--name", "demo", "--formats", "json"], T + 200);
        let merged = cards(&folder);
        for (question, card) in branches.iter().flat_map(|(_, cards)| cards) {
            let there = merged.iter().find(|(_, id)| id == card);
            assert!(there.is_some(), "round {round}: {question} lost its card");
        }
        assert_eq!(merged.len(), 82, "round {round}");
    }
    assert!(clean * 4 >= ROUNDS * 3, "{clean} of {ROUNDS} merges were clean");
}
