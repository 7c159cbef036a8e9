//! Packages of other tools, read by us: genanki's, and those that Anki exports.

use std::fs::File;
use std::path::Path;

use recto::emit::apkg::read::{self, Limits};
use recto::package::{NoteKind, Released};
use sha1::{Digest, Sha1};

use crate::Folder;
use crate::support::{anki, sample};

fn read(path: &Path) -> Released {
    read::read(File::open(path).expect("a file"), &Limits::default()).expect("a package")
}

#[test]
fn exports_of_anki_hold_what_was_imported() {
    let folder = Folder::new();
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let apkg = folder.apkg("a.apkg", &package);
    let mut expected = Released::from(package);
    expected.note_types.sort_by_key(|kind| kind.id);
    for form in ["modern", "legacy"] {
        let path = folder.path(&format!("{form}.apkg"));
        anki::script("export.py", &[&apkg, &path, Path::new(form)]);

        let mut found = read(&path);

        for kind in &mut found.note_types {
            // Anki writes its own line ends and keeps an empty description as such.
            kind.css = kind.css.trim().into();
        }
        assert_eq!(found.note_types, expected.note_types, "{form}");
        assert_eq!(found.media, expected.media, "{form}");
        let names =
            |released: &Released| released.decks.iter().map(|deck| deck.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "{form}");
        assert_eq!(found.decks[0].description, expected.decks[0].description, "{form}");
        assert_eq!(found.notes.len(), expected.notes.len());
        for (found, expected) in found.notes.iter().zip(&expected.notes) {
            let mut tags = expected.tags.clone();
            tags.sort_by_key(|tag| tag.to_lowercase());
            assert_eq!(found.guid, expected.guid, "{form}");
            assert_eq!((found.id, found.modified), (expected.id, expected.modified), "{form}");
            assert_eq!((&found.fields, &found.tags), (&expected.fields, &tags), "{form}");
            assert_eq!(
                found.cards,
                expected
                    .cards
                    .iter()
                    .map(|card| recto::package::NoteCard { deck: card.deck, ..card.clone() })
                    .collect::<Vec<_>>(),
                "{form}"
            );
        }
    }
}

#[test]
fn genanki_writes_no_ids_for_fields() {
    let folder = Folder::new();
    std::fs::write(folder.path("dot.txt"), "dot").expect("a file");
    let description = serde_json::json!({
        "note_types": [
            { "id": 1_607_392_319, "name": "Simple", "fields": ["Question", "Answer"],
              "templates": [["Card 1", "{{Question}}", "{{FrontSide}}<hr>{{Answer}}"]], "css": ".card {}" },
            { "id": 1_607_392_320, "name": "Gaps", "fields": ["Text"], "cloze": true,
              "templates": [["Cloze", "{{cloze:Text}}", "{{cloze:Text}}"]] },
        ],
        "notes": [
            { "deck": "Geography", "fields": ["Capital of Norway?", "<b>Oslo</b>"], "tags": ["north", "easy"] },
            { "deck": "Geography::Seas", "type": 1, "fields": ["{{c1::Baltic}} and {{c2::Black}}"], "guid": "own" },
        ],
        "media": [folder.path("dot.txt")],
    });
    std::fs::write(folder.path("deck.json"), description.to_string()).expect("a file");
    let apkg = folder.path("genanki.apkg");
    anki::script("genanki_deck.py", &[&folder.path("deck.json"), &apkg]);

    let found = read(&apkg);

    let names: Vec<_> = found.decks.iter().map(|deck| deck.name.as_str()).collect();
    assert_eq!(names, ["Geography", "Geography::Seas"]);
    let [simple, gaps] = &found.note_types[..] else { panic!("{:?}", found.note_types) };
    assert_eq!((simple.id, simple.name.as_str(), simple.kind), (1_607_392_319, "Simple", NoteKind::Standard));
    assert_eq!(
        simple.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
        ["Question", "Answer"]
    );
    assert!(simple.fields.iter().all(|field| field.id.is_none()) && simple.templates[0].id.is_none());
    assert_eq!(simple.templates[0].front, "{{Question}}");
    assert_eq!(gaps.kind, NoteKind::Cloze);
    let [norway, seas] = &found.notes[..] else { panic!("{:?}", found.notes) };
    assert_eq!(norway.fields, ["Capital of Norway?", "<b>Oslo</b>"]);
    assert_eq!(norway.tags, ["north", "easy"]);
    assert_eq!(seas.guid, "own");
    assert_eq!(seas.cards.iter().map(|card| (card.ord, card.deck)).collect::<Vec<_>>(), [(0, 1), (1, 1)]);
    assert_eq!(found.media.len(), 1);
    assert_eq!(found.media[0].sha1, <[u8; 20]>::from(Sha1::digest("dot")));
}
