//! Decks of other tools, taken over: learners who have them keep every review.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::anki::{self, Collection, Import, REVIEW};
use support::witness::witness;
use tempfile::TempDir;

const QUIZ: &str = "# Quiz

## Part 1

### What is one?

The first number, and the smallest that counts something.

### What is two?

The second number, the only even prime.

## Part 2

### What is three?

The third number. It is odd and prime, and two plus one.

### What is four?

Nobody asked that before: two times two.
";

/// A deck of the quiz by another tool: a number in front of each note, one question in other words, one that is gone.
fn quiz() -> Value {
    json!({
        "note_types": [{
            "id": 1_607_392_319, "name": "Numbers", "fields": ["ID", "Question", "Answer", "Level"],
            "templates": [["Card 1", "{{Question}}", "{{FrontSide}}<hr id=answer>{{Answer}}<i>{{Level}}</i>"]],
            "css": ".card { color: navy; }\r\n",
        }],
        "notes": [
            { "deck": "Maths::First", "guid": "m>^z6jVfGd", "tags": ["numbers"],
              "fields": ["1", "What is one?", "The first number, and the smallest that counts something.", "<b>easy</b>"] },
            { "deck": "Maths::First", "guid": "IuLi#p9;rq",
              "fields": ["2", "What's two?", "The second number, the only even prime.", ""] },
            { "deck": "Maths::Second", "guid": "wvS*I2_Rn{",
              "fields": ["3", "What is three?", "The third number.<br>It is odd and prime, and two plus one.", "hard"] },
            { "deck": "Maths::Second", "guid": "9",
              "fields": ["9", "What is nine?", "Three times three.", "hard"] },
        ],
    })
}

struct Project(TempDir);

