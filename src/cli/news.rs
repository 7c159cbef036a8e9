//! What a build means for learners: what is new, what went, and what only the author can say.

use std::io::Write;

use super::memory::Memory;
use super::{Failure, output};
use crate::identity::ledger::{FILE, Project};
use crate::identity::{Tally, Unsure};

pub struct News<'b> {
    pub memory: &'b Memory,
    pub before: &'b Project,
    pub project: &'b Project,
    pub unsure: &'b [(Unsure, String)],
    /// How many notes look other than what learners have.
    pub rendered_anew: usize,
}

impl News<'_> {
    /// Prints what changed since the build before, and asks what is open.
    pub fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        if let Some(former) = self.memory.former() {
            writeln!(out, "  called {former} before: the same cards under another name")?;
        }
        if let Some(sums) = self.sums() {
            writeln!(out, "  {sums}")?;
        }
        let anew = self.rendered_anew;
        if anew > 0 {
            writeln!(
                out,
                "  {} differently from what learners have; `--rerender` releases {} to everybody",
                output::count(anew, "note renders", "notes render"),
                if anew == 1 { "it" } else { "them" },
            )?;
        }
        self.ask();
        Ok(())
    }

    /// What changed since the build before: "2 new, 1 changed".
    pub fn sums(&self) -> Option<String> {
        let tally = self.tally();
        (!self.before.cards.is_empty() && !tally.is_empty()).then(|| sums(tally))
    }

    /// Asks what is open.
    pub fn ask(&self) {
        if let Some(questions) = self.questions() {
            output::tell!("{questions}");
        }
    }

    /// Refuses a build that would change the ledger, or that leaves something open.
    pub fn check_locked(&self, ledger: &str) -> Result<(), Failure> {
        let place = self.memory.shown().unwrap_or_else(|| FILE.to_string());
        if let Some(questions) = self.questions().filter(|_| self.memory.says(ledger)) {
            return Err(Failure::Finding(format!(
                "{place} leaves something open, and --locked guesses nothing\n{questions}"
            )));
        }
        if self.memory.says(ledger) {
            return Ok(());
        }
        let why = match self.tally() {
            _ if !self.memory.exists() => "is not there".to_string(),
            tally if tally.is_empty() => "would change: cards have moved".to_string(),
            tally => format!("would change: {}", sums(tally)),
        };
        Err(Failure::Finding(format!(
            "{place} {why}\n  run `recto build` without --locked and commit {place}"
        )))
    }

    fn tally(&self) -> Tally {
        Tally::between(self.before, self.project)
    }

    /// What only the author can say, with the commands that say it.
    fn questions(&self) -> Option<String> {
        let place = self.memory.shown().filter(|place| place != FILE);
        let ledger = place.map_or(String::new(), |place| format!(" --ledger {place}"));
        let asked: Vec<String> = self.unsure.iter().map(|unsure| question(unsure, &ledger)).collect();
        (!asked.is_empty()).then(|| asked.join("\n"))
    }
}

/// Both texts, and the two commands of which the author runs one.
fn question((unsure, place): &(Unsure, String), ledger: &str) -> String {
    let Unsure { old, old_question, new, new_question, .. } = unsure;
    format!(
        "recto: one question in other words, or another one? Until you say, it counts as another\n  \
         before   {old_question}\n  now      {new_question}  ({place})\n  \
         same:    recto identity same {old} {new}{ledger}\n  \
         another: recto identity new {new}{ledger}"
    )
}

/// "2 new, 1 changed, 1 retired"
fn sums(tally: Tally) -> String {
    let sums =
        [(tally.new, "new"), (tally.changed, "changed"), (tally.retired, "retired"), (tally.back, "back")];
    let sums: Vec<String> = sums
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    sums.join(", ")
}
