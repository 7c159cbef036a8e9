//! Cards that say themselves who they are: by an id, or by a front that did not change.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::neighbours::Neighbours;
use super::{Matching, Pair};

/// Joins cards by the ids that their author gave. An id that stands twice counts at its first place.
pub fn ids(matching: &mut Matching<'_>) {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (at, old) in matching.old.iter().enumerate() {
        if let Some(id) = &old.known.id {
            by_id.entry(id).or_insert(at);
        }
    }
    for (at, seen) in matching.seen.iter().enumerate() {
        if let Some(old) = seen.id.as_deref().and_then(|id| by_id.remove(id))
            && matching.may_be(Pair { old, seen: at })
        {
            matching.join(old, at);
        }
    }
}

/// Joins cards whose fronts say the same. Where several do, those with the same section, answer and order go together.
pub fn fronts(matching: &mut Matching<'_>, range: Range<usize>) {
    let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for at in range {
        if matching.of_old[at].is_none() {
            groups.entry(&matching.old[at].known.front).or_default().0.push(at);
        }
    }
    for (at, seen) in matching.seen.iter().enumerate() {
        if matching.of_seen[at].is_none()
            && let Some((_, group)) = groups.get_mut(seen.front.as_str())
        {
            group.push(at);
        }
    }
    let (single, several): (Vec<_>, Vec<_>) = groups
        .into_values()
        .filter(|(old, seen)| !old.is_empty() && !seen.is_empty())
        .partition(|(old, seen)| old.len() == 1 && seen.len() == 1);
    for (old, seen) in single {
        let pair = Pair { old: old[0], seen: seen[0] };
        if matching.may_be(pair) {
            matching.join(pair.old, pair.seen);
        }
    }
    for (old, seen) in several {
        twins(matching, &old, &seen);
    }
}

/// Above this many pairs, twins go together in their order.
const MANY: usize = 10_000;

fn twins(matching: &mut Matching<'_>, old: &[usize], seen: &[usize]) {
    let mut pairs: Vec<Pair> = if old.len() * seen.len() <= MANY {
        old.iter().flat_map(|&old| seen.iter().map(move |&seen| Pair { old, seen })).collect()
    } else {
        old.iter().zip(seen).map(|(&old, &seen)| Pair { old, seen }).collect()
    };
    pairs.retain(|pair| matching.may_be(*pair));
    let neighbours = Neighbours::new(&matching.of_old[..matching.live], &matching.of_seen, matching.live);
    let mut weighed: Vec<(Pair, f64)> =
        pairs.into_iter().map(|pair| (pair, matching.evidence(pair, &neighbours).weight())).collect();
    weighed.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    for (pair, _) in weighed {
        if matching.is_free(pair) {
            matching.join(pair.old, pair.seen);
        }
    }
}
