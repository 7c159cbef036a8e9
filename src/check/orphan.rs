//! Answers without a question: what is labelled as an answer, and is on no card.

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Reading;
use crate::shape::{self, Why};
use crate::source::Span;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    project.readings.iter().flat_map(in_document).collect()
}

fn in_document(reading: &Reading<'_>) -> Vec<Diagnostic> {
    let wanted = |why| !matches!(why, Why::Navigation | Why::Notes);
    let regions = reading.findings.left_out.iter().filter(|left| wanted(left.why));
    let lines = regions.flat_map(|left| {
        let text = reading.document.slice(left.span);
        text.split_inclusive('\n').scan(left.span.start, |at, line| {
            let start = *at;
            *at += line.len();
            Some(Span { start, end: start + line.trim_end().len() })
        })
    });
    let orphans = lines.filter(|line| shape::is_answer(reading.document.slice(*line)));
    let finding = |line| {
        at(reading, Code::AnswerOrphan, line, "the answer belongs to no question")
            .help("write its question above it; `recto cards --why` says how the lines around it were read")
    };
    orphans.map(finding).collect()
}
