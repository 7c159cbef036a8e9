//! What the author allows: a line of a document, a document or the project may say that a finding is none.
//!
//! ```text
//! <!-- recto: allow heading-jump, code-language -->
//! ```
//!
//! Such a comment is about its line and the next one that is not blank; above all else it is about the document, as is
//! `recto-allow` in the front matter. Errors stop the build, so that nothing allows them.

use std::collections::{BTreeMap, HashMap};

use pulldown_cmark::Event;

use super::at;
use crate::config::Checks;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::project::Reading;
use crate::source::{Source, Span};

/// Leaves out what is allowed, and adds what is allowed in vain because no code has that name.
pub fn apply(readings: &[Reading<'_>], settings: &Checks, found: &mut Vec<Diagnostic>) {
    let mut allowed: HashMap<&str, (Allowed, &Source)> = HashMap::new();
    for reading in readings {
        let source = reading.document.source;
        allowed.insert(&source.name, (Allowed::read(reading, found), source));
    }
    found.retain(|finding| {
        let in_project = settings.allow.contains(&finding.code);
        let here = || {
            let (allowed, source) = allowed.get(finding.file.as_str())?;
            Some(allowed.has(finding.code, finding.span.map(|span| source.position(span.start).line)))
        };
        finding.severity == Severity::Error || !(in_project || here().unwrap_or(false))
    });
}

/// What one document allows.
#[derive(Default)]
struct Allowed {
    everywhere: Vec<Code>,
    /// By line of the author's file.
    lines: BTreeMap<usize, Vec<Code>>,
}

impl Allowed {
    /// Reads a document's comments and front matter; names that no code has go to `found`.
    fn read(reading: &Reading<'_>, found: &mut Vec<Diagnostic>) -> Allowed {
        let source = reading.document.source;
        let mut allowed = Allowed::default();
        let first = source.text.lines().next().unwrap_or_default().len();
        for name in &source.front_matter.allow {
            let start = source.text[..source.body_start].find(name.as_str());
            let span =
                start.map_or(Span { start: 0, end: first }, |start| Span { start, end: start + name.len() });
            allowed.everywhere.extend(code(name, reading, span, found));
        }
        let head = head(source);
        for comment in comments(reading) {
            let codes: Vec<Code> = comment
                .names(&source.text)
                .filter_map(|span| code(&source.text[span.range()], reading, span, found))
                .collect();
            if comment.span.end <= head {
                allowed.everywhere.extend(codes);
                continue;
            }
            for line in comment.lines(source) {
                allowed.lines.entry(line).or_default().extend(&codes);
            }
        }
        allowed
    }

    fn has(&self, code: Code, line: Option<usize>) -> bool {
        let here = line.and_then(|line| self.lines.get(&line));
        self.everywhere.contains(&code) || here.is_some_and(|codes| codes.contains(&code))
    }
}

/// The code of a name; nothing, and a finding, if there is none.
fn code(name: &str, reading: &Reading<'_>, span: Span, found: &mut Vec<Diagnostic>) -> Option<Code> {
    let alike = match Code::named(name) {
        Ok(code) => return Some(code),
        Err(alike) => alike,
    };
    let finding = at(reading, Code::AllowUnknown, span, format!("no finding is called {name}"));
    let help =
        alike.map_or("`recto explain` lists all codes".to_string(), |alike| format!("did you mean {alike}?"));
    found.push(finding.help(help));
    None
}

/// Where the comments end that stand above all else.
fn head(source: &Source) -> usize {
    let mut rest = &source.text[source.body_start..];
    while let Some((_, behind)) =
        rest.trim_start().strip_prefix("<!--").and_then(|rest| rest.split_once("-->"))
    {
        rest = behind;
    }
    source.text.len() - rest.len()
}

/// A comment that allows something: where it stands, and where the names in it do.
struct Comment {
    span: Span,
    said: Span,
}

/// The comments of a document that allow something, each in one line; not those in code.
fn comments(reading: &Reading<'_>) -> Vec<Comment> {
    let mut comments = vec![];
    if !reading.document.source.text.contains("<!--") {
        return comments;
    }
    for (event, range) in reading.document.all_events() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            continue;
        }
        let html = reading.document.slice(range.clone().into());
        for (open, _) in html.match_indices("<!--") {
            let Some(length) = html[open..].find("-->") else { continue };
            let inner = &html[open + 4..open + length];
            let Some(said) = inner.trim_start().strip_prefix("recto:") else { continue };
            let Some(said) = said.trim_start().strip_prefix("allow ") else { continue };
            let end = range.start + open + length;
            comments.push(Comment {
                span: Span { start: range.start + open, end: end + 3 },
                said: Span { start: end - said.len(), end },
            });
        }
    }
    comments
}

impl Comment {
    /// Where the names stand, which commas or spaces separate.
    fn names<'t>(&self, text: &'t str) -> impl Iterator<Item = Span> + use<'t> {
        let (start, said) = (self.said.start, &text[self.said.range()]);
        let ends = |c: char| c == ',' || c.is_whitespace();
        let mut at = 0;
        said.split_inclusive(ends).filter_map(move |part| {
            let from = start + at;
            at += part.len();
            let name = part.trim_end_matches(ends);
            (!name.is_empty()).then_some(Span { start: from, end: from + name.len() })
        })
    }

    /// Its own line in the author's file, and the next one that is not blank.
    fn lines(&self, source: &Source) -> [usize; 2] {
        let behind = &source.text[self.span.end..];
        let line_end = behind.find('\n').unwrap_or(behind.len());
        let blank = behind[line_end..].len() - behind[line_end..].trim_start().len();
        [self.span.start, self.span.end + line_end + blank].map(|offset| source.position(offset).line)
    }
}
