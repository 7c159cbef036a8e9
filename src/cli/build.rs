//! `recto build`: decks on disk.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, anyhow};
use clap::Args;
use tempfile::TempPath;

use super::files::Disk;
use super::input::Input;
use super::memory::Memory;
use super::news::News;
use super::rendering::Rendering;
use super::report::{Built, Report, nothing_found};
use super::{Failure, Sources, findings, git, input, look, output, previous, rebuilt, sums};
use crate::config::{CsvFlavour, Format, Unanswered};
use crate::emit;
use crate::identity;
use crate::package::{Origin, Package, contract};
use crate::project::{self, Reading};
use crate::render::Resolver;
use crate::tag;

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    sources: Sources,
    /// Folder for the files [default: dist]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Files to write, separated by commas [default: apkg,csv]
    #[arg(long, value_enum, value_delimiter = ',')]
    formats: Vec<Format>,
    /// basic: front, back and tags, for Anki's own Basic type; full: all fields, for those who imported the package first
    /// [default: basic]
    #[arg(long, value_enum)]
    csv: Option<CsvFlavour>,
    /// Of several decks in recto.toml, write only this one; may be given again
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
    /// Fail instead of changing the ledger: for releases from CI, where nobody would commit it
    #[arg(long, conflicts_with = "no_ledger")]
    locked: bool,
    /// The package of the last release: refuse this one if learners who have that would not get all of it. Without a
    /// ledger, cards and times are taken from there. Of several decks, each may be given
    #[arg(long, value_name = "OLD.apkg")]
    previous: Vec<PathBuf>,
    /// Release anew to everybody what this version of recto only renders in another way
    #[arg(long)]
    rerender: bool,
    /// Write nothing: say whether these sources give this released package again, and what differs
    #[arg(long, value_name = "FILE")]
    verify: Option<PathBuf>,
    /// Write SHA256SUMS beside the files, for `sha256sum -c`
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    sums: Option<bool>,
    /// List every repair of the text and all that was noticed
    #[arg(short, long)]
    verbose: bool,
}

impl Build {
    pub fn run(self) -> Result<(), Failure> {
        let input = input::read(&self.sources)?;
        let mut readings = input.readings();
        let mut memory = Memory::open(&self.sources)?;
        self.check_names(&input)?;
        let mut options = self.options(&input, memory.exists() || !self.previous.is_empty())?;
        let mut before = memory.project(&readings, &options);
        if let [old] = &self.previous[..]
            && before.cards.is_empty()
        {
            before = previous::identities(old, &readings, &options)?.unwrap_or(before);
        }
        input.add_gone(&mut options.decks, &before);
        let disk = Disk::new(&self.sources.paths);
        let known = before.repository.as_deref();
        let repository = git::repository(&input.config, known, &disk, &self.sources.paths);
        let resolver = Resolver::new(&disk, self.rendering.rules(&input.config, repository));
        let mut release = project::release(&readings, &options, &before, resolver);
        readings.retain(|reading| input.is_asked_for(&reading.file));
        let sources: Vec<_> = readings.iter().map(|reading| reading.document.source).collect();
        release.found.retain(|finding| sources.iter().any(|source| source.name == finding.file));
        let origin = |deck| input.origin(&release.project.id, deck);
        let packages = project::packages(&options.name, release.package, &release.shares);
        let packages = self.wanted(packages, !release.shares.is_empty(), origin);
        without_cards(&packages, &readings)?;
        findings::print(&release.found, &sources, self.verbose);
        if let Some(number) = findings::errors(&release.found) {
            return Err(Failure::Finding(format!("nothing was written: {number}")));
        }
        for (_, package) in &packages {
            if let Some(first) = contract::check(package).first() {
                return Err(Failure::Error(anyhow!("the deck would break in Anki: {first}")));
            }
        }
        if let Some(released) = &self.verify {
            return rebuilt::compare(released, packages);
        }
        let ledger = memory.with(&options.name, &release.project);
        let news = News {
            memory: &memory,
            before: &before,
            project: &release.project,
            unsure: &release.unsure,
            rendered_anew: release.rendered_anew.len(),
        };
        if self.locked {
            news.check_locked(&ledger)?;
        }
        for old in &self.previous {
            previous::check(old, &packages, &release.rendered_anew)?;
        }
        let built = self.write(&input, packages, memory.prepare(&ledger)?)?;
        Report { readings: &readings, options: &options, news: &news, verbose: self.verbose }.print(&built)
    }

