//! `recto build`: decks on disk.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::{Args, ValueEnum};
use tempfile::TempPath;

use super::files::Disk;
use super::memory::Memory;
use super::news::News;
use super::{Failure, Sources, Unanswered, findings, git, input, look, output, previous, rebuilt, sums};
use crate::emit;
use crate::identity;
use crate::package::Package;
use crate::project::{self, Reading};
use crate::render::{LARGEST, Resolver, Rules, Size};
use crate::source::RepairKind;
use crate::tag;

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    sources: Sources,
    /// Folder for the files
    #[arg(short, long, value_name = "DIR", default_value = "dist")]
    output: PathBuf,
    /// Files to write, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Format::Apkg, Format::Csv])]
    formats: Vec<Format>,
    /// basic: front, back and tags, for Anki's own Basic type; full: all fields, for those who imported the package first
    #[arg(long, value_enum, default_value_t = CsvFlavour::Basic)]
    csv: CsvFlavour,
    /// A deck for each part, below the project's own
    #[arg(long)]
    subdecks: bool,
    /// A stylesheet for the cards, put after recto's own and after card.css beside the sources
    #[arg(long, value_name = "FILE")]
    css: Option<PathBuf>,
    /// Ask terms and their definitions the other way round, too
    #[arg(long)]
    reverse: bool,
    /// keep: make cards of questions without an answer too, with an empty back
    #[arg(long, value_enum, default_value = "drop", require_equals = true)]
    unanswered: Unanswered,
    /// Fail instead of changing the ledger: for releases from CI, where nobody would commit it
    #[arg(long, conflicts_with = "no_ledger")]
    locked: bool,
    /// The package of the last release: refuse this one if learners who have that would not get all of it. Without a
    /// ledger, cards and times are taken from there
    #[arg(long, value_name = "OLD.apkg")]
    previous: Option<PathBuf>,
    /// Release anew to everybody what this version of recto only renders in another way
    #[arg(long)]
    rerender: bool,
    /// Go on where a picture or sound is missing, and keep its description as text
    #[arg(long)]
    allow_missing: bool,
    /// Refuse pictures and sounds that are larger, such as 500kB or 5MB: every learner downloads them
    #[arg(long, value_name = "SIZE", default_value_t = LARGEST)]
    max_media: Size,
    /// Write nothing: say whether these sources give this released package again, and what differs
    #[arg(long, value_name = "FILE")]
    verify: Option<PathBuf>,
    /// Write SHA256SUMS beside the files, for `sha256sum -c`
    #[arg(long)]
    sums: bool,
    /// List every repair of the text and all that was noticed
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Apkg,
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CsvFlavour {
    Basic,
    Full,
}

