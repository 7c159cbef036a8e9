//! Packages of strangers: read whole, or refused with a reason.

mod support;

use std::io::{Cursor, Write};

use recto::emit::apkg::read::{Error, Limits};
use recto::emit::apkg::{self, read};
use recto::package::Released;
use support::sample;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn read(bytes: &[u8]) -> Result<Released, Error> {
    read::read(Cursor::new(bytes), &Limits::default())
}

fn written() -> Vec<u8> {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let mut out = Cursor::new(vec![]);
    apkg::write(&package, &mut out).expect("a package");
    out.into_inner()
}

/// A zip archive with these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("an entry");
    }
    zip.finish().expect("an archive").into_inner()
}

/// The database of the sample, changed by `sql`.
fn database(sql: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(written())).expect("an archive");
    let mut bytes = vec![];
    std::io::copy(&mut zip.by_name("collection.anki2").expect("a database"), &mut bytes).expect("its bytes");
    let mut database = rusqlite::Connection::open_in_memory().expect("memory");
    database.deserialize_read_exact("main", &*bytes, bytes.len(), false).expect("a database");
    database.execute_batch(sql).expect("SQL");
    database.serialize("main").expect("its bytes").to_vec()
}

/// What is said of the sample whose database was changed by `sql`.
fn refusal(sql: &str) -> String {
    let error = read(&archive(&[("collection.anki2", &database(sql))])).expect_err(sql);
    error.to_string()
}

#[test]
fn what_we_write_we_read() {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    for note in &mut package.notes {
        note.tags.sort_by_key(|tag| tag.to_lowercase());
    }
    let mut expected = Released::from(package);
    expected.note_types.sort_by_key(|kind| kind.id);

    assert_eq!(read(&written()).expect("a package"), expected);
}

#[test]
fn no_package_is_refused_with_a_reason() {
    for (bytes, message) in [
        (vec![], "this is no Anki package, or a damaged one"),
        (b"guid,front,back".to_vec(), "this is no Anki package, or a damaged one"),
        (archive(&[("a.txt", b"a")]), "this archive holds no Anki collection"),
        (archive(&[("collection.anki2", b"")]), "the package's database is damaged"),
        (archive(&[("collection.anki2", &[b'x'; 5000])]), "the package's database is damaged"),
        (archive(&[("meta", &[8, 4])]), "the package has form 4, which is newer than this recto"),
        (archive(&[("meta", &[255])]), "the package's file `meta` cannot be understood"),
        (archive(&[("meta", &[8, 3]), ("collection.anki2", b"")]), "this archive holds no Anki collection"),
        (
            archive(&[("meta", &[8, 3]), ("collection.anki21b", b"no zstd")]),
            "this is no Anki package, or a damaged one",
        ),
    ] {
        assert_eq!(read(&bytes).expect_err(message).to_string(), message);
    }
}

#[test]
fn references_must_lead_somewhere() {
    for (sql, message) in [
        ("UPDATE notes SET mid = 5 WHERE guid = 'short00000000006'", "note `short00000000006`: its note type 5 is not in the package"),
        ("UPDATE cards SET did = 5 WHERE id = 400000", "note `short00000000006`: its deck 5 is not in the package"),
        ("UPDATE cards SET ord = -1 WHERE id = 400000", "note `short00000000006`: a card with the number -1"),
        ("UPDATE notes SET flds = 'a' WHERE guid = 'short00000000006'", "note `short00000000006`: 1 fields where its type has 8"),
        ("UPDATE col SET ver = 12", "the database has schema 12; packages have 11 or 18"),
        ("UPDATE col SET models = '{'", "the package's note types cannot be understood"),
        ("UPDATE col SET decks = '{\"1\": {\"id\": \"x\", \"name\": \"y\"}}'", "the package's decks cannot be understood"),
        ("UPDATE notes SET flds = x'ff'", "the package's database is damaged"),
        ("DROP TABLE cards", "the database has no proper table `cards`"),
        (
            "DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)
             SELECT id, '' AS guid, 1 AS mid, 1 AS mod, '' AS tags, '' AS flds FROM n",
            "the database has no proper table `notes`",
        ),
        ("ALTER TABLE notes ADD COLUMN x AS (hex(zeroblob(1e8)))", "the database has no proper table `notes`"),
    ] {
        assert_eq!(refusal(sql), message);
    }
}

#[test]
fn media_must_be_there_and_stay_in_their_folder() {
    let database = database("");
    let with = |list: &str| {
        read(&archive(&[("collection.anki2", &database), ("media", list.as_bytes()), ("0", b"dot")]))
    };
    assert_eq!(with("{\"0\": \"dot.svg\"}").expect("a package").media[0].name, "dot.svg");
    for (list, message) in [
        ("{\"0\": \"../dot.svg\"}", "the media file \"../dot.svg\" has a name that Anki refuses"),
        ("{\"0\": \"a\\\\b\"}", "the media file \"a\\\\b\" has a name that Anki refuses"),
        ("{\"0\": \"..\"}", "the media file \"..\" has a name that Anki refuses"),
        ("{\"1\": \"dot.svg\"}", "the media file \"dot.svg\" is listed, but not in the package"),
        ("[]", "the package's list of media cannot be understood"),
    ] {
        assert_eq!(with(list).expect_err(list).to_string(), message);
    }
}

#[test]
fn no_part_unpacks_beyond_its_limit() {
    let bomb = vec![0; 10_000_000];
    let database = database("");
    let limits = Limits { collection: 1_000_000, media_list: 1000, media: 100_000, ..Limits::default() };
    let modern = zstd::encode_all(&*bomb, 3).expect("compressed bytes");
    assert!(modern.len() < 1000);
    for (files, part) in [
        (vec![("collection.anki2", &*bomb)], "collection.anki2"),
        (vec![("meta", &[8, 3]), ("collection.anki21b", &*modern)], "collection.anki21b"),
        (vec![("meta", &*bomb)], "meta"),
        (vec![("collection.anki2", &*database), ("media", &bomb)], "media"),
        (vec![("collection.anki2", &*database), ("media", b"{\"0\": \"a\"}"), ("0", &bomb)], "0"),
        (
            vec![
                ("collection.anki2", &*database),
                ("media", b"{\"0\": \"a\", \"1\": \"b\"}"),
                ("0", &bomb[..60_000]),
                ("1", &bomb[..60_000]),
            ],
            "1",
        ),
    ] {
        let error = read::read(Cursor::new(archive(&files)), &limits).expect_err(part);
        assert!(matches!(&error, Error::TooLarge { part: found, .. } if found == part), "{part}: {error}");
    }
}

/// Whatever byte of a package is damaged: no panic, and no answer that takes long.
#[test]
fn damage_anywhere_is_survived() {
    let bytes = archive(&[("collection.anki2", &database("")), ("media", b"{}")]);
    let mut refused = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 400) {
        for damage in [0x00, 0x41, 0xff] {
            let mut damaged = bytes.clone();
            damaged[at] ^= damage;
            refused += usize::from(read(&damaged).is_err());
        }
        refused += usize::from(read(&bytes[..at]).is_err());
    }
    assert!(refused > 400, "{refused}");
    // The checksum of the archive finds most of that: the database alone must be as safe.
    let database = database("");
    for at in (0..database.len()).step_by(database.len() / 400) {
        for damage in [0x41, 0xff] {
            let mut damaged = database.clone();
            damaged[at] ^= damage;
            let _ = read(&archive(&[("collection.anki2", &damaged)]));
        }
    }
}
