//! What a build changed, in numbers.

use super::ledger::Project;

/// How many cards met each fate between two builds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub new: usize,
    /// In the sources before and now, with other fields or tags.
    pub changed: usize,
    /// In the sources before, but not now.
    pub retired: usize,
    /// Retired before, and in the sources again.
    pub back: usize,
}

impl Tally {
    pub fn between(before: &Project, after: &Project) -> Tally {
        let mut tally = Tally::default();
        for (id, now) in &after.cards {
            let Some(then) = before.cards.get(id) else {
                tally.new += 1;
                continue;
            };
            match (then.retired, now.retired) {
                (None, Some(_)) => tally.retired += 1,
                (Some(_), None) => tally.back += 1,
                (None, None) if then.changed != now.changed => tally.changed += 1,
                _ => {}
            }
        }
        tally
    }

    pub fn is_empty(&self) -> bool {
        *self == Tally::default()
    }
}
