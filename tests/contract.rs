//! The contract check: silent on a sound package, and one sentence for each way to break it.

mod support;

use recto::package::contract::check;
use recto::package::{Media, NoteKind, Package};
use support::sample;

fn sentences(package: &Package) -> Vec<String> {
    check(package).iter().map(ToString::to_string).collect()
}

#[test]
fn a_sound_package_has_no_violation() {
    let mut package = sample::package();
    assert_eq!(sentences(&package), Vec::<String>::new());
    sample::add_cloze(&mut package);
    assert_eq!(sentences(&package), Vec::<String>::new());
}

/// Breaks the sample (with its cloze note) and expects exactly these sentences.
#[track_caller]
fn broken(change: impl FnOnce(&mut Package), expected: &[&str]) {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    change(&mut package);
    assert_eq!(sentences(&package), expected);
}

#[test]
fn package() {
    broken(
        |p| {
            p.project = "my deck".into();
            p.time = 0;
            p.notes.clear();
            p.media.clear();
        },
        &[
            "package: the project name is not made of letters, digits and dashes (rule 14)",
            "package: the time 0 is not after 1970 (rule 3)",
        ],
    );
}

#[test]
fn identity() {
    broken(
        |p| {
            p.notes[0].guid = "a-b".into();
            p.notes[2].guid = p.notes[1].guid.clone();
            p.notes[2].id = 0;
            p.notes[3].id = p.notes[1].id;
            p.notes[4].cards[0].id = p.notes[0].cards[0].id;
            p.notes[5].modified = -1;
        },
        &[
            "note `a-b`: the guid is not made of ASCII letters and digits (rule 1)",
            "note `image00000000002`: another note has the same guid (rule 1)",
            "note `image00000000002`: the id 0 is not positive (rule 2)",
            "note `hostile0000000004`: the id 1000800 is taken (rule 2)",
            "note `retired0000000005`: the id 900000 is taken (rule 2)",
            "note `short00000000006`: the time -1 is not after 1970 (rule 3)",
        ],
    );
    broken(
        |p| p.notes[0].guid.clear(),
        &["note ``: the guid is not made of ASCII letters and digits (rule 1)"],
    );
}

#[test]
fn note_types() {
    broken(
        |p| {
            p.note_types[1].id = p.note_types[0].id;
            p.note_types[1].name = "Sample Question".into();
            p.note_types[0].fields[7].id = Some(101);
            p.note_types[0].fields[6].name = "a:b".into();
            p.note_types[0].templates[0].front = "{{FrontSide}}{{#Back}}{{Frnot}}".into();
            p.note_types[0].templates[0].back = "{{/Extra}}<script>".into();
            p.note_types[1].templates[0].back = "{{Text}}{{#c1}}{{/c1}}".into();
            p.notes.clear();
            p.media.clear();
        },
        &[
            "note type `sample question`: the name `a:b` is empty or has characters that Anki changes (rule 5)",
            "note type `sample question`: the id 101 is taken (rule 2)",
            "note type `sample question`: template `Question` names the field `Frnot`, which does not exist (rule 6)",
            "note type `sample question`: template `Question` opens or closes `Back` without its partner (rule 6)",
            "note type `sample question`: template `Question` contains a script (rule 12)",
            "note type `sample question`: template `Question` opens or closes `Extra` without its partner (rule 6)",
            "note type `sample question`: the front of template `Question` shows no field (rule 6)",
            "note type `sample question`: the front of template `Question` asks for FrontSide (rule 6)",
            "note type `Sample Question`: the id 1600000000001 is taken (rule 2)",
            "note type `Sample Question`: the name `Sample Question` is taken (rule 5)",
            "note type `Sample Question`: a cloze type needs exactly one template, with a cloze filter on both sides (rule 6)",
        ],
    );
    broken(
        |p| {
            p.note_types.truncate(1);
            p.note_types[0].fields.clear();
            p.note_types[0].templates.clear();
            p.note_types[0].kind = NoteKind::Cloze;
            p.notes.clear();
            p.media.clear();
        },
        &[
            "note type `sample question`: there is no field (rule 5)",
            "note type `sample question`: there is no template (rule 5)",
            "note type `sample question`: a cloze type needs exactly one template, with a cloze filter on both sides (rule 6)",
        ],
    );
}

