//! `recto identity`: what the author says about cards of which recto was not sure.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand};

use super::lock::Lock;
use super::{Failure, memory, output};
use crate::identity::ledger::{self, Ledger, Project};
use crate::identity::{self, Mistake};

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Identity {
    #[command(subcommand)]
    saying: Saying,
    /// The ledger [default: recto.lock in the current folder or above it]
    #[arg(long, global = true, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Saying {
    /// NEW is the question OLD in other words: learners keep their progress with it
    Same {
        /// Id of the card that is gone, as `recto build` names it
        old: String,
        /// Id of the card in the sources
        new: String,
    },
    /// CARD is a question of its own: learners begin it anew
    New {
        /// Its id, as `recto build` names it
        card: String,
    },
}

const EXAMPLES: &str = "\
Examples:
  recto identity same lXI5Jyfw Wl8V1aPU    the second is the first in other words
  recto identity new Wl8V1aPU              it is another question";

impl Identity {
    pub fn run(self) -> Result<(), Failure> {
        let path = self.path()?;
        let _lock = Lock::wait(&path);
        let text = memory::text(&path)?;
        let mut ledger = memory::read(&path, &text)?;
        let said = match &self.saying {
            Saying::Same { old, new } => {
                identity::same(project(&mut ledger, new)?, old, new)?;
                format!("{new} is {old}: run `recto build`")
            }
            Saying::New { card } => {
                let id = identity::new(project(&mut ledger, card)?, card)?;
                format!("{id} is a card of its own: run `recto build`")
            }
        };
        let text = ledger::write(&ledger);
        let temporary = output::replace(&path, |file| Ok(file.write_all(text.as_bytes())?))?;
        temporary.persist(&path).with_context(|| path.display().to_string())?;
        let mut out = output::report();
        writeln!(out, "{said}")?;
        Ok(output::finish(out)?)
    }

    fn path(&self) -> anyhow::Result<PathBuf> {
        if let Some(path) = &self.ledger {
            return Ok(path.clone());
        }
        let current = std::env::current_dir()?;
        let found = current.ancestors().map(|folder| folder.join(ledger::FILE)).find(|path| path.is_file());
        found.ok_or_else(|| {
            anyhow!("no {} here or above: name it with --ledger, or run `recto build` first", ledger::FILE)
        })
    }
}

/// The project that has the card.
fn project<'l>(ledger: &'l mut Ledger, card: &str) -> Result<&'l mut Project, Mistake> {
    let mut projects = ledger.projects.values_mut();
    let known = |project: &&mut Project| !matches!(identity::card(project, card), Err(Mistake::Unknown(_)));
    projects.find(known).ok_or_else(|| Mistake::Unknown(card.to_string()))
}