impl Project {
    fn new(text: &str) -> Project {
        let project = Project(tempfile::tempdir().expect("a temporary folder"));
        project.write("quiz.md", text);
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    /// The old deck, by Python's genanki.
    fn genanki(&self, deck: &Value) -> PathBuf {
        self.write("deck.json", &deck.to_string());
        let apkg = self.path("old.apkg");
        anki::script("genanki_deck.py", &[&self.path("deck.json"), &apkg]);
        apkg
    }

    fn recto(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command
            .current_dir(self.0.path())
            .args(arguments)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("recto runs")
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.recto(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// The next release, which gets a file of its own.
    fn release(&self, number: u32) -> PathBuf {
        let folder = number.to_string();
        let output = Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(self.0.path())
            .args(["build", "quiz.md", "--formats", "apkg", "--output", &folder])
            .env("SOURCE_DATE_EPOCH", (2_000_000_000 + number).to_string())
            .output()
            .expect("recto runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.path(&folder).join("quiz.apkg")
    }
}

fn card<'c>(collection: &'c Collection, guid: &str) -> &'c anki::Card {
    collection.cards.iter().find(|card| card.guid == guid).unwrap_or_else(|| panic!("no card of {guid}"))
}

#[test]
fn learners_of_a_deck_by_genanki_keep_their_reviews() {
    let project = Project::new(QUIZ);
    let old = project.genanki(&quiz());
    let said = project.ok(&["adopt", "old.apkg", "quiz.md"]);
    let expected = "quiz: 3 of 4 notes adopted
  note type Numbers: ID = kept, Question = front, Answer = back, Level = kept
  deck Maths
  deck Maths::First for Part 1
  deck Maths::Second for Part 2
  1 note of the old deck is no question here: learners keep them as they are
    What is nine?
  1 question is new to learners
    quiz.md:19: What is four?
  recto.lock: commit it, then run `recto build`
";
    assert_eq!(said, expected);
    let page = include_str!("../docs/releases.md");
    assert!(page.contains(&format!("$ recto adopt maths-2019.apkg quiz.md\n{expected}```")));
    let first = project.release(1);
    let again = project.release(2);
    assert_eq!(fs::read(&first).expect("a file"), fs::read(&again).expect("a file"));
    project.write(
        "quiz.md",
        &QUIZ.replace("What is one?", "What is 1?").replace("only even prime", "even prime"),
    );
    let second = project.release(3);

    let before = anki::import(&[&old, Path::new(REVIEW)]);
    let collection = anki::import(&[&old, Path::new(REVIEW), &first, &first, &second]);

    let Import { new, updated, duplicate, .. } = Import::default();
    let log = |import: &Import| (import.new, import.updated, import.duplicate);
    assert_eq!((new, updated, duplicate), (0, 0, 0));
    assert_eq!(
        collection.imports.iter().map(log).collect::<Vec<_>>(),
        [(4, 0, 0), (1, 3, 0), (0, 0, 4), (0, 2, 2)]
    );
    assert!(collection.imports.iter().all(|import| import.conflicting == 0 && import.error.is_none()));
    assert_eq!(collection.integrity, "");
    let of = |name: &str| collection.note_types.keys().filter(|kind| kind.starts_with(name)).count();
    assert_eq!((of("Numbers"), of("recto quiz")), (1, 1), "{:?}", collection.note_types);
    for note in &before.notes {
        let after = collection.note(&note.guid);
        assert_eq!((after.id, &after.note_type), (note.id, &note.note_type));
        let (was, is) = (card(&before, &note.guid), card(&collection, &note.guid));
        assert_eq!((is.id, &is.deck, is.reviews), (was.id, &was.deck, was.reviews));
        assert_eq!(is.reviews, 1);
    }
    let one = collection.note("m>^z6jVfGd");
    assert_eq!((one.fields[0].as_str(), one.fields[3].as_str()), ("1", "<b>easy</b>"), "kept");
    assert!(one.fields[1].contains("What is 1?"), "{:?}", one.fields);
    assert!(collection.note("IuLi#p9;rq").fields[2].contains("the even prime"));
    assert_eq!(collection.note("9").fields[1], "What is nine?", "left alone");
    let four =
        collection.notes.iter().find(|note| note.fields[0].contains("What is four?")).expect("the new one");
    assert_eq!(card(&collection, &four.guid).deck, "Maths::Second");
    assert!(four.note_type.starts_with("recto quiz"));
}

/// A learner who starts with recto's release gets the same deck, and a card that goes away says so.
#[test]
fn an_adopted_deck_is_whole_without_the_old_one() {
    let project = Project::new(QUIZ);
    project.genanki(&quiz());
    project.ok(&["adopt", "old.apkg", "quiz.md"]);
    let first = project.release(1);
    let part = QUIZ.find("### What is two?").expect("a question")..QUIZ.find("## Part 2").expect("a part");
    project.write("quiz.md", &QUIZ.replace(&QUIZ[part], ""));
    let second = project.release(2);
    project.ok(&["build", "quiz.md", "--locked"]);
    let csv = fs::read_to_string(project.path("dist/quiz.csv")).expect("a file");
    assert_eq!(csv.lines().filter(|line| line.contains("What is")).count(), 3, "{csv}");

    let collection = anki::import(&[&first, Path::new(REVIEW), &second]);

    assert_eq!(collection.imports[1], Import { updated: 1, duplicate: 3, ..Import::default() });
    assert_eq!(collection.integrity, "");
    let gone = collection.note("IuLi#p9;rq");
    assert_eq!(gone.tags, ["quiz::retired"]);
    assert!(gone.fields[2].contains("withdrew"), "{:?}", gone.fields);
    let order: Vec<_> = collection.cards.iter().map(|card| card.question.as_str()).collect();
    assert!(order.iter().all(|question| question.contains("What is")), "{order:?}");
}

/// One device has the old deck, the other one begins with recto's release: the ids are those of the old deck.
#[test]
fn devices_with_the_old_and_the_new_deck_sync() {
    let project = Project::new(QUIZ);
    let old = project.genanki(&quiz());
    project.ok(&["adopt", "old.apkg", "quiz.md"]);
    let first = project.release(1);
    let unrelated = project.path("unrelated.apkg");
    let other = json!({ "note_types": [{ "id": 5, "name": "Other", "fields": ["A"],
        "templates": [["Card 1", "{{A}}", "{{A}}"]] }], "notes": [{ "deck": "Other", "fields": ["a"], "guid": "other" }] });
    project.write("other.json", &other.to_string());
    anki::script("genanki_deck.py", &[&project.path("other.json"), &unrelated]);

    for (left, right) in [(&old, &first), (&first, &old)] {
        let printed = anki::script("sync.py", &[&unrelated, left, right]);
        let devices: Value = serde_json::from_str(&printed).expect("two devices");
        // Anki may call a deck `First+` on one of two devices that both made it: it never takes a deck's id from a package.
        let notes = |device: usize| -> Vec<(&str, &Value)> {
            let cards = devices[device]["cards"].as_array().expect("cards");
            cards.iter().map(|card| (card["guid"].as_str().expect("a guid"), &card["fields"])).collect()
        };
        assert_eq!(notes(0), notes(1));
        let guids: Vec<&str> = notes(0).into_iter().map(|(guid, _)| guid).collect();
        assert_eq!(guids.len(), 6, "{guids:?}");
        assert!(guids.windows(2).all(|pair| pair[0] != pair[1]), "{guids:?}");
    }
}

/// The fixture's deck as genanki-rs writes it: recto's note type, but without ids for its fields, and without the template
/// that no note needs. So it is a foreign type, even under the id that ours would have.
#[test]
fn learners_of_a_deck_by_genanki_rs_keep_their_reviews() {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/interview.md");
    let fixture = fs::read_to_string(fixture).expect("a fixture");
    for name in ["quiz", "other"] {
        let project = Project::new(&fixture);
        project.ok(&["build", "quiz.md", "--formats", "json", "--no-ledger", "--name", name]);
        let old = project.path("old.apkg");
        witness(&project.path("dist").join(name).with_extension("json"), &old);
        let said = project.ok(&["adopt", "old.apkg", "quiz.md"]);
        assert!(said.starts_with("quiz: 7 of 7 notes adopted\n"), "{said}");
        let holds = "Front = front, Back = back, Context = context, Extra = extra, Source = source, Retired = retired";
        assert!(said.contains(holds), "{said}");
        project.write("quiz.md", &fixture.replace("The dictionary is", "That dictionary is"));
        let first = project.release(1);

        let collection = anki::import(&[&old, Path::new(REVIEW), &first]);

        let seen = &collection.imports[1];
        assert_eq!((seen.new, seen.conflicting, seen.updated + seen.duplicate), (0, 0, 7), "{seen:?}");
        assert_eq!((collection.notes.len(), collection.integrity.as_str()), (7, ""));
        assert!(collection.cards.iter().all(|card| card.reviews == 1), "{:?}", collection.cards);
        let edited = collection.notes.iter().filter(|note| note.fields[1].contains("That dictionary is"));
        assert_eq!(edited.count(), 1);
    }
}

/// A deck of recto's whose ledger was lost.
#[test]
fn learners_of_a_deck_by_recto_itself_keep_their_reviews() {
    let project = Project::new(QUIZ);
    let old = project.release(1);
    fs::remove_file(project.path("recto.lock")).expect("a ledger");
    let said = project.ok(&["adopt", &old.to_string_lossy(), "quiz.md"]);
    assert!(said.starts_with("quiz: 4 of 4 notes adopted\n  deck quiz\n"), "{said}");
    project.write("quiz.md", &QUIZ.replace("Nobody asked that before: two", "Two"));
    let first = project.release(2);

    let collection = anki::import(&[&old, Path::new(REVIEW), &first]);

    assert_eq!(collection.imports[1], Import { updated: 1, duplicate: 3, ..Import::default() });
    assert_eq!((collection.cards.len(), collection.integrity.as_str()), (4, ""));
    assert!(collection.cards.iter().all(|card| card.reviews == 1), "{:?}", collection.cards);
}

/// Gaps, and cards in both directions.
#[test]
fn every_kind_of_card_stays_under_its_type() {
    let project = Project::new(
        "Q: What is one?\nA: The first number.\n\nC: The [Baltic] is in the [north] of Europe.\n\n\
         C: The [Aral] is in [Asia].\n\nQ: What is two?\nA: The second number.\n",
    );
    let deck = json!({
        "note_types": [
            { "id": 11, "name": "Both ways", "fields": ["Front", "Back"], "templates": [
                ["Forth", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"],
                ["Back", "{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"]] },
            { "id": 12, "name": "Gaps", "fields": ["Text", "More"], "cloze": true,
              "templates": [["Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>{{More}}"]] },
        ],
        "notes": [
            { "deck": "Quiz", "guid": "one", "fields": ["What is one?", "The first number."] },
            { "deck": "Quiz", "guid": "two", "fields": ["What is two?", "The second number."] },
            { "deck": "Quiz", "type": 1, "guid": "sea",
              "fields": ["The {{c1::Baltic}} is in the {{c2::north}} of Europe.", ""] },
            { "deck": "Quiz", "type": 1, "guid": "lake", "fields": ["The {{c1::Aral}} is in {{c2::Asia}}.", ""] },
        ],
    });
    let old = project.genanki(&deck);
    let said = project.ok(&["adopt", "old.apkg", "quiz.md"]);
    assert!(said.starts_with("quiz: 4 of 4 notes adopted\n"), "{said}");
    let first = project.release(1);

    let collection = anki::import(&[&old, Path::new(REVIEW), &first]);

    assert_eq!(collection.imports[1], Import { updated: 4, ..Import::default() });
    assert_eq!((collection.cards.len(), collection.integrity.as_str()), (8, ""));
    assert!(collection.cards.iter().all(|card| card.reviews == 1), "{:?}", collection.cards);
}

#[test]
fn what_cannot_be_adopted_is_said() {
    let project = Project::new(QUIZ);
    let mut deck = quiz();
    deck["notes"][0]["fields"][3] = "[sound:one.mp3]".into();
    project.genanki(&deck);
    let fails = |arguments: &[&str], code: i32, message: &str| {
        let output = project.recto(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(message), "{said}");
    };
    fails(&["adopt", "old.apkg", "quiz.md"], 2, "the field \"Level\" holds pictures or sounds in 1 notes");
    fails(
        &["adopt", "old.apkg", "quiz.md", "--field", "Levels=empty"],
        2,
        "no note type of the deck has a field \"Levels\"",
    );
    fails(&["adopt", "old.apkg", "quiz.md", "--field", "Level=sound"], 2, "is no part of a card");
    fails(&["adopt", "old.apkg", "quiz.md", "--no-ledger"], 2, "--no-ledger");
    project.write("other.md", "# Other\n\n## Why is the sky blue?\n\nScattering.\n");
    fails(&["adopt", "old.apkg", "other.md"], 1, "no note of the deck is a question of these sources");
    assert!(!project.path("recto.lock").exists());

    project.ok(&["adopt", "old.apkg", "quiz.md", "--field", "Level=empty"]);
    fails(&["adopt", "old.apkg", "quiz.md"], 2, "recto.lock knows 3 cards of quiz already");
    let first = project.release(1);
    assert_eq!(anki::import(&[&first]).note("m>^z6jVfGd").fields[3], "");
}

/// What recto is not sure of is asked. Until the author says so, learners keep the note as it is; the answer carries
/// their reviews.
#[test]
fn an_unsure_note_is_settled_by_its_author() {
    let text = QUIZ.replace("Nobody asked that before: two times two.", "New here, and never asked before.");
    let project =
        Project::new(&text.replace("What is three?", "Which number follows two and precedes four?"));
    let mut deck = quiz();
    deck["notes"][2]["fields"][1] = "Which number follows two?".into();
    deck["notes"][2]["fields"][2] = "Odd and prime.".into();
    deck["notes"][3]["fields"][1] = "What is an even four?".into();
    deck["notes"][3]["fields"][2] = "Gone, as far as anyone can tell.".into();
    let old = project.genanki(&deck);
    let said = project.ok(&["adopt", "old.apkg", "quiz.md"]);
    let command = said.lines().find_map(|line| line.trim().strip_prefix("say `recto identity same "));
    let (ids, _) = command.unwrap_or_else(|| panic!("{said}")).split_once('`').expect("a command");
    let (old_card, new_card) = ids.split_once(' ').expect("two ids");
    let adopted = fs::read_to_string(project.path("recto.lock")).expect("a ledger");

    let open = project.release(1);
    project.write("recto.lock", &adopted);
    project.ok(&["identity", "new", new_card]);
    let apart = project.release(2);
    project.write("recto.lock", &adopted);
    project.ok(&["identity", "same", old_card, new_card]);
    let same = project.release(3);

    for release in [open, apart] {
        let collection = anki::import(&[&old, Path::new(REVIEW), &release]);
        assert_eq!(
            (collection.imports[1].new, collection.imports[1].updated),
            (1, 3),
            "{:?}",
            collection.imports
        );
        assert_eq!(collection.note("9").fields[1], "What is an even four?");
    }
    let collection = anki::import(&[&old, Path::new(REVIEW), &same]);
    assert_eq!(
        (collection.imports[1].new, collection.imports[1].updated),
        (0, 4),
        "{:?}",
        collection.imports
    );
    assert!(collection.note("9").fields[1].contains("What is four?"));
    assert_eq!(card(&collection, "9").reviews, 1);
}
