//! How much two answers have in common, where answers tell cards apart.

use std::collections::HashSet;

use super::Old;
use crate::identity::{Seen, Signature, signature};

/// Answers of fewer words and pairs ("Yes", "To do") are anyone's.
const SHORT: u32 = 5;

/// Below this resemblance, what a long answer holds of a short one is chance.
const CHANCE: f64 = 0.12;

/// What answers of a project have in common anyway.
pub struct Answers {
    /// Those that several cards give: "To be completed." says nothing about who a card is.
    common: HashSet<Signature>,
    /// How often a sign stands in a bin: what all answers say ("Useful links") weighs little.
    counts: Vec<[u32; 64]>,
    all: f64,
}

impl Answers {
    pub fn new(live: &[Old<'_>], seen: &[Seen]) -> Answers {
        let (old, new) = (live.iter().map(|old| old.known.answer), seen.iter().map(|seen| seen.answer));
        let mut common = repeated(old.clone());
        common.extend(repeated(new.clone()));
        let mut counts = vec![[0; 64]; signature::BINS];
        for (bin, sign) in old.chain(new).flat_map(|answer| answer.signs().collect::<Vec<_>>()) {
            counts[bin][usize::from(sign)] += 1;
        }
        Answers { common, counts, all: (live.len() + seen.len()) as f64 }
    }

    /// 0 to 1: as wholes, or as a part, where one was split or grew. Nothing where one could be anyone's.
    pub fn compare(&self, a: &Signature, b: &Signature) -> Option<f64> {
        let anyones = |answer: &Signature| answer.size < SHORT || self.common.contains(answer);
        if anyones(a) || anyones(b) {
            return None;
        }
        let weight = |bin: usize, sign: u8| {
            (1.0 + self.all / f64::from(self.counts[bin][usize::from(sign)].max(1))).ln()
        };
        let shared = a.resemblance(b, weight);
        let part = if shared < CHANCE { 0.0 } else { 0.8 * a.containment(b, shared) };
        Some(shared.max(part))
    }
}

fn repeated(answers: impl Iterator<Item = Signature>) -> HashSet<Signature> {
    let mut once = HashSet::new();
    answers.filter(|answer| !once.insert(*answer)).collect()
}
