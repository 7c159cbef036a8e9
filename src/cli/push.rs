//! `recto push`: the cards into a running Anki.

use std::io::Write;

use anyhow::{Context, anyhow};
use clap::Args;

use super::files::Disk;
use super::making::Making;
use super::memory::Memory;
use super::progress::Progress;
use super::timings::Timings;
use super::{Failure, output};
use crate::package::{Note, Package, plain};
use crate::push::{self, Connect, Error, Fate, Plan, Wishes};

/// Where AnkiConnect listens, unless it is told otherwise.
const URL: &str = "http://127.0.0.1:8765";
/// Letters of a question that are shown.
const SHOWN: usize = 70;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Push {
    #[command(flatten)]
    making: Making,
    /// Where AnkiConnect listens
    #[arg(long, value_name = "URL", env = "RECTO_ANKI_URL", default_value = URL)]
    url: String,
    /// AnkiConnect's key, where its settings name one
    #[arg(long, value_name = "KEY", env = "RECTO_ANKI_KEY", hide_env_values = true)]
    key: Option<String>,
    /// Change nothing, neither in Anki nor in the ledger: say what would become of each card
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Delete from Anki the cards that you took back, with their reviews, instead of marking them
    #[arg(long)]
    retire: bool,
    /// Replace what was edited in Anki later than in the documents
    #[arg(long)]
    overwrite: bool,
}

const EXAMPLES: &str = "\
Examples:
  recto push questions.md                        bring new and changed cards into the Anki that runs here
  recto push questions.md --dry-run              say first what would become of each card

Anki must be running, with the add-on AnkiConnect (code 2055492159).";

impl Push {
    pub fn run(self) -> Result<(), Failure> {
        let sources = &self.making.sources;
        if sources.no_ledger || sources.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(Failure::Error(anyhow!(
                "recto push needs a ledger beside your documents: without one, the next push would bring every card anew"
            )));
        }
        let (mut memory, input) = Memory::hold(sources)?;
        let disk = Disk::new(&sources.paths);
        let made = self.making.make(&input, &mut memory, &disk, &[], false, &mut Timings::start())?;
        let connect = Connect::new(&self.url, self.key.as_deref()).map_err(told)?;
        let ledger = memory.with(&made.options.name, &made.project);
        let mut is_kept = self.dry_run || memory.says(&ledger);
        for (name, package) in &made.packages {
            let plan = self.plan(&connect, package)?;
            if !is_kept {
                // As at a build, the ledger goes first: should Anki then fail, the next push sends these very notes.
                let (temporary, path) =
                    memory.prepare(&ledger)?.ok_or_else(|| anyhow!("nothing was sent"))?;
                temporary.persist(&path).with_context(|| path.display().to_string())?;
                is_kept = true;
            }
            if !self.dry_run {
                self.send(&connect, package, &plan)?;
            }
            self.report(name, package, &plan)?;
        }
        if !self.dry_run {
            made.news(&memory).ask();
        }
        Ok(())
    }

    fn plan(&self, connect: &Connect, package: &Package) -> Result<Plan, Failure> {
        let progress = Progress::new("asking Anki");
        let anki = connect.anki(package, &mut |step| show(&progress, step)).map_err(told)?;
        let wishes = Wishes { retire: self.retire, overwrite: self.overwrite };
        Plan::new(package, &anki, wishes).map_err(|clash| Failure::Finding(clash.to_string()))
    }

    /// Sends what the plan says, and looks whether Anki took it.
    fn send(&self, connect: &Connect, package: &Package, plan: &Plan) -> Result<(), Failure> {
        let progress = Progress::new("sending");
        connect.carry_out(plan, package, &mut |step| show(&progress, step)).map_err(told)?;
        drop(progress);
        let Some(sent) = plan.package(package) else { return Ok(()) };
        let left = self.plan(connect, &sent)?;
        let lacks = |fate| matches!(fate, Fate::New | Fate::Changed);
        let lacking: Vec<&Note> = sent
            .notes
            .iter()
            .zip(&left.fates)
            .filter(|(_, fate)| lacks(**fate))
            .map(|(note, _)| note)
            .collect();
        match lacking.first() {
            None => Ok(()),
            Some(first) => Err(Failure::Finding(format!(
                "Anki kept its own text of {}, such as {:?}: it has them under other ids, and they were edited there later \
                 than here",
                output::count(lacking.len(), "card", "cards"),
                question(first)
            ))),
        }
    }

    fn report(&self, name: &str, package: &Package, plan: &Plan) -> anyhow::Result<()> {
        // A dry run is there to tell.
        let mut out = if self.dry_run { output::stdout() } else { output::report() };
        writeln!(out, "{name}: {}", sums(plan))?;
        let media = match plan.media.len() {
            0 => None,
            number => Some(output::count(number, "picture or sound", "pictures and sounds")),
        };
        let look = (!plan.looks.is_empty()).then(|| "the look of the cards".to_string());
        let more: Vec<String> = media.into_iter().chain(look).collect();
        if !more.is_empty() {
            writeln!(out, "  with {}", more.join(" and "))?;
        }
        for (note, &fate) in package.notes.iter().zip(&plan.fates) {
            let what = match fate {
                Fate::Kept => "kept",
                Fate::OtherType => "left alone",
                _ if !self.dry_run => continue,
                Fate::New => "new",
                Fate::Changed => "changed",
                Fate::Withdrawn => "withdrawn",
                Fate::Deleted => "deleted",
                Fate::Same | Fate::Absent => continue,
            };
            writeln!(out, "  {what:<10} {}", question(note))?;
        }
        if plan.count(Fate::Kept) > 0 {
            writeln!(out, "  kept: edited in Anki later than here; --overwrite replaces it")?;
        }
        if plan.count(Fate::OtherType) > 0 {
            writeln!(out, "  left alone: it has another note type in Anki")?;
        }
        if !plan.kept_looks.is_empty() {
            writeln!(
                out,
                "  the look of the cards was changed in Anki later than here; --overwrite replaces it"
            )?;
        }
        if self.dry_run {
            writeln!(out, "  nothing was changed")?;
        }
        output::finish(out)
    }
}

/// "2 new, 1 changed; 12 there already"
fn sums(plan: &Plan) -> String {
    let done = [
        (Fate::New, "new"),
        (Fate::Changed, "changed"),
        (Fate::Withdrawn, "withdrawn"),
        (Fate::Deleted, "deleted"),
        (Fate::Kept, "kept as in Anki"),
        (Fate::OtherType, "left alone"),
    ];
    let done: Vec<String> = done
        .into_iter()
        .map(|(fate, what)| (plan.count(fate), what))
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    let same = plan.count(Fate::Same);
    match (done.is_empty(), same) {
        (true, _) => format!("nothing new; Anki has {}", output::count(same, "card", "cards")),
        (false, 0) => done.join(", "),
        (false, _) => format!("{}; {same} as before", done.join(", ")),
    }
}

/// What a note asks, in one line.
fn question(note: &Note) -> String {
    let text = plain::text(&note.fields[0]);
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(SHOWN) {
        words.truncate(end);
        words.push('…');
    }
    words
}

fn show(progress: &Progress, step: push::Progress) {
    match step {
        push::Progress::Notes(done, all) => progress.count("asking Anki", done, all),
        push::Progress::Media(done, all) => progress.count("sending pictures and sounds", done, all),
        push::Progress::Import => progress.say("Anki imports"),
    }
}

fn told(error: Error) -> Failure {
    Failure::Error(anyhow!("{error}\n  {}", error.help()))
}
