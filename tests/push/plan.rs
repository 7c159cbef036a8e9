//! The plan, without an Anki.

use std::collections::BTreeMap;

use recto::package::Package;
use recto::push::{Anki, Fate, Plan, Stored, Wishes};

use super::support::sample::{self, RETIRED};

const NO_WISHES: Wishes = Wishes { retire: false, overwrite: false };

/// An Anki that has the package as it is.
fn having(package: &Package) -> Anki {
    let stored = |note: &recto::package::Note| Stored {
        id: note.id,
        note_type: package.note_types[note.note_type].id,
        modified: note.modified,
        fields: note.fields.clone(),
        tags: note.tags.clone(),
    };
    Anki {
        note_types: package.note_types.iter().map(|kind| (kind.id, kind.clone())).collect(),
        notes: package.notes.iter().map(|note| (note.id, stored(note))).collect(),
        others: vec![],
        media: package.media.iter().map(|file| file.name.clone()).collect(),
    }
}

fn plan(package: &Package, anki: &Anki, wishes: Wishes) -> Plan {
    Plan::new(package, anki, wishes).expect("the note types agree")
}

/// Guid, time and tags of the notes that are sent.
fn sent(plan: &Plan, package: &Package) -> Vec<(String, i64, Vec<String>)> {
    let notes = plan.package(package).map(|package| package.notes).unwrap_or_default();
    notes.into_iter().map(|note| (note.guid, note.modified, note.tags)).collect()
}

#[test]
fn an_empty_anki_gets_all_but_what_was_taken_back() {
    let package = sample::package();
    let plan = plan(&package, &Anki::default(), NO_WISHES);
    assert_eq!((plan.count(Fate::New), plan.count(Fate::Absent), plan.media.len()), (5, 1, 1));
    let changes = plan.package(&package).expect("a package");
    assert!(changes.notes.iter().all(|note| note.guid != RETIRED));
    assert!(changes.media.is_empty(), "they go before");
    assert_eq!((changes.decks, changes.note_types), (package.decks.clone(), package.note_types.clone()));
}

#[test]
fn an_anki_that_has_all_gets_nothing() {
    let package = sample::package();
    for wishes in [NO_WISHES, Wishes { retire: false, overwrite: true }] {
        let plan = plan(&package, &having(&package), wishes);
        assert!(plan.is_done() && plan.package(&package).is_none());
        assert_eq!(plan.count(Fate::Same), 6);
    }
    // The order and case of tags is Anki's own affair, and tags of the learner's are theirs.
    let mut anki = having(&package);
    for note in anki.notes.values_mut() {
        note.tags = note.tags.iter().rev().map(|tag| tag.to_uppercase()).collect();
        note.tags.extend(["hard".to_string(), "sampled".to_string()]);
    }
    assert!(plan(&package, &anki, NO_WISHES).is_done());
}

#[test]
fn a_change_is_sent_with_the_tags_of_the_learner() {
    let package = sample::package();
    let mut anki = having(&package);
    let id = package.notes[0].id;
    let there = anki.notes.get_mut(&id).expect("a note");
    there.fields[1] = "Before.".to_string();
    there.modified -= 1;
    there.tags = vec!["hard".to_string(), "Sample::gone".to_string(), "sample::part-1".to_string()];
    let plan = plan(&package, &anki, NO_WISHES);
    assert_eq!(plan.fates[0], Fate::Changed);
    let mut tags = package.notes[0].tags.clone();
    tags.push("hard".to_string());
    assert_eq!(sent(&plan, &package), [(package.notes[0].guid.clone(), package.notes[0].modified, tags)]);
}

#[test]
fn of_two_texts_the_later_one_counts() {
    let package = sample::package();
    let there_at = |seconds: i64, wishes| {
        let mut anki = having(&package);
        let there = anki.notes.get_mut(&package.notes[0].id).expect("a note");
        there.fields[1] = "In Anki.".to_string();
        there.modified += seconds;
        let plan = plan(&package, &anki, wishes);
        let time = sent(&plan, &package).first().map(|(_, time, _)| time - package.notes[0].modified);
        (plan.fates[0], time)
    };
    assert_eq!(there_at(-9, NO_WISHES), (Fate::Changed, Some(0)));
    // With equal times nobody edited it: recto renders it in another way.
    assert_eq!(there_at(0, NO_WISHES), (Fate::Changed, Some(1)));
    assert_eq!(there_at(9, NO_WISHES), (Fate::Kept, None));
    assert_eq!(there_at(9, Wishes { retire: false, overwrite: true }), (Fate::Changed, Some(10)));
}

