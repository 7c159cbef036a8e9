//! Diagnostics on the terminal.

use std::collections::BTreeMap;
use std::io::IsTerminal;

use super::output;
use crate::diagnostic::{Code, Diagnostic, Look, Severity, human};
use crate::source::Source;

/// Errors that are shown whole; of more the reader knows enough.
const ERRORS: usize = 10;
/// Warnings of one kind that are shown whole; more become one line.
const WARNINGS: usize = 3;

/// Prints findings to standard error, in the order of the documents. Notes, and warnings that repeat, only if all are
/// wanted.
pub fn print(found: &[Diagnostic], sources: &[&Source], all: bool) {
    let look = if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        Look::Coloured
    } else {
        Look::Plain
    };
    let mut by_code: BTreeMap<(Severity, Code), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found.iter().filter(|finding| all || finding.severity != Severity::Note) {
        by_code.entry((finding.severity, finding.code)).or_default().push(finding);
    }
    for ((severity, code), mut found) in by_code {
        found.sort_by_key(|finding| sources.iter().position(|source| source.name == finding.file));
        let shown = match severity {
            _ if all => found.len(),
            Severity::Error => found.len().min(ERRORS),
            _ if found.len() > WARNINGS => 0,
            _ => found.len(),
        };
        for finding in &found[..shown] {
            let source = sources.iter().find(|source| source.name == finding.file).copied();
            eprintln!("{}\n", human(finding, source, look));
        }
        let name = code.entry().name;
        match (shown, found.len() - shown) {
            (_, 0) => {}
            (0, number) => {
                let mut files: Vec<&str> = found.iter().map(|finding| finding.file.as_str()).collect();
                files.dedup();
                let files = output::count(files.len(), "file", "files");
                let meaning = code.entry().meaning;
                eprintln!("warning[{name}]: {number} times in {files}: {meaning} --verbose lists them\n");
            }
            (_, more) => eprintln!("error[{name}]: and {more} more; --verbose lists them\n"),
        }
    }
}

/// How many errors there are, in words; nothing if there is none.
pub fn errors(found: &[Diagnostic]) -> Option<String> {
    let number = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    (number > 0).then(|| output::count(number, "error", "errors"))
}
