//! Our cards beside those of Anki's own engine.

use std::path::Path;
use std::sync::LazyLock;

use recto::emit::apkg;
use recto::package::{NoteCard, NoteKind, Package};
use recto::preview::{Sides, sides};
use recto::project::{self, Options};
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::Hints;
use recto::source::Source;
use regex::Regex;

use crate::support::{anki, sample};

const DOCUMENT: &str = "# Terms\n\nTags here\n\n## A [b] c\n\nA part.\n\n| Term | Meaning |\n|---|---|\n| Ohm:::Unit | of resistance |\n\n\
    ## Gaps\n\nThe {{c1::first::number}} and the {{c2::second}} of {{c1::two}}.\n\nA `{{c1::code}}` stays, {{c3::$a^2$}} too.\n";

/// Notes that use what templates of other tools use.
fn foreign() -> Package {
    let mut package = sample::package();
    let kind = &mut package.note_types[0];
    kind.templates[0].front =
        "{{^Retired}}{{#Context}}[{{text:Context}}]{{/Context}}{{Front}} {{#Tags}}<i>{{Tags}}</i>{{/Tags}}{{Deck}}/{{Subdeck}}/{{Type}}/{{Card}} {{{Back}}}{{/Retired}}".to_string();
    kind.templates[0].back = "{{FrontSide}}<hr id=answer>{{^Extra}}none{{/Extra}}{{Back}}".to_string();
    package
}

fn gaps() -> Package {
    let mut package = sample::package();
    let kind = &mut package.note_types[0];
    kind.kind = NoteKind::Cloze;
    kind.templates.truncate(1);
    kind.templates[0].front = "{{#c2}}second {{/c2}}{{cloze:Front}}".to_string();
    kind.templates[0].back = "{{cloze:Front}}<hr>{{Back}}".to_string();
    let texts: [(&str, &[u32]); 4] = [
        ("{{c1::one}} and {{c2::two::hint}}", &[0, 1]),
        ("{{c1::outer {{c2::inner}} rest}} {{c3::<b>x</b>::<i>y</i>}}", &[0, 1, 2]),
        ("{{c1::a::b::c}} }} {{c::no}} {{c2::", &[0]),
        ("plain {{c2::b}}{{c1::a}}", &[0, 1]),
    ];
    package.notes.truncate(texts.len());
    for (note, (text, ords)) in package.notes.iter_mut().zip(texts) {
        note.fields[0] = text.to_string();
        let card = note.cards[0].clone();
        let card = |&ord: &u32| NoteCard { id: card.id + i64::from(ord), ord, ..card.clone() };
        note.cards = ords.iter().map(card).collect();
    }
    package
}

fn documents() -> Package {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut texts = vec![("terms.md".to_string(), DOCUMENT.to_string())];
    for name in ["cards/everything.md", "cards/gaps.md", "interview.md"] {
        texts.push((name.to_string(), std::fs::read_to_string(folder.join(name)).expect(name)));
    }
    let mut sources: Vec<Source> =
        texts.iter().map(|(name, text)| Source::new(name, text.as_bytes()).expect("text")).collect();
    sources.iter_mut().for_each(project::repair);
    let readings: Vec<_> = sources.iter().map(|source| project::read(source, &Hints::default())).collect();
    let options = Options {
        name: "Demo".to_string(),
        subdecks: true,
        reverse: true,
        time: 1_700_000_000,
        ..Options::default()
    };
    let before = project::begin(&readings, &options);
    project::release(&readings, &options, &before, Resolver::new(&NoFiles, Rules::default())).package
}

/// What is the same to a browser: without the CSS that the engine puts in front, and what only its scripts read.
fn comparable(html: &str) -> String {
    static APART: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?s)<style>.*?</style>| data-cloze="[^"]*"|<!--.*?-->"#).expect("a valid expression")
    });
    APART.replace_all(html, "").trim().to_string()
}

/// All cards of the package, here and in Anki. Gives their number.
fn compare(package: &Package) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deck.apkg");
    apkg::write(package, std::fs::File::create(&path).expect("a file")).expect("a package");
    let collection = anki::import(&[&path]);
    let mut number = 0;
    // A withdrawn question has an empty front, of which Anki complains.
    let live = package.notes.iter().filter(|note| !package.is_retired(note));
    let cards = live.flat_map(|note| note.cards.iter().map(move |card| (note, card)));
    for (note, card) in cards {
        let Some(theirs) =
            collection.cards.iter().find(|theirs| theirs.guid == note.guid && theirs.ord == card.ord)
        else {
            panic!("{} {} is not in the collection", note.guid, card.ord)
        };
        let ours = sides(package, note, card);
        assert_eq!(comparable(&ours.question), comparable(&theirs.question), "{} {}", note.guid, card.ord);
        assert_eq!(comparable(&ours.answer), comparable(&theirs.answer), "{} {}", note.guid, card.ord);
        number += 1;
    }
    number
}

#[test]
fn cards_of_documents_are_as_in_anki() {
    assert!(compare(&documents()) > 40);
}

#[test]
fn what_other_tools_put_into_templates_is_as_in_anki() {
    assert!(compare(&foreign()) > 4);
}

#[test]
fn a_template_with_an_unknown_field_shows_no_card() {
    let mut package = sample::package();
    package.note_types[0].templates[0].back = "{{FrontSide}}{{#Nothing}}x{{/Nothing}}".to_string();
    let note = &package.notes[0];
    let Sides { question, answer } = sides(&package, note, &note.cards[0]);
    assert!(question == answer && question.contains("Back template has a problem"), "{question}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deck.apkg");
    apkg::write(&package, std::fs::File::create(&path).expect("a file")).expect("a package");
    let theirs = &anki::import(&[&path]).cards[0];
    assert!(
        theirs.question.contains("Back template has a problem") && theirs.question.contains("Nothing"),
        "{}",
        theirs.question
    );
}

#[test]
fn gaps_are_as_in_anki() {
    assert!(compare(&gaps()) > 7);
}
