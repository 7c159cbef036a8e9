//! What is worth saying about a project's questions before anybody learns them.
//!
//! Each file beside this one looks for one thing, or for a few that are found in the same way. To add a check: a file
//! with a function, a line in `CHECKS`, a code in `diagnostic`, its section in `docs/diagnostics.md`, a fixture. All run in
//! linear time: what is compared is found by an index first.

mod allow;
mod ambiguous;
mod anchor;
mod answer;
mod bytes;
mod duplicate;
mod fix;
mod heading;
mod language;
mod ledger;
mod name;
mod orphan;
mod repair;
mod similar;
mod unanswered;

use std::collections::HashMap;

use rayon::prelude::*;

pub use fix::fixed;

use crate::card::Card;
use crate::config::Checks;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::identity::Unsure;
use crate::project::Reading;
use crate::render::Forge;
use crate::source::Span;

/// One thing to look for.
type Check = fn(&Project<'_>) -> Vec<Diagnostic>;

static CHECKS: &[Check] = &[
    unanswered::check,
    orphan::check,
    duplicate::check,
    similar::check,
    heading::check,
    ambiguous::check,
    repair::check,
    bytes::check,
    language::check,
    answer::check,
    anchor::check,
    name::check,
    ledger::check,
];

/// All that a check may look at.
pub struct Project<'p> {
    pub name: &'p str,
    pub readings: &'p [Reading<'p>],
    pub settings: &'p Checks,
    /// The host that makes anchors of headings, where it is known.
    pub forge: Option<Forge>,
    /// Cards of which only the author can say who they are.
    pub unsure: Vec<&'p Unsure>,
    /// The ledger's file, if it says something else than these documents.
    pub outdated: Option<String>,
    /// All cards in the order of their documents.
    asked: Vec<Asked<'p>>,
}

/// A card with what it says as plain text.
struct Asked<'p> {
    reading: &'p Reading<'p>,
    card: &'p Card,
    front: String,
    back: String,
}

impl<'p> Project<'p> {
    pub fn new(name: &'p str, readings: &'p [Reading<'p>], settings: &'p Checks) -> Project<'p> {
        let asked = readings.iter().flat_map(|reading| {
            let mut cards: Vec<&Card> = reading.findings.cards.iter().collect();
            cards.sort_by_key(|card| card.span.start);
            cards.into_iter().map(move |card| Asked::new(reading, card))
        });
        let asked = asked.collect();
        Project { name, readings, settings, forge: None, unsure: vec![], outdated: None, asked }
    }
}

impl<'p> Asked<'p> {
    fn new(reading: &'p Reading<'p>, card: &'p Card) -> Asked<'p> {
        let (front, back) = (reading.document.plain(&card.front), reading.document.plain(&card.back));
        Asked { reading, card, front, back }
    }

    /// A finding at the question.
    fn finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        at(self.reading, code, question_span(self.card), message)
    }

    /// `questions.md:12`, or `line 12` within the same document as `other`.
    fn place(&self, other: &Asked<'_>) -> String {
        let document = &self.reading.document;
        let line = document.line(question_span(self.card).start);
        let (name, others) = (&document.source.name, &other.reading.document.source.name);
        if name == others { format!("line {line}") } else { format!("{name}:{line}") }
    }
}

/// Where a card's question itself stands.
fn question_span(card: &Card) -> Span {
    card.front.first().map_or(card.span, |piece| piece.span)
}

fn at(reading: &Reading<'_>, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, &reading.document.source.name, Some(span), message)
}

/// Leaves out what the author allowed; what is denied becomes an error.
pub fn settle(readings: &[Reading<'_>], settings: &Checks, found: &mut Vec<Diagnostic>) {
    allow::apply(readings, settings, found);
    for finding in found {
        if settings.deny.contains(&finding.code) {
            finding.severity = Severity::Error;
        }
    }
}

/// Runs all checks. `found` is what rendering found already; what the author allowed is left out, and what is denied is an
/// error. In the order of the documents.
pub fn run(project: &Project<'_>, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.par_extend(CHECKS.par_iter().flat_map_iter(|check| check(project)));
    settle(project.readings, project.settings, &mut found);
    let names = project.readings.iter().map(|reading| reading.document.source.name.as_str());
    let order: HashMap<&str, usize> = names.zip(0..).collect();
    let mut found: Vec<_> = found
        .into_iter()
        .map(|finding| (*order.get(finding.file.as_str()).unwrap_or(&usize::MAX), finding))
        .collect();
    found.sort_by(|(a, x), (b, y)| (a, x.span, x.code, &x.message).cmp(&(b, y.span, y.code, &y.message)));
    found.dedup();
    found.into_iter().map(|(_, finding)| finding).collect()
}
