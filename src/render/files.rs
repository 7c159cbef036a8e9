//! The files beside the documents, as the program sees them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where documents stand, and what stands beside them. Nothing here touches a disk; the program does.
pub trait Files: Sync {
    /// Finds what `path` names, seen from `document`: relative to its folder, or to the project's root if it begins
    /// with `/`. No percent-encoding, `/` between folders.
    ///
    /// # Errors
    /// If there is nothing, or if it lies outside of the project's root.
    fn find(&self, document: &str, path: &str) -> Result<Found, Lost>;

    /// Finds a file by its name or the end of its path anywhere in the project, as Obsidian does.
    ///
    /// # Errors
    /// As [`Files::find`].
    fn find_by_name(&self, document: &str, name: &str) -> Result<Found, Lost>;

    /// The content of a found file, which may have grown since.
    ///
    /// # Errors
    /// As the system gives them; if it has more than `most` bytes.
    fn read(&self, path: &Path, most: u64) -> std::io::Result<Vec<u8>>;
}

/// A file or folder within the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Without links and `..`, so that one file has one path.
    pub path: PathBuf,
    pub is_folder: bool,
    /// Bytes.
    pub size: u64,
    /// The path from the repository's root, with `/`; nothing outside of a repository.
    pub in_repository: Option<String>,
}

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    Missing,
    /// Outside of the project's root, which is named.
    Outside(String),
}

/// No files at all: what is named is missing.
pub struct NoFiles;

impl Files for NoFiles {
    fn find(&self, _: &str, _: &str) -> Result<Found, Lost> {
        Err(Lost::Missing)
    }

    fn find_by_name(&self, _: &str, _: &str) -> Result<Found, Lost> {
        Err(Lost::Missing)
    }

    fn read(&self, _: &Path, _: u64) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

/// Bytes, as people say them: `812 B`, `24.1 kB`, `3.0 MB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = &'static str;

    /// Reads `5MB`, `500 kB`, `1.5 GB`, `64KiB` or a number of bytes.
    fn from_str(text: &str) -> Result<Size, &'static str> {
        const HELP: &str = "give a size such as 500kB, 5MB or 1GB";
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1.0,
            "k" | "kb" => 1e3,
            "m" | "mb" => 1e6,
            "g" | "gb" => 1e9,
            "kib" => 1024.0,
            "mib" => 1_048_576.0,
            "gib" => 1_073_741_824.0,
            _ => return Err(HELP),
        };
        let number: f64 = number.parse().map_err(|_| HELP)?;
        // Larger numbers saturate.
        Ok(Size((number * unit) as u64))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..1000 => write!(f, "{} B", self.0),
            1000..1_000_000 => write!(f, "{:.1} kB", self.0 as f64 / 1e3),
            _ => write!(f, "{:.1} MB", self.0 as f64 / 1e6),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_said() {
        for (text, size, said) in [
            ("20MB", 20_000_000, "20.0 MB"),
            ("500 kB", 500_000, "500.0 kB"),
            ("1.5k", 1500, "1.5 kB"),
            ("1KiB", 1024, "1.0 kB"),
            ("12", 12, "12 B"),
        ] {
            assert_eq!(text.parse(), Ok(Size(size)));
            assert_eq!(Size(size).to_string(), said);
        }
        for text in ["", "MB", "1 acre", "-1", "1..5"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}
