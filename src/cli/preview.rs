//! `recto preview`: the cards on a page, while they are written.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{IsTerminal, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;

use super::files::Disk;
use super::memory::Memory;
use super::rendering::Rendering;
use super::watch::{self, Watch};
use super::{Failure, Sources, build, editor, git, input, look, output};
use crate::check;
use crate::config::Unanswered;
use crate::diagnostic::{Diagnostic, Severity};
use crate::identity::ledger::Project;
use crate::preview::{Deck, Finding, Server, single_file};
use crate::project::{self, Reading};
use crate::render::{Resolver, Size};
use crate::source::Source;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Preview {
    #[command(flatten)]
    sources: Sources,
    /// Write the page with all cards and pictures into one file instead, to send or to publish
    #[arg(long, value_name = "FILE.html", conflicts_with_all = ["port", "no_open"])]
    out: Option<PathBuf>,
    /// The port on this machine [default: 7328, or a free one]
    #[arg(long)]
    port: Option<u16>,
    /// Do not open the page in the browser
    #[arg(long)]
    no_open: bool,
    /// A stylesheet for the cards, put after recto's own and after card.css beside the sources
    #[arg(long, value_name = "FILE")]
    css: Option<PathBuf>,
    #[command(flatten)]
    rendering: Rendering,
    /// keep: show questions without an answer as cards, too, with an empty back
    #[arg(long, value_enum, require_equals = true)]
    unanswered: Option<Unanswered>,
}

/// The cards as they were before a save.
struct Before {
    project: Project,
    /// Whether there was a ledger.
    is_released: bool,
}

const EXAMPLES: &str = "\
Examples:
  recto preview questions.md                     look at the cards; the page follows each save
  recto preview notes/ --out preview.html        one file to send, which needs no recto and no network

The page is served to this machine alone. It opens files in $VISUAL or $EDITOR. Ctrl-C stops it.";

/// Preferred, so that a page that is still open finds the next server.
const PORT: u16 = 7328;

impl Preview {
    pub fn run(self) -> Result<(), Failure> {
        let mut before = None;
        if let Some(path) = &self.out {
            let (deck, _) = self.deck(&mut before)?;
            return self.write(path, &deck);
        }
        let watch = self.watch()?;
        let (deck, asked) = self.deck(&mut before)?;
        let listener = listen(self.port)?;
        let address = format!("http://{}/", listener.local_addr()?);
        let mut out = output::stdout();
        writeln!(out, "{}\n{address}  (Ctrl-C stops it)", said(&deck))?;
        output::finish(out)?;
        let server =
            Server::new(deck, token()?, |spot| editor::open(spot).map_err(|error| format!("{error:#}")));
        let serving = Arc::clone(&server);
        let thread = std::thread::spawn(move || serving.run(listener));
        if !self.no_open && std::io::stdout().is_terminal() && open::that_detached(&address).is_err() {
            output::tell!("recto: no browser could be opened: open the address above");
        }
        match watch {
            Some(watch) => self.follow(&server, watch, before, asked),
            None => Ok(thread.join().expect("the server does not panic")?),
        }
    }

    /// Watches from before the first reading on, so that no save is lost while it goes on. Standard input is read once.
    fn watch(&self) -> anyhow::Result<Option<Watch>> {
        if self.sources.paths.iter().any(|path| path.as_os_str() == "-") {
            return Ok(None);
        }
        let mut watch = Watch::new(&[])?;
        watch.follow(watch::folders(&self.sources, None, None))?;
        Ok(Some(watch))
    }

    /// Shows the deck anew after each change, until the process ends.
    fn follow(
        &self,
        server: &Server,
        mut watch: Watch,
        mut before: Option<Before>,
        mut asked: BTreeSet<PathBuf>,
    ) -> Result<(), Failure> {
        loop {
            watch.follow(asked.iter().cloned().chain(watch::folders(&self.sources, None, None)))?;
            let changed = watch.wait();
            if changed.iter().any(|path| path.ends_with(crate::identity::ledger::FILE)) {
                // A build was made; what it says counts more than what was seen since.
                before = None;
            }
            match self.deck(&mut before) {
                Ok((deck, folders)) => {
                    asked = folders;
                    server.show(deck);
                }
                Err(Failure::Error(error)) => server.fail(format!("{error:#}")),
                Err(Failure::Finding(message)) => server.fail(message),
                Err(Failure::Silent) => {}
            }
        }
    }

