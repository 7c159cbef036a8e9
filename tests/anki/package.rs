//! `.apkg` files.

use std::collections::BTreeMap;
use std::io::Cursor;

use recto::emit::apkg;
use recto::package::{Media, Package};

use crate::support::anki::{self, Collection, Import};
use crate::support::sample;
use crate::{Folder, duplicate, new};

#[test]
fn arrives_whole() {
    let folder = Folder::new();
    let package = sample::package();

    let collection = anki::import(&[&folder.apkg("a.apkg", &package)]);

    assert_eq!(collection.imports, [new(6)]);
    same_notes(&collection, &package);
    assert_eq!(collection.note_types["sample question"], sample::FIELDS);
    for deck in &package.decks {
        assert_eq!(collection.decks[&deck.name], deck.description);
    }
    assert_eq!(collection.media.keys().collect::<Vec<_>>(), ["dot-0a1b2c3d.svg"]);
    assert_eq!(collection.integrity, "");
}

#[test]
fn is_studied_in_document_order() {
    let folder = Folder::new();
    let mut package = sample::package();
    sample::add_cloze(&mut package);

    let collection = anki::import(&[&folder.apkg("a.apkg", &package)]);

    // The scheduler goes deck by deck and hides a second card of a note until the next day. A retired note has
    // an empty question and is still handed out.
    let expected = [1, 2].into_iter().flat_map(|deck| {
        let inside = package.notes.iter().filter(move |note| note.cards[0].deck == deck);
        inside.map(|note| (note.guid.clone(), 0))
    });
    let hidden = |entry: &&(String, u32)| entry.1 == 0;
    let order: Vec<_> = collection.study_order.iter().filter(hidden).cloned().collect();
    assert_eq!(order, expected.collect::<Vec<_>>());
}

#[test]
fn renders_without_an_error() {
    let folder = Folder::new();
    let mut package = sample::package();
    sample::add_cloze(&mut package);

    let collection = anki::import(&[&folder.apkg("a.apkg", &package)]);

    assert_eq!(collection.integrity, "");
    let pages: BTreeMap<_, _> =
        collection.cards.iter().map(|card| ((card.guid.as_str(), card.ord), card)).collect();
    assert_eq!(pages.len(), 8);
    for note in package.notes.iter().filter(|note| note.note_type == 0 && note.guid != sample::RETIRED) {
        let [front, back, context, extra, ..] = &note.fields[..] else { panic!("{note:?}") };
        let context = if context.is_empty() { String::new() } else { format!("<i>{context}</i>") };
        let page = pages[&(note.guid.as_str(), 0)];
        assert_eq!(page.question, format!("{context}{front}"));
        assert_eq!(page.answer, format!("{context}{front}<hr id=answer>{back}{extra}"));
    }
    assert!(pages[&("cloze00000000007", 1)].question.contains("[what?]"));
    assert!(!pages[&(sample::RETIRED, 0)].question.contains("Gone?"));
}

#[test]
fn changes_nothing_the_second_time() {
    let folder = Folder::new();
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let path = folder.apkg("a.apkg", &package);

    let collection = anki::import(&[&path, &path]);

    assert_eq!(collection.imports, [new(7), duplicate(7)]);
    same_notes(&collection, &package);
}

#[test]
fn a_later_release_updates_the_changed_note_alone() {
    let folder = Folder::new();
    let first = sample::package();
    let mut second = first.clone();
    second.time += 86_400;
    second.notes[0].fields[1] = "Exactly one owner.".into();
    second.notes[0].modified += 1;

    let files = [folder.apkg("1.apkg", &first), folder.apkg("2.apkg", &second)];
    let collection = anki::import(&[&files[0], &files[1]]);

    assert_eq!(collection.imports, [new(6), Import { updated: 1, duplicate: 5, ..Import::default() }]);
    same_notes(&collection, &second);
    assert_eq!(collection.integrity, "");
}

#[test]
fn media_arrives_byte_by_byte() {
    let folder = Folder::new();
    let mut package = sample::package();
    let bytes = (0..=255).cycle().take(100_000).collect();
    package.media.insert(0, Media { name: "noise-ffff.png".into(), bytes });
    package.notes[0].fields[1] = r#"<img alt="" src="noise-ffff.png">"#.into();

    let collection = anki::import(&[&folder.apkg("a.apkg", &package)]);

    let expected: BTreeMap<_, _> =
        package.media.iter().map(|file| (file.name.clone(), hex(&file.bytes))).collect();
    assert_eq!(collection.media, expected);
}

