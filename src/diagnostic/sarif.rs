//! Diagnostics as SARIF 2.1.0, the format in which code hosts and editors take the findings of tools.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde_json::{Value, json};

use super::{CODES, Diagnostic, Entry, explain, place};
use crate::file::NOT_IN_ADDRESS;
use crate::source::Source;

/// What a relative reference may not hold (RFC 3986); a colon would begin a scheme.
const NOT_IN_PATH: &AsciiSet = &NOT_IN_ADDRESS.add(b':');

/// The log of one run: all rules, and a result for each finding.
pub fn sarif(found: &[Diagnostic], sources: &[&Source]) -> String {
    let sources: HashMap<&str, &Source> =
        sources.iter().map(|source| (source.name.as_str(), *source)).collect();
    let results: Vec<Value> =
        found.iter().map(|finding| result(finding, sources.get(finding.file.as_str()).copied())).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "recto",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": CODES.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(entry: &Entry) -> Value {
    json!({
        "id": entry.name,
        "shortDescription": { "text": entry.meaning },
        "help": { "text": explain(entry.code), "markdown": explain(entry.code) },
        "defaultConfiguration": { "level": entry.severity.name() },
    })
}

fn result(finding: &Diagnostic, source: Option<&Source>) -> Value {
    let help = finding.help.as_ref().map_or(String::new(), |help| format!(": {help}"));
    let mut place = json!({ "artifactLocation": { "uri": uri(&finding.file) } });
    if let Some(region) = place::region(finding, source) {
        place["region"] = json!({
            "startLine": region.start.line,
            "startColumn": region.start.column,
            "endLine": region.end.line,
            "endColumn": region.end.column,
        });
    }
    json!({
        "ruleId": finding.code.entry().name,
        "ruleIndex": finding.code as usize,
        "level": finding.severity.name(),
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [{ "physicalLocation": place }],
    })
}

fn uri(file: &str) -> String {
    let path = utf8_percent_encode(file, NOT_IN_PATH).to_string();
    if file.starts_with('/') { format!("file://{path}") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("a b/ü#1: x.md"), "a%20b/%C3%BC%231%3A%20x.md");
        assert_eq!(uri("/q/a.md"), "file:///q/a.md");
    }
}
