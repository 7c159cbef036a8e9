//! How two questions are worded: what they share, and whether one asks the opposite.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Old, Pair};
use crate::identity::seen::Seen;
use crate::identity::words;

/// What two questions have in common.
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    /// 0 to 1; rare words weigh more, slips of the pen count as the word that was meant.
    pub shared: f64,
    /// One denies or reverses what the other asks.
    pub opposed: bool,
}

/// From so many words on, a question can be found within a longer one.
const LONG: usize = 5;

/// What it counts to be found there, against being worded alike.
const PART: f64 = 0.8;

/// The questions' words with their weights.
pub struct Wordings {
    old: Vec<Vec<u32>>,
    seen: Vec<Vec<u32>>,
    words: Vec<String>,
    /// How many questions have the word.
    counts: Vec<u32>,
    /// Words that questions are made of, whatever they ask.
    common: Vec<bool>,
}

impl Wordings {
    pub fn new(old: &[Old<'_>], seen: &[Seen]) -> Wordings {
        let mut table = Table::default();
        let old = old.iter().map(|old| table.add(&old.known.question)).collect();
        let seen = seen.iter().map(|seen| table.add(&seen.question)).collect();
        let data = Lexicon::get();
        let common = table.words.iter().map(|word| data.is_common(word)).collect();
        Wordings { old, seen, words: table.words, counts: table.counts, common }
    }

    pub fn compare(&self, pair: Pair) -> Wording {
        let (old, seen) = (&self.old[pair.old], &self.seen[pair.seen]);
        let (mut only_old, mut only_seen, shared) = difference(old, seen);
        let mut shared: f64 = shared.iter().map(|&word| self.weight(word)).sum();
        let opposed = self.is_opposed(&only_old, &only_seen);
        only_old.retain(|&a| {
            let slip =
                only_seen.iter().position(|&b| is_slip(&self.words[a as usize], &self.words[b as usize]));
            if let Some(at) = slip {
                shared += self.weight(a).min(self.weight(only_seen.swap_remove(at)));
            }
            slip.is_none()
        });
        let sum = |words: &[u32]| words.iter().map(|&word| self.weight(word)).sum::<f64>();
        let (only_old, only_seen) = (sum(&only_old), sum(&only_seen));
        if shared == 0.0 {
            return Wording { shared: 0.0, opposed };
        }
        let whole = 2.0 * shared / (2.0 * shared + only_old + only_seen);
        // A question that got a second sentence is still in there.
        let part = if old.len().min(seen.len()) < LONG {
            0.0
        } else {
            PART * shared / (shared + only_old.min(only_seen))
        };
        Wording { shared: whole.max(part), opposed }
    }

    /// Words that few questions have, for an index.
    pub fn rare_of_old(&self, at: usize) -> Vec<u32> {
        self.rare(&self.old[at])
    }

    pub fn rare_of_seen(&self, at: usize) -> Vec<u32> {
        self.rare(&self.seen[at])
    }

    fn rare(&self, words: &[u32]) -> Vec<u32> {
        const RAREST: usize = 4;
        let mut rare = words.to_vec();
        rare.sort_by_key(|&word| (self.counts[word as usize], word));
        rare.dedup();
        rare.truncate(RAREST);
        rare
    }

    /// What all questions ask ("what", "is") says little, which a handful of questions does not show by itself.
    fn weight(&self, word: u32) -> f64 {
        const COMMON: f64 = 0.25;
        let all = (self.old.len() + self.seen.len()) as f64;
        let rare = (1.0 + all / f64::from(self.counts[word as usize])).ln();
        if self.common[word as usize] { COMMON * rare } else { rare }
    }

    /// Whether the words that only one of two questions has turn it into its contrary.
    fn is_opposed(&self, only_old: &[u32], only_seen: &[u32]) -> bool {
        let data = Lexicon::get();
        let text =
            |words: &[u32]| words.iter().map(|&word| self.words[word as usize].as_str()).collect::<Vec<_>>();
        let (a, b) = (text(only_old), text(only_seen));
        let negations = |words: &[&str]| words.iter().filter(|word| data.negates(word)).count();
        let denied = negations(&a) % 2 != negations(&b) % 2;
        denied || a.iter().any(|a| b.iter().any(|b| data.reverses(a, b)))
    }
}

/// What is only in the first, only in the second, and in both; words count as often as they stand there.
fn difference(a: &[u32], b: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let mut left: HashMap<u32, usize> = HashMap::new();
    for &word in b {
        *left.entry(word).or_default() += 1;
    }
    let (mut only_a, mut both) = (vec![], vec![]);
    for &word in a {
        match left.get_mut(&word).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                both.push(word);
            }
            None => only_a.push(word),
        }
    }
    let mut only_b = vec![];
    for &word in b.iter().rev() {
        if let Some(count) = left.get_mut(&word).filter(|count| **count > 0) {
            *count -= 1;
            only_b.push(word);
        }
    }
    only_b.reverse();
    (only_a, only_b, both)
}

/// One word written wrongly, or in another form: a letter or two of a longer word, not the first.
fn is_slip(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = match length {
        0..4 => return false,
        4..8 => 1,
        _ => 2,
    };
    let digits = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    a.chars().next() == b.chars().next() && !digits(a) && !digits(b) && strsim::osa_distance(a, b) <= allowed
}

#[derive(Default)]
struct Table {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
    counts: Vec<u32>,
}

impl Table {
    fn add(&mut self, question: &str) -> Vec<u32> {
        let mut numbers: Vec<u32> = vec![];
        for word in words::words(question).into_iter().chain(words::operators(question)) {
            let next = self.words.len() as u32;
            let number = *self.numbers.entry(word.clone()).or_insert(next);
            if number == next {
                self.words.push(word);
                self.counts.push(0);
            }
            if !numbers.contains(&number) {
                self.counts[number as usize] += 1;
            }
            numbers.push(number);
        }
        numbers
    }
}

/// `lexicon.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    negations: Words,
    prefixes: Vec<String>,
    pairs: Vec<[String; 2]>,
    common: Words,
}

/// Words of all languages together.
#[derive(Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>")]
struct Words(HashSet<String>);

impl From<BTreeMap<String, Vec<String>>> for Words {
    fn from(languages: BTreeMap<String, Vec<String>>) -> Words {
        Words(languages.into_values().flatten().collect())
    }
}

impl Lexicon {
    fn get() -> &'static Lexicon {
        static DATA: OnceLock<Lexicon> = OnceLock::new();
        DATA.get_or_init(|| toml::from_str(include_str!("lexicon.toml")).expect("lexicon.toml is valid"))
    }

    fn is_common(&self, word: &str) -> bool {
        self.common.0.contains(word)
    }

    fn negates(&self, word: &str) -> bool {
        self.negations.0.contains(word)
    }

    fn reverses(&self, a: &str, b: &str) -> bool {
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let prefixed =
            long.strip_suffix(short).is_some_and(|prefix| self.prefixes.iter().any(|known| known == prefix));
        prefixed || self.pairs.iter().any(|[x, y]| (x == a && y == b) || (x == b && y == a))
    }
}
