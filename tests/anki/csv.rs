//! `.csv` files, alone and beside the package.

use recto::emit::csv::{Flavour, Tally, write};
use recto::package::{Note, Package};

use crate::support::anki::{self, Import};
use crate::support::sample;
use crate::{Folder, duplicate, new};

/// The sample with a note of the top deck behind those of its subdecks.
fn package() -> Package {
    let mut package = sample::package();
    package.notes[5].cards[0].deck = 0;
    package
}

#[test]
fn basic_needs_nothing_but_anki() {
    let folder = Folder::new();
    let mut package = package();
    sample::add_cloze(&mut package);
    let (path, tally) = folder.csv("a.csv", &package, Flavour::Basic);
    assert_eq!(tally, Tally { written: 5, retired: 1, other: 1 });

    let collection = anki::import(&[&path, &path]);

    assert_eq!(collection.imports, [new(5), duplicate(5)]);
    let names: Vec<_> = collection.decks.keys().collect();
    assert_eq!(names, ["Default", "Sample", "Sample::01 First", "Sample::02 Second"]);
    for note in live(&package) {
        let found = collection.note(&note.guid);
        let answer = match note.fields[3].as_str() {
            "" => note.fields[1].clone(),
            extra => format!("{}<hr>{extra}", note.fields[1]),
        };
        assert_eq!(found.note_type, "Basic");
        assert_eq!(found.fields, [note.fields[0].clone(), answer]);
        assert_eq!(found.tags, ["sample::Level::easy", "sample::part-1"]);
        let card = collection.cards.iter().find(|card| card.guid == note.guid).expect("a card");
        assert_eq!(card.deck, package.decks[note.cards[0].deck].name);
    }
    assert_eq!(collection.integrity, "");
}

#[test]
fn basic_is_studied_in_document_order() {
    let folder = Folder::new();
    let package = package();
    let (path, _) = folder.csv("a.csv", &package, Flavour::Basic);

    let order: Vec<_> = anki::import(&[&path]).study_order.into_iter().map(|(guid, _)| guid).collect();

    let expected = (0..3).flat_map(|deck| live(&package).filter(move |note| note.cards[0].deck == deck));
    assert_eq!(order, expected.map(|note| note.guid.clone()).collect::<Vec<_>>());
}

#[test]
fn basic_and_package_never_double_a_note() {
    let folder = Folder::new();
    let package = package();
    let apkg = folder.apkg("a.apkg", &package);
    let (csv, _) = folder.csv("a.csv", &package, Flavour::Basic);

    let after = anki::import(&[&apkg, &csv]);
    assert_eq!(after.imports, [new(6), Import { conflicting: 5, ..Import::default() }]);
    let before = anki::import(&[&csv, &apkg]);
    assert_eq!(before.imports, [new(5), Import { new: 1, conflicting: 5, ..Import::default() }]);

    for collection in [after, before] {
        assert_eq!(collection.notes.len(), 6);
        assert_eq!(collection.integrity, "");
    }
}

#[test]
fn full_agrees_with_the_package() {
    let folder = Folder::new();
    let mut package = package();
    sample::add_cloze(&mut package);
    let apkg = folder.apkg("a.apkg", &package);
    let (csv, tally) = folder.csv("a.csv", &package, Flavour::Full);
    assert_eq!(tally, Tally { written: 7, ..Tally::default() });

    let collection = anki::import(&[&apkg, &csv]);

    assert_eq!(collection.imports, [new(7), duplicate(7)]);
    assert_eq!(collection.integrity, "");
}

#[test]
fn full_carries_a_correction() {
    let folder = Folder::new();
    let mut package = package();
    let apkg = folder.apkg("a.apkg", &package);
    package.notes[3].fields[7] = "spare".into();
    let (csv, _) = folder.csv("a.csv", &package, Flavour::Full);

    let collection = anki::import(&[&apkg, &csv]);

    assert_eq!(collection.imports[1], Import { updated: 1, duplicate: 5, ..Import::default() });
    for note in &package.notes {
        assert_eq!(collection.note(&note.guid).fields, note.fields);
    }
}

#[test]
fn full_without_the_package_is_skipped() {
    let folder = Folder::new();
    let (csv, _) = folder.csv("a.csv", &package(), Flavour::Full);

    let collection = anki::import(&[&csv]);

    assert_eq!(collection.imports, [Import { missing_notetype: 6, ..Import::default() }]);
    assert!(collection.notes.is_empty());
}

#[test]
fn the_text_is_plain() {
    let mut bytes = Vec::new();
    let mut package = sample::package();
    package.notes.truncate(1);
    write(&package, Flavour::Basic, &mut bytes).expect("a file in memory");
    assert_eq!(
        String::from_utf8(bytes).expect("UTF-8"),
        "#separator:Comma\n#html:true\n#columns:\"guid\",\"deck\",\"tags\",\"Front\",\"Back\"\n\
         #notetype:Basic\n#guid column:1\n#deck column:2\n#tags column:3\n\
         \"plain00000000001\",\"Sample::01 First\",\"sample::part-1 sample::Level::easy\",\
         \"What is <b>ownership</b>?\",\"One owner &amp; one only.<hr>And more.\"\n"
    );
}

fn live(package: &Package) -> impl Iterator<Item = &Note> {
    package.notes.iter().filter(|note| note.note_type == 0 && note.guid != sample::RETIRED)
}
