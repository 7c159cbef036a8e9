//! Rule 9.

use std::collections::HashSet;

use super::{Fault, Place, Violation, id, report, text, unique};
use crate::package::Deck;

const LEVELS: usize = 10;

pub fn check(decks: &[Deck], found: &mut Vec<Violation>) {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for deck in decks {
        let mut faults = Vec::new();
        if deck.id == 1 {
            faults.push(Fault::DefaultDeck);
        } else {
            id(deck.id, &mut ids, &mut faults);
        }
        name(&deck.name, &mut faults);
        if let Some((parent, _)) = deck.name.rsplit_once("::")
            && !names.contains(&parent.to_lowercase())
        {
            faults.push(Fault::DeckParent(parent.into()));
        }
        // Anki compares deck names without regard to case.
        unique(deck.name.to_lowercase(), &mut names, || Fault::NameTaken(deck.name.clone()), &mut faults);
        text::check(&deck.name, || "the name".into(), &mut faults);
        text::check(&deck.description, || "the description".into(), &mut faults);
        report(found, faults, || Place::Deck(deck.name.clone()));
    }
}

fn name(name: &str, faults: &mut Vec<Fault>) {
    let levels = name.split("::").count();
    if levels > LEVELS {
        faults.push(Fault::DeckDepth(levels));
    }
    if name.split("::").any(|level| level.is_empty() || level != level.trim())
        || name.contains(['"', '\n', '\t'])
    {
        faults.push(Fault::DeckName);
    }
    if name.parse::<f64>().is_ok() {
        faults.push(Fault::DeckNumber);
    }
}
