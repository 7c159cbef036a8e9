//! From documents to packages: what `recto build` and `recto push` share.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::anyhow;
use clap::Args;

use super::build::release_time;
use super::files::Disk;
use super::input::Input;
use super::memory::Memory;
use super::news::News;
use super::progress::Progress;
use super::rendering::Rendering;
use super::report::nothing_found;
use super::timings::Timings;
use super::{Failure, Sources, findings, git, look, previous};
use crate::check;
use crate::config::Unanswered;
use crate::identity::Unsure;
use crate::identity::ledger::Project;
use crate::package::{Package, contract};
use crate::project::{self, Options, Reading};
use crate::render::Resolver;
use crate::source::Source;
use crate::tag;

/// Which packages are made, and how.
#[derive(Debug, Args)]
pub struct Making {
    #[command(flatten)]
    pub sources: Sources,
    /// Of several decks in recto.toml, take only this one; may be given again
    #[arg(long = "deck", value_name = "NAME")]
    decks: Vec<String>,
    /// A deck for each part, below the project's own
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    subdecks: Option<bool>,
    /// A stylesheet for the cards, put after recto's own and after card.css beside the sources
    #[arg(long, value_name = "FILE")]
    css: Option<PathBuf>,
    /// keep: make cards of questions without an answer too, with an empty back [default: drop]
    #[arg(long, value_enum, require_equals = true)]
    unanswered: Option<Unanswered>,
    #[command(flatten)]
    rendering: Rendering,
    /// Release anew to everybody what this version of recto only renders in another way
    #[arg(long)]
    rerender: bool,
}

/// What was made.
pub struct Made<'i> {
    pub sources: Vec<&'i Source>,
    /// How many questions have no answer.
    pub unanswered: usize,
    pub options: Options,
    /// The project as the ledger had it, and as it is to have it from now on.
    pub before: Project,
    pub project: Project,
    /// The packages that are wanted, each with its name, whole and without a fault.
    pub packages: Vec<(String, Package)>,
    /// Cards that may be the same as retired ones, with their places.
    pub unsure: Vec<(Unsure, String)>,
    /// Guids of notes that look other than what learners have, and keep their time all the same.
    pub rendered_anew: Vec<String>,
}

impl Made<'_> {
    /// What it means for learners.
    pub fn news<'m>(&'m self, memory: &'m Memory) -> News<'m> {
        News {
            memory,
            before: &self.before,
            project: &self.project,
            unsure: &self.unsure,
            rendered_anew: self.rendered_anew.len(),
        }
    }
}

impl Making {
    /// Makes the packages, and prints what was noticed; all of it if `verbose`. What documents name beside themselves comes
    /// from `disk`; `old` are packages of the last release.
    ///
    /// # Errors
    /// If there are no cards, or if something is wrong with them.
    pub fn make<'i>(
        &self,
        input: &'i Input,
        memory: &mut Memory,
        disk: &Disk,
        old: &[PathBuf],
        verbose: bool,
        timings: &mut Timings,
    ) -> Result<Made<'i>, Failure> {
        self.check_names(input)?;
        let progress = Progress::new("making cards");
        let mut readings = input.readings();
        timings.end("parse, and find the questions");
        let mut options = self.options(input, memory.exists() || !old.is_empty())?;
        let mut before = memory.project(&readings, &options);
        if let [old] = old
            && before.cards.is_empty()
        {
            before = previous::identities(old, &readings, &options)?.unwrap_or(before);
        }
        input.add_gone(&mut options.decks, &before);
        let known = before.repository.as_deref();
        let repository = git::repository(&input.config, known, disk, &self.sources.paths);
        let resolver = Resolver::new(disk, self.rendering.rules(&input.config, repository));
        let mut release = project::release(&readings, &options, &before, resolver);
        drop(progress);
        check::settle(&readings, &input.config.checks, &mut release.found);
        timings.end("find the cards again, and draw them");
        readings.retain(|reading| input.is_asked_for(&reading.file));
        let sources: Vec<_> = readings.iter().map(|reading| reading.document.source).collect();
        let names: HashSet<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        release.found.retain(|finding| names.contains(finding.file.as_str()));
        let several = !release.shares.is_empty();
        let mut packages = project::packages(&options.name, release.package, &release.shares);
        packages.retain(|(name, _)| self.decks.is_empty() || self.decks.contains(name));
        for (name, package) in &mut packages {
            package.origin = Some(input.origin(&release.project.id, several.then(|| name.clone())));
        }
        without_cards(&packages, &readings)?;
        findings::print(&release.found, &sources, verbose);
        if let Some(number) = findings::errors(&release.found) {
            return Err(Failure::Finding(format!("nothing was written: {number}")));
        }
        for (_, package) in &packages {
            if let Some(first) = contract::check(package).first() {
                return Err(Failure::Error(anyhow!("the deck would break in Anki: {first}")));
            }
        }
        timings.end("check what Anki would do");
        let unanswered = readings.iter().map(|reading| reading.findings.unanswered.len()).sum();
        let project::Release { project, unsure, rendered_anew, .. } = release;
        Ok(Made { sources, unanswered, options, before, project, packages, unsure, rendered_anew })
    }

    /// What `recto.toml` says, and the arguments, which win. `again` is whether there was a release before.
    fn options(&self, input: &Input, again: bool) -> Result<Options, Failure> {
        let mut options = Options {
            look: look::read(&self.sources, &input.config.card, self.css.as_deref())?,
            time: release_time(again)?,
            everybody: self.rerender,
            ..input.options()
        };
        self.rendering.apply(&mut options);
        if let Some(subdecks) = self.subdecks {
            options.subdecks = subdecks;
            options.decks.iter_mut().for_each(|deck| deck.subdecks = subdecks);
        }
        if let Some(unanswered) = self.unanswered {
            options.keep_unanswered = unanswered == Unanswered::Keep;
        }
        Ok(options)
    }

    fn check_names(&self, input: &Input) -> anyhow::Result<()> {
        if tag::is_backup(&tag::slug(&input.name)) {
            return Err(anyhow!(
                "the name {:?} would replace the learner's whole collection in Anki: give another one with --name",
                input.name
            ));
        }
        let known: Vec<&str> = input.config.decks.iter().map(|deck| deck.name.as_str()).collect();
        match self.decks.iter().find(|deck| !known.contains(&deck.as_str())) {
            Some(deck) if known.is_empty() => {
                Err(anyhow!("there is no deck {deck}: recto.toml names no decks"))
            }
            Some(deck) => Err(anyhow!("there is no deck {deck} in recto.toml: it has {}", known.join(", "))),
            None => Ok(()),
        }
    }
}

/// Refuses decks that nobody could learn from.
fn without_cards(packages: &[(String, Package)], readings: &[Reading<'_>]) -> Result<(), Failure> {
    let is_empty = |package: &Package| package.notes.iter().all(|note| package.is_retired(note));
    if packages.iter().all(|(_, package)| is_empty(package)) {
        return Err(nothing_found(readings));
    }
    let empty = packages.iter().find(|(_, package)| is_empty(package));
    empty.map_or(Ok(()), |(name, _)| {
        Err(Failure::Finding(format!("the deck {name} has no cards: none was found in its documents")))
    })
}
