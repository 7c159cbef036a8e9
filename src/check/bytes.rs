//! Bytes that are no text: a byte order mark, and line ends of two kinds.

use super::Project;
use crate::diagnostic::{Code, Diagnostic, Fix};

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let mut found = vec![];
    for reading in project.readings {
        let source = reading.document.source;
        let finding = |code, message| Diagnostic::new(code, &source.name, None, message);
        if source.form.byte_order_mark {
            let message = "the file begins with a byte order mark";
            found.push(finding(Code::ByteOrderMark, message).fix(Fix::ByteOrderMark));
        }
        if source.form.mixed_line_ends {
            let message = "some lines end as on Windows, and some as elsewhere";
            found.push(finding(Code::LineEndsMixed, message).fix(Fix::LineEnds));
        }
    }
    found
}
