//! The folder in which a page's examples are run.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::TOP;
use crate::example::{Example, Kind};

/// Commands that wait for somebody, need another program, or answer what recto asked: their options are read, no more.
const WAITING: [&str; 5] = ["recto preview", "recto push", " --watch", " --open", "recto identity"];

pub struct Folder {
    folder: TempDir,
    /// What the commands before printed.
    printed: Option<String>,
}

impl Folder {
    /// With the files that the pages speak of: those of `world`, and what `world.sh` makes of them.
    pub fn new() -> Folder {
        let folder = Folder { folder: tempfile::tempdir().expect("a temporary folder"), printed: None };
        let script = format!("cp -R '{TOP}/tests/docs/world/.' . && bash -eu '{TOP}/tests/docs/world.sh'");
        folder.command(&script).expect("the pages' own files");
        folder
    }

    /// # Errors
    /// With what does not hold.
    pub fn run(&mut self, example: &Example) -> Result<(), String> {
        let printed = self.printed.take();
        let text = &example.text;
        match &example.kind {
            Kind::Commands => self.commands(text),
            Kind::Output => {
                let printed = printed
                    .ok_or("no command above prints this: use ```console, or say <!-- not run: … -->")?;
                compare(text, &printed)
            }
            Kind::Document => self.with("example.md", text, "recto cards example.md"),
            Kind::FrontMatter => {
                let yaml = text.trim().trim_matches('-');
                serde_saphyr::from_str::<serde_json::Value>(yaml).map_err(|error| error.to_string())?;
                let document = format!("{text}\n# Part\n\n## What is one?\n\nThe first number.\n");
                self.with("example.md", &document, "recto cards example.md")
            }
            Kind::Configuration => self.configuration(text),
            Kind::Style => {
                let balanced = text.matches('{').count() == text.matches('}').count();
                balanced.then_some(()).ok_or("a rule without an end")?;
                self.with("example.css", text, "recto build quiz.md --css example.css --no-ledger -o example")
            }
            Kind::Json if text.contains('…') => Ok(()),
            Kind::Json => {
                serde_json::from_str::<serde_json::Value>(text).map(drop).map_err(|error| error.to_string())
            }
            Kind::File(name) => self.write(name, text),
            Kind::PartOf(name) => part_of(name, text),
            Kind::NotRun(why) if why.is_empty() => Err("why is it not run?".to_string()),
            Kind::NotRun(_) => Ok(()),
            Kind::Unknown(word) => Err(format!("nobody knows how to run {word:?}")),
        }
    }

    fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).map_err(|error| error.to_string())?;
        fs::write(path, text).map_err(|error| error.to_string())
    }

    /// Runs a command on a file that is there for it alone.
    fn with(&self, name: &str, text: &str, command: &str) -> Result<(), String> {
        self.write(name, text)?;
        let result = self.command(command);
        fs::remove_file(self.folder.path().join(name)).expect("it was written");
        result.map(drop)
    }

    /// Reads a recto.toml, in a folder with a document and the files that it names.
    fn configuration(&self, text: &str) -> Result<(), String> {
        self.write("configuration/recto.toml", text)?;
        for document in ["quiz.md", "questions/a.md", "questions/b.md", "questions/old/c.md", "extra/a.md"] {
            let text = "# Part\n\n### What is one?\n\nThe first number.\n";
            self.write(&format!("configuration/{document}"), text)?;
        }
        for value in text.split('"').skip(1).step_by(2) {
            if value.ends_with(".css") || value.ends_with(".html") {
                self.write(&format!("configuration/{value}"), "<div>{{Front}}{{Back}}</div>")?;
            }
        }
        let result = self.command("recto cards configuration/quiz.md");
        fs::remove_dir_all(self.folder.path().join("configuration")).expect("it was written");
        result.map(drop)
    }

    /// Commands, one a line; with `$` before them, with what they print.
    fn commands(&mut self, text: &str) -> Result<(), String> {
        if !text.starts_with("$ ") {
            let mut printed = String::new();
            for line in logical_lines(text) {
                printed.push_str(&self.command(&line)?);
            }
            self.printed = Some(printed);
            return Ok(());
        }
        for part in format!("\n{text}").split("\n$ ").skip(1) {
            let (command, expected) = part.split_once('\n').unwrap_or((part, ""));
            compare(expected, &self.command(command)?).map_err(|fault| format!("{command}\n{fault}"))?;
        }
        Ok(())
    }

    /// Runs a command and gives what it prints. recto may have found something.
    fn command(&self, line: &str) -> Result<String, String> {
        let line = ["cargo run --release -- ", "cargo run -- "]
            .iter()
            .find_map(|cargo| line.strip_prefix(cargo))
            .map_or(line.to_string(), |arguments| format!("recto {arguments}"));
        let first = line.split_whitespace().next().unwrap_or_default();
        if first.contains('/') || first == "cargo" {
            // What belongs to the work on recto itself has its own tests, and only needs to be there.
            let scripts =
                line.split_whitespace().filter(|word| word.starts_with("tests/") || word.starts_with(".ci/"));
            let missing = scripts.map(|word| Path::new(TOP).join(word)).find(|path| !path.exists());
            return missing.map_or(Ok(String::new()), |path| Err(format!("there is no {}", path.display())));
        }
        let waits = WAITING.iter().any(|command| line.contains(command));
        let line = if waits { format!("{} --help >/dev/null", uncommented(&line)) } else { line };
        let programs = Path::new(env!("CARGO_BIN_EXE_recto")).parent().expect("a folder");
        let output = Command::new("timeout")
            .args(["60", "bash", "-c", &format!("exec 2>&1\n{line}")])
            .current_dir(self.folder.path())
            .env("PATH", format!("{}:{}", programs.display(), std::env::var("PATH").expect("a path")))
            .env("HOME", self.folder.path())
            .env("TOP", TOP)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "A")
            .env("GIT_AUTHOR_EMAIL", "a@example.org")
            .env("GIT_COMMITTER_NAME", "A")
            .env("GIT_COMMITTER_EMAIL", "a@example.org")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("the tests of the pages need bash");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        match output.status.code() {
            Some(0) => Ok(printed),
            Some(1) if ["recto check", "recto diff"].iter().any(|found| line.starts_with(found)) => {
                Ok(printed)
            }
            code => Err(format!("`{line}` ends with {code:?}\n{printed}")),
        }
    }
}

/// Lines, those that end in `\` with the next one; without empty ones.
fn logical_lines(text: &str) -> Vec<String> {
    let joined = text.replace("\\\n", " ");
    joined.lines().filter(|line| !line.trim().is_empty()).map(str::to_string).collect()
}

fn uncommented(line: &str) -> &str {
    line.split_once(" #").map_or(line, |(command, _)| command)
}

/// `…` stands for anything within a line, and alone on a line for any lines; a file's size is any size.
fn compare(expected: &str, printed: &str) -> Result<(), String> {
    let escaped = regex::escape(&format!("{}\n", expected.trim_end()));
    let size = regex::Regex::new(r"\d+(\\\.\d)? (kB|B|MB)(\n|$)").expect("a pattern");
    let escaped = size.replace_all(&escaped, r"[\d.]+ (kB|B|MB)$3");
    let pattern = escaped.replace("\n…\n", "\n(?s:.*)\n").replace('…', ".*");
    let pattern = regex::Regex::new(&format!("^{pattern}$")).expect("a pattern");
    if pattern.is_match(&format!("{}\n", printed.trim_end())) {
        return Ok(());
    }
    Err(format!("the page says\n{}\nit is\n{}", expected.trim_end(), printed.trim_end()))
}

/// Whether these lines stand in a file of the repository, in this order, `…` for others.
fn part_of(name: &str, text: &str) -> Result<(), String> {
    let file = fs::read_to_string(Path::new(TOP).join(name)).map_err(|error| format!("{name}: {error}"))?;
    let mut lines = file.lines();
    let mut wanted = text.lines().filter(|line| line.trim() != "…" && line.trim() != "# …");
    match wanted.find(|wanted| !lines.any(|line| line.trim() == wanted.trim())) {
        Some(line) => Err(format!("{name} has no such line, or not here: {line}")),
        None => Ok(()),
    }
}
