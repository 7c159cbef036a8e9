//! The versions of Anki, and a Python for each.

use std::path::{Path, PathBuf};

use crate::python;

pub struct Version {
    pub anki: String,
    /// Versions of Python for which there is a wheel, the best first.
    pub pythons: Vec<String>,
    /// The releases of AnkiDroid with this engine.
    pub ankidroid: String,
    pub importer: String,
    /// Whether it is tested without being asked for.
    pub always: bool,
}

pub fn all() -> Vec<Version> {
    let lines = include_str!("versions.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let [anki, pythons, ankidroid, importer, when] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("five columns: {line}")
            };
            Version {
                anki: anki.into(),
                pythons: pythons.split(' ').map(str::to_string).collect(),
                ankidroid: ankidroid.into(),
                importer: importer.into(),
                always: when == "always",
            }
        })
        .collect()
}

impl Version {
    pub fn is_at_least(&self, other: [u32; 3]) -> bool {
        let parts: Vec<u32> = self.anki.split('.').map(|part| part.parse().expect("a number")).collect();
        parts[..] >= other[..]
    }

    /// The Python of an environment with this Anki, which is made where it is missing; nothing if no Python is there that
    /// can have one.
    pub fn python(&self) -> Option<PathBuf> {
        let python3 = self.pythons.iter().find_map(|version| python::find(version))?;
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let requirements = root.join(format!("anki-{}.txt", self.anki));
        // The older ones were generated for an older library.
        let protobuf = if self.is_at_least([2, 1, 55]) { "" } else { "protobuf<3.21\n" };
        std::fs::write(&requirements, format!("anki=={}\n{protobuf}", self.anki)).expect("a file");
        Some(python::environment_of(&python3, &format!("anki-{}", self.anki), &[(&requirements, &[])]))
    }
}
