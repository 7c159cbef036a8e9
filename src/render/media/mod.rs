//! Pictures, sounds and films beside the documents, embedded under names of their own.

mod format;
mod pixels;
mod svg;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

pub use format::{Format, Medium, mime};

use super::files::{Files, Found, Size};
use crate::package::Media;
use crate::tag;

/// Characters of a media name before its hash (contract rule 11).
const STEM: usize = 40;
/// Bytes of the hash in a media name: a learner's media of all decks share one folder.
const HASH: usize = 8;

/// A file in the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub name: String,
    pub format: Format,
    /// Width and height, of pictures.
    pub pixels: Option<(usize, usize)>,
}

/// Why a file that is there is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Larger than allowed.
    Large(Size),
    /// What is wrong with it, and what to do.
    Damaged(String, &'static str),
    /// No picture, sound or film.
    Unknown,
}

/// The media of a package. Each file is read once, and the same bytes are kept once.
#[derive(Default)]
pub struct Album {
    media: BTreeMap<String, Vec<u8>>,
    by_hash: HashMap<[u8; 32], String>,
    by_path: HashMap<PathBuf, Result<Kept, Unfit>>,
}

impl Album {
    /// Takes a file that is not larger than `most`.
    pub fn file(&mut self, files: &dyn Files, found: &Found, most: Size) -> Result<Kept, Unfit> {
        if let Some(known) = self.by_path.get(&found.path) {
            return known.clone();
        }
        let taken = self.read(files, found, most);
        self.by_path.insert(found.path.clone(), taken.clone());
        taken
    }

    fn read(&mut self, files: &dyn Files, found: &Found, most: Size) -> Result<Kept, Unfit> {
        let name = found.path.file_name().unwrap_or_default().to_string_lossy();
        if found.is_folder {
            return Err(Unfit::Unknown);
        }
        let format = Format::of(&name).ok_or(Unfit::Unknown)?;
        if Size(found.size) > most {
            return Err(Unfit::Large(Size(found.size)));
        }
        let bytes = files
            .read(&found.path, most.0)
            .map_err(|error| Unfit::Damaged(format!("cannot be read: {error}"), "check its permissions"))?;
        self.bytes(name.rsplit_once('.').map_or(&*name, |(stem, _)| stem), format, bytes)
    }

    /// Takes bytes under a name made of `stem` and their hash; of an SVG only what shows.
    pub fn bytes(&mut self, stem: &str, format: Format, bytes: Vec<u8>) -> Result<Kept, Unfit> {
        if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
            return Err(Unfit::Damaged(
                "is only a pointer of Git LFS".to_string(),
                "fetch the file itself with `git lfs pull`, or `lfs: true` in the checkout of a CI",
            ));
        }
        if bytes.is_empty() {
            return Err(Unfit::Damaged("is empty".to_string(), "save it again"));
        }
        let bytes = if format.extension == "svg" { svg::clean(&bytes)? } else { bytes };
        let pixels = if format.medium == Medium::Picture { pixels::of(format, &bytes) } else { None };
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        let name = self.by_hash.entry(hash).or_insert_with(|| {
            let stem: String = tag::slug(stem).chars().filter(char::is_ascii).take(STEM).collect();
            let stem = stem.trim_matches('-');
            let stem = if stem.is_empty() { "media" } else { stem };
            let hash: String = hash[..HASH].iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{stem}-{hash}.{}", format.extension)
        });
        let name = name.clone();
        self.media.entry(name.clone()).or_insert(bytes);
        Ok(Kept { name, format, pixels })
    }

    pub fn into_media(self) -> Vec<Media> {
        self.media.into_iter().map(|(name, bytes)| Media { name, bytes }).collect()
    }
}

impl Unfit {
    /// What it says behind the file's address.
    pub fn text(&self, most: Size) -> String {
        match self {
            Unfit::Large(size) => format!("has {size}, more than {most}"),
            Unfit::Damaged(what, _) => what.clone(),
            Unfit::Unknown => "is no picture, sound or film that Anki shows".to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_a_stem_and_a_hash_and_the_same_bytes_one_name() {
        let mut album = Album::default();
        let mut keep = |stem: &str, name: &str, bytes: &[u8]| {
            album.bytes(stem, Format::of(name).unwrap(), bytes.to_vec()).unwrap().name
        };
        let first = keep("Ein Bild, groß!", "x.PNG", b"one");
        assert_eq!(first, "ein-bild-gro-7692c3ad3540bb80.png");
        assert_eq!(keep("other", "y.png", b"one"), first);
        assert_eq!(keep("図", "x.jpeg", b"two"), "media-3fc4ccfe745870e2.jpeg");
        let long = keep(&"long".repeat(50), "x.mp3", b"three");
        assert_eq!(long.len(), STEM + 1 + 2 * HASH + 4);
        assert_eq!(album.into_media().len(), 3);
    }

    #[test]
    fn pointers_and_empty_files_are_damaged() {
        let png = Format::of("a.png").unwrap();
        for bytes in ["", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"] {
            let taken = Album::default().bytes("a", png, bytes.into());
            assert!(matches!(taken, Err(Unfit::Damaged(..))), "{taken:?}");
        }
    }
}
