//! What the author said about the reading.

use super::super::flow::Flow;
use super::super::hints::Directive;
use super::Candidate;

pub struct Told {
    /// For each unit, whether it stands in a section of notes.
    pub notes: Vec<bool>,
    /// Headings below which all headings are questions.
    questions: Vec<usize>,
}

impl Told {
    pub fn new(flow: &Flow<'_, '_>, sections: &[Option<usize>]) -> Told {
        let mut told = Told { notes: vec![false; flow.units.len()], questions: vec![] };
        for (at, unit) in flow.units.iter().enumerate() {
            let is_heading = unit.level().is_some();
            let heading = if is_heading { Some(at) } else { sections[at] };
            match (heading, unit.directive) {
                (Some(heading), Some(Directive::Questions)) => told.questions.push(heading),
                (Some(heading), Some(Directive::Notes)) => told.notes[heading] = true,
                _ => told.notes[at] |= is_heading && flow.hints.is_notes(&unit.line.text),
            }
        }
        for (at, section) in sections.iter().enumerate() {
            told.notes[at] |= section.is_some_and(|heading| told.notes[heading]);
        }
        told
    }

    /// Accepts the headings that the author named, and, where a level was named, no others.
    pub fn force(&self, flow: &Flow<'_, '_>, candidates: &mut [Candidate]) {
        for candidate in candidates.iter_mut().filter(|candidate| candidate.is_heading()) {
            let named = candidate.section.is_some_and(|heading| self.questions.contains(&heading));
            let level = flow.hints.level.map(|level| level == candidate.proposal.level);
            candidate.accepted = named || level.unwrap_or(candidate.accepted);
        }
    }
}
