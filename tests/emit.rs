//! What is written, byte for byte or row by row, where no import shows it.

mod support;

use std::io::{Cursor, Read, Write};

use recto::emit::apkg;
use recto::emit::csv::{self, Flavour, Tally};
use recto::package::{NoteType, Package, Pair};
use support::sample;

fn csv(package: &Package, flavour: Flavour) -> (Tally, String) {
    let mut out = vec![];
    let tally = csv::write(package, flavour, &mut out).expect("a file in memory");
    (tally, String::from_utf8(out).expect("UTF-8"))
}

#[test]
fn a_basic_file_has_pairs_of_live_notes() {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    for adopted in [None, Some(Pair { front: 0, back: 1 })] {
        package.note_types[1].adopted = adopted;
        let (tally, text) = csv(&package, Flavour::Basic);
        assert_eq!(tally, Tally { written: 5, retired: 1, other: 1 });
        assert!(text.starts_with("#separator:Comma\n#html:true\n#columns:"), "{text}");
        for row in [
            "\"plain00000000001\",\"Sample::01 First\",\"sample::part-1 sample::Level::easy\",\"What is <b>ownership</b>?\"",
            "\"math000000000003\",\"Sample::02 Second\",",
        ] {
            assert!(text.contains(&format!("\n{row}")), "{text}");
        }
        assert!(text.contains("One owner &amp; one only.<hr>And more."), "{text}");
        assert!(!text.contains('\r'), "{text}");
    }
}

#[test]
fn a_full_file_has_room_for_the_widest_note() {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let (tally, text) = csv(&package, Flavour::Full);
    assert_eq!(tally.written, 7);
    let columns = text.lines().find(|line| line.starts_with("#columns:")).expect("columns");
    assert!(columns.ends_with(
        "\"Front\",\"Back\",\"Context\",\"Extra\",\"Source\",\"Retired\",\"Spare 1\",\"Spare 2\""
    ));
}

#[test]
fn a_note_of_another_type_is_another_note() {
    let mut package = sample::package();
    let other = NoteType { id: 1_600_000_000_009, name: "other".into(), ..package.note_types[0].clone() };
    package.note_types.push(other);
    let mut file = Cursor::new(vec![]);
    apkg::write(&package, &mut file).expect("a file in memory");
    apkg::check::check(&package, &mut file).expect("what was written");
    package.notes[0].note_type = 1;
    assert!(apkg::check::check(&package, &mut file).is_err());
}

#[test]
fn rows_are_as_anki_writes_them() {
    let mut package = sample::package();
    package.notes[1].tags.clear();
    let mut file = Cursor::new(vec![]);
    apkg::write(&package, &mut file).expect("a file in memory");
    let mut bytes = vec![];
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    archive.by_name("collection.anki2").expect("a database").read_to_end(&mut bytes).expect("its bytes");
    let mut database = tempfile::NamedTempFile::new().expect("a file");
    database.write_all(&bytes).expect("room");
    let database = rusqlite::Connection::open(database.path()).expect("a database");
    let row = |guid: &str| {
        let found = database.query_row("SELECT sfld, tags FROM notes WHERE guid = ?1", [guid], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        });
        found.expect("a note")
    };
    let tags = " sample::Level::easy sample::part-1 ";
    assert_eq!(row("plain00000000001"), ("What is ownership?".into(), tags.into()));
    assert_eq!(row("image00000000002").1, "");
}
