//! `--previous OLD.apkg`: the last release beside the next one, as a learner's Anki will see them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::{Failure, diff, output};
use crate::diff::{ProblemKind, between};
use crate::identity::ledger::Project;
use crate::package::{Package, Released};
use crate::project::{self, Obstacle, Options, Reading, Told};

/// The cards of the last release, as a ledger would know them: for sources that have none. Nothing if no note is among
/// these cards.
///
/// # Errors
/// If the package cannot be read.
pub fn identities(
    old: &Path,
    readings: &[Reading<'_>],
    options: &Options,
) -> anyhow::Result<Option<Project>> {
    match project::adopt(readings, options, &diff::package(old)?, &Told::default()) {
        Ok(adoption) => Ok(Some(adoption.project)),
        Err(Obstacle::Nothing) => Ok(None),
        Err(obstacle) => Err(anyhow!("{}: {obstacle}", old.display())),
    }
}

/// Refuses a release of which learners who have the last one would not get everything. What the ledger says looks other
/// than it did, and is not to be released anew, is no change. Of several old packages, one whose deck was given up is only
/// told.
///
/// # Errors
/// If an old package cannot be read. If Anki would ignore a changed note, or keep a learner's note from any update.
pub fn check(
    old: &[PathBuf],
    packages: &[(String, Package)],
    rendered_anew: &[String],
) -> Result<(), Failure> {
    for path in old {
        let before = diff::package(path)?;
        match diff::deck_of(&before, packages.to_vec()) {
            Ok(package) => compare(path, &before, package, rendered_anew)?,
            Err(error) if old.len() > 1 => {
                output::tell!("recto: {}: {error}; it was not compared", path.display());
            }
            Err(error) => return Err(error.context(path.display().to_string()).into()),
        }
    }
    Ok(())
}

fn compare(old: &Path, before: &Released, package: Package, rendered_anew: &[String]) -> Result<(), Failure> {
    let anew: HashSet<&str> = rendered_anew.iter().map(String::as_str).collect();
    let found = between(before, &Released::from(package));
    let mut lost = vec![];
    for problem in &found.problems {
        let notes = problem
            .notes
            .iter()
            .filter(|note| problem.kind != ProblemKind::NotNewer || !anew.contains(note.guid.as_str()));
        let titles: Vec<&str> = notes.map(|note| note.title.as_str()).collect();
        let says = || format!("{}: {}", output::count(titles.len(), "note", "notes"), problem.kind);
        match &problem.kind {
            ProblemKind::NotNewer
            | ProblemKind::DoubleGuid
            | ProblemKind::OtherType { .. }
            | ProblemKind::Schema { .. }
                if !titles.is_empty() =>
            {
                lost.push(says());
                lost.extend(titles.iter().take(5).map(|title| format!("  {title}")));
            }
            ProblemKind::Twin => output::tell!("recto: {}", says()),
            _ => {}
        }
    }
    if lost.is_empty() {
        return Ok(());
    }
    Err(Failure::Finding(format!(
        "nothing was written: learners who have {} would not get all of this release\n  {}\n  \
         is this the ledger that it was built with? Its notes must have the times of that release, or later ones",
        old.display(),
        lost.join("\n  ")
    )))
}
