//! Two releases compared: what is said, and in which words.

mod support;

use recto::diff::{self, Diff, Part, ProblemKind};
use recto::package::{NoteCard, Package, Released};
use snapbox::{IntoData, assert_data_eq, str};
use support::sample;

/// The sample before and after `edit`, which comes with a later release.
fn compare(edit: impl FnOnce(&mut Package)) -> Diff {
    let mut package = sample::package();
    edit(&mut package);
    diff::between(&sample::package().into(), &package.into())
}

fn text(diff: &Diff) -> String {
    let mut out = vec![];
    diff::text(diff, false, &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

fn markdown(diff: &Diff) -> String {
    let mut out = vec![];
    diff::markdown(diff, &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

/// Kinds of problems with the number of their notes.
fn problems(diff: &Diff) -> Vec<(&ProblemKind, usize)> {
    diff.problems.iter().map(|problem| (&problem.kind, problem.notes.len())).collect()
}

/// A release in which everything happens, as it should.
fn everything(package: &mut Package) {
    let later = sample::RELEASE + 1;
    let mut fresh = package.notes[5].clone();
    fresh.guid = "fresh00000000008".into();
    fresh.id = 77;
    fresh.cards = vec![NoteCard { id: 78, due: 7, ..fresh.cards[0].clone() }];
    fresh.fields[0] = "<div class=\"title\">Is <code>C#</code> &lt; F#?</div>\n<p>More.</p>".into();
    package.notes.push(fresh);
    package.notes[0].fields[1] = "One owner &amp; one <b>at a</b> time.".into();
    package.notes[0].modified = later;
    package.notes[1].cards[0].deck = 2;
    package.notes[2].fields[5] = "1".into();
    package.notes[2].modified = later;
    package.notes[4].fields[5].clear();
    package.notes[4].modified = later;
    package.notes[3].tags = vec!["sample::part-1".into(), "sample::part-9".into()];
    package.notes[3].modified = later;
    package.notes.remove(5);
}

#[test]
fn nothing_differs_from_itself() {
    let diff = compare(|_| {});
    assert!(diff.is_empty(), "{diff:?}");
    assert_eq!(text(&diff), "5 unchanged\n");
    assert_eq!(markdown(&diff), "Nothing changed for learners.\n");
}

#[test]
fn the_terminal_shows_words() {
    assert_data_eq!(
        text(&compare(everything)),
        str![[r#"
1 new, 1 changed, 1 moved, 1 retagged, 1 retired, 1 returned, 1 dropped, 1 unchanged

New
  Is C# < F#?

Changed
  What is ownership?
    Back: One owner & one [-only-]{+at a time+}.

Moved, for those who import the deck for the first time
  See dot-0a1b2c3d.svg: Sample::01 First → Sample::02 Second

Retagged
  #tags: "a", 'b'; c d e {{Back}} "&amp; ' 🎴 مرحبا שלום
    tags: [-sample::Level::easy-] {+sample::part-9+}

Retired
  \(a < b\)

Returned
  Gone?

Dropped: learners keep them, and nothing tells them
  0

"#]]
        .raw()
    );
}

#[test]
fn release_notes_are_markdown() {
    assert_data_eq!(markdown(&compare(everything)), str![[r#"
1 new question, 1 changed, 1 moved to another deck, 1 retagged, 1 retired, 1 back again, 1 no longer part of the deck, 1 as before.

### New

- **Is C\# \< F\#?**

### Changed

- **What is ownership?**
  - Back: One owner \& one <del>only</del> <ins>at a time</ins>.

### Moved

- **See dot-0a1b2c3d.svg**: Sample::01 First → Sample::02 Second

Cards that you have already stay in their deck.

### Retagged

- **\#tags: "a", 'b'; c d e {{Back}} "\&amp; ' 🎴 مرحبا שלום**: <del>sample::Level::easy</del> <ins>sample::part-9</ins>

### Retired

- **\\(a \< b\\)**

*Tools > Empty Cards* in Anki removes them.

### Back again

- **Gone?**

### No longer part of the deck

- **0**

"#]].raw());
}

#[test]
fn what_anki_would_ignore_or_double_is_a_problem() {
    let later = sample::RELEASE + 1;
    let change = |package: &mut Package| package.notes[0].fields[1] = "Otherwise.".into();

    let diff = compare(change);
    assert_eq!(problems(&diff), [(&ProblemKind::NotNewer, 1)]);
    assert_eq!(diff.changed.len(), 1);

    let diff = compare(|package| package.notes.iter_mut().for_each(|note| note.modified = later));
    assert_eq!(problems(&diff), [(&ProblemKind::Touched, 6)]);

    let diff = compare(|package| package.notes[0].guid = "other".into());
    assert_eq!(problems(&diff), [(&ProblemKind::Twin, 1)]);
    assert_eq!((diff.new.len(), diff.dropped.len()), (1, 1));

    let diff = compare(|package| package.notes[0].guid = package.notes[1].guid.clone());
    assert!(problems(&diff).contains(&(&ProblemKind::DoubleGuid, 1)), "{diff:?}");

    let diff = compare(|package| package.notes.iter_mut().for_each(|note| note.id += 1));
    assert_eq!(problems(&diff), [(&ProblemKind::OtherId, 6)]);

    let diff = compare(|package| package.media[0].bytes.push(b' '));
    assert_eq!(problems(&diff), [(&ProblemKind::Media { name: "dot-0a1b2c3d.svg".into() }, 1)]);

    let diff = compare(|package| package.note_types[0].css.push_str(".a {}"));
    assert_eq!(problems(&diff), [(&ProblemKind::StaleLook { note_type: "sample question".into() }, 0)]);
    assert_eq!(diff.restyled, ["sample question"]);

    let diff = compare(|package| {
        package.note_types[0].css.push_str(".a {}");
        package.note_types[0].modified = later;
    });
    assert_eq!(problems(&diff), []);
}

#[test]
fn note_types_are_compared_as_anki_compares_them() {
    let schema = ProblemKind::Schema { note_type: "sample question".into() };
    // By id where both have one: a field may be renamed.
    assert_eq!(problems(&compare(|package| package.note_types[0].fields[2].name = "Part".into())), []);
    assert_eq!(problems(&compare(|package| package.note_types[0].fields[2].id = None)), []);
    for edit in [
        (|package: &mut Package| package.note_types[0].fields[2].id = Some(1)) as fn(&mut Package),
        |package| package.note_types[0].fields.swap(2, 3),
        |package| {
            package.note_types[0].fields[2].id = None;
            package.note_types[0].fields[2].name = "Part".into();
        },
        |package| package.note_types[0].templates[0].id = Some(1),
    ] {
        let diff = compare(edit);
        assert!(problems(&diff).contains(&(&schema, 6)), "{:?}", diff.problems);
        assert!(markdown(&diff).contains("tick *Merge note types*"), "{}", markdown(&diff));
    }

    let diff = compare(|package| package.note_types[0].id = 5);
    let name = || "sample question".to_string();
    assert_eq!(problems(&diff), [(&ProblemKind::OtherType { from: name(), to: name() }, 6)]);
}

#[test]
fn as_few_notes_as_possible_moved() {
    let diff = compare(|package| {
        let last = package.notes.remove(5);
        package.notes.insert(0, last);
    });
    let moved: Vec<_> = diff.moved.iter().map(|entry| (entry.question.title.as_str(), &entry.from)).collect();
    assert_eq!(moved, [("0", &None)]);
    let diff = compare(|package| package.notes.truncate(2));
    assert!(diff.moved.is_empty());
}

#[test]
fn long_answers_are_shown_where_they_changed() {
    let words: Vec<String> = (0..400).map(|number| format!("word{number}")).collect();
    let before = words.join(" ");
    let field = |edit: &dyn Fn(&mut Package)| {
        let mut old = sample::package();
        old.notes[0].fields[1] = before.clone();
        let mut new = old.clone();
        edit(&mut new);
        let diff = diff::between(&old.into(), &Released::from(new));
        diff.changed[0].fields[0].text.clone()
    };
    let parts = field(&|package| package.notes[0].fields[1] = before.replace("word200", "other"));
    assert_eq!(
        parts,
        [
            Part::Gap,
            Part::Same(" word195 word196 word197 word198 word199 ".into()),
            Part::Removed("word200".into()),
            Part::Added("other".into()),
            Part::Same(" word201 word202 word203 word204 word205".into()),
            Part::Gap,
        ]
    );
    let parts =
        field(&|package| package.notes[0].fields[1] = format!("<p>{}</p>", before.replace(' ', "\n")));
    assert_eq!(parts, [], "only its formatting");
    let parts = field(&|package| package.notes[0].fields[1] = "所有权".repeat(30_000));
    assert_eq!(parts.len(), 2, "too long to compare words");
}
