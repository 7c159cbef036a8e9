//! Hashes as ids.

use sha2::{Digest, Sha256};

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length in front keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

/// A positive id of 40 bits: as a time in milliseconds it lies before 2005, so never "in the future" for Anki.
pub fn hash40(parts: &[&str]) -> i64 {
    let digest = digest(parts);
    let mut bytes = [0u8; 8];
    bytes[3..].copy_from_slice(&digest[..5]);
    // Ids below this bound would be taken for other things by Anki: 1 is the default deck.
    i64::from_be_bytes(bytes).max(2)
}

/// Sixteen letters and digits: 95 bits.
pub fn text_hash(parts: &[&str]) -> String {
    let digest = digest(parts);
    let mut number = u128::from_be_bytes(digest[..16].try_into().expect("16 bytes"));
    let mut out = String::with_capacity(16);
    for _ in 0..16 {
        out.push(char::from(LETTERS[(number % 62) as usize]));
        number /= 62;
    }
    out
}
