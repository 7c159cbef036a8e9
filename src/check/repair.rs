//! What is broken in the file and mended for the cards.

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::document::BlockKind;
use crate::project::Reading;
use crate::source::{Repair, RepairKind, Span};

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    project.readings.iter().flat_map(in_document).collect()
}

fn in_document(reading: &Reading<'_>) -> Vec<Diagnostic> {
    let source = reading.document.source;
    let finding = |(repair, span, at): (&Repair, Span, usize)| {
        let (before, after) = (repair.before.clone(), repair.after.clone());
        finding(reading, repair, span).fix(Fix::Replace { at, before, after })
    };
    source.repairs_in_text().into_iter().map(finding).collect()
}

fn finding(reading: &Reading<'_>, repair: &Repair, span: Span) -> Diagnostic {
    match repair.kind {
        RepairKind::Mojibake => {
            let message =
                format!("{} was {} once", repair.before.escape_debug(), repair.after.escape_debug());
            at(reading, Code::Mojibake, span, message)
                .help("cards get what was meant; --fix writes it into the file")
        }
        RepairKind::RunInList => at(reading, Code::RunInList, span, "a list begins in the middle of a line")
            .help("cards get a list; --fix gives its first item a line of its own"),
        RepairKind::UnclosedFence => {
            let message = "the code fence has no end";
            at(reading, Code::FenceUnclosed, opening(reading, span), message).help(format!(
                "for the cards it ends before line {}; close it where the code ends, or there with --fix",
                reading.document.line(span.start)
            ))
        }
    }
}

/// The first line of the code block that ends with the inserted fence.
fn opening(reading: &Reading<'_>, inserted: Span) -> Span {
    let document = &reading.document;
    let block = document.blocks().find(|block| {
        matches!(block.kind, BlockKind::Code)
            && block.span.start < inserted.start
            && inserted.start <= block.span.end
    });
    block.map_or(inserted, |block| {
        let line = document.slice(block.span).lines().next().unwrap_or_default();
        Span { start: block.span.start, end: block.span.start + line.len() }
    })
}
