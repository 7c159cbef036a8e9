//! What `diff` foretells, and what the real Anki does with the two releases.

use recto::diff::{self, Diff, ProblemKind};
use recto::package::Package;

use crate::Folder;
use crate::support::anki::{self, Import};
use crate::support::sample;

type Edit = fn(&mut Package);

const LATER: i64 = sample::RELEASE + 1;

fn notes_of(diff: &Diff, kind: impl Fn(&ProblemKind) -> bool) -> usize {
    diff.problems.iter().filter(|problem| kind(&problem.kind)).map(|problem| problem.notes.len()).sum()
}

#[test]
fn anki_does_what_the_diff_foretells() {
    let folder = Folder::new();
    let old = sample::package();
    let first = folder.apkg("old.apkg", &old);
    let edits: [(&str, Edit); 7] = [
        ("nothing", |_| {}),
        ("edits", |package| {
            for note in &mut package.notes[..3] {
                note.fields[1].push_str(" More.");
                note.modified = LATER;
            }
            package.notes[3].tags.push("sample::more".into());
            package.notes[3].modified = LATER;
            package.notes[4].fields[5].clear();
            package.notes[4].modified = LATER;
        }),
        ("stale", |package| package.notes[..3].iter_mut().for_each(|note| note.fields[1].push_str(" More."))),
        ("touched", |package| package.notes.iter_mut().for_each(|note| note.modified = LATER)),
        ("twin", |package| package.notes[0].guid = "other".into()),
        ("schema", |package| {
            package.note_types[0].fields.truncate(7);
            for note in &mut package.notes {
                note.fields.truncate(7);
                note.modified = LATER;
            }
        }),
        ("other type", |package| {
            package.note_types[0].id += 1;
            package.notes.iter_mut().for_each(|note| note.modified = LATER);
        }),
    ];
    for (name, edit) in edits {
        let mut new = old.clone();
        edit(&mut new);
        let second = folder.apkg("new.apkg", &new);
        let diff = diff::between(&old.clone().into(), &new.into());

        let collection = anki::import(&[&first, &second]);

        let stale = notes_of(&diff, |kind| *kind == ProblemKind::NotNewer);
        let touched = notes_of(&diff, |kind| *kind == ProblemKind::Touched);
        let conflicting = notes_of(&diff, |kind| {
            matches!(kind, ProblemKind::Schema { .. } | ProblemKind::OtherType { .. })
        });
        let changed = diff.changed.len() + diff.retagged.len() + diff.retired.len() + diff.returned.len();
        let seen = &collection.imports[1];
        assert_eq!(seen.new, diff.new.len(), "{name}");
        assert_eq!(seen.conflicting, conflicting, "{name}: {seen:?}");
        let updated = if conflicting > 0 { 0 } else { changed - stale + touched };
        assert_eq!(seen.updated, updated, "{name}: {seen:?}");
        assert_eq!(
            *seen,
            Import { duplicate: seen.duplicate, new: seen.new, updated, conflicting, ..Import::default() }
        );
    }
}
