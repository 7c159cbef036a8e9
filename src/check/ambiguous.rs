//! Documents that could be read in another way as well: lines of one form that look like questions and stand in the
//! answers of others.

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::project::Reading;
use crate::shape::Rival;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let readings = project.readings.iter();
    readings.flat_map(|reading| reading.findings.rivals.iter().map(|rival| finding(reading, rival))).collect()
}

fn finding(reading: &Reading<'_>, rival: &Rival) -> Diagnostic {
    let Rival { shape, level, instead, span, count } = rival;
    let message = format!(
        "this line and {} more of its form ({shape}) look like questions, but stand in the answers of others ({instead})",
        count - 1
    );
    let as_questions = match level {
        Some(level) => {
            format!("if these are the questions, write `<!-- recto: level {level} -->` at the top")
        }
        None => format!("if these are the questions, write `<!-- recto: shapes = {shape} -->` at the top"),
    };
    let help = format!("{as_questions}; if not, `<!-- recto: allow reading-ambiguous -->` keeps this silent");
    at(reading, Code::ReadingAmbiguous, *span, message).help(help)
}
