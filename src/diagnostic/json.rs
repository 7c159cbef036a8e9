//! Diagnostics for programs: one JSON object each.

use serde::Serialize;

use super::{Diagnostic, place};
use crate::source::Source;

/// Lines and columns count from 1, columns in characters; the end is behind the last one. Null where the file as a whole
/// is meant.
#[derive(Serialize)]
struct Line<'d> {
    code: &'d str,
    severity: &'d str,
    file: &'d str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: &'d str,
    help: Option<&'d str>,
    /// Whether `recto check --fix` mends it.
    fixable: bool,
}

/// A finding as one line of JSON, without a line end.
pub fn json(diagnostic: &Diagnostic, source: Option<&Source>) -> String {
    let region = place::region(diagnostic, source);
    let line = Line {
        code: diagnostic.code.entry().name,
        severity: diagnostic.severity.name(),
        file: &diagnostic.file,
        line: region.map(|region| region.start.line),
        column: region.map(|region| region.start.column),
        end_line: region.map(|region| region.end.line),
        end_column: region.map(|region| region.end.column),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        fixable: diagnostic.fix.is_some(),
    };
    serde_json::to_string(&line).expect("strings and numbers are JSON")
}
