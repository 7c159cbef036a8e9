//! Which entries of a sequence moved: as few as possible.

use std::collections::HashSet;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Places in `new` of what is in both sequences and not in one order with the rest.
pub fn moved(old: &[&str], new: &[&str]) -> HashSet<usize> {
    // Each entry is there once, so that the longest common sequence is found without comparing all with all.
    let operations = capture_diff_slices(Algorithm::Patience, old, new);
    let changed = operations.iter().filter(|operation| operation.tag() != DiffTag::Equal);
    changed.flat_map(|operation| operation.new_range()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry_moves_past_many() {
        let old = ["a", "b", "c", "d", "e"];
        assert_eq!(moved(&old, &["b", "c", "d", "a", "e"]), HashSet::from([3]));
        assert_eq!(moved(&old, &old), HashSet::new());
    }
}
