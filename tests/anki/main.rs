//! What we write, through the real Anki.

mod csv;
mod diff;
mod foreign;
mod package;
#[path = "../support/mod.rs"]
mod support;

use std::fs::File;
use std::path::PathBuf;

use recto::emit::apkg;
use recto::emit::csv::{self as csv_file, Flavour, Tally};
use recto::package::Package;
use support::anki::Import;
use tempfile::TempDir;

/// A folder for the files of one test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn apkg(&self, name: &str, package: &Package) -> PathBuf {
        let path = self.0.path().join(name);
        apkg::write(package, File::create(&path).expect("a new file")).expect("a package");
        path
    }

    fn csv(&self, name: &str, package: &Package, flavour: Flavour) -> (PathBuf, Tally) {
        let path = self.0.path().join(name);
        let tally = csv_file::write(package, flavour, File::create(&path).expect("a new file"));
        (path, tally.expect("a file"))
    }
}

/// The import log when all notes are new.
fn new(notes: usize) -> Import {
    Import { new: notes, ..Import::default() }
}

/// The import log when all notes are there already.
fn duplicate(notes: usize) -> Import {
    Import { duplicate: notes, ..Import::default() }
}
