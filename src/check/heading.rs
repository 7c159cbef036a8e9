//! Headings that leave out a level.

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::BlockKind;
use crate::project::Reading;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    project.readings.iter().flat_map(in_document).collect()
}

fn in_document(reading: &Reading<'_>) -> Vec<Diagnostic> {
    let document = &reading.document;
    let mut above: Option<u8> = None;
    let mut found = vec![];
    for &id in document.top() {
        let block = document.block(id);
        let BlockKind::Heading(level) = block.kind else { continue };
        if let Some(above) = above.filter(|above| level > above + 1) {
            let message = format!("a heading of level {level} stands right below one of level {above}");
            let help = format!("give it {} number signs, or name the part between", above + 1);
            found.push(at(reading, Code::HeadingJump, block.span, message).help(help));
        }
        above = Some(level);
    }
    found
}