    /// The deck as it is now, and the folders on which it depends. `before` are its cards as they were a moment ago, so
    /// that a card that is being written stays the same one; those of the ledger at first.
    fn deck(&self, before: &mut Option<Before>) -> Result<(Deck, BTreeSet<PathBuf>), Failure> {
        let input = input::read(&self.sources)?;
        let readings = input.readings();
        let mut options = project::Options {
            look: look::read(&self.sources, &input.config.card, self.css.as_deref())?,
            ..input.options()
        };
        self.rendering.apply(&mut options);
        if let Some(unanswered) = self.unanswered {
            options.keep_unanswered = unanswered == Unanswered::Keep;
        }
        let Before { project, is_released } = match before.take() {
            Some(before) => before,
            None => self.remembered(&readings, &options)?,
        };
        options.time = build::release_time(is_released)?;
        let disk = Disk::new(&self.sources.paths);
        let repository =
            git::repository(&input.config, project.repository.as_deref(), &disk, &self.sources.paths);
        let forge = repository.as_ref().map(|repository| repository.forge);
        let rules = self.rendering.rules(&input.config, repository);
        let project::Release { package, places, project, found, .. } =
            project::release(&readings, &options, &project, Resolver::new(&disk, rules));
        *before = Some(Before { project, is_released });
        let mut checked = check::Project::new(&input.name, &readings, &input.config.checks);
        checked.forge = forge;
        let found = check::run(&checked, found);
        let folders = watch::folders(&self.sources, Some(&input), Some(&disk));
        let asked = readings.iter().filter(|reading| input.is_asked_for(&reading.file));
        let asked: HashSet<&str> = asked.map(|reading| reading.document.source.name.as_str()).collect();
        let findings = found.iter().filter(|finding| asked.contains(finding.file.as_str()));
        let sources: HashMap<&str, &Source> =
            input.sources.iter().map(|source| (source.name.as_str(), source)).collect();
        let source = |finding: &Diagnostic| sources.get(finding.file.as_str()).copied();
        let findings = findings.map(|finding| Finding::new(finding, source(finding))).collect();
        Ok((Deck::new(&input.name, package, places, findings, |file| asked.contains(file)), folders))
    }

    /// What the ledger says.
    fn remembered(&self, readings: &[Reading<'_>], options: &project::Options) -> Result<Before, Failure> {
        let mut memory = Memory::open(&self.sources)?;
        Ok(Before { is_released: memory.exists(), project: memory.project(readings, options) })
    }

    fn write(&self, path: &PathBuf, deck: &Deck) -> Result<(), Failure> {
        if deck.cards.is_empty() {
            return Err(Failure::Finding(
                "no cards to show: `recto cards --why` says what was read".to_string(),
            ));
        }
        let html = single_file(deck);
        let temporary = output::replace(path, |file| Ok(file.write_all(html.as_bytes())?))?;
        temporary.persist(path).with_context(|| path.display().to_string())?;
        let size = Size(html.len() as u64);
        let mut out = output::stdout();
        writeln!(out, "{}\n  {}  {size}", said(deck), output::shown(path))?;
        Ok(output::finish(out)?)
    }
}

/// "Interview: 17 cards, 2 warnings"
fn said(deck: &Deck) -> String {
    let mut said = format!("{}: {}", deck.name, output::count(deck.cards.len(), "card", "cards"));
    for (severity, many) in [(Severity::Error, "errors"), (Severity::Warning, "warnings")] {
        let number = deck.findings.iter().filter(|finding| finding.severity == severity.name()).count();
        if number > 0 {
            said.push_str(&format!(", {}", output::count(number, severity.name(), many)));
        }
    }
    said
}

/// Loopback only: nobody else's machine reaches it.
fn listen(port: Option<u16>) -> anyhow::Result<TcpListener> {
    let at = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match port {
        Some(port) => {
            at(port).with_context(|| format!("port {port} cannot be used: give another --port, or none"))
        }
        None => at(PORT).or_else(|_| at(0)).context("no port of this machine can be used"),
    }
}

/// 128 random bits.
fn token() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
