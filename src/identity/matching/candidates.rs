//! Which pairs of cards are worth a look: all where there are few, else those that share a gap, an answer or a rare word.

use std::collections::{BTreeSet, HashMap};

use super::Matching;
use super::neighbours::Neighbours;

/// A known card and one of the sources, by their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    pub old: usize,
    pub seen: usize,
}

/// As many pairs are compared without an index.
const FEW: usize = 40_000;

/// How far a gap's cards are compared when it is long.
const REACH: usize = 8;

/// A word, or a part of a signature, that more cards have than this says nothing.
const COMMON: usize = 32;

/// Pairs of cards that are in the ledger as live and were not found yet.
pub fn live(matching: &Matching<'_>) -> Vec<Pair> {
    let old: Vec<usize> = (0..matching.live).filter(|&at| matching.of_old[at].is_none()).collect();
    pairs(matching, &old, true)
}

/// Pairs with retired cards.
pub fn retired(matching: &Matching<'_>) -> Vec<Pair> {
    let range = matching.live..matching.old.len();
    let old: Vec<usize> = range.filter(|&at| matching.of_old[at].is_none()).collect();
    pairs(matching, &old, false)
}

fn pairs(matching: &Matching<'_>, old: &[usize], have_places: bool) -> Vec<Pair> {
    let seen: Vec<usize> = (0..matching.seen.len()).filter(|&at| matching.of_seen[at].is_none()).collect();
    let mut found: BTreeSet<Pair> = BTreeSet::new();
    if old.len() * seen.len() <= FEW {
        found.extend(old.iter().flat_map(|&old| seen.iter().map(move |&seen| Pair { old, seen })));
    } else {
        if have_places {
            in_gaps(matching, old, &seen, &mut found);
        }
        let of_old = |at: usize| matching.old[at].known.answer.bands().collect();
        let of_seen = |at: usize| matching.seen[at].answer.bands().collect();
        by_key(old, &seen, of_old, of_seen, &mut found);
        let of_old = |at: usize| matching.wordings().rare_of_old(at);
        let of_seen = |at: usize| matching.wordings().rare_of_seen(at);
        by_key(old, &seen, of_old, of_seen, &mut found);
    }
    found.into_iter().filter(|pair| matching.may_be(*pair)).collect()
}

/// Pairs between the same neighbours, near each other.
fn in_gaps(matching: &Matching<'_>, old: &[usize], seen: &[usize], found: &mut BTreeSet<Pair>) {
    let neighbours = Neighbours::new(&matching.of_old[..matching.live], &matching.of_seen, matching.live);
    let mut gaps: HashMap<_, Vec<usize>> = HashMap::new();
    for &at in old {
        gaps.entry(neighbours.gap_of_old(at)).or_default().push(at);
    }
    let mut places: HashMap<_, usize> = HashMap::new();
    for &at in seen {
        let gap = neighbours.gap_of_seen(at);
        let Some(cards) = gaps.get(&gap) else { continue };
        let place = places.entry(gap).or_insert(0);
        let near = place.saturating_sub(REACH)..(*place + REACH + 1).min(cards.len());
        found.extend(cards.get(near).unwrap_or_default().iter().map(|&old| Pair { old, seen: at }));
        *place += 1;
    }
}

/// Pairs that share a key which few cards have.
fn by_key<K: std::hash::Hash + Eq>(
    old: &[usize],
    seen: &[usize],
    of_old: impl Fn(usize) -> Vec<K>,
    of_seen: impl Fn(usize) -> Vec<K>,
    found: &mut BTreeSet<Pair>,
) {
    let mut index: HashMap<K, Vec<usize>> = HashMap::new();
    for &at in old {
        for key in of_old(at) {
            index.entry(key).or_default().push(at);
        }
    }
    for &at in seen {
        for key in of_seen(at) {
            if let Some(cards) = index.get(&key).filter(|cards| cards.len() <= COMMON) {
                found.extend(cards.iter().map(|&old| Pair { old, seen: at }));
            }
        }
    }
}