#[test]
fn what_was_taken_back_is_marked_or_deleted() {
    let package = sample::package();
    let place = package.notes.iter().position(|note| note.guid == RETIRED).expect("it is there");
    let mut anki = having(&package);
    let there = anki.notes.get_mut(&package.notes[place].id).expect("a note");
    there.fields[5].clear();
    there.modified -= 1;
    let marked = plan(&package, &anki, NO_WISHES);
    assert_eq!((marked.fates[place], marked.deleted.len()), (Fate::Withdrawn, 0));
    assert_eq!(sent(&marked, &package)[0].0, RETIRED);
    let deleted = plan(&package, &anki, Wishes { retire: true, overwrite: false });
    assert_eq!((deleted.fates[place], &deleted.deleted[..]), (Fate::Deleted, &[package.notes[place].id][..]));
    assert!(!deleted.is_done() && deleted.package(&package).is_none());
}

#[test]
fn a_note_of_another_type_is_left_alone() {
    let package = sample::package();
    let mut anki = having(&package);
    anki.notes.get_mut(&package.notes[0].id).expect("a note").note_type = 7;
    let plan = plan(&package, &anki, Wishes { retire: false, overwrite: true });
    assert_eq!(plan.fates[0], Fate::OtherType);
    assert!(plan.is_done());
}

#[test]
fn notes_under_other_ids_are_recognised_by_their_text() {
    let package = sample::package();
    let mut anki = having(&package);
    let mut moved = |index: usize| {
        let there = anki.notes.remove(&package.notes[index].id).expect("a note");
        anki.others.push(Stored { id: 1_000 + index as i64, ..there });
    };
    moved(0);
    moved(1);
    anki.others[1].fields[1] = "Other.".to_string();
    anki.others[1].tags = vec!["hard".to_string()];
    anki.others.push(Stored { id: 5, fields: vec!["Nobody's".to_string()], ..anki.others[0].clone() });
    let plan = plan(&package, &anki, NO_WISHES);
    assert_eq!(plan.fates[..2], [Fate::Same, Fate::Changed]);
    // Which of them it is Anki's importer knows, and it minds the times.
    let sent = sent(&plan, &package);
    assert_eq!((sent.len(), sent[0].1), (1, package.notes[1].modified));
    assert!(sent[0].2.contains(&"hard".to_string()));
}

#[test]
fn of_two_looks_the_later_one_counts() {
    let package = sample::package();
    let look_at = |seconds: i64, wishes| {
        let mut anki = having(&package);
        let there = anki.note_types.get_mut(&package.note_types[0].id).expect("a type");
        there.css.push_str("b { color: red }");
        there.name = "renamed".to_string();
        there.modified += seconds;
        let plan = plan(&package, &anki, wishes);
        assert_eq!((plan.count(Fate::Same), plan.is_done()), (6, plan.looks.is_empty()));
        (plan.looks, plan.kept_looks)
    };
    let taken = (vec![("renamed".to_string(), 0)], vec![]);
    assert_eq!(look_at(-9, NO_WISHES), taken);
    assert_eq!(look_at(0, NO_WISHES), taken);
    assert_eq!(look_at(9, NO_WISHES), (vec![], vec!["renamed".to_string()]));
    assert_eq!(look_at(9, Wishes { retire: false, overwrite: true }), taken);
}

#[test]
fn another_schema_stops_all() {
    let package = sample::package();
    let change: [fn(&mut recto::package::NoteType); 4] = [
        |kind| kind.fields[3].name = "Notes".to_string(),
        |kind| drop(kind.fields.pop()),
        |kind| kind.fields.swap(0, 1),
        |kind| kind.templates.push(kind.templates[0].clone()),
    ];
    for change in change {
        let mut anki = having(&package);
        change(anki.note_types.get_mut(&package.note_types[0].id).expect("a type"));
        let clash = Plan::new(&package, &anki, NO_WISHES).expect_err("a clash");
        assert_eq!(clash.note_type, "sample question");
        assert_ne!(clash.there, clash.here);
    }
    // Types that no note of the package has may be anything.
    let mut other = package.clone();
    sample::add_cloze(&mut other);
    let unused = other.note_types.pop().expect("the cloze type");
    other.notes.pop();
    other.note_types.push(unused.clone());
    let mut anki = having(&other);
    anki.note_types = BTreeMap::from([(unused.id, recto::package::NoteType { fields: vec![], ..unused })]);
    assert!(Plan::new(&other, &anki, NO_WISHES).is_ok());
}
