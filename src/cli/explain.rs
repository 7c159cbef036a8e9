//! `recto explain`: what a finding means.

use std::io::Write;

use anyhow::anyhow;
use clap::Args;

use super::{Failure, output};
use crate::diagnostic::{CODES, Code, explain};

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Explain {
    /// The finding's code, as it is printed [default: list all codes]
    code: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  recto explain                        all codes
  recto explain heading-jump           why it is bad, an example, how to silence it";

impl Explain {
    pub fn run(self) -> Result<(), Failure> {
        let mut out = output::stdout();
        match &self.code {
            Some(name) => write!(out, "{}", explain(named(name)?)).map_err(anyhow::Error::from)?,
            None => {
                for entry in &CODES {
                    writeln!(out, "{:<20} {:<8} {}", entry.name, entry.severity.name(), entry.meaning)
                        .map_err(anyhow::Error::from)?;
                }
            }
        }
        Ok(output::finish(out)?)
    }
}

fn named(name: &str) -> anyhow::Result<Code> {
    Code::named(name).map_err(|alike| {
        let help =
            alike.map_or("`recto explain` lists all".to_string(), |alike| format!("did you mean {alike}?"));
        anyhow!("no finding is called {name}: {help}")
    })
}
