//! `recto completions` and `recto man`: what shells and `man` know of the program, from the definitions of its help.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Failure, output};

#[derive(Debug, Args)]
#[command(after_help = INSTALL)]
pub struct Completions {
    /// The shell that they are for
    shell: Shell,
}

const INSTALL: &str = "\
Examples:
  recto completions bash > ~/.local/share/bash-completion/completions/recto
  recto completions zsh  > \"${fpath[1]}/_recto\"
  recto completions fish > ~/.config/fish/completions/recto.fish";

impl Completions {
    pub fn run(self) -> Result<(), Failure> {
        let mut script = vec![];
        clap_complete::generate(self.shell, &mut Cli::command(), "recto", &mut script);
        print(&script)
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  recto man | man -l -\n  recto man build > recto-build.1")]
pub struct Man {
    /// A command of recto; without one, recto itself
    command: Option<String>,
}

impl Man {
    pub fn run(self) -> Result<(), Failure> {
        // Building it names the commands `recto-build` and so on, as the overview refers to them.
        let mut all = Cli::command().disable_help_subcommand(true);
        all.build();
        let command = match &self.command {
            None => all,
            Some(name) => all
                .find_subcommand(name)
                .cloned()
                .ok_or_else(|| anyhow::anyhow!("there is no command `{name}`: `recto --help` lists them"))?,
        };
        let mut page = vec![];
        clap_mangen::Man::new(command).render(&mut page)?;
        print(&page)
    }
}

fn print(text: &[u8]) -> Result<(), Failure> {
    let mut out = output::data();
    out.write_all(text)?;
    Ok(output::finish(out)?)
}
