//! Places that order cards without numbering them: a card that is put between two others gets a place between theirs,
//! and no other line of the ledger changes.
//!
//! A place is a fraction of 1 in base 62: `V` is one half, `UV` a little less. Compared as text, they are in order.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u128 = 62;

/// Beyond this length places are dealt out anew.
pub const LONGEST: usize = 12;

/// Places are made at least this fine, so that there is room between them.
const ROOM: u128 = BASE * BASE;

/// Whether this is a place that [`between`] could have made.
pub fn is_valid(place: &str) -> bool {
    let digits = place.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !place.is_empty() && place.len() <= 2 * LONGEST && digits && !place.ends_with('0')
}

/// `count` places in ascending order after `from` and before `to`; no bound means the very start or end.
/// Nothing if there is no room for them within [`LONGEST`] digits.
pub fn between(from: Option<&str>, to: Option<&str>, count: usize) -> Option<Vec<String>> {
    let count = count as u128;
    for length in 1..=LONGEST {
        let whole = BASE.pow(length as u32);
        let low = from.map_or(0, |place| value(place, length));
        let high = to.map_or(whole, |place| value(place, length));
        // Between two bounds there must be room for later ones; behind the last one there is, as steps are small.
        let wanted = (count + 1) * ROOM;
        if high <= low || high - low < wanted {
            continue;
        }
        let (start, step) = match (from, to) {
            (Some(_), None) => (low, ROOM),
            (None, Some(_)) => (high - (count + 1) * ROOM, ROOM),
            _ => (low, (high - low) / (count + 1)),
        };
        return Some((1..=count).map(|number| text(start + number * step, length)).collect());
    }
    None
}

/// A place as a whole number of `length` digits; what is finer is cut off.
fn value(place: &str, length: usize) -> u128 {
    let digits =
        place.bytes().map(|byte| DIGITS.iter().position(|digit| *digit == byte).unwrap_or(0) as u128);
    digits.chain(std::iter::repeat(0)).take(length).fold(0, |value, digit| value * BASE + digit)
}

fn text(mut value: u128, length: usize) -> String {
    let mut digits = vec![b'0'; length];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(value % BASE) as usize];
        value /= BASE;
    }
    String::from_utf8(digits).expect("ASCII").trim_end_matches('0').to_string()
}

/// Places for cards in the order of their documents, of which some have had one: as many as possible keep it.
/// `tie` orders cards whose places are equal, as after a merge.
pub fn deal(had: &[Option<(&str, &str)>]) -> Vec<String> {
    let kept = longest_ascending(had);
    let mut places: Vec<String> = vec![String::new(); had.len()];
    let mut start = 0;
    let mut from: Option<&str> = None;
    for end in kept.iter().copied().chain([had.len()]) {
        let to = had.get(end).and_then(|had| had.map(|(place, _)| place));
        if start < end {
            match between(from, to, end - start) {
                Some(new) => places[start..end].clone_from_slice(&new),
                None => return between(None, None, had.len()).expect("there is room for all"),
            }
        }
        if let Some(place) = to {
            places[end] = place.to_string();
            from = to;
        }
        start = end + 1;
    }
    places
}

/// Indices of a longest ascending run among the places that are there.
fn longest_ascending(had: &[Option<(&str, &str)>]) -> Vec<usize> {
    // Patience sorting: `ends[n]` is where the run of length n + 1 with the smallest end stops.
    let mut ends: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = vec![None; had.len()];
    for (at, place) in had.iter().enumerate().filter(|(_, place)| place.is_some()) {
        let length = ends.partition_point(|&end| had[end] < *place);
        before[at] = length.checked_sub(1).map(|last| ends[last]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut run = vec![];
    let mut at = ends.last().copied();
    while let Some(index) = at {
        run.push(index);
        at = before[index];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_insertion_moves_no_other_card() {
        let first = deal(&[None; 5]);
        assert!(first.windows(2).all(|pair| pair[0] < pair[1]), "{first:?}");
        let had: Vec<Option<(&str, &str)>> = [Some(0), Some(1), None, Some(2), Some(4), Some(3)]
            .iter()
            .map(|at| at.map(|at: usize| (first[at].as_str(), "")))
            .collect();
        let second = deal(&had);
        assert!(second.windows(2).all(|pair| pair[0] < pair[1]), "{second:?}");
        let kept = second.iter().zip(&had).filter(|(place, had)| had.is_some_and(|(had, _)| had == **place));
        assert_eq!(kept.count(), 4, "all but the new one and one of the two that changed places");
    }

    #[test]
    fn equal_places_are_dealt_anew_where_order_asks_for_it() {
        let places = deal(&[Some(("V", "b")), Some(("V", "a"))]);
        assert!(places[0] < places[1] || places[0] == "V", "{places:?}");
    }

    proptest! {
        #[test]
        fn thousands_of_insertions_anywhere_stay_in_order(spots in prop::collection::vec(0.0..=1.0f64, 1..400)) {
            let mut places: Vec<String> = vec![];
            for spot in spots {
                let at = (spot * places.len() as f64) as usize;
                let mut had: Vec<Option<(&str, &str)>> = places.iter().map(|place| Some((place.as_str(), ""))).collect();
                had.insert(at, None);
                places = deal(&had);
                prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(places.iter().all(|place| is_valid(place)));
            }
        }
    }
}
