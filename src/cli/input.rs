//! Files, folders and standard input as sources.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use super::{Failure, Sources, memory};
use crate::config::Config;
use crate::package::origin::{self, Hash, Origin};
use crate::project::{self, Reading};
use crate::source::{DecodeError, Source};

const EXTENSIONS: [&str; 3] = ["md", "markdown", "mdx"];

const STDIN: &str = "standard input";

/// What the arguments name.
pub struct Input {
    /// The project's name.
    pub name: String,
    pub config: Config,
    pub sources: Vec<Source>,
    /// The sources' paths as the ledger has them.
    files: Vec<String>,
    /// The files' hashes by their paths, seen from the folder that holds them all.
    hashes: BTreeMap<String, Hash>,
}

impl Input {
    /// What a package of these sources says of how it was made. `project` is the project's id.
    pub fn origin(&self, project: &str) -> Origin {
        Origin {
            recto: env!("CARGO_PKG_VERSION").to_string(),
            project: origin::Project { id: project.to_string(), name: self.name.clone() },
            sources: self.hashes.clone(),
        }
    }

    /// Reads the questions of all sources.
    pub fn readings(&self) -> Vec<Reading<'_>> {
        let readings = self.sources.iter().map(|source| project::read(source, &self.config.hints));
        readings.zip(&self.files).map(|(reading, file)| Reading { file: file.clone(), ..reading }).collect()
    }
}

/// Reads all that the arguments name, each file once, in the order of their names.
pub fn read(arguments: &Sources) -> Result<Input, Failure> {
    let mut files: Vec<PathBuf> = vec![];
    let mut sources = vec![];
    let mut hashes = BTreeMap::new();
    for path in &arguments.paths {
        if path.as_os_str() == "-" {
            let mut bytes = vec![];
            std::io::stdin().read_to_end(&mut bytes).context("standard input")?;
            sources.push(decode(STDIN, &bytes)?);
            hashes.insert(STDIN.to_string(), Hash::of(&bytes));
        } else if path.is_dir() {
            let found = markdown_below(path)?;
            if found.is_empty() {
                return Err(Failure::Finding(format!(
                    "no Markdown in {}: looked for files that end in .md, .markdown or .mdx",
                    path.display()
                )));
            }
            files.extend(found);
        } else if path.exists() {
            files.push(path.clone());
        } else {
            return Err(Failure::Error(anyhow!("{}: no such file or folder", path.display())));
        }
    }
    files.dedup();
    let folder = common_folder(&files)?;
    for file in &files {
        let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
        sources.push(decode(&shown(file), &bytes)?);
        let path = std::path::absolute(file)?;
        hashes.insert(shown(path.strip_prefix(&folder).unwrap_or(file)), Hash::of(&bytes));
    }
    let folder =
        arguments.paths.iter().find(|path| path.as_os_str() != "-").map_or(Path::new("."), |path| path);
    let config = Config::find(&std::path::absolute(folder)?)?;
    let files = sources
        .iter()
        .map(|source| memory::relative(arguments, &source.name))
        .collect::<anyhow::Result<Vec<String>>>()?;
    Ok(Input { name: name(arguments, &config, &sources), config, sources, files, hashes })
}

/// The deepest folder that holds all files.
fn common_folder(files: &[PathBuf]) -> anyhow::Result<PathBuf> {
    let mut common: Option<PathBuf> = None;
    for file in files {
        let folder = std::path::absolute(file)?.parent().map(Path::to_path_buf).unwrap_or_default();
        common = Some(match common {
            None => folder,
            Some(common) => {
                common.ancestors().find(|common| folder.starts_with(common)).unwrap_or(&folder).to_path_buf()
            }
        });
    }
    Ok(common.unwrap_or_default())
}

fn decode(name: &str, bytes: &[u8]) -> Result<Source, Failure> {
    let mut source = Source::new(name, bytes).map_err(|error| undecodable(name, bytes, &error))?;
    project::repair(&mut source);
    Ok(source)
}

/// Where a file is no text, the line itself, and what to do.
fn undecodable(name: &str, bytes: &[u8], error: &DecodeError) -> anyhow::Error {
    let line = bytes.split(|&byte| byte == b'\n').nth(error.line - 1).unwrap_or_default();
    let shown: String = String::from_utf8_lossy(line).chars().filter(|c| !c.is_control()).take(80).collect();
    let (line, column, help) = (error.line, error.column, error.help());
    let indent = " ".repeat(line.to_string().len() + column.min(80));
    anyhow!("{name}:{line}:{column}: {error}\n {line} | {shown}\n   {indent}^ {help}")
}

/// The Markdown files below a folder, sorted by path, without hidden and ignored ones.
fn markdown_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = vec![];
    for entry in ignore::WalkBuilder::new(folder).require_git(false).build() {
        let entry = entry.with_context(|| folder.display().to_string())?;
        let extension =
            entry.path().extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str())) {
            files.push(entry.into_path());
        }
    }
    files.sort_by_key(|path| natural_key(&shown(path)));
    Ok(files)
}

/// Sorts `part-2` before `part-10`: numbers by value, by way of their length.
fn natural_key(path: &str) -> Vec<(usize, String)> {
    let mut key: Vec<(usize, String)> = vec![];
    let mut in_digits = false;
    for c in path.chars() {
        let digit = c.is_ascii_digit();
        if key.is_empty() || digit != in_digits {
            key.push((0, String::new()));
        }
        let last = key.last_mut().expect("just pushed");
        last.1.push(c);
        last.0 = if digit { last.1.trim_start_matches('0').len() } else { 0 };
        in_digits = digit;
    }
    key
}

/// The path as it is shown: as given, with forward slashes.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// The project's name: as asked for, or from `recto.toml` or front matter, or from the file or folder.
fn name(arguments: &Sources, config: &Config, sources: &[Source]) -> String {
    let from_front_matter = || match sources {
        [source] => source.front_matter.deck.clone(),
        _ => None,
    };
    let from_path = || {
        let path = arguments.paths.first().filter(|path| path.as_os_str() != "-")?;
        if path.is_file()
            && let [source] = sources
        {
            return Some(project::file_stem(&source.name).to_string());
        }
        let path = std::path::absolute(path).ok()?;
        let folder = if path.is_file() { path.parent()? } else { &path };
        Some(folder.file_name()?.to_string_lossy().into_owned())
    };
    let name =
        arguments.name.clone().or_else(|| config.name.clone()).or_else(from_front_matter).or_else(from_path);
    name.filter(|name| name.chars().any(char::is_alphanumeric)).unwrap_or_else(|| "cards".to_string())
}
