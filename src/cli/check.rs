//! `recto check`: what is wrong with the questions, before anybody learns them.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use clap::{Args, ValueEnum};

use super::files::Disk;
use super::input::Input;
use super::memory::Memory;
use super::rendering::Rendering;
use super::{Failure, Sources, build, fix, git, input, look, output};
use crate::check;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::project::{self, Reading};
use crate::render::Resolver;
use crate::source::Source;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Check {
    #[command(flatten)]
    sources: Sources,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Mend in the files what has one right answer, then tell what is left
    #[arg(long)]
    fix: bool,
    /// Show what --fix changes; without --fix nothing is written
    #[arg(long, conflicts_with = "format")]
    diff: bool,
    /// Treat all warnings as errors
    #[arg(long, value_enum, value_name = "warnings")]
    deny: Option<Deny>,
    #[command(flatten)]
    rendering: Rendering,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading, with the line and a caret
    Human,
    /// One JSON object a line
    Json,
    /// Commands of a workflow on GitHub, which shows them beside the lines of a pull request
    Github,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

const EXAMPLES: &str = "\
Examples:
  recto check                          the documents that recto.toml names
  recto check questions/a.md           one file
  recto check --deny warnings          for CI; with --format github, beside the lines of a pull request
  recto check --diff                   what --fix would change
  recto explain heading-jump           what a finding means";

impl Check {
    pub fn run(self) -> Result<(), Failure> {
        let mut input = input::read(&self.sources)?;
        if self.fix || self.diff {
            let fixes = fix::find(&self.find(&input, &input.readings())?, &input.sources)?;
            if self.diff {
                fix::show(&fixes)?;
            }
            if !self.fix {
                return if fixes.is_empty() { Ok(()) } else { Err(Failure::Silent) };
            }
            if !fixes.is_empty() {
                fix::write(fixes)?;
                input = input::read(&self.sources)?;
            }
        }
        let mut readings = input.readings();
        let mut found = self.find(&input, &readings)?;
        readings.retain(|reading| input.is_asked_for(&reading.file));
        if self.deny.is_some() {
            let warnings = found.iter_mut().filter(|finding| finding.severity == Severity::Warning);
            warnings.for_each(|finding| finding.severity = Severity::Error);
        }
        self.print(&found, &readings)?;
        let failed = found.iter().any(|finding| finding.severity == Severity::Error);
        if failed { Err(Failure::Silent) } else { Ok(()) }
    }

    /// All findings: those of a build, which is thrown away, and those of the checks.
    fn find(&self, input: &Input, readings: &[Reading<'_>]) -> Result<Vec<Diagnostic>, Failure> {
        let mut memory = Memory::open(&self.sources)?;
        let mut options = project::Options {
            look: look::read(&self.sources, &input.config.card, None)?,
            time: build::release_time(memory.exists())?,
            ..input.options()
        };
        self.rendering.apply(&mut options);
        let before = memory.project(readings, &options);
        input.add_gone(&mut options.decks, &before);
        let disk = Disk::new(&self.sources.paths);
        let repository =
            git::repository(&input.config, before.repository.as_deref(), &disk, &self.sources.paths);
        let forge = repository.as_ref().map(|repository| repository.forge);
        let rules = self.rendering.rules(&input.config, repository);
        let mut release = project::release(readings, &options, &before, Resolver::new(&disk, rules));
        let found = std::mem::take(&mut release.found);
        let ledger = memory.with(&options.name, &release.project);
        let mut project = check::Project::new(&input.name, readings, &input.config.checks);
        project.forge = forge;
        project.unsure = release.unsure.iter().map(|(unsure, _)| unsure).collect();
        project.outdated = memory.shown().filter(|_| memory.exists() && !memory.says(&ledger));
        let mut found = check::run(&project, found);
        let others: HashSet<&str> = readings
            .iter()
            .filter(|reading| !input.is_asked_for(&reading.file))
            .map(|reading| reading.document.source.name.as_str())
            .collect();
        found.retain(|finding| !others.contains(finding.file.as_str()));
        Ok(found)
    }

    fn print(&self, found: &[Diagnostic], readings: &[Reading<'_>]) -> anyhow::Result<()> {
        let sources: Vec<&Source> = readings.iter().map(|reading| reading.document.source).collect();
        let by_name: HashMap<&str, &Source> =
            sources.iter().map(|source| (source.name.as_str(), *source)).collect();
        let look = output::look(&std::io::stdout());
        let mut out = if self.format == Format::Human { output::stdout() } else { output::data() };
        if self.format == Format::Sarif {
            write!(out, "{}", diagnostic::sarif(found, &sources))?;
            return output::finish(out);
        }
        let quiet = output::is_quiet() && self.format == Format::Human;
        for finding in found.iter().filter(|finding| !quiet || finding.severity == Severity::Error) {
            let source = by_name.get(finding.file.as_str()).copied();
            match self.format {
                Format::Json => writeln!(out, "{}", diagnostic::json(finding, source))?,
                Format::Github => writeln!(out, "{}", diagnostic::github(finding, source))?,
                _ => writeln!(out, "{}\n", diagnostic::human(finding, source, look))?,
            }
        }
        if self.format == Format::Human && !output::is_quiet() {
            writeln!(out, "{}", summary(found, readings))?;
        }
        output::finish(out)
    }
}

/// "1 error, 3 warnings: 17 cards in 2 files"
fn summary(found: &[Diagnostic], readings: &[Reading<'_>]) -> String {
    let number = |severity| found.iter().filter(|finding| finding.severity == severity).count();
    let numbers = [
        (number(Severity::Error), "error", "errors"),
        (number(Severity::Warning), "warning", "warnings"),
        (number(Severity::Note), "note", "notes"),
    ];
    let numbers: Vec<String> = numbers
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| output::count(number, one, many))
        .collect();
    let numbers = if numbers.is_empty() { "no findings".to_string() } else { numbers.join(", ") };
    let cards = readings.iter().map(|reading| reading.findings.cards.len()).sum();
    let (cards, files) =
        (output::count(cards, "card", "cards"), output::count(readings.len(), "file", "files"));
    let more = if found.is_empty() { "" } else { "; `recto explain CODE` says more" };
    format!("{numbers}: {cards} in {files}{more}")
}
