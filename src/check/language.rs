//! Languages of code that no grammar knows.

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Reading;
use crate::render::{self, Unknown};
use crate::source::Span;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    project.readings.iter().flat_map(in_document).collect()
}

fn in_document(reading: &Reading<'_>) -> Vec<Diagnostic> {
    let document = &reading.document;
    let mut found = vec![];
    for (event, range) in document.all_events() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(Unknown { name, alike }) = render::unknown_language(&info) else { continue };
        let line = document.slice(range.clone().into()).lines().next().unwrap_or_default();
        let fence = line.trim_end();
        let start = range.start + fence.find(|c| c != '`' && c != '~').unwrap_or_default();
        let span = Span { start, end: range.start + fence.len() };
        let help = match alike {
            Some(alike) => format!("did you mean {alike}? Write text where there is nothing to colour"),
            None => "write text where there is nothing to colour".to_string(),
        };
        let message = format!("{name} is no language that recto can colour");
        found.push(at(reading, Code::CodeLanguage, span, message).help(help));
    }
    found
}
