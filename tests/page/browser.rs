//! What `driver.py` measures, once for all tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use recto::emit::apkg;
use serde::Deserialize;

use crate::faulty;
use crate::support::python;

/// One side of a card on one page.
#[derive(Debug, Deserialize)]
pub struct View {
    pub client: String,
    /// Of the window, in pixels.
    pub width: u32,
    pub night: bool,
    pub side: String,
    /// The first words of the question.
    pub title: String,
    found: serde_json::Map<String, serde_json::Value>,
    pub count: Count,
    /// Letters in a line of running text, where the card has enough of it.
    pub measure: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub struct Count {
    pub texts: usize,
    pub images: usize,
    pub formulas: usize,
}

#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// Wider than the page.
    Overflow,
    /// Cut off from above or below.
    Clipped,
    /// Less than 4.5:1.
    Contrast,
    /// Letters too small to read.
    Small,
    /// Not loaded, or out of shape.
    Images,
    /// Not understood by MathJax.
    Formulas,
    /// Too small for a finger.
    Taps,
    /// For something that is neither the client's nor in the package.
    Requests,
    /// In the console.
    Errors,
}

/// The faults of a kind, each in a few words.
pub fn faults(view: &View, kind: Fault) -> Vec<&str> {
    let key = format!("{kind:?}").to_lowercase();
    let list = view.found.get(&key).and_then(|list| list.as_array()).expect(&key);
    list.iter().filter_map(|fault| fault.as_str()).collect()
}

/// All cards of `fixtures/cards` and the faulty ones, on all pages. Builds the deck and starts the browser once.
pub fn views() -> &'static [View] {
    static VIEWS: OnceLock<Vec<View>> = OnceLock::new();
    VIEWS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = driver(&["check".as_ref(), &deck(folder.path()), &faulty_deck(folder.path())]);
        serde_json::from_slice(&output).expect("driver.py prints JSON")
    })
}

/// What came of cards whose fields went through an editor.
#[derive(Debug, Deserialize)]
pub struct Edit {
    pub cards: usize,
    /// Before and after, of those that differ.
    pub changed: Vec<String>,
}

pub fn edit() -> Edit {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = driver(&["edit".as_ref(), &deck(folder.path()), &faulty_deck(folder.path())]);
    serde_json::from_slice(&output).expect("driver.py prints JSON")
}

/// The package of `fixtures/cards`, built by the program.
fn deck(folder: &Path) -> PathBuf {
    python::run(
        Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "fixtures/cards", "--name", "cards", "--formats", "apkg", "--no-ledger", "-o"])
            .arg(folder),
    );
    folder.join("cards.apkg")
}

fn faulty_deck(folder: &Path) -> PathBuf {
    let path = folder.join("faulty.apkg");
    let file = std::fs::File::create(&path).expect("a new file");
    apkg::write(&faulty::package(), file).expect("a package");
    path
}

/// What the driver prints.
///
/// # Panics
/// If there is no Chromium: a test of the page must not pass without it.
fn driver(arguments: &[&Path]) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page");
    let requirements =
        [(&*folder.join("requirements.txt"), &[][..]), (&*folder.join("assets.txt"), &["--no-deps"][..])];
    let python = python::environment("page", &requirements);
    python::run(Command::new(python).arg(folder.join("driver.py")).args(arguments)).stdout
}