/// Anki computes both values again on import, so equal ones show that ours were right.
#[test]
fn sort_fields_and_checksums_are_those_of_anki() {
    const FRONTS: [&str; 22] = [
        "plain",
        "0042",
        "1.50",
        "-7",
        "1e3",
        "  edges  ",
        "a<br>b<br/>c",
        "<b title='a > b'>c</b>",
        "a &lt; b &amp;&amp; c &gt; d &quot;q&quot; &#39;s&#39; &#x1F600;",
        "non&nbsp;breaking",
        "non\u{a0}breaking",
        "unknown &foo; and &lt;",
        "loose & and &lt;",
        "&eacute;&hellip;&rarr;",
        "a <!-- <b>comment</b> --> b <style>p { a: b }</style> c",
        r#"<img src="a b.png"> <IMG alt='x' SRC='c.png'/> <img src=d.png alt=e> <img src=f.png>"#,
        r#"<audio controls><source src="g.mp3"></audio><object data="h.svg"></object>"#,
        r#"<img alt="a > b" src="i&amp;j.png">"#,
        "a < b and c > d",
        "a <b",
        "<div>\n</div>line\nline\ttab",
        "日本語 <ruby>漢<rt>かん</rt></ruby> مرحبا é\u{301}",
    ];
    let folder = Folder::new();
    let mut package = sample::package();
    package.media.clear();
    let pattern = package.notes.remove(0);
    package.notes.clear();
    for (index, front) in FRONTS.into_iter().enumerate() {
        let mut note = pattern.clone();
        note.guid = format!("front{index:012}");
        note.id += index as i64;
        note.fields[0] = front.into();
        note.cards[0].id += index as i64;
        note.cards[0].due += index as i64;
        package.notes.push(note);
    }

    let collection = anki::import(&[&folder.apkg("a.apkg", &package)]);

    assert_eq!(collection.imports, [new(FRONTS.len())]);
    let found: Vec<_> = collection
        .notes
        .iter()
        .map(|note| (note.fields[0].clone(), note.sort_field.clone(), note.checksum))
        .collect();
    assert_eq!(stored(&package), found);
}

#[test]
fn the_same_package_gives_the_same_bytes() {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let first = bytes(&package);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == bytes(&package), "the clock or some other chance shows in the file");
}

fn same_notes(collection: &Collection, package: &Package) {
    assert_eq!(collection.notes.len(), package.notes.len());
    for note in &package.notes {
        let found = collection.note(&note.guid);
        assert_eq!(found.fields, note.fields);
        assert_eq!((found.id, found.modified), (note.id, note.modified));
        let mut tags = note.tags.clone();
        tags.sort_by_key(|tag| tag.to_lowercase());
        assert_eq!(found.tags, tags);
        let cards = collection.cards.iter().filter(|card| card.guid == note.guid);
        let cards: Vec<_> = cards.map(|card| (card.id, card.ord, card.due, card.deck.as_str())).collect();
        let wanted = note.cards.iter();
        let wanted: Vec<_> = wanted
            .map(|card| (card.id, card.ord, card.due, package.decks[card.deck].name.as_str()))
            .collect();
        assert_eq!(cards, wanted);
    }
}

fn bytes(package: &Package) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    apkg::write(package, &mut bytes).expect("a package");
    bytes.into_inner()
}

/// First field, sort field and checksum of every note as they stand in our file, by ascending id.
fn stored(package: &Package) -> Vec<(String, String, u32)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes(package))).expect("a zip");
    let mut database = tempfile::NamedTempFile::new().expect("a temporary file");
    std::io::copy(&mut zip.by_name("collection.anki2").expect("a collection"), &mut database)
        .expect("a copy");
    let database = rusqlite::Connection::open(database.path()).expect("a database");
    let mut query =
        database.prepare("SELECT flds, CAST(sfld AS TEXT), csum FROM notes ORDER BY id").expect("a query");
    let rows = query.query_map([], |row| {
        let fields: String = row.get(0)?;
        let first = fields.split('\u{1f}').next().unwrap_or_default().to_owned();
        Ok((first, row.get(1)?, row.get(2)?))
    });
    rows.expect("rows").collect::<Result<_, _>>().expect("three columns")
}

fn hex(bytes: &[u8]) -> String {
    use sha1::Digest;
    sha1::Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
