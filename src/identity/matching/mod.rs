//! Finding cards again after an edit: which card of the sources is which card of the ledger.
//!
//! In this order, each step with what the ones before left over:
//! 1. ids that the author gave,
//! 2. fronts that say the same, among the cards of the last release and then among the retired ones,
//! 3. three witnesses together: the question's wording, the answer, and the place among neighbours. Two must agree; wording
//!    alone never decides. What is neither sure nor unlikely is left to the author.

mod answers;
mod candidates;
mod evidence;
mod exact;
mod neighbours;
mod wording;

use std::cell::OnceCell;

use super::ledger::Project;
use super::seen::Seen;
use answers::Answers;
use candidates::Pair;
use evidence::{Evidence, SURE};
use neighbours::Neighbours;
use wording::Wordings;

/// Which known card each card of the sources is, and what the author should say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// For each card of the sources the id of the known card; nothing for a new one.
    pub cards: Vec<Option<String>>,
    /// Cards that may be the same: the known one's id, and the index of the one in the sources. Both are left unmatched.
    pub unsure: Vec<(String, usize)>,
}

/// How sure the pairs of a round must be: the surest first, for each carried card is a neighbour to those around it.
const ROUNDS: [f64; 4] = [7.0, 5.0, 4.0, SURE];

/// Returning cards have no neighbours to speak for them.
const RETURN: f64 = 4.0;

/// Finds the cards of the sources, given in document order, among those of a project.
pub fn find(project: &Project, seen: &[Seen]) -> Found {
    if project.cards.is_empty() {
        return Found { cards: vec![None; seen.len()], unsure: vec![] };
    }
    let known: Vec<Old> = project.live().into_iter().chain(project.retired()).map(Old::new).collect();
    let live = known.iter().filter(|old| old.known.retired.is_none()).count();
    let mut matching = Matching {
        live,
        wordings: OnceCell::new(),
        answers: OnceCell::new(),
        old: known,
        seen,
        of_old: vec![],
        of_seen: vec![None; seen.len()],
    };
    matching.of_old = vec![None; matching.old.len()];
    exact::ids(&mut matching);
    exact::fronts(&mut matching, 0..live);
    let all = matching.old.len();
    exact::fronts(&mut matching, live..all);
    if matching.has_rest() {
        let pairs = candidates::live(&matching);
        for bar in ROUNDS {
            while matching.accept(&pairs, bar) {}
        }
        let pairs = candidates::retired(&matching);
        matching.accept(&pairs, RETURN);
    }
    let unsure = matching.unsure();
    let id = |old: usize| matching.old[old].id.to_string();
    Found { cards: matching.of_seen.iter().map(|old| old.map(id)).collect(), unsure }
}

/// A known card with its id.
struct Old<'p> {
    id: &'p str,
    known: &'p super::ledger::Known,
}

impl<'p> Old<'p> {
    fn new((id, known): (&'p str, &'p super::ledger::Known)) -> Old<'p> {
        Old { id, known }
    }
}

/// The state of a search. Known cards: first the live ones in document order, then the retired ones.
struct Matching<'p> {
    old: Vec<Old<'p>>,
    live: usize,
    seen: &'p [Seen],
    /// Most builds find all cards without these two.
    wordings: OnceCell<Wordings>,
    answers: OnceCell<Answers>,
    of_old: Vec<Option<usize>>,
    of_seen: Vec<Option<usize>>,
}

impl Matching<'_> {
    fn join(&mut self, old: usize, seen: usize) {
        debug_assert!(self.of_old[old].is_none() && self.of_seen[seen].is_none());
        self.of_old[old] = Some(seen);
        self.of_seen[seen] = Some(old);
    }

    fn is_free(&self, pair: Pair) -> bool {
        self.of_old[pair.old].is_none() && self.of_seen[pair.seen].is_none()
    }

    fn has_rest(&self) -> bool {
        self.of_seen.contains(&None)
    }

    /// Whether nothing forbids that these are one card: the note type, and ids that the author gave.
    fn may_be(&self, pair: Pair) -> bool {
        let (known, seen) = (&self.old[pair.old].known, &self.seen[pair.seen]);
        let other_id = matches!((&known.id, &seen.id), (Some(a), Some(b)) if a != b);
        known.cloze == seen.cloze && !other_id
    }

    fn wordings(&self) -> &Wordings {
        self.wordings.get_or_init(|| Wordings::new(&self.old, self.seen))
    }

    fn answers(&self) -> &Answers {
        self.answers.get_or_init(|| Answers::new(&self.old[..self.live], self.seen))
    }

    fn evidence(&self, pair: Pair, neighbours: &Neighbours) -> Evidence {
        let (known, seen) = (&self.old[pair.old].known, &self.seen[pair.seen]);
        Evidence {
            wording: self.wordings().compare(pair),
            answer: self.answers().compare(&known.answer, &seen.answer),
            place: (pair.old < self.live).then(|| neighbours.agreement(pair)),
            section: known.section == seen.section,
        }
    }

    /// Joins the free pairs that reach the bar, best first. Says whether there were any.
    fn accept(&mut self, pairs: &[Pair], bar: f64) -> bool {
        let mut any = false;
        for (pair, _) in self.weighed(pairs, |evidence| {
            evidence.is_sure().then(|| evidence.weight()).filter(|weight| *weight >= bar)
        }) {
            if self.is_free(pair) {
                self.join(pair.old, pair.seen);
                any = true;
            }
        }
        any
    }

    /// The free pairs that `weigh` gives a weight, heaviest first.
    fn weighed(&self, pairs: &[Pair], weigh: impl Fn(&Evidence) -> Option<f64>) -> Vec<(Pair, f64)> {
        let neighbours = Neighbours::new(&self.of_old[..self.live], &self.of_seen, self.live);
        let free = pairs.iter().copied().filter(|pair| self.is_free(*pair));
        let mut weighed: Vec<(Pair, f64)> =
            free.filter_map(|pair| Some((pair, weigh(&self.evidence(pair, &neighbours))?))).collect();
        weighed.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        weighed
    }

    /// The pairs that only the author can judge, each card in one of them at most.
    fn unsure(&self) -> Vec<(String, usize)> {
        let mut pairs = candidates::live(self);
        pairs.extend(candidates::retired(self));
        let (mut old_taken, mut seen_taken) = (vec![false; self.old.len()], vec![false; self.seen.len()]);
        let mut unsure = vec![];
        for (pair, _) in self.weighed(&pairs, |evidence| evidence.is_unsure().then(|| evidence.weight())) {
            if !old_taken[pair.old] && !seen_taken[pair.seen] {
                (old_taken[pair.old], seen_taken[pair.seen]) = (true, true);
                unsure.push((self.old[pair.old].id.to_string(), pair.seen));
            }
        }
        unsure.sort_by_key(|(_, seen)| *seen);
        unsure
    }
}
