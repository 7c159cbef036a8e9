//! What of a release would not reach a learner, or would reach them twice.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::Serialize;

use super::{Question, is_retired, look, question, words};
use crate::package::{Note, Released, plain};

/// A breach between two releases, with the notes that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(flatten)]
    pub kind: ProblemKind,
    pub notes: Vec<Question>,
}

/// What was seen to happen in the real Anki: see `docs/contract.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProblemKind {
    /// Two notes with one guid in the new release.
    DoubleGuid,
    /// A new guid with the front of a note that learners have, or with the title of one that is gone.
    Twin,
    /// Other fields or tags, and a time that did not grow.
    NotNewer,
    /// A guid that was under another note type.
    OtherType { from: String, to: String },
    /// A note type with other fields or templates under the same id.
    Schema { note_type: String },
    /// A note type whose look changed, and its time did not grow.
    StaleLook { note_type: String },
    /// Another note id under the same guid.
    OtherId,
    /// The same fields and tags with a later time.
    Touched,
    /// Another content under the name of a media file.
    Media { name: String },
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ProblemKind::{
            DoubleGuid, Media, NotNewer, OtherId, OtherType, Schema, StaleLook, Touched, Twin,
        };
        match self {
            DoubleGuid => f.write_str("two notes have one guid: Anki takes both and updates only one"),
            Twin => f.write_str(
                "the front of an earlier note under a new guid: learners get a second copy, without their progress",
            ),
            NotNewer => f.write_str("changed, but their time did not grow: Anki ignores the change"),
            OtherType { from, to } => write!(
                f,
                "moved from note type `{from}` to `{to}`: Anki calls them conflicting and never updates them"
            ),
            Schema { note_type } => write!(
                f,
                "note type `{note_type}` has other fields or templates: Anki makes a second type, and updates earlier \
                 notes only for those who tick \"Merge note types\" and set \"Update notes\" to \"Always\""
            ),
            StaleLook { note_type } => {
                write!(f, "note type `{note_type}` looks different, but its time did not grow: Anki ignores it")
            }
            OtherId => f.write_str(
                "other note ids under the same guids: two devices that import one release each and then sync end with \
                 two copies",
            ),
            Touched => f.write_str("a later time without a change: Anki overwrites what learners edited in them"),
            Media { name } => write!(
                f,
                "media file `{name}` has other content under its old name: only notes that are updated show it"
            ),
        }
    }
}

/// All problems, the worst first.
pub fn find(old: &Released, new: &Released) -> Vec<Problem> {
    let before: HashMap<&str, &Note> =
        old.notes.iter().rev().map(|note| (note.guid.as_str(), note)).collect();
    let pairs: Vec<Pair<'_>> = new
        .notes
        .iter()
        .filter_map(|after| Some(Pair { before: before.get(after.guid.as_str())?, after, old, new }))
        .collect();
    let mut problems = vec![];
    let mut add = |kind, notes: Vec<Question>| problems.push(Problem { kind, notes });

    let notes_where = |holds: &dyn Fn(&Pair<'_>) -> bool| -> Vec<Question> {
        pairs.iter().filter(|pair| holds(pair)).map(|pair| question(new, pair.after)).collect()
    };
    for kind in &new.note_types {
        let Some(earlier) = old.note_types.iter().find(|earlier| earlier.id == kind.id) else { continue };
        if !kind.has_schema_of(earlier) {
            let notes = notes_where(&|pair| pair.types().0 == earlier.id && pair.types().1 == kind.id);
            add(ProblemKind::Schema { note_type: kind.name.clone() }, notes);
        } else if look(earlier) != look(kind) && kind.modified <= earlier.modified {
            add(ProblemKind::StaleLook { note_type: kind.name.clone() }, vec![]);
        }
    }
    let mut changed_types: Vec<(usize, usize)> = pairs
        .iter()
        .filter(|pair| pair.types().0 != pair.types().1)
        .map(|pair| (pair.before.note_type, pair.after.note_type))
        .collect();
    changed_types.sort_unstable();
    changed_types.dedup();
    for (from, to) in changed_types {
        let notes = notes_where(&|pair| (pair.before.note_type, pair.after.note_type) == (from, to));
        let name = |of: &Released, place: usize| of.note_types[place].name.clone();
        add(ProblemKind::OtherType { from: name(old, from), to: name(new, to) }, notes);
    }
    for (kind, notes) in [
        (ProblemKind::DoubleGuid, doubles(new)),
        (ProblemKind::Twin, twins(old, new, &before)),
        (
            ProblemKind::NotNewer,
            notes_where(&|pair| pair.differs() && pair.after.modified <= pair.before.modified),
        ),
        (ProblemKind::OtherId, notes_where(&|pair| pair.before.id != pair.after.id)),
        (
            ProblemKind::Touched,
            notes_where(&|pair| !pair.differs() && pair.after.modified > pair.before.modified),
        ),
    ] {
        if !notes.is_empty() {
            add(kind, notes);
        }
    }
    for file in &new.media {
        if old.media.iter().any(|earlier| earlier.name == file.name && earlier.sha1 != file.sha1) {
            let uses = |note: &&Note| note.fields.iter().any(|field| field.contains(&file.name));
            let notes = new.notes.iter().filter(uses).map(|note| question(new, note)).collect();
            add(ProblemKind::Media { name: file.name.clone() }, notes);
        }
    }
    problems
}

/// A note in both releases.
struct Pair<'r> {
    before: &'r Note,
    after: &'r Note,
    old: &'r Released,
    new: &'r Released,
}

impl Pair<'_> {
    /// Ids of the note types.
    fn types(&self) -> (i64, i64) {
        (self.old.note_types[self.before.note_type].id, self.new.note_types[self.after.note_type].id)
    }

    fn differs(&self) -> bool {
        let tags = |note: &Note| {
            let mut tags = note.tags.clone();
            tags.sort();
            tags
        };
        self.before.fields != self.after.fields || tags(self.before) != tags(self.after)
    }
}

fn doubles(new: &Released) -> Vec<Question> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut notes = vec![];
    for note in &new.notes {
        let count = seen.entry(&note.guid).or_default();
        *count += 1;
        if *count == 2 {
            notes.push(question(new, note));
        }
    }
    notes
}

/// New notes with the whole front of an earlier one, or with the title of one that is no longer there.
fn twins(old: &Released, new: &Released, before: &HashMap<&str, &Note>) -> Vec<Question> {
    let fresh: Vec<&Note> = new
        .notes
        .iter()
        .filter(|note| !before.contains_key(note.guid.as_str()) && !is_retired(new, note))
        .collect();
    if fresh.is_empty() {
        return vec![];
    }
    let kept: HashSet<&str> = new.notes.iter().map(|note| note.guid.as_str()).collect();
    let front = |note: &Note| note.fields.first().map(|field| plain::lines(field)).unwrap_or_default();
    let title = |note: &Note| note.fields.first().map(|field| words::title(field)).unwrap_or_default();
    let mut known: HashSet<String> = old.notes.iter().map(front).collect();
    known.extend(old.notes.iter().filter(|note| !kept.contains(note.guid.as_str())).map(title));
    known.remove("");
    let twins = fresh.into_iter().filter(|note| known.contains(&front(note)) || known.contains(&title(note)));
    twins.map(|note| question(new, note)).collect()
}
