//! What a text says, in 64 characters: enough to tell how much of it another text shares.
//!
//! A min-hash of one permutation: the text's words and pairs of words (characters and pairs of characters, where a script
//! has no spaces) are dealt into 64 bins by one hash, and each bin keeps six bits of its smallest hash. Two texts agree in
//! about as many bins as they share words.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::words;

pub const BINS: usize = 64;
/// Values of a bin; the last sign stands for an empty one.
const SIGNS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-";
const EMPTY: u8 = 63;

/// The signature of a text with the number of different words and pairs in it. As text: `127:…64 signs…`, or nothing for
/// a text without words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature {
    pub size: u32,
    bins: [u8; BINS],
}

impl Default for Signature {
    fn default() -> Signature {
        Signature { size: 0, bins: [EMPTY; BINS] }
    }
}

impl Signature {
    pub fn new(text: &str) -> Signature {
        let mut hashes = vec![];
        // The hash of the word before, which that of a pair goes on from.
        let mut before = None;
        words::each(text, |word| {
            let alone = hash(FNV_START, word, &[0xff]);
            hashes.extend([Some(alone), before.map(|before| hash(before, word, &[]))].into_iter().flatten());
            before = Some(alone);
        });
        hashes.iter_mut().for_each(|hash| *hash = mixed(*hash));
        hashes.sort_unstable();
        hashes.dedup();
        let mut smallest = [u64::MAX; BINS];
        for hash in &hashes {
            let bin = &mut smallest[(hash >> 58) as usize];
            *bin = (*bin).min(hash & ((1 << 58) - 1));
        }
        let sign = |least: u64| if least == u64::MAX { EMPTY } else { (mixed(least) % 63) as u8 };
        Signature { size: hashes.len() as u32, bins: smallest.map(sign) }
    }

    /// How much two texts share of what both say together, 0 to 1, where signs weigh as much as `weight` says of their
    /// bin and value. Off by about 0.06.
    pub fn resemblance(&self, other: &Signature, weight: impl Fn(usize, u8) -> f64) -> f64 {
        let (mut equal, mut all) = (0.0, 0.0);
        for (bin, (&a, &b)) in self.bins.iter().zip(&other.bins).enumerate() {
            let of = |sign: u8| if sign == EMPTY { 0.0 } else { weight(bin, sign) };
            all += of(a).max(of(b));
            equal += if a == b { of(a) } else { 0.0 };
        }
        if all == 0.0 { 0.0 } else { equal / all }
    }

    /// How much of the shorter text the longer one holds, 0 to 1, where they resemble each other so much: 1 where an
    /// answer was split and compared with its half.
    pub fn containment(&self, other: &Signature, resemblance: f64) -> f64 {
        let (a, b) = (f64::from(self.size), f64::from(other.size));
        if resemblance == 0.0 {
            0.0
        } else {
            (resemblance / (1.0 + resemblance) * (a + b) / a.min(b)).min(1.0)
        }
    }

    /// Bins that are not empty, with their signs.
    pub fn signs(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        self.bins.iter().copied().enumerate().filter(|(_, sign)| *sign != EMPTY)
    }

    /// Parts of the signature that near copies have in common: for an index of them.
    pub fn bands(&self) -> impl Iterator<Item = (usize, [u8; 4])> + '_ {
        let bands = self.bins.chunks_exact(4).enumerate();
        bands
            .map(|(number, band)| (number, [band[0], band[1], band[2], band[3]]))
            .filter(|(_, band)| band.iter().all(|&sign| sign != EMPTY))
    }
}

const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and in every version, which the standard library's hasher is not.
fn hash(start: u64, word: &str, end: &[u8]) -> u64 {
    let bytes = word.bytes().chain(end.iter().copied());
    bytes.fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The finaliser of SplitMix64: FNV alone leaves the high bits of short words alike.
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.size == 0 {
            return Ok(());
        }
        let signs: String = self.bins.iter().map(|&bin| char::from(SIGNS[usize::from(bin)])).collect();
        write!(f, "{}:{signs}", self.size)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Signature {
    type Err = String;

    fn from_str(text: &str) -> Result<Signature, String> {
        if text.is_empty() {
            return Ok(Signature::default());
        }
        let refused = || format!("{text:?} is no signature: a number, a colon and 64 signs");
        let (size, signs) = text.split_once(':').ok_or_else(refused)?;
        let size = size.parse().ok().filter(|&size| size > 0).ok_or_else(refused)?;
        let bin = |sign: u8| SIGNS.iter().position(|known| *known == sign).map(|bin| bin as u8);
        let bins: Option<Vec<u8>> = signs.bytes().map(bin).collect();
        let bins = bins.and_then(|bins| bins.try_into().ok()).ok_or_else(refused)?;
        Ok(Signature { size, bins })
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Signature, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(range: std::ops::Range<usize>) -> String {
        range.map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ")
    }

    fn resemblance(a: &Signature, b: &Signature) -> f64 {
        a.resemblance(b, |_, _| 1.0)
    }

    #[test]
    fn resemblance_is_what_texts_share() {
        let whole = Signature::new(&text(0..200));
        assert_eq!(resemblance(&whole, &whole), 1.0);
        let half = Signature::new(&text(0..100));
        let shared = resemblance(&whole, &half);
        assert!((shared - 0.5).abs() < 0.2, "{shared}");
        assert!(whole.containment(&half, shared) > 0.75, "{}", whole.containment(&half, shared));
        let other = Signature::new(&text(500..700));
        assert!(resemblance(&whole, &other) < 0.1);
    }

    #[test]
    fn scripts_without_spaces_count_by_characters() {
        let a = Signature::new("闭包是函数与其词法环境的组合");
        let b = Signature::new("闭包是函数和其词法环境的组合。");
        assert!(resemblance(&a, &b) > 0.6, "{}", resemblance(&a, &b));
    }

    #[test]
    fn signatures_survive_their_text() {
        for text in ["", "one", &text(0..300)] {
            let signature = Signature::new(text);
            assert_eq!(signature.to_string().parse(), Ok(signature));
        }
        assert!("12:abc".parse::<Signature>().is_err());
    }
}
