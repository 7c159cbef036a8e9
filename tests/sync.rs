//! Two devices that import different releases and then meet at Anki's own sync server.

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use recto::emit::apkg;
use recto::package::Package;
use serde::Deserialize;
use support::{anki, sample};
use tempfile::TempDir;

/// What a device holds when all is synced.
#[derive(Debug, Deserialize)]
struct Device {
    /// By guid, then ord.
    cards: Vec<Card>,
    /// How often one side had to win as a whole.
    full_syncs: usize,
    integrity: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Card {
    guid: String,
    ord: u32,
    fields: Vec<String>,
    tags: Vec<String>,
    deck: String,
    reviews: u32,
}

/// Both devices have `first`; one takes `left` and reviews a card, the other takes `right`; then they sync.
fn sync(first: &Path, left: &Path, right: &Path) -> [Device; 2] {
    let printed = anki::script("sync.py", &[first, left, right]);
    let devices: [Device; 2] = serde_json::from_str(&printed).expect("sync.py prints two devices");
    for device in &devices {
        assert_eq!((device.full_syncs, device.integrity.as_str()), (0, ""), "nothing was thrown away");
    }
    assert_eq!(devices[0].cards, devices[1].cards);
    devices
}

/// How often each card is there.
fn copies(device: &Device) -> BTreeMap<(&str, u32), usize> {
    let mut copies = BTreeMap::new();
    for card in &device.cards {
        *copies.entry((card.guid.as_str(), card.ord)).or_default() += 1;
    }
    copies
}

/// Releases of one project, built one after the other in one folder.
struct Project(TempDir);

impl Project {
    fn release(&self, number: u32, text: &str) -> PathBuf {
        let folder = self.0.path();
        fs::write(folder.join("quiz.md"), text).expect("a file");
        let output = Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(folder)
            .args(["build", "quiz.md", "--formats", "apkg", "--output", &number.to_string()])
            .env("SOURCE_DATE_EPOCH", (1_800_000_000 + number).to_string())
            .output()
            .expect("recto runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        folder.join(number.to_string()).join("quiz.apkg")
    }
}

const FIRST: &str = "# Quiz\n\n## What is one?\n\nThe first number.\n\n## What is two?\n\nThe second.\n\n\
    ## What is three?\n\nThe third.\n";

#[test]
fn two_devices_with_two_releases_end_with_one_copy_of_each_note() {
    let project = Project(tempfile::tempdir().expect("a temporary folder"));
    let first = project.release(1, FIRST);
    let second = FIRST.replace("The second.", "The second number.") + "\n## What is four?\n\nFour.\n";
    let left = project.release(2, &second);
    let third = second
        .replace("The third.", "Two and one.")
        .replace("Four.", "Three and one.")
        .replace("What is two?", "Which number is two?")
        + "\n## What is five?\n\nFive.\n";
    let right = project.release(3, &third);

    for (left, right) in [(&left, &right), (&right, &left)] {
        let [device, _] = sync(&first, left, right);

        let copies = copies(&device);
        assert_eq!(copies.len(), 5, "{copies:?}");
        assert!(copies.values().all(|&count| count == 1), "{copies:?}");
        let backs: Vec<&str> = device.cards.iter().map(|card| card.fields[1].as_str()).collect();
        for back in ["The first number.", "The second number.", "Two and one.", "Three and one.", "Five."] {
            assert!(backs.iter().any(|found| found.contains(back)), "{back}: {backs:?}");
        }
        assert_eq!(device.cards.iter().map(|card| card.reviews).sum::<u32>(), 1);
    }
}

/// The same with ids as they come from a clock, to show that this test sees what it is there for.
#[test]
fn ids_from_a_clock_double_new_notes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, package: &Package| {
        let path = folder.path().join(name);
        apkg::write(package, File::create(&path).expect("a new file")).expect("a package");
        path
    };
    let whole = sample::package();
    let mut first = whole.clone();
    first.notes.truncate(5);
    let mut later = whole.clone();
    for (note, number) in later.notes.iter_mut().zip(1_700_000_000_000..) {
        note.id = number;
        note.cards[0].id = number;
    }
    let (first, whole, later) = (write("1", &first), write("2", &whole), write("3", &later));

    let [device, _] = sync(&first, &whole, &whole);
    assert!(copies(&device).values().all(|&count| count == 1));
    let [device, _] = sync(&first, &whole, &later);
    let doubled: Vec<_> = copies(&device).into_iter().filter(|(_, count)| *count > 1).collect();
    assert_eq!(doubled, [(("short00000000006", 0), 2)]);
}
