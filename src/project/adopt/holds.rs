//! What the fields of the old note types hold: which one is the question, which one the answer.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Obstacle;
use super::notes::{Fronts, of_kind};
use crate::identity::ledger::Part;
use crate::identity::words;
use crate::package::{Note, NoteType, Released, plain};
use crate::project::Entry;

/// What the author says about fields, by name.
#[derive(Debug, Clone, Default)]
pub struct Told(pub BTreeMap<String, Part>);

impl Told {
    /// The same, where each name is a field of the deck.
    pub fn check(&self, old: &Released) -> Result<Told, Obstacle> {
        let known =
            |name: &str| old.note_types.iter().flat_map(|kind| &kind.fields).any(|field| field.name == name);
        match self.0.keys().find(|name| !known(name)) {
            Some(name) => Err(Obstacle::NoField(name.clone())),
            None => Ok(self.clone()),
        }
    }
}

/// For each note type of the deck, in its order, what its fields hold.
pub fn find(old: &Released, cards: &[Entry<'_, '_>], told: &Told) -> Vec<Vec<Part>> {
    let fronts = Fronts::new(cards);
    let answers: Vec<HashSet<String>> = cards.iter().map(|card| set(&card.back_text())).collect();
    (0..old.note_types.len())
        .map(|place| {
            let kind = &old.note_types[place];
            let notes: Vec<&Note> = old.notes.iter().filter(|note| note.note_type == place).collect();
            let mut holds = Holds { kind, parts: vec![None; kind.fields.len()] };
            for (part, field) in holds.parts.iter_mut().zip(&kind.fields) {
                *part = told.0.get(&field.name).copied().or_else(|| own(kind, &field.name));
            }
            let front = holds.front(&notes, &fronts);
            holds.back(front, &notes, &fronts, &answers);
            holds.parts.into_iter().map(|part| part.unwrap_or(Part::Kept)).collect()
        })
        .collect()
}

/// A type that recto made itself.
fn own(kind: &NoteType, field: &str) -> Option<Part> {
    let has = |name: &str| kind.fields.iter().any(|field| field.name == name);
    if !["Context", "Extra", "Retired"].into_iter().all(has) {
        return None;
    }
    Some(match field {
        "Front" | "Text" => Part::Front,
        "Back" => Part::Back,
        "Context" => Part::Context,
        "Extra" => Part::Extra,
        "Source" => Part::Source,
        "Retired" => Part::Retired,
        "Language" => Part::Language,
        _ => Part::Empty,
    })
}

struct Holds<'k> {
    kind: &'k NoteType,
    /// Nothing for a field that is not decided.
    parts: Vec<Option<Part>>,
}

impl Holds<'_> {
    /// The field that says what cards ask; in doubt the first.
    fn front(&mut self, notes: &[&Note], fronts: &Fronts) -> usize {
        if let Some(place) = self.parts.iter().position(|part| *part == Some(Part::Front)) {
            return place;
        }
        let cloze = of_kind(self.kind);
        let count = |place: usize| {
            notes.iter().filter(|note| fronts.find(cloze, &note.fields[place]).is_some()).count()
        };
        let free: Vec<usize> = self.free();
        let best = free.iter().copied().max_by_key(|&place| (count(place), std::cmp::Reverse(place)));
        let place = best.unwrap_or(0);
        self.parts[place] = Some(Part::Front);
        place
    }

    /// The field that shares most with the answers of the cards that are found by their fronts; in doubt the one that
    /// only the back of a card shows.
    fn back(&mut self, front: usize, notes: &[&Note], fronts: &Fronts, answers: &[HashSet<String>]) {
        if self.parts.contains(&Some(Part::Back)) || of_kind(self.kind) {
            return;
        }
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for note in notes {
            let Some(card) = fronts.find(false, &note.fields[front]) else { continue };
            for place in self.free() {
                *shared.entry(place).or_default() +=
                    likeness(&set(&plain::lines(&note.fields[place])), &answers[card]);
            }
        }
        let free = self.free();
        let best = free.iter().copied().max_by(|a, b| {
            let [x, y] = [a, b].map(|place| shared.get(place).copied().unwrap_or_default());
            x.total_cmp(&y).then(b.cmp(a))
        });
        let seen = best.filter(|place| shared.get(place).is_some_and(|shared| *shared > 0.0));
        let behind = || {
            free.iter().copied().find(|&place| {
                let name = format!("{{{{{}}}}}", self.kind.fields[place].name);
                let shows = |side: &str| side.contains(&name);
                self.kind.templates.iter().any(|template| !shows(&template.front) && shows(&template.back))
            })
        };
        if let Some(place) = seen.or_else(behind).or(free.first().copied()) {
            self.parts[place] = Some(Part::Back);
        }
    }

    fn free(&self) -> Vec<usize> {
        (0..self.parts.len()).filter(|&place| self.parts[place].is_none()).collect()
    }
}

fn set(text: &str) -> HashSet<String> {
    words::words(text).into_iter().collect()
}

/// How much two texts share of what both say together, 0 to 1.
fn likeness(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}
