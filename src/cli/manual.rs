//! `recto completions` and `recto man`: what shells and `man` know of the program, from the definitions of its help.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Failure, output};

#[derive(Debug, Args)]
#[command(after_long_help = INSTALL)]
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
#[command(after_long_help = PAGES)]
pub struct Man {
    /// A command of recto, or a command and one below it; without one, recto itself
    command: Vec<String>,
}

const PAGES: &str = "\
Examples:
  recto man | man -l -
  recto man build > recto-build.1
  recto man identity same > recto-identity-same.1";

impl Man {
    pub fn run(self) -> Result<(), Failure> {
        // Building it names the commands `recto-build` and so on, as the overview refers to them.
        let mut all = Cli::command().disable_help_subcommand(true);
        all.build();
        let mut command = &all;
        for name in &self.command {
            command = command.find_subcommand(name).ok_or_else(|| {
                anyhow::anyhow!("there is no command `{}`: `recto --help` lists them", self.command.join(" "))
            })?;
        }
        let command = command.clone();
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
