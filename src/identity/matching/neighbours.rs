//! What the cards around say: an edited card mostly stands between the same two others.

use super::Pair;

/// For each card the nearest one on either side that was found again.
pub struct Neighbours {
    old: Vec<Sides>,
    seen: Vec<Sides>,
}

/// Before and behind: the pair, by its index among the known cards, and how many steps away it is.
type Sides = [(Anchor, usize); 2];

/// A known card that was found; none is the edge of the document.
type Anchor = Option<usize>;

impl Neighbours {
    /// `of_old` for the live cards only, which are the first `live` of the known ones.
    pub fn new(of_old: &[Option<usize>], of_seen: &[Option<usize>], live: usize) -> Neighbours {
        let found: Vec<Anchor> = (0..live).map(|at| of_old[at].map(|_| at)).collect();
        let seen: Vec<Anchor> = of_seen.iter().map(|old| old.filter(|&old| old < live)).collect();
        Neighbours { old: sides(&found), seen: sides(&seen) }
    }

    /// 0 to 1: one half for each side where both cards have the same neighbour equally near.
    pub fn agreement(&self, pair: Pair) -> f64 {
        let sides = self.old[pair.old].iter().zip(&self.seen[pair.seen]);
        sides
            .map(
                |((a, steps_a), (b, steps_b))| {
                    if a == b { 0.5 / (1 + steps_a.abs_diff(*steps_b)) as f64 } else { 0.0 }
                },
            )
            .sum()
    }

    /// The anchors around a known card, and around one of the sources: two cards in one gap have the same.
    pub fn gap_of_old(&self, at: usize) -> [Anchor; 2] {
        self.old[at].map(|(anchor, _)| anchor)
    }

    pub fn gap_of_seen(&self, at: usize) -> [Anchor; 2] {
        self.seen[at].map(|(anchor, _)| anchor)
    }
}

fn sides(found: &[Anchor]) -> Vec<Sides> {
    let mut sides: Vec<Sides> = vec![[(None, 0); 2]; found.len()];
    let mut last = (None, 1);
    for (at, anchor) in found.iter().enumerate() {
        sides[at][0] = last;
        last = if anchor.is_some() { (*anchor, 1) } else { (last.0, last.1 + 1) };
    }
    last = (None, 1);
    for (at, anchor) in found.iter().enumerate().rev() {
        sides[at][1] = last;
        last = if anchor.is_some() { (*anchor, 1) } else { (last.0, last.1 + 1) };
    }
    sides
}