impl Build {
    pub fn run(self) -> Result<(), Failure> {
        let input = input::read(&self.sources)?;
        let readings = input.readings();
        let mut memory = Memory::open(&self.sources)?;
        if !is_file_name(&input.name) {
            return Err(Failure::Error(anyhow::anyhow!(
                "the name {:?} would replace the learner's whole collection in Anki: give another one with --name",
                input.name
            )));
        }
        let options = project::Options {
            name: input.name.clone(),
            subdecks: self.subdecks,
            keep_unanswered: self.unanswered == Unanswered::Keep,
            language: input.config.language.clone(),
            look: look::read(&self.sources, &input.config.card, self.css.as_deref())?,
            reverse: self.reverse,
            time: release_time(memory.exists() || self.previous.is_some())?,
            everybody: self.rerender,
        };
        let mut before = memory.project(&readings, &options);
        if let Some(old) = self.previous.as_ref().filter(|_| before.cards.is_empty()) {
            before = previous::identities(old, &readings, &options)?.unwrap_or(before);
        }
        let disk = Disk::new(&self.sources.paths);
        let rules = Rules {
            largest: self.max_media,
            allow_missing: self.allow_missing,
            repository: git::repository(
                &input.config,
                before.repository.as_deref(),
                &disk,
                &self.sources.paths,
            ),
        };
        let mut release = project::release(&readings, &options, &before, Resolver::new(&disk, rules));
        release.package.origin = Some(input.origin(&release.project.id));
        let package = &release.package;
        if package.notes.iter().all(|note| package.is_retired(note)) {
            return Err(nothing_found(&readings));
        }
        let sources: Vec<_> = readings.iter().map(|reading| reading.document.source).collect();
        findings::print(&release.found, &sources, self.verbose);
        if let Some(number) = findings::errors(&release.found) {
            return Err(Failure::Finding(format!("nothing was written: {number}")));
        }
        let violations = crate::package::contract::check(package);
        if let Some(first) = violations.first() {
            return Err(Failure::Error(anyhow::anyhow!("the deck would break in Anki: {first}")));
        }
        if let Some(released) = &self.verify {
            return rebuilt::compare(released, release.package);
        }
        let ledger = memory.with(&options.name, &release.project);
        let news = News { memory: &memory, before: &before, release: &release };
        if self.locked {
            news.check_locked(&ledger)?;
        }
        if let Some(old) = &self.previous {
            previous::check(old, &release)?;
        }
        let (files, left_out) = self.write(package, memory.prepare(&ledger)?)?;
        self.report(&options, &readings, package, &files, &news);
        if left_out > 0 {
            println!(
                "  {} not in the basic CSV file, which holds questions and answers only",
                output::count(left_out, "cloze note is", "cloze notes are")
            );
        }
        Ok(())
    }

    /// Writes all files beside their places first, and moves them only when each is whole.
    /// Gives the files, and how many notes a basic CSV file cannot hold.
    fn write(
        &self,
        package: &Package,
        ledger: Option<(TempPath, PathBuf)>,
    ) -> anyhow::Result<(Vec<PathBuf>, usize)> {
        let mut left_out = 0;
        let mut written = vec![];
        for format in &self.formats {
            let extension = match format {
                Format::Apkg => "apkg",
                Format::Csv => "csv",
                Format::Json => "json",
            };
            let path = self.output.join(format!("{}.{extension}", package.project));
            let temporary = output::replace(&path, |file| {
                match format {
                    Format::Apkg => {
                        emit::apkg::write(package, &mut *file)?;
                        emit::apkg::check::check(package, file)?;
                    }
                    Format::Csv => left_out = emit::csv::write(package, self.flavour(), file)?.other,
                    Format::Json => emit::json::write(package, file)?,
                }
                Ok(())
            })?;
            written.push((temporary, path));
        }
        if self.sums {
            written.push(sums::write(&self.output, &written)?);
        }
        // The ledger goes first: should the deck then fail to follow, the next build makes that very deck. A deck
        // without its ledger would be lost to the next one.
        let mut files = vec![];
        let ledgers = ledger.iter().len();
        for (temporary, path) in ledger.into_iter().chain(written) {
            temporary.persist(&path).with_context(|| path.display().to_string())?;
            files.push(path);
        }
        // It is told last, though.
        files.rotate_left(ledgers);
        Ok((files, left_out))
    }

    fn flavour(&self) -> emit::csv::Flavour {
        match self.csv {
            CsvFlavour::Basic => emit::csv::Flavour::Basic,
            CsvFlavour::Full => emit::csv::Flavour::Full,
        }
    }

