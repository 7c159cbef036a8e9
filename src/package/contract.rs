//! The contract with Anki: what a package must keep so that every learner can import it, study it in the order
//! of the document and update it later without loss.
//!
//! Each rule stands for something that was seen to go wrong in a real Anki; the numbers are those of `docs/contract.md`.

mod decks;
mod fault;
mod media;
mod note_types;
mod notes;
mod tags;
mod text;

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

pub use fault::Fault;

use super::{Media, NoteType, Package, Pair, Released};

/// One breach of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub place: Place,
    pub fault: Fault,
}

/// Which part of the package a violation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Package,
    /// By name.
    Deck(String),
    /// By name.
    NoteType(String),
    /// By guid.
    Note(String),
    /// By file name.
    Media(String),
}

/// Everything in `package` that breaks the contract, in the order of the package; empty for a sound one.
///
/// Rules about the past (an id that must stay, a `modified` that must grow) need the earlier release and are
/// not checked here.
pub fn check(package: &Package) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    let project = package.project.as_str();
    if project.is_empty() || !project.chars().all(|c| c.is_alphanumeric() || c == '-') {
        faults.push(Fault::ProjectName);
    }
    if package.time <= 0 {
        faults.push(Fault::Time(package.time));
    }
    report(&mut found, faults, || Place::Package);
    decks::check(&package.decks, &mut found);
    note_types::check(&package.note_types, &mut found);
    notes::check(package, &mut found);
    media::check(package, &mut found);
    found
}

/// Everything that a package file of any tool breaks. One that does not say who made it owes nothing to rules that recto
/// alone keeps; one of recto's owns the note types of which `is_own` is true, and has taken over the others.
///
/// Of what a file cannot tell, nothing is said.
pub fn check_released(
    released: Released,
    project: &str,
    is_own: impl Fn(&NoteType) -> bool,
) -> Vec<Violation> {
    let ours = released.origin.is_some();
    let Released { decks, mut note_types, notes, media, origin } = released;
    for kind in note_types.iter_mut().filter(|kind| ours && !is_own(kind)) {
        kind.adopted = Some(Pair { front: 0, back: 0 });
    }
    let media = media.into_iter().map(|file| Media { name: file.name, bytes: vec![] }).collect();
    // The time of the release is not in the file.
    let time = i64::MAX;
    let package = Package { project: project.to_owned(), time, decks, note_types, notes, media, origin };
    let mut found = check(&package);
    found.retain(|violation| ours || violation.fault.harms());
    found
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (rule {})", self.place, self.fault, self.fault.rule())
    }
}

impl std::error::Error for Violation {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Package => f.write_str("package"),
            Place::Deck(name) => write!(f, "deck `{name}`"),
            Place::NoteType(name) => write!(f, "note type `{name}`"),
            Place::Note(guid) => write!(f, "note `{guid}`"),
            Place::Media(name) => write!(f, "media file `{name}`"),
        }
    }
}

fn report(found: &mut Vec<Violation>, faults: Vec<Fault>, place: impl Fn() -> Place) {
    found.extend(faults.into_iter().map(|fault| Violation { place: place(), fault }));
}

/// An id is positive and the only one of its kind.
fn id(id: i64, seen: &mut HashSet<i64>, faults: &mut Vec<Fault>) {
    if id <= 0 {
        faults.push(Fault::Id(id));
    } else if !seen.insert(id) {
        faults.push(Fault::IdTaken(id));
    }
}

fn unique<T: Eq + Hash>(
    value: T,
    seen: &mut HashSet<T>,
    fault: impl FnOnce() -> Fault,
    faults: &mut Vec<Fault>,
) {
    if !seen.insert(value) {
        faults.push(fault());
    }
}