#[test]
fn cards_and_fields() {
    broken(
        |p| {
            p.notes[0].fields.pop();
            p.notes[1].note_type = 7;
            p.notes[1].fields[0].clear();
            p.media.clear();
            p.notes[2].fields[0] = "<br>&nbsp;".into();
            p.notes[3].cards.clear();
            p.notes[5].cards[0].ord = 1;
        },
        &[
            "note `plain00000000001`: the note type has 8 fields, the note 7 (rule 7)",
            "note `image00000000002`: there is no note type at index 7 (rule 7)",
            "note `math000000000003`: the first field is empty (rule 7)",
            "note `hostile0000000004`: the note has no card (rule 7)",
            "note `hostile0000000004`: card 0 is missing, and Anki will not generate it (rule 7)",
            "note `short00000000006`: card 1 has nothing to show (rule 7)",
            "note `short00000000006`: card 0 is missing, and Anki will not generate it (rule 7)",
        ],
    );
    broken(
        |p| p.notes[6].fields[0] = "{{c0::a}} {{c500::b}} {{c2,3::c}} {{cloze}} {{c1:d}}".into(),
        &[
            "note `cloze00000000007`: the cloze number 0 is not in 1 to 499 (rule 7)",
            "note `cloze00000000007`: the cloze number 500 is not in 1 to 499 (rule 7)",
            "note `cloze00000000007`: card 0 has nothing to show (rule 7)",
            "note `cloze00000000007`: card 2 is missing, and Anki will not generate it (rule 7)",
        ],
    );
}

#[test]
fn places() {
    broken(
        |p| {
            p.notes[0].cards[0].due = 0;
            p.notes[1].cards[0].due = 1_000_000;
            p.notes[2].cards[0].deck = 3;
            p.notes[6].cards[1].due += 1;
            p.notes[6].cards[1].ord = 0;
        },
        &[
            "note `plain00000000001`: the place 0 is not in 1 to 999999 (rule 8)",
            "note `image00000000002`: the place 1000000 is not in 1 to 999999 (rule 8)",
            "note `math000000000003`: there is no deck at index 3 (rule 9)",
            "note `cloze00000000007`: its cards have different places (rule 8)",
            "note `cloze00000000007`: card 0 is there twice (rule 7)",
            "note `cloze00000000007`: card 1 is missing, and Anki will not generate it (rule 7)",
        ],
    );
}

#[test]
fn decks() {
    broken(
        |p| {
            p.decks[0].id = 1;
            p.decks[1].name = "Other:: First".into();
            p.decks[2].name = "SAMPLE".into();
            let names = ["2024", "1::2::3::4::5::6::7::8::9::10::11", "a\"b", "é", "e\u{301}"];
            for (name, id) in names.into_iter().zip(5..) {
                p.decks.push(recto::package::Deck { id, name: name.into(), description: String::new() });
            }
        },
        &[
            "deck `Sample`: id 1 is Anki's own deck (rule 9)",
            "deck `Other:: First`: a level of the name is empty, has a space at its edge, or a quote (rule 9)",
            "deck `Other:: First`: the parent `Other` is not declared before it (rule 9)",
            "deck `SAMPLE`: the name `SAMPLE` is taken (rule 5)",
            "deck `2024`: the name is a number, which a CSV import takes for an id (rule 9)",
            "deck `1::2::3::4::5::6::7::8::9::10::11`: 11 levels are more than 10 (rule 9)",
            "deck `1::2::3::4::5::6::7::8::9::10::11`: the parent `1::2::3::4::5::6::7::8::9::10` is not declared before it (rule 9)",
            "deck `a\"b`: a level of the name is empty, has a space at its edge, or a quote (rule 9)",
            "deck `e\u{301}`: the name is not in Unicode form NFC, which Anki would change it to (rule 12)",
        ],
    );
}

