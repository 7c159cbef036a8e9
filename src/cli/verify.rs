//! `recto verify`: whether a package is whole, and how it was made.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::Failure;
use super::output::{self, count};
use crate::emit::apkg::read::{self, Inspection, Limits};
use crate::file;
use crate::note_type::{self, Look};
use crate::package::{NoteType, Origin, Released, contract};
use crate::tag;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Verify {
    /// Packages, made by any tool
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List every fault
    #[arg(short, long)]
    verbose: bool,
}

/// Faults that are named where not all are wanted.
const SHOWN: usize = 10;

const EXAMPLES: &str = "\
Examples:
  recto verify dist/questions.apkg     is it whole, and which sources was it made of?";

impl Verify {
    pub fn run(self) -> Result<(), Failure> {
        let mut out = output::stdout();
        let mut sound = true;
        for path in &self.files {
            let file = file::open(path).with_context(|| path.display().to_string())?;
            let (faults, about) = match read::inspect(file, &Limits::default()) {
                Ok(inspection) => (faults(&inspection), about(&inspection.released)),
                Err(read::Error::Io(error)) => {
                    return Err(anyhow::Error::from(error).context(path.display().to_string()).into());
                }
                Err(error) => (vec![format!("{:#}", anyhow::Error::from(error))], vec![]),
            };
            sound &= faults.is_empty();
            self.print(path, &faults, &about, &mut out)?;
        }
        output::finish(out)?;
        if sound { Ok(()) } else { Err(Failure::Silent) }
    }

    fn print(
        &self,
        path: &Path,
        faults: &[String],
        about: &[String],
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let verdict = match faults.len() {
            0 => "sound".to_string(),
            number => count(number, "fault", "faults"),
        };
        writeln!(out, "{}: {verdict}", path.display())?;
        let shown = if self.verbose { faults.len() } else { SHOWN };
        for line in faults.iter().take(shown).chain(about) {
            writeln!(out, "  {line}")?;
        }
        if let Some(more) = faults.len().checked_sub(shown).filter(|&more| more > 0) {
            writeln!(out, "  and {}; --verbose lists them", count(more, "fault more", "faults more"))?;
        }
        Ok(())
    }
}

fn faults(inspection: &Inspection) -> Vec<String> {
    let Inspection { released, damage, unlisted } = inspection;
    let mut faults: Vec<String> = damage.iter().map(|line| format!("database: {line}")).collect();
    faults.extend(
        unlisted
            .iter()
            .map(|name| format!("file `{name}`: not in the list of media, so Anki leaves it there")),
    );
    if released.notes.is_empty() {
        faults.push("no note in it".to_string());
    }
    let violations = match &released.origin {
        Some(Origin { project, .. }) => {
            let look = Look::default();
            let own =
                [note_type::basic, note_type::cloze].map(|kind| kind(&project.id, &project.name, &look).id);
            let is_own = |kind: &NoteType| own.contains(&kind.id);
            contract::check_released(released.clone(), &tag::slug(&project.name), is_own)
        }
        None => contract::check_released(released.clone(), "", |_| true),
    };
    faults.extend(violations.iter().map(ToString::to_string));
    faults
}

/// What is in it, and what it says of how it was made.
fn about(released: &Released) -> Vec<String> {
    let notes = &released.notes;
    let retired = notes.iter().filter(|note| released.note_types[note.note_type].is_retired(note)).count();
    let mut counts = vec![
        count(notes.len(), "note", "notes"),
        count(notes.iter().map(|note| note.cards.len()).sum(), "card", "cards"),
        count(released.decks.len(), "deck", "decks"),
        count(released.note_types.len(), "note type", "note types"),
        count(released.media.len(), "media file", "media files"),
    ];
    if retired > 0 {
        counts.insert(1, format!("{retired} of them retired"));
    }
    let mut lines = vec![counts.join(", ")];
    if let Some(Origin { recto, project, deck, sources }) = &released.origin {
        let deck = deck.as_ref().map_or(String::new(), |deck| format!(", deck {deck}"));
        lines.push(format!("made by recto {recto} for {} (project {}){deck} of", project.name, project.id));
        lines.extend(sources.iter().map(|(file, hash)| format!("  {}  {file}", hash.as_str())));
    }
    lines
}
