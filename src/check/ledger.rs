//! What the ledger cannot say, or does not say yet.

use super::Project;
use crate::diagnostic::{Code, Diagnostic};

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let unsettled = project.unsure.iter().filter_map(|unsure| {
        let asked = project.asked.get(unsure.seen)?;
        let message = format!("this may be a known question in other words: {}", unsure.old_question);
        // What no build has written down has no name yet.
        let first = if project.outdated.is_some() { "run `recto build`, then " } else { "" };
        let help = format!(
            "{first}say which it is: `recto identity same {} {1}` or `recto identity new {1}`",
            unsure.old, unsure.new
        );
        Some(asked.finding(Code::IdentityUnsettled, message).help(help))
    });
    let outdated = project.outdated.iter().map(|file| {
        Diagnostic::new(Code::LedgerOutdated, file, None, "the documents have changed since it was written")
            .help("run `recto build` and commit it")
    });
    unsettled.chain(outdated).collect()
}