    /// What `recto.toml` says, and the arguments, which win. `again` is whether there was a release before.
    fn options(&self, input: &Input, again: bool) -> Result<project::Options, Failure> {
        let mut options = project::Options {
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

    /// The packages that are wanted, each with its name, and saying how it was made.
    fn wanted(
        &self,
        mut packages: Vec<(String, Package)>,
        several: bool,
        origin: impl Fn(Option<String>) -> Origin,
    ) -> Vec<(String, Package)> {
        packages.retain(|(name, _)| self.decks.is_empty() || self.decks.contains(name));
        for (name, package) in &mut packages {
            package.origin = Some(origin(several.then(|| name.clone())));
        }
        packages
    }

    /// Writes all files beside their places first, and moves them only when each is whole.
    fn write(
        &self,
        input: &Input,
        packages: Vec<(String, Package)>,
        ledger: Option<(TempPath, PathBuf)>,
    ) -> anyhow::Result<Built> {
        let settings = &input.config.build;
        let folder = self.folder(input);
        let mut built = Built::default();
        let mut written = vec![];
        let formats = if self.formats.is_empty() { &settings.formats } else { &self.formats };
        for (name, package) in packages {
            let mut files = vec![];
            for format in formats {
                let extension = match format {
                    Format::Apkg => "apkg",
                    Format::Csv => "csv",
                    Format::Json => "json",
                };
                let path = folder.join(format!("{}.{extension}", tag::slug(&name)));
                let temporary = output::replace(&path, |file| {
                    match format {
                        Format::Apkg => {
                            emit::apkg::write(&package, &mut *file)?;
                            emit::apkg::check::check(&package, file)?;
                        }
                        Format::Csv => {
                            let flavour = self.csv.unwrap_or(settings.csv).into();
                            built.left_out += emit::csv::write(&package, flavour, file)?.other;
                        }
                        Format::Json => emit::json::write(&package, file)?,
                    }
                    Ok(())
                })?;
                files.push(path.clone());
                written.push((temporary, path));
            }
            built.decks.push((name, package, files));
        }
        if self.sums.unwrap_or(settings.sums) {
            written.push(sums::write(&folder, &written)?);
            built.others.extend(written.last().map(|(_, path)| path.clone()));
        }
        // The ledger goes first: should the deck then fail to follow, the next build makes that very deck. A deck
        // without its ledger would be lost to the next one. It is told last, though.
        built.others.extend(ledger.iter().map(|(_, path)| path.clone()));
        for (temporary, path) in ledger.into_iter().chain(written) {
            temporary.persist(&path).with_context(|| path.display().to_string())?;
        }
        Ok(built)
    }

    /// Where the files go.
    fn folder(&self, input: &Input) -> PathBuf {
        let place = input.config.file.as_ref().filter(|_| input.is_listed);
        let dist = || place.map_or(PathBuf::new(), |place| place.folder().to_path_buf()).join("dist");
        let folder = self.output.clone().or_else(|| input.config.build.output.clone()).unwrap_or_else(dist);
        PathBuf::from(output::shown(&folder))
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

impl From<CsvFlavour> for emit::csv::Flavour {
    fn from(flavour: CsvFlavour) -> emit::csv::Flavour {
        match flavour {
            CsvFlavour::Basic => emit::csv::Flavour::Basic,
            CsvFlavour::Full => emit::csv::Flavour::Full,
        }
    }
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
