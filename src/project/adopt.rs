//! Takes over a deck that another tool released: finds out which of its notes is which card of the sources, and puts it
//! into the ledger, so that learners keep their progress from the first release of recto on.
//!
//! The notes stand there as if recto had released them. Equal fronts are found first; for the rest the ledger's own
//! matching decides, as after an edit.

mod holds;
mod notes;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use super::{Entry, Options, Reading, begin, entries};
use crate::identity::Unsure;
use crate::identity::ledger::{Known, Part, Project};
use crate::package::{Note, Released};
use crate::tag;

pub use holds::Told;

/// What came of it.
#[derive(Debug)]
pub struct Adoption {
    /// The project for the ledger: the notes that were found, nothing else.
    pub project: Project,
    /// How many notes were found.
    pub adopted: usize,
    /// Names of the note types taken over, and of their fields with what they hold from now on.
    pub types: Vec<(String, Vec<(String, Part)>)>,
    /// Titles of the old deck's notes that are no card of the sources.
    pub left: Vec<String>,
    /// Questions that the old deck does not have, with their places: `questions.md:12`.
    pub new: Vec<(String, String)>,
    /// Notes that may be a card, with the card's place.
    pub unsure: Vec<(Unsure, String)>,
}

/// Why a deck cannot be adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// No note type has a field of this name.
    NoField(String),
    /// A field that is no part of the cards holds pictures or sounds in this many notes.
    Media { field: String, notes: usize },
    /// No note of the deck is a card of the sources.
    Nothing,
}

/// Adopts `old` for the cards of these documents. `told` says what fields hold where the author knows better.
///
/// # Errors
/// If nothing matches, or if something would be lost that the author should know of.
pub fn adopt(
    readings: &[Reading<'_>],
    options: &Options,
    old: &Released,
    told: &Told,
) -> Result<Adoption, Obstacle> {
    let first = notes::apart(begin(readings, options), old);
    let (cards, register) = entries(readings, options, &first);
    let told = told.check(old)?;
    let holds = holds::find(old, &cards, &told);
    let notes = notes::Notes::new(&first, old, &cards, register.seen(), &holds);
    let (entries, register) = entries(readings, options, &notes.project);

    let mut project = notes.project.without_cards();
    let mut matched: Vec<(&Entry<'_, '_>, &Note)> = vec![];
    let mut new = vec![];
    let unsure: Vec<(Unsure, String)> =
        register.unsure.iter().map(|unsure| (unsure.clone(), entries[unsure.seen].place())).collect();
    for (entry, ticket) in entries.iter().zip(&register.tickets) {
        match notes.by_card.get(&ticket.card) {
            Some(note) => matched.push((entry, note)),
            None => new.push((entry.front_title(), entry.place())),
        }
    }
    if matched.is_empty() {
        return Err(Obstacle::Nothing);
    }
    let after = register.finish();
    for (entry, _) in &matched {
        let released = &notes.project.cards[&entry.id];
        let Known { source, fields, changed, .. } = released.clone();
        project
            .cards
            .insert(entry.id.clone(), Known { source, fields, changed, ..after.cards[&entry.id].clone() });
    }
    for (unsure, _) in &unsure {
        let gone = notes.project.cards[&unsure.old].clone();
        let asked = Known { changed: options.time, ..after.cards[&unsure.new].clone() };
        project.cards.insert(unsure.old.clone(), Known { retired: Some(gone.changed), ..gone });
        project.cards.insert(unsure.new.clone(), asked);
    }
    notes::media(&project)?;
    keep_used_types(&mut project);
    project.decks = decks(old, &matched);
    let types = project.types.values().map(|kind| {
        let fields = kind.fields.iter().map(|field| (field.name.clone(), field.holds));
        (kind.name.clone(), fields.collect())
    });
    let types = types.collect();
    let found: HashSet<&str> = matched.iter().map(|(_, note)| note.guid.as_str()).collect();
    let open: HashSet<&str> =
        unsure.iter().map(|(unsure, _)| notes.by_card[&unsure.old].guid.as_str()).collect();
    let left = old
        .notes
        .iter()
        .filter(|note| !found.contains(note.guid.as_str()) && !open.contains(note.guid.as_str()))
        .map(|note| notes::title(note, &holds[note.note_type]))
        .collect();
    let asked: HashSet<&str> = unsure.iter().map(|(_, place)| place.as_str()).collect();
    new.retain(|(_, place)| !asked.contains(place.as_str()));
    Ok(Adoption { adopted: matched.len(), project, types, left, new, unsure })
}

fn keep_used_types(project: &mut Project) {
    let used: HashSet<i64> =
        project.cards.values().filter_map(|known| known.adopted.as_ref()?.note_type).collect();
    project.types.retain(|id, _| used.contains(id));
}

/// The old deck's names for the project and for its sections: existing cards stay where they are, and new ones join them.
fn decks(old: &Released, matched: &[(&Entry<'_, '_>, &Note)]) -> BTreeMap<Vec<String>, String> {
    let mut counts: BTreeMap<&[String], HashMap<&str, usize>> = BTreeMap::new();
    for (entry, note) in matched {
        if let Some(card) = note.cards.first() {
            let count = counts.entry(&entry.section_path).or_default();
            *count.entry(&old.decks[card.deck].name).or_default() += 1;
        }
    }
    let root = common(counts.values().flat_map(|decks| decks.keys().copied()));
    let root = root.or_else(|| {
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, count) in counts.values().flatten() {
            *all.entry(name).or_default() += count;
        }
        most(all.into_iter()).map(str::to_owned)
    });
    let mut decks = BTreeMap::new();
    for (path, names) in counts {
        let Some(name) = most(names.into_iter()) else { continue };
        if !path.is_empty() && Some(name) != root.as_deref() {
            decks.insert(path.to_vec(), tag::deck_name(name));
        }
    }
    decks.extend(root.map(|root| (vec![], tag::deck_name(&root))));
    decks
}

/// The levels that all names begin with.
fn common<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut levels: Vec<&str> = names.next()?.split("::").collect();
    for name in names {
        let same = levels.iter().zip(name.split("::")).take_while(|(a, b)| *a == b).count();
        levels.truncate(same);
    }
    (!levels.is_empty()).then(|| levels.join("::"))
}

fn most<'n>(counts: impl Iterator<Item = (&'n str, usize)>) -> Option<&'n str> {
    counts.max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a))).map(|(name, _)| name)
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Obstacle::NoField(name) => write!(f, "no note type of the deck has a field {name:?}"),
            Obstacle::Media { field, notes } => write!(
                f,
                "the field {field:?} holds pictures or sounds in {notes} notes, which recto cannot keep: say what it \
                 holds with --field {field}=front or another part, or empty it with --field {field}=empty"
            ),
            Obstacle::Nothing => f.write_str("no note of the deck is a question of these sources"),
        }
    }
}

impl std::error::Error for Obstacle {}
