//! `recto build`: decks on disk.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use tempfile::TempPath;

use super::files::Disk;
use super::input::Input;
use super::making::Making;
use super::memory::Memory;
use super::progress::Progress;
use super::report::{Built, Report};
use super::timings::Timings;
use super::watch::{self, Watch};
use super::{Failure, output, previous, rebuilt, sums};
use crate::config::{CsvFlavour, Format};
use crate::emit;
use crate::identity;
use crate::package::Package;
use crate::tag;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Build {
    #[command(flatten)]
    making: Making,
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
    /// modern: smaller, for Anki 2.1.64 and AnkiDroid 2.17 and later; legacy: for all
    #[arg(long = "package", value_enum, default_value_t)]
    form: Form,
    /// Fail instead of changing the ledger: for releases from CI, where nobody would commit it
    #[arg(long, conflicts_with = "no_ledger")]
    locked: bool,
    /// The package of the last release: refuse this one if learners who have that would not get all of it. Without a
    /// ledger, cards and times are taken from there. Of several decks, each may be given
    #[arg(long, value_name = "OLD.apkg")]
    previous: Vec<PathBuf>,
    /// Write nothing: say whether these sources give this released package again, and what differs
    #[arg(long, value_name = "FILE")]
    verify: Option<PathBuf>,
    /// Write SHA256SUMS beside the files, for `sha256sum -c`
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    sums: Option<bool>,
    /// Build again whenever something changes, until Ctrl-C stops it
    #[arg(long, conflicts_with_all = ["locked", "verify", "previous", "open"])]
    watch: bool,
    /// Open the package with the system's own program for it, which is Anki
    #[arg(long, conflicts_with = "verify")]
    open: bool,
    /// List every repair of the text and all that was noticed
    #[arg(short, long)]
    verbose: bool,
    /// Say how long each stage of the build took
    #[arg(long)]
    timings: bool,
}

/// Which of Anki's package files to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    #[default]
    Legacy,
    Modern,
}

const EXAMPLES: &str = "\
Examples:
  recto build questions.md             dist/questions.apkg, dist/questions.csv, and the ledger recto.lock
  recto build                          what recto.toml names
  recto build notes/ --name rust       one deck of all Markdown files in a folder
  recto build --deck Basics -o out     one of several decks, into another folder
  recto build --locked                 in CI: fail where the ledger would change
  recto build --verify old.apkg        write nothing: do these sources give that package again?";

impl Build {
    pub fn run(self) -> Result<(), Failure> {
        if self.watch {
            return self.follow();
        }
        let written = self.once(None, false)?;
        if self.open { open(&written) } else { Ok(()) }
    }

