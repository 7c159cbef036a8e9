//! What counts as a change of a card: all that a learner can see, and where one part of it ends.

use recto::identity::{Content, Written, card_id, deck_id, guid, hash40, text_hash};
use recto::project::{read, repair};
use recto::shape::Hints;
use recto::source::Source;

/// The hash of what an author wrote as the answer to a question.
fn source(answer: &str) -> String {
    let text = format!("## What is it?\n\n{answer}\n\n## Why is it?\n\nSo.\n\n[^1]: One.\n\n[^2]: Two.\n");
    let mut source = Source::new("notes.md", text.as_bytes()).expect("UTF-8");
    repair(&mut source);
    let reading = read(&source, &Hints::default());
    let mut written = Written::default();
    written.pieces(&reading.document, &reading.findings.cards[0].back);
    written.finish()
}

#[test]
fn whatever_a_learner_sees_is_a_change() {
    for (one, other) in [
        ("Say `x`.", "Say x."),
        ("[a](https://a.example)", "[a](https://b.example)"),
        ("[a](https://a.example \"one\")", "[a](https://a.example \"two\")"),
        ("1. all\n   - [x] one\n   - [ ] two", "1. all\n   - [x] one\n   - [x] two"),
        ("3. one\n4. two", "1. one\n2. two"),
        ("```rust\nlet a = 1;\n```", "```c\nlet a = 1;\n```"),
        ("Some[^1]", "Some[^2]"),
        ("one\ntwo", "onetwo"),
        ("one\\\ntwo", "one\ntwo"),
        ("one\n\ntwo", "one two"),
    ] {
        assert_ne!(source(one), source(other), "{one} and {other}");
    }
    for (one, other) in [("*a* word", "_a_ word"), ("- one\n- two", "* one\n* two")] {
        assert_eq!(source(one), source(other), "{one} and {other}");
    }
}

#[test]
fn a_footnote_changes_with_its_text() {
    let with = |note: &str| {
        let text = format!("## What is it?\n\nThat.[^1]\n\n## Why is it?\n\nSo.\n\n[^1]: {note}\n");
        let source = Source::new("notes.md", text.as_bytes()).expect("UTF-8");
        let reading = read(&source, &Hints::default());
        let mut written = Written::default();
        written.pieces(&reading.document, &reading.findings.cards[0].back);
        written.finish()
    };
    assert_ne!(with("One."), with("Two."));
}

#[test]
fn every_field_and_tag_counts() {
    let content = |fields: [&str; 2], tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(|tag| tag.to_string()).collect();
        Content::new("source".into(), &fields.map(str::to_string), &tags).fields
    };
    let first = content(["front", "back"], &["a"]);
    for other in [
        content(["front", "other"], &["a"]),
        content(["front", "back"], &["b"]),
        content(["front", "back"], &[]),
        content(["frontback", ""], &["a"]),
    ] {
        assert_ne!(first, other);
    }
}

#[test]
fn ids_depend_on_all_of_their_parts() {
    assert_ne!(text_hash(&["ab", "c"]), text_hash(&["a", "bc"]));
    assert_ne!(hash40(&["ab", "c"]), hash40(&["a", "bc"]));
    assert_ne!(guid("one", "card"), guid("other", "card"));
    assert_ne!(card_id("guid", 0), card_id("guid", 1));
    assert_ne!(deck_id("one", "Deck"), deck_id("other", "Deck"));
}
