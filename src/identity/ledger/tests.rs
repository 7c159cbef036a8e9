use super::*;

fn known(question: &str, place: &str) -> Known {
    Known {
        question: question.into(),
        file: "questions.md".into(),
        section: vec!["Part 1".into(), "\"Quoted\" | \\".into()],
        place: place.into(),
        front: "f1".into(),
        answer: Signature::new("One owner, and one only. 所有权"),
        source: "s1".into(),
        fields: "h1".into(),
        changed: 1_700_000_000,
        ..Known::default()
    }
}

fn ledger() -> Ledger {
    let mut cards = BTreeMap::new();
    cards.insert("b2".to_string(), known("What is ownership?", "8"));
    let gone = Known { retired: Some(1_800_000_000), cloze: true, ..known("Gone?", "9") };
    cards.insert("a1".to_string(), gone);
    let adopted = Known {
        id: Some("why".into()),
        guid: Some("k#x&[1".into()),
        adopted: Some(AdoptedNote {
            note_type: Some(7),
            note: 1_600_000_000_000,
            cards: BTreeMap::from([(0, 1_600_000_000_001), (1, 1_600_000_000_002)]),
            kept: BTreeMap::from([("Level".into(), "<b>easy</b>".into())]),
        }),
        perhaps: Some("a1".into()),
        ..known("所有权是什么?", "81")
    };
    cards.insert("c3".to_string(), adopted);
    let field = |name: &str, holds| AdoptedField { name: name.into(), id: None, holds };
    let (front, back) = ("{{Question}}".into(), "{{Answer}}".into());
    let kind = AdoptedType {
        name: "Simple".into(),
        cloze: false,
        modified: 1_600_000_000,
        fields: vec![field("Question", Part::Front), field("Level", Part::Kept)],
        templates: vec![AdoptedTemplate { name: "Card 1".into(), id: Some(5), front, back }],
        css: ".card {\n}".into(),
    };
    let types = BTreeMap::from([(7, kind)]);
    let decks = BTreeMap::from([(vec![], "Old".into()), (vec!["Part 1".into()], "Old::One".into())]);
    let mut ledger = Ledger::default();
    let look = Some(Looked { hash: "l1".into(), changed: 3 });
    let repository = Some("github https://github.com/team/cards HEAD".into());
    ledger.projects.insert("rust".into(), Project { id: "p1".into(), cards, look, repository, types, decks });
    ledger.projects.insert("another".into(), Project { id: "p0".into(), ..Project::default() });
    ledger
}

#[test]
fn a_ledger_survives_its_text() {
    let text = write(&ledger());
    assert_eq!(read(&text), Ok(ledger()));
    assert_eq!(write(&read(&text).expect("a ledger")), text);
    assert_eq!(read(&text.replace('\n', "\r\n")), Ok(ledger()), "with line ends of Windows");
    assert_eq!(read(""), Ok(Ledger::default()));
}

#[test]
fn it_is_one_line_a_card_sorted_by_id() {
    let text = write(&ledger());
    let starts: Vec<&str> = text.lines().map(|line| line.split(',').next().expect("a start")).collect();
    assert_eq!(
        starts,
        [
            "{\"recto.lock\":1",
            "{\"project\":\"p0\"",
            "{\"project\":\"p1\"",
            "{\"note_type\":7",
            "{\"deck\":\"Old\"}",
            "{\"deck\":\"Old::One\"",
            "{\"card\":\"a1\"",
            "{\"card\":\"b2\"",
            "{\"card\":\"c3\""
        ]
    );
    assert!(text.contains("\"question\":\"所有权是什么?\""), "{text}");
}

#[test]
fn live_cards_are_in_the_order_of_their_document() {
    let ledger = ledger();
    let project = &ledger.projects["rust"];
    let ids = |cards: Vec<(&str, &Known)>| cards.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(project.live()), ["b2", "c3"]);
    assert_eq!(ids(project.retired()), ["a1"]);
}

/// What is refused, at which line, in which words.
#[test]
fn damage_is_refused_with_its_line() {
    let text = write(&ledger());
    let damaged = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let error = read(&text.replacen(from, to, 1)).expect_err(to);
        assert!(!error.help().is_empty() && !error.text.is_empty());
        format!("{}: {error}", error.line)
    };
    for (from, to, wanted) in [
        ("{\"card\":\"a1\"", "<<<<<<< HEAD\n{\"card\":\"a1\"", "7: a conflict of a merge"),
        (
            "{\"recto.lock\":1",
            "{\"recto.lock\":2",
            "1: written by a newer recto (format 2, this one knows 1)",
        ),
        ("{\"recto.lock\":1", "{\"lock\":1", "1: no ledger: its first line would say {\"recto.lock\":1}"),
        ("\"name\":\"another\"", "\"name\":\"rust\"", "3: a second project called \"rust\""),
        ("\"card\":\"a1\"", "\"card\":\"a 1\"", "7: \"a 1\" is no id: letters and digits only"),
        (
            "\"place\":\"9\"",
            "\"place\":\"90\"",
            "7: \"90\" is no place: letters and digits only, no 0 at the end",
        ),
        ("\"retired\":1800000000", "\"retired\":-1", "7: -1 is no time: seconds since 1970"),
        ("\"cloze\":true", "\"gaps\":true", "7: unknown field `gaps`"),
        ("\"front\":\"f1\",", "", "7: missing field `front`"),
        (
            "{\"note_type\":7",
            "{\"note_type\":8",
            "9: a card of note type 7, which has no line of its own above",
        ),
        ("{\"card\":\"b2\"", "{\"cord\":\"b2\"", "8: no line of a ledger: it would begin with"),
        ("{\"card\":\"b2\"", "{\"card\":\"b2\"}{", "8: no line of a ledger: it would begin with"),
        ("{\"card\":\"b2\"", "{\"card\":\"b\":\"2\"", "8: no line of a ledger: it would begin with"),
        ("{\"card\":\"b2\"", "{\"card\":\"b\\u0032\"", "8: no line of a ledger: it would begin with"),
    ] {
        assert!(damaged(from, to).starts_with(wanted), "{} for {to}", damaged(from, to));
    }
    let truncated = &text[..text.len() - 40];
    assert_eq!(read(truncated).expect_err("the end is missing").line, 9);
    let no_project: String =
        text.lines().filter(|line| !line.contains("\"project\"")).map(|line| format!("{line}\n")).collect();
    assert_eq!(read(&no_project).expect_err("no project").kind, ErrorKind::NoProject);
}

#[test]
fn two_lines_of_one_card_are_the_later_one() {
    let text = write(&ledger());
    let line = text.lines().find(|line| line.contains("\"b2\"")).expect("a line");
    let later = line.replace("1700000000", "1700000001").replace("\"s1\"", "\"s2\"");
    for merged in
        [text.replace(line, &format!("{line}\n{later}")), text.replace(line, &format!("{later}\n{line}"))]
    {
        let ledger = read(&merged).expect("a ledger");
        assert_eq!(ledger.projects["rust"].cards["b2"].source, "s2");
    }
}