    fn report(
        &self,
        options: &project::Options,
        readings: &[Reading<'_>],
        package: &Package,
        files: &[PathBuf],
        news: &News<'_>,
    ) {
        if self.verbose {
            for reading in readings {
                let source = reading.document.source;
                for repair in &source.repairs {
                    let (before, after) = (repair.before.escape_debug(), repair.after.escape_debug());
                    let what = match repair.kind {
                        RepairKind::Mojibake => format!("mojibake: {before} → {after}"),
                        RepairKind::RunInList => {
                            "run-in list: its first item got a line of its own".to_string()
                        }
                        RepairKind::UnclosedFence => {
                            "code fence without an end: closed before this line".to_string()
                        }
                    };
                    println!("{}:{}:{}: {what}", source.name, repair.line, repair.column);
                }
            }
        }
        let live: Vec<_> = package.notes.iter().filter(|note| !package.is_retired(note)).collect();
        let parts: std::collections::HashSet<_> = live.iter().map(|note| note.tags.first()).collect();
        println!(
            "{}: {} in {}{}",
            options.name,
            output::count(live.len(), "card", "cards"),
            output::count(parts.len(), "part", "parts"),
            remarks(readings, options),
        );
        news.print();
        for path in files {
            println!("  {}  {}", output::shown(path), Size(file_size(path)));
        }
    }
}

/// Anki takes `collection.apkg` and `backup-….apkg` for backups of everything (contract rule 14).
fn is_file_name(name: &str) -> bool {
    let slug = tag::slug(name);
    slug != "collection" && !slug.starts_with("backup-")
}

/// Repairs and unanswered questions, in parentheses.
fn remarks(readings: &[Reading<'_>], options: &project::Options) -> String {
    let repairs = |kind| {
        readings
            .iter()
            .flat_map(|reading| &reading.document.source.repairs)
            .filter(|repair| repair.kind == kind)
            .count()
    };
    let unanswered = readings.iter().map(|reading| reading.findings.unanswered.len()).sum();
    let remarks: Vec<String> = [
        (repairs(RepairKind::Mojibake), "mojibake repaired", "mojibake repaired"),
        (repairs(RepairKind::RunInList), "run-in list repaired", "run-in lists repaired"),
        (repairs(RepairKind::UnclosedFence), "code fence closed", "code fences closed"),
        (
            if options.keep_unanswered { 0 } else { unanswered },
            "unanswered question left out",
            "unanswered questions left out",
        ),
    ]
    .into_iter()
    .filter(|&(number, ..)| number > 0)
    .map(|(number, one, many)| output::count(number, one, many))
    .collect();
    if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) }
}

fn file_size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

/// The time of the release, which only notes get that changed: SOURCE_DATE_EPOCH, or else the clock. A first build has a
/// fixed time, so that it is the same on every day.
pub fn release_time(again: bool) -> anyhow::Result<i64> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.trim().parse().ok().filter(|&time: &i64| time > 0).with_context(|| {
            format!(
                "SOURCE_DATE_EPOCH is {seconds:?}: give seconds since 1970, such as {}",
                identity::FIXED_TIME
            )
        }),
        Err(_) if !again => Ok(identity::FIXED_TIME),
        Err(_) => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
            Ok((now as i64).max(identity::FIXED_TIME))
        }
    }
}

/// Why there is no card, and what was looked for.
pub fn nothing_found(readings: &[Reading<'_>]) -> Failure {
    let unanswered: usize = readings.iter().map(|reading| reading.findings.unanswered.len()).sum();
    let names: Vec<&str> =
        readings.iter().map(|reading| reading.document.source.name.as_str()).take(3).collect();
    let more = if readings.len() > 3 { format!(" and {} more", readings.len() - 3) } else { String::new() };
    let place = format!("{}{more}", names.join(", "));
    let empty = readings.iter().all(|reading| reading.document.source.text.trim().is_empty());
    Failure::Finding(match (empty, unanswered) {
        (true, _) => format!("{place}: the document is empty"),
        (_, 0) => format!(
            "{place}: no question with an answer found\n  looked for: headings, bold lines or list items that ask, \"Q:\" and \"A:\" labels, \
             <details> with a question, tables of questions and answers, definition lists"
        ),
        (_, number) => format!(
            "{place}: {} found, but no answer; `recto cards --unanswered` lists them",
            output::count(number, "question", "questions")
        ),
    })
}
