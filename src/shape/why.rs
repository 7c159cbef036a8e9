//! Why a region of a document is on no card.

use super::Accepted;
use super::flow::{Flow, Noise};
use crate::source::Span;

/// The reason that a region was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A table of contents, a link back, a badge.
    Navigation,
    /// The heading of a section.
    Section,
    /// A title that never asks: "Licence", "Further reading".
    ClosedTitle,
    /// Nothing stands below it.
    NoBody,
    /// It looks like a question, but the others of its form and section do not.
    StandsAlone,
    /// It does not look like a question, nor do the others of its form and section.
    DoesNotAsk,
    /// It is a part of another answer, or holds questions of its own.
    OtherReading,
    /// The author marked the section as notes.
    Notes,
    /// Text that belongs to no question.
    Outside,
}

impl Why {
    /// What a reader is told.
    pub fn text(self) -> &'static str {
        match self {
            Why::Navigation => "navigation: links to other places, or a badge",
            Why::Section => "heading of a section",
            Why::ClosedTitle => "title of a section that holds no questions",
            Why::NoBody => "nothing stands below it",
            Why::StandsAlone => "looks like a question, but its neighbours of the same form do not",
            Why::DoesNotAsk => "neither it nor its neighbours of the same form look like questions",
            Why::OtherReading => "part of another reading that fits better",
            Why::Notes => "marked as notes by the author",
            Why::Outside => "text outside of any question",
        }
    }
}

/// A region that is on no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    pub span: Span,
    pub why: Why,
}

/// The regions between the accepted questions. `refused` gives a unit's own reason, where it was proposed.
pub fn left_out(
    flow: &Flow<'_, '_>,
    accepted: &[Accepted],
    refused: impl Fn(usize) -> Option<Why>,
) -> Vec<LeftOut> {
    let mut covered = vec![false; flow.units.len()];
    for found in accepted {
        covered[found.units.clone()].fill(true);
    }
    let mut regions: Vec<LeftOut> = vec![];
    let mut last = 0;
    for (at, unit) in
        flow.units.iter().enumerate().filter(|(at, unit)| !covered[*at] && unit.noise != Noise::Empty)
    {
        let section_end = |level| {
            let next = flow.units[at + 1..]
                .iter()
                .position(|other| other.level().is_some_and(|other| other <= level));
            next.map_or(flow.units.len(), |next| at + 1 + next)
        };
        let why = match (unit.noise, unit.level()) {
            (Noise::Navigation, _) => Why::Navigation,
            (_, Some(level))
                if covered[at + 1..section_end(level)].contains(&true) || refused(at).is_none() =>
            {
                Why::Section
            }
            _ => refused(at).unwrap_or(Why::Outside),
        };
        match regions.last_mut() {
            Some(region) if region.why == why && !covered[last..at].contains(&true) => {
                region.span.end = unit.span.end;
            }
            _ => regions.push(LeftOut { span: unit.span, why }),
        }
        last = at;
    }
    regions
}
