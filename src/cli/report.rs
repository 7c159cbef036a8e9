//! What `recto build` says when it is done.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::news::News;
use super::output::count;
use super::{Failure, output};
use crate::package::{Note, Package};
use crate::project::{Options, Reading};
use crate::render::Size;
use crate::source::{RepairKind, Source};

/// What was written.
#[derive(Default)]
pub struct Built {
    /// Each deck with its files.
    pub decks: Vec<(String, Package, Vec<PathBuf>)>,
    /// Files that belong to no deck alone.
    pub others: Vec<PathBuf>,
    /// Notes that a basic CSV file cannot hold.
    pub left_out: usize,
}

impl Built {
    /// All files that were written.
    pub fn files(&self) -> Vec<PathBuf> {
        let decks = self.decks.iter().flat_map(|(_, _, files)| files);
        decks.chain(&self.others).cloned().collect()
    }
}

pub struct Report<'r> {
    pub sources: &'r [&'r Source],
    /// How many questions have no answer.
    pub unanswered: usize,
    pub options: &'r Options,
    pub news: &'r News<'r>,
    /// Whether to list every repair.
    pub verbose: bool,
}

impl Report<'_> {
    /// ```text
    /// rust: 59 cards in 7 parts
    ///   3 new
    ///   dist/rust.apkg  11.1 kB
    /// ```
    pub fn print(&self, built: &Built) -> Result<(), Failure> {
        let mut out = output::report();
        if self.verbose {
            self.repairs(&mut out)?;
        }
        writeln!(out, "{}", self.sum(built))?;
        self.news.print(&mut out)?;
        for (name, package, files) in &built.decks {
            if !self.options.decks.is_empty() {
                writeln!(out, "  {name}: {}", count(live(package).count(), "card", "cards"))?;
            }
            let indent = if self.options.decks.is_empty() { "  " } else { "    " };
            files.iter().try_for_each(|path| writeln!(out, "{indent}{}", line(path)))?;
        }
        built.others.iter().try_for_each(|path| writeln!(out, "  {}", line(path)))?;
        if built.left_out > 0 {
            writeln!(
                out,
                "  {} not in the basic CSV file, which holds questions and answers only",
                count(built.left_out, "cloze note is", "cloze notes are")
            )?;
        }
        Ok(output::finish(out)?)
    }

    /// `rust: 59 cards in 7 parts; 1 changed`
    pub fn print_line(&self, built: &Built) -> Result<(), Failure> {
        let news = self.news.sums().map(|sums| format!("; {sums}")).unwrap_or_default();
        let mut out = output::stdout();
        writeln!(out, "{}{news}", self.sum(built))?;
        self.news.ask();
        Ok(output::finish(out)?)
    }

    fn sum(&self, built: &Built) -> String {
        let all = || built.decks.iter().flat_map(|(_, package, _)| live(package));
        let cards: HashSet<_> = all().map(|note| &note.guid).collect();
        let parts: HashSet<_> = all().map(|note| note.tags.first()).collect();
        format!(
            "{}: {} in {}{}",
            self.options.name,
            count(cards.len(), "card", "cards"),
            count(parts.len(), "part", "parts"),
            self.remarks(),
        )
    }

    /// Repairs and unanswered questions, in parentheses.
    fn remarks(&self) -> String {
        let repairs = |kind| {
            let repairs = self.sources.iter().flat_map(|source| &source.repairs);
            repairs.filter(|repair| repair.kind == kind).count()
        };
        let unanswered = if self.options.keep_unanswered { 0 } else { self.unanswered };
        let remarks: Vec<String> = [
            (repairs(RepairKind::Mojibake), "mojibake repaired", "mojibake repaired"),
            (repairs(RepairKind::RunInList), "run-in list repaired", "run-in lists repaired"),
            (repairs(RepairKind::UnclosedFence), "code fence closed", "code fences closed"),
            (unanswered, "unanswered question left out", "unanswered questions left out"),
        ]
        .into_iter()
        .filter(|&(number, ..)| number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
        if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join(", ")) }
    }

    fn repairs(&self, out: &mut impl Write) -> std::io::Result<()> {
        for source in self.sources {
            for repair in &source.repairs {
                let (before, after) = (repair.before.escape_debug(), repair.after.escape_debug());
                let what = match repair.kind {
                    RepairKind::Mojibake => format!("mojibake: {before} → {after}"),
                    RepairKind::RunInList => "run-in list: its first item got a line of its own".to_string(),
                    RepairKind::UnclosedFence => {
                        "code fence without an end: closed before this line".to_string()
                    }
                };
                writeln!(out, "{}:{}:{}: {what}", source.name, repair.line, repair.column)?;
            }
        }
        Ok(())
    }
}

/// The notes that the author did not take back.
fn live(package: &Package) -> impl Iterator<Item = &Note> {
    package.notes.iter().filter(|note| !package.is_retired(note))
}

/// A file with its size.
fn line(path: &Path) -> String {
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    format!("{}  {}", output::shown(path), Size(size))
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
            count(number, "question", "questions")
        ),
    })
}
