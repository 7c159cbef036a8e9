//! Questions without an answer.

use super::{Project, at, question_span};
use crate::diagnostic::{Code, Diagnostic};

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let all = project.readings.iter().flat_map(|reading| {
        reading.findings.unanswered.iter().map(move |card| {
            at(reading, Code::QuestionUnanswered, question_span(card), "the question has no answer")
                .help("answer it below, or build with --unanswered=keep")
        })
    });
    all.collect()
}