#[test]
fn tags() {
    broken(
        |p| {
            let tags =
                ["other", "sample::a b", "sample::::x", "sample::x", "sample::X", "sample::x", "leech"];
            p.notes[0].tags = tags.map(String::from).into();
        },
        &[
            "note `plain00000000001`: the tag `other` is not under the project's name (rule 10)",
            "note `plain00000000001`: the tag `sample::a b` contains ' ' (rule 10)",
            "note `plain00000000001`: the tag `sample::::x` has an empty level (rule 10)",
            "note `plain00000000001`: the tag `sample::X` is elsewhere written `sample::x` (rule 10)",
            "note `plain00000000001`: the tag `sample::x` is there twice (rule 10)",
            "note `plain00000000001`: the tag `leech` is not under the project's name (rule 10)",
            "note `plain00000000001`: Anki keeps the tag `leech` for itself (rule 10)",
        ],
    );
}

#[test]
fn media() {
    let file = |name: &str| Media { name: name.into(), bytes: Vec::new() };
    broken(
        |p| {
            p.notes[0].fields[1] =
                r#"<img src="gone.png"><img src="https://example.org/a.png">[sound:b.mp3]"#.into();
            p.notes[2].fields[1] = "[sound:c.mp3]".into();
            p.note_types[0].css = "@font-face { src: url(_d.woff) }".into();
            p.media.extend(["c.mp3", "_d.woff", "_e.woff", "unused.png", "Big.png", "c.mp3"].map(file));
        },
        &[
            "note `plain00000000001`: the media file `b.mp3` is not in the package (rule 11)",
            "note `plain00000000001`: the media file `gone.png` is not in the package (rule 11)",
            "media file `_e.woff`: no field uses the file, so Anki leaves it out (rule 11)",
            "media file `unused.png`: no field uses the file, so Anki leaves it out (rule 11)",
            "media file `Big.png`: the name is not made of a-z, 0-9, `_` and `-` with one extension (rule 11)",
            "media file `Big.png`: no field uses the file, so Anki leaves it out (rule 11)",
            "media file `c.mp3`: another file has the same name (rule 11)",
        ],
    );
}

#[test]
fn text() {
    broken(
        |p| {
            p.notes[0].fields[1] = "a\u{7}b".into();
            p.notes[0].fields[3] = "e\u{301}".into();
            p.notes[1].fields[1] = "<pre>\na</pre> <preface>\nb".into();
            p.notes[1].fields[3] = "<pre class=\"x\">\na</pre>".into();
            p.notes[2].fields[1] = "<SCRIPT>".into();
            p.notes[2].fields[2] = "[LaTeX] [$] [$a] [$$] [anki:tts] [[type:x]] [<span></span>latex]".into();
        },
        &[
            "note `plain00000000001`: field `Back` contains the control character '\\u{7}' (rule 12)",
            "note `plain00000000001`: field `Extra` is not in Unicode form NFC, which Anki would change it to (rule 12)",
            "note `image00000000002`: field `Back` starts a `pre` with a line break, which browsers drop (rule 12)",
            "note `image00000000002`: field `Extra` starts a `pre` with a line break, which browsers drop (rule 12)",
            "note `math000000000003`: field `Back` contains a script (rule 12)",
            "note `math000000000003`: field `Context` contains `[latex]`, which Anki takes for its own markup (rule 12)",
            "note `math000000000003`: field `Context` contains `[$]`, which Anki takes for its own markup (rule 12)",
            "note `math000000000003`: field `Context` contains `[$$]`, which Anki takes for its own markup (rule 12)",
            "note `math000000000003`: field `Context` contains `[anki:`, which Anki takes for its own markup (rule 12)",
            "note `math000000000003`: field `Context` contains `[[type:`, which Anki takes for its own markup (rule 12)",
        ],
    );
}
