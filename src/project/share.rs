//! Several decks of one project, each in a package of its own.
//!
//! They share the project's note types and its cards' identity: a card that stands in two of them is one note to a learner
//! of both, and one that moves from one to the other keeps its reviews.

use std::collections::{BTreeSet, HashSet};

use crate::package::{Deck, Note, NoteCard, Package, plain};

/// A deck that is handed out by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeckOptions {
    /// Its name in Anki; its files are called after it.
    pub name: String,
    /// A deck for each part, below it.
    pub subdecks: bool,
    /// Tags of its cards, below the project's own.
    pub tags: Vec<String>,
    /// Its documents, as [`Reading::file`](super::Reading::file) has them, and those of cards that are gone.
    pub files: BTreeSet<String>,
}

/// What a package of one deck takes from that of the whole project.
#[derive(Debug, Clone)]
pub struct Share {
    /// Of the deck, as the author wrote it.
    pub name: String,
    /// Indices of its notes, each with the deck of its cards.
    pub notes: Vec<(usize, usize)>,
    /// The deck itself.
    pub root: usize,
}

/// A package for each share, with its name; the whole one if there are no shares, under the name of its project.
pub fn packages(name: &str, package: Package, shares: &[Share]) -> Vec<(String, Package)> {
    if shares.is_empty() {
        return vec![(name.to_string(), package)];
    }
    shares.iter().map(|share| (share.name.clone(), taken(&package, share))).collect()
}

fn taken(package: &Package, share: &Share) -> Package {
    let wanted = share.notes.iter().map(|&(_, deck)| deck).chain([share.root]);
    let (decks, places) = decks(&package.decks, &wanted.collect());
    let notes: Vec<Note> = share
        .notes
        .iter()
        .zip(1..)
        .map(|(&(note, deck), due)| {
            let note = &package.notes[note];
            let cards = note.cards.iter().map(|card| NoteCard {
                deck: places[deck].unwrap_or(0),
                due,
                ..card.clone()
            });
            Note { cards: cards.collect(), ..note.clone() }
        })
        .collect();
    let shown = notes.iter().flat_map(|note| &note.fields).chain(decks.iter().map(|deck| &deck.description));
    let named: HashSet<String> =
        shown.flat_map(|html| plain::files(html)).map(|name| name.into_owned()).collect();
    Package {
        project: package.project.clone(),
        time: notes.iter().map(|note| note.modified).max().unwrap_or(package.time),
        decks,
        note_types: package.note_types.clone(),
        notes,
        media: package.media.iter().filter(|file| named.contains(&file.name)).cloned().collect(),
        origin: None,
    }
}

/// The wanted decks with those above them, and the new place of each deck that is there.
fn decks(all: &[Deck], wanted: &BTreeSet<usize>) -> (Vec<Deck>, Vec<Option<usize>>) {
    let below = |name: &str, above: &str| {
        name.to_lowercase().strip_prefix(&above.to_lowercase()).is_some_and(|rest| rest.starts_with("::"))
    };
    let mut decks = vec![];
    let mut places = vec![None; all.len()];
    for (place, deck) in all.iter().enumerate() {
        if wanted.contains(&place) || wanted.iter().any(|&other| below(&all[other].name, &deck.name)) {
            places[place] = Some(decks.len());
            decks.push(deck.clone());
        }
    }
    (decks, places)
}
