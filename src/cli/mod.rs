//! Arguments to calls, calls to exit codes. Nothing below this module prints, reads the environment or asks the time.

#[macro_use]
mod terminal;

mod adopt;
mod build;
mod cards;
mod check;
mod diff;
mod editor;
mod explain;
mod files;
mod findings;
mod fix;
mod git;
mod identity;
mod init;
mod input;
mod listing;
mod lock;
mod look;
mod making;
mod manual;
mod memory;
mod news;
mod output;
mod preview;
mod previous;
mod progress;
mod push;
mod rebuilt;
mod rendering;
mod report;
mod schema;
mod sums;
mod timings;
mod verify;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::render::Size;

/// Turn Markdown questions and answers into flashcard decks for Anki and AnkiDroid.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    showing: output::Showing,
}

const EXAMPLES: &str = "\
Examples:
  recto build questions.md             write dist/questions.apkg and dist/questions.csv
  recto build notes/ --name rust       one deck from all Markdown files of a folder
  recto preview questions.md           look at the cards while you write them
  recto check questions.md             see what is wrong with the questions

Exit codes: 0 fine, 1 nothing to build or findings, 2 wrong usage or a file that cannot be read or written";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a deck: an Anki package and a CSV file
    Build(build::Build),
    /// Print the cards without writing a deck
    Cards(cards::Cards),
    /// Bring the cards into a running Anki, by way of its add-on AnkiConnect
    Push(push::Push),
    /// Show the cards as Anki does on a page that follows each save, or write the page into a file
    Preview(preview::Preview),
    /// Say what is wrong with the questions, with the place and what to do
    Check(check::Check),
    /// Say what a finding means: why it is bad, an example, how to silence it
    Explain(explain::Explain),
    /// Say what learners will notice of a new release, and what they would not get
    Diff(diff::Diff),
    /// Look whether a package is whole, and how it was made
    Verify(verify::Verify),
    /// Take over a deck that another tool released, so that learners keep their progress
    Adopt(adopt::Adopt),
    /// Write a recto.toml for the documents of a folder, and show what it would build
    Init(init::Init),
    /// Print the JSON schema of recto.toml, for editors
    Schema(schema::Schema),
    /// Print the completions for a shell
    Completions(manual::Completions),
    /// Print the manual page of recto or of one of its commands
    Man(manual::Man),
    /// Say whether two cards are one, where recto was not sure
    Identity(identity::Identity),
}

/// Where the documents come from, and what they are called.
#[derive(Debug, Args)]
struct Sources {
    /// Markdown files, folders that hold some, or - for standard input [default: what recto.toml names]
    #[arg(value_name = "PATH")]
    paths: Vec<std::path::PathBuf>,
    /// Name of the project: of the deck, of the files, and of the tags' root [default: from the path]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The ledger that keeps who each card is [default: recto.lock beside recto.toml or the sources]
    #[arg(long, value_name = "FILE")]
    ledger: Option<std::path::PathBuf>,
    /// Neither read nor write a ledger: every build is a first one
    #[arg(long, conflicts_with = "ledger")]
    no_ledger: bool,
    /// Read no more Markdown than this, all files together
    #[arg(long, value_name = "SIZE", default_value_t = MOST_MARKDOWN)]
    max_markdown: Size,
}

/// Thirty books, or 100,000 short cards; the memory of a build is up to 150 times that.
const MOST_MARKDOWN: Size = Size(16_000_000);

/// How a command ended, other than well.
enum Failure {
    /// There is nothing to build, or something was found: exit code 1.
    Finding(String),
    /// Exit code 1, and all is said.
    Silent,
    /// Wrong usage, or a file that cannot be read or written: exit code 2.
    Error(anyhow::Error),
}

impl Failure {
    /// Says it on standard error.
    fn print(&self) {
        match self {
            Failure::Silent => {}
            Failure::Finding(message) => eprintln!("recto: {message}"),
            Failure::Error(error) => output::fail(error),
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::Error(error.into())
    }
}

/// Joins `--unanswered keep` with its value, which may be left out before a path.
fn arguments(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec![];
    for argument in given {
        let values = ["keep", "drop", "list"];
        match arguments.last_mut() {
            Some(last) if last == "--unanswered" && values.iter().any(|value| argument == *value) => {
                last.push("=");
                last.push(argument);
            }
            _ => arguments.push(argument),
        }
    }
    arguments
}

/// Runs the program on the process's own arguments.
pub fn run() -> ExitCode {
    let cli = Cli::parse_from(arguments(std::env::args_os()));
    cli.showing.apply();
    let result = match cli.command {
        Command::Build(build) => build.run(),
        Command::Cards(cards) => cards.run(),
        Command::Adopt(adopt) => adopt.run(),
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(),
        Command::Diff(diff) => diff.run(),
        Command::Identity(identity) => identity.run(),
        Command::Push(push) => push.run(),
        Command::Preview(preview) => preview.run(),
        Command::Init(init) => init.run(),
        Command::Schema(schema) => schema.run(),
        Command::Verify(verify) => verify.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    };
    let Err(failure) = result else { return ExitCode::SUCCESS };
    match failure {
        Failure::Error(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        failure => {
            failure.print();
            ExitCode::from(if matches!(failure, Failure::Error(_)) { 2 } else { 1 })
        }
    }
}
