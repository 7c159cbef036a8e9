//! Diagnostics on the terminal.

use std::collections::BTreeMap;

use super::output::{self, tell};
use crate::diagnostic::{Code, Diagnostic, Severity, human};
use crate::source::Source;

/// Errors that are shown whole; of more the reader knows enough.
const ERRORS: usize = 10;
/// Warnings of one kind that are shown whole; more become one line.
const WARNINGS: usize = 3;

/// Prints findings to standard error, in the order of the documents. Notes, and warnings that repeat, only if all are
/// wanted.
pub fn print(found: &[Diagnostic], sources: &[&Source], all: bool) {
    let look = output::look(&std::io::stderr());
    let wanted = |finding: &&Diagnostic| match finding.severity {
        Severity::Error => true,
        Severity::Warning => !output::is_quiet(),
        Severity::Note => all && !output::is_quiet(),
    };
    let mut by_code: BTreeMap<(Severity, Code), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found.iter().filter(wanted) {
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
            tell!("{}\n", human(finding, source, look));
        }
        let name = code.entry().name;
        match (shown, found.len() - shown) {
            (_, 0) => {}
            (0, number) => {
                let mut files: Vec<&str> = found.iter().map(|finding| finding.file.as_str()).collect();
                files.dedup();
                let files = output::count(files.len(), "file", "files");
                let meaning = code.entry().meaning;
                tell!("warning[{name}]: {number} times in {files}: {meaning} --verbose lists them\n");
            }
            (_, more) => tell!("error[{name}]: and {more} more; --verbose lists them\n"),
        }
    }
}

/// How many errors there are, in words; nothing if there is none.
pub fn errors(found: &[Diagnostic]) -> Option<String> {
    let number = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    (number > 0).then(|| output::count(number, "error", "errors"))
}
