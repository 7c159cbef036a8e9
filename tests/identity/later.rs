//! What later versions do to notes that learners have, in the real Anki.

use std::fs::File;
use std::path::Path;

use recto::emit::apkg;
use recto::package::Package;
use recto::project::{self, Options};
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::Hints;
use recto::source::Source;

use crate::folder::Folder;
use crate::support::anki::{self, Import};

const T: i64 = 1_700_000_000;
const GAPS: &str = "C: The [nucleus] holds the [genome] of a cell.\n\nC: A [vacuole] stores [water] for a plant.\n\n\
    C: The [membrane] keeps [salt] out of a cell.\n";

#[test]
fn a_text_with_gaps_is_withdrawn_and_comes_back() {
    let folder = Folder::new(&[("cells.md", GAPS)]);
    let mut release = 0;
    let mut build = |text: &str| {
        release += 1;
        folder.write("cells.md", text);
        folder.build(&["cells.md", "--formats", "apkg"], T + release);
        let path = folder.path(&format!("{release}.apkg"));
        std::fs::rename(folder.path("dist/cells.apkg"), &path).expect("a package");
        path
    };
    let first = build(GAPS);
    let second = build(GAPS.rsplit_once("\n\n").expect("three texts").0);
    let third = build(GAPS);

    let collection = anki::import(&[&first, &second]);
    let updated = Import { updated: 1, duplicate: 2, ..Import::default() };
    assert_eq!(collection.imports, [Import { new: 3, ..Import::default() }, updated]);
    assert_eq!(collection.integrity, "");
    let gone = collection
        .notes
        .iter()
        .find(|note| note.tags.contains(&"cells::retired".to_string()))
        .expect("a note");
    assert!(!gone.fields[0].contains("{{c"), "{}", gone.fields[0]);
    let shown = collection.cards.iter().filter(|card| card.guid == gone.guid);
    assert!(shown.clone().count() == 2 && shown.clone().all(|card| !card.question.contains("membrane")));

    let collection = anki::import(&[&first, &second, &third]);
    assert_eq!(collection.imports[2], Import { updated: 1, duplicate: 2, ..Import::default() });
    let back = collection.notes.iter().find(|note| note.fields[0].contains("membrane")).expect("a note");
    assert!(back.fields[0].contains("{{c1::") && back.tags == ["cells"]);
    let fresh = anki::import(&[&second]);
    assert_eq!((fresh.integrity.as_str(), fresh.notes.len()), ("", 3), "for who never had it, too");
}

#[test]
fn a_later_version_changes_the_look_of_the_notes_that_are_there() {
    let folder = Folder::new(&[]);
    let write = |name: &str, package: &Package| {
        let path = folder.path(name);
        apkg::write(package, File::create(&path).expect("a file")).expect("a package");
        path
    };
    let mut source = Source::new("cells.md", GAPS.as_bytes()).expect("UTF-8");
    project::repair(&mut source);
    let readings = [project::read(&source, &Hints::default())];
    let options = Options { name: "cells".into(), time: T, ..Options::default() };
    let before = project::begin(&readings, &options);
    let mut package =
        project::release(&readings, &options, &before, Resolver::new(&NoFiles, Rules::default())).package;
    let first = write("first.apkg", &package);
    // What contract rule 6 allows: templates, CSS and names, with a later time.
    for kind in &mut package.note_types {
        kind.modified += 1;
        kind.name.push_str(" II");
        kind.css.push_str("\n.card { color: teal }");
        for template in &mut kind.templates {
            template.front.push_str("<i>of a later version</i>");
            template.name.push_str(" II");
        }
    }
    let second = write("second.apkg", &package);

    let collection = anki::import(&[&first as &Path, &second]);
    assert_eq!(collection.imports[1], Import { duplicate: 3, ..Import::default() });
    let own: Vec<&String> = collection.note_types.keys().filter(|name| name.starts_with("recto")).collect();
    assert!(!own.is_empty() && own.iter().all(|name| name.ends_with(" II")), "{own:?}");
    assert!(collection.cards.iter().all(|card| card.question.contains("of a later version")));
    assert_eq!(collection.integrity, "");
}
