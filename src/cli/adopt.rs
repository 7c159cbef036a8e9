//! `recto adopt`: a ledger for sources whose deck was released by another tool.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use clap::Args;

use super::memory::Memory;
use super::{Failure, Sources, build, diff, output};
use crate::identity::ledger::{FILE, Part};
use crate::project::{self, Adoption, Told};

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Adopt {
    /// The package that learners have, made by any tool
    old: PathBuf,
    #[command(flatten)]
    sources: Sources,
    /// What a field of the old notes holds, where recto sees it otherwise: front, back, context, extra, source, retired,
    /// language, kept (as it was) or empty
    #[arg(long = "field", value_name = "NAME=PART", value_parser = field)]
    fields: Vec<(String, Part)>,
}

fn field(told: &str) -> Result<(String, Part), String> {
    let (name, part) = told.rsplit_once('=').ok_or("write NAME=PART, such as Answer=back")?;
    let part = match part {
        "front" => Part::Front,
        "back" => Part::Back,
        "context" => Part::Context,
        "extra" => Part::Extra,
        "source" => Part::Source,
        "retired" => Part::Retired,
        "language" => Part::Language,
        "kept" => Part::Kept,
        "empty" => Part::Empty,
        _ => return Err(format!("{part:?} is no part of a card")),
    };
    Ok((name.to_owned(), part))
}

const EXAMPLES: &str = "\
Examples:
  recto adopt old.apkg questions.md    before the first build: learners of old.apkg keep their progress
  recto adopt old.apkg questions.md --field Hint=extra";

impl Adopt {
    pub fn run(self) -> Result<(), Failure> {
        if self.sources.no_ledger {
            return Err(anyhow!("adopting writes a ledger: leave --no-ledger out").into());
        }
        let (mut memory, input) = Memory::hold(&self.sources)?;
        let old = diff::package(&self.old)?;
        let readings = input.readings();
        let options = project::Options {
            keep_unanswered: true,
            time: build::release_time(memory.exists())?,
            ..input.options()
        };
        let known = memory.project(&readings, &options).cards.len();
        if known > 0 {
            let place = memory.shown().unwrap_or_else(|| FILE.to_owned());
            return Err(anyhow!(
                "{place} knows {} of {} already: a deck is adopted before the first build\n  \
                 to begin anew, remove {place} and adopt again, if no release went out yet",
                output::count(known, "card", "cards"),
                options.name
            )
            .into());
        }
        let told = Told(self.fields.iter().cloned().collect());
        let adoption =
            project::adopt(&readings, &options, &old, &told).map_err(|obstacle| match obstacle {
                project::Obstacle::Nothing => Failure::Finding(format!("{}: {obstacle}", self.old.display())),
                _ => Failure::Error(anyhow!("{}: {obstacle}", self.old.display())),
            })?;
        let ledger = memory.with(&options.name, &adoption.project);
        let (temporary, path) = memory
            .prepare(&ledger)?
            .ok_or_else(|| anyhow!("there is no folder for a ledger: name one with --ledger"))?;
        temporary.persist(&path).with_context(|| path.display().to_string())?;
        let mut out = output::report();
        report(&mut out, &options.name, &adoption, old.notes.len())?;
        writeln!(out, "  {}: commit it, then run `recto build`", output::shown(&path))?;
        Ok(output::finish(out)?)
    }
}

fn report(out: &mut impl Write, name: &str, adoption: &Adoption, all: usize) -> std::io::Result<()> {
    let Adoption { project, adopted, types, left, new, unsure } = adoption;
    writeln!(out, "{name}: {adopted} of {} adopted", output::count(all, "note", "notes"))?;
    for (kind, fields) in types {
        let fields: Vec<String> =
            fields.iter().map(|(field, part)| format!("{field} = {}", word(*part))).collect();
        writeln!(out, "  note type {kind}: {}", fields.join(", "))?;
    }
    for (section, deck) in &project.decks {
        match &section[..] {
            [] => writeln!(out, "  deck {deck}")?,
            section => writeln!(out, "  deck {deck} for {}", section.join(" › "))?,
        }
    }
    if !left.is_empty() {
        let notes = output::count(left.len(), "note of the old deck is", "notes of the old deck are");
        writeln!(out, "  {notes} no question here: learners keep them as they are")?;
        left.iter().try_for_each(|title| writeln!(out, "    {title}"))?;
    }
    if !new.is_empty() {
        writeln!(out, "  {} new to learners", output::count(new.len(), "question is", "questions are"))?;
        new.iter().try_for_each(|(title, place)| writeln!(out, "    {place}: {title}"))?;
    }
    for (unsure, place) in unsure {
        writeln!(out, "  {place}: {}\n    may be the old {}", unsure.new_question, unsure.old_question)?;
        writeln!(
            out,
            "    say `recto identity same {old} {new}` or `recto identity new {new}` before you build",
            old = unsure.old,
            new = unsure.new
        )?;
    }
    Ok(())
}

fn word(part: Part) -> &'static str {
    match part {
        Part::Front => "front",
        Part::Back => "back",
        Part::Context => "context",
        Part::Extra => "extra",
        Part::Source => "source",
        Part::Retired => "retired",
        Part::Language => "language",
        Part::Kept => "kept",
        Part::Empty => "empty",
    }
}