    /// Builds after each change, until the process ends. The first build says all, the later ones a line each.
    fn follow(&self) -> Result<(), Failure> {
        let sources = &self.making.sources;
        if sources.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Failure::Error(anyhow!("standard input cannot be watched: name files or folders")));
        }
        let mut watch = Watch::new(&[])?;
        let mut folders = BTreeSet::new();
        let mut brief = false;
        loop {
            // Before the build, so that no save is lost while it goes on.
            watch.follow(folders.iter().cloned().chain(watch::folders(sources, None, None)))?;
            match self.once(Some(&mut folders), brief) {
                Ok(written) => watch.own(&written),
                Err(Failure::Error(error)) if output::is_broken_pipe(&error) => return Ok(()),
                Err(failure) => failure.print(),
            }
            if !brief {
                let mut out = output::report();
                writeln!(out, "  built again at each change; Ctrl-C stops it")?;
                output::finish(out)?;
                brief = true;
            }
            watch.follow(folders.iter().cloned().chain(watch::folders(sources, None, None)))?;
            watch.wait();
        }
    }

    /// Builds, and gives the files that were written. Those who watch get the folders of all that it was made of, even if
    /// it fails. In brief it says one line.
    fn once(&self, watched: Option<&mut BTreeSet<PathBuf>>, brief: bool) -> Result<Vec<PathBuf>, Failure> {
        let sources = &self.making.sources;
        let goes_on = watched.is_some();
        let mut timings = Timings::start();
        let (mut memory, input) = Memory::hold(sources)?;
        timings.end("read and mend the text, read the ledger");
        let disk = Disk::new(&sources.paths);
        let made = self.making.make(&input, &mut memory, &disk, &self.previous, self.verbose, &mut timings);
        if let Some(watched) = watched {
            *watched = watch::folders(sources, Some(&input), Some(&disk));
        }
        let mut made = made?;
        let packages = std::mem::take(&mut made.packages);
        if let Some(released) = &self.verify {
            return rebuilt::compare(released, packages).map(|()| vec![]);
        }
        let ledger = || memory.with(&made.options.name, &made.project);
        let news = made.news(&memory);
        if self.locked {
            news.check_locked(&ledger())?;
        }
        previous::check(&self.previous, &packages, &made.rendered_anew)?;
        let progress = Progress::new("writing");
        let keep = || if memory.is_kept() { memory.prepare(&ledger()) } else { Ok(None) };
        let (ledger, written) = rayon::join(keep, || self.write(&input, packages));
        let (ledger, (mut built, written)) = (ledger?, written?);
        built.others.extend(ledger.iter().map(|(_, path)| path.clone()));
        put(ledger, written)?;
        drop(progress);
        timings.end("write the files and the ledger, and read the package again");
        if self.timings {
            timings.print();
        }
        let report = Report {
            sources: &made.sources,
            unanswered: made.unanswered,
            options: &made.options,
            news: &news,
            verbose: self.verbose,
        };
        if brief {
            report.print_line(&built)?
        } else {
            report.print(&built)?
        }
        let files = built.files();
        if !goes_on {
            // The process ends, and the system takes all memory back at once.
            std::mem::forget((built, made, memory));
            std::mem::forget(input);
        }
        Ok(files)
    }

    /// Writes all files beside their places. They are moved only when each is whole.
    fn write(
        &self,
        input: &Input,
        packages: Vec<(String, Package)>,
    ) -> anyhow::Result<(Built, Vec<Unplaced>)> {
        let settings = &input.config.build;
        let folder = self.folder(input);
        let mut built = Built::default();
        let mut written = vec![];
        let formats = if self.formats.is_empty() { &settings.formats } else { &self.formats };
        for (name, package) in packages {
            let mut files = vec![];
            let flavour = self.csv.unwrap_or(settings.csv).into();
            let write = |format: &Format| self.write_one(&package, *format, flavour, &folder, &name);
            for file in formats.par_iter().map(write).collect::<Vec<_>>() {
                let (file, left_out) = file?;
                built.left_out += left_out;
                files.push(file.1.clone());
                written.push(file);
            }
            built.decks.push((name, package, files));
        }
        if self.sums.unwrap_or(settings.sums) {
            written.push(sums::write(&folder, &written)?);
            built.others.extend(written.last().map(|(_, path)| path.clone()));
        }
        Ok((built, written))
    }

    /// Where the files go.
    fn folder(&self, input: &Input) -> PathBuf {
        let place = input.config.file.as_ref().filter(|_| input.is_listed);
        let dist = || place.map_or(PathBuf::new(), |place| place.folder().to_path_buf()).join("dist");
        let folder = self.output.clone().or_else(|| input.config.build.output.clone()).unwrap_or_else(dist);
        PathBuf::from(output::shown(&folder))
    }

    /// Writes a package in one format beside its place. Gives also how many notes the file cannot hold.
    fn write_one(
        &self,
        package: &Package,
        format: Format,
        flavour: emit::csv::Flavour,
        folder: &Path,
        name: &str,
    ) -> anyhow::Result<(Unplaced, usize)> {
        let extension = match format {
            Format::Apkg => "apkg",
            Format::Csv => "csv",
            Format::Json => "json",
        };
        let path = folder.join(format!("{}.{extension}", tag::slug(name)));
        let mut left_out = 0;
        let temporary = output::replace(&path, |file| {
            match format {
                Format::Apkg => {
                    match self.form {
                        Form::Legacy => emit::apkg::write(package, &mut *file)?,
                        Form::Modern => emit::apkg::modern::write(package, &mut *file)?,
                    }
                    // While the disk works, the file is read again.
                    let disk = file.try_clone()?;
                    let check = || emit::apkg::check::check(package, file);
                    let (stored, checked) = rayon::join(|| disk.sync_all(), check);
                    checked?;
                    stored?;
                }
                Format::Csv => left_out = emit::csv::write(package, flavour, file)?.other,
                Format::Json => emit::json::write(package, file)?,
            }
            Ok(())
        })?;
        Ok(((temporary, path), left_out))
    }
}

/// A file that is whole, and where it belongs.
type Unplaced = (TempPath, PathBuf);

/// Moves the files to their places. The ledger goes first: should the deck then fail to follow, the next build makes that
/// very deck. A deck without its ledger would be lost to the next one.
fn put(ledger: Option<Unplaced>, written: Vec<Unplaced>) -> anyhow::Result<()> {
    for (temporary, path) in ledger.into_iter().chain(written) {
        temporary.persist(&path).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// Opens each package among the files.
fn open(written: &[PathBuf]) -> Result<(), Failure> {
    let packages: Vec<&PathBuf> =
        written.iter().filter(|path| path.extension().is_some_and(|extension| extension == "apkg")).collect();
    if packages.is_empty() {
        return Err(Failure::Error(anyhow!("--open opens the package: add apkg to --formats")));
    }
    for package in packages {
        let path = std::path::absolute(package)?;
        open::that_detached(path).with_context(|| {
            format!("{}: no program opens it; import it in Anki (File > Import)", output::shown(package))
        })?;
    }
    Ok(())
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
