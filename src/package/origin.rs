//! How a package was made: what it says of itself, so that anyone can make it again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What stands in `recto.json` beside the collection. Nothing in it depends on the clock or on the machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The version of the program that wrote the package.
    pub recto: String,
    pub project: Project,
    /// The deck, where it is one of several of the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deck: Option<String>,
    /// The documents by their paths, seen from the folder that holds them all; `recto.toml` and the files that it names
    /// for the cards' look, seen from its own.
    pub sources: BTreeMap<String, Hash>,
}

/// The project as its ledger has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    pub id: String,
    pub name: String,
}

/// SHA-256 of a file whose lines end in LF, in hexadecimal. A clone that ends its lines in CRLF holds the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(String);

impl Hash {
    /// ```
    /// use recto::package::origin::Hash;
    ///
    /// assert_eq!(Hash::of(b"a\r\n"), Hash::of(b"a\n"));
    /// assert_ne!(Hash::of(b"a\r"), Hash::of(b"a"));
    /// ```
    pub fn of(bytes: &[u8]) -> Hash {
        let mut hash = Sha256::new();
        let mut rest = bytes;
        while let Some(at) = rest.windows(2).position(|pair| pair == b"\r\n") {
            hash.update(&rest[..at]);
            rest = &rest[at + 1..];
        }
        hash.update(rest);
        Hash(hex(&hash.finalize()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
