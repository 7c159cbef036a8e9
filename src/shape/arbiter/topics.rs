//! Headings that ask nothing: topics, where the document or a section promises questions or terms.

use std::collections::HashSet;

use super::super::body::trim;
use super::super::context::promises_terms;
use super::super::flow::{Noise, UnitKind};
use super::super::label::LabelRole;
use super::super::normal::normal;
use super::outline::direct;
use super::{Arbiter, Candidate, Group, is_closed_title};

/// Headings of one level that may be topics, those of the sections that hold them, and of sections that hold none, by
/// candidate.
struct Topics {
    level: u8,
    members: Vec<usize>,
    sections: Vec<usize>,
    others: Vec<usize>,
}

impl Arbiter<'_, '_, '_> {
    /// The topics of an interview: headings of one level below sections that have no text of their own, in a document
    /// whose title promises interview questions and in which hardly anything else asks.
    pub(super) fn accept_topics(&mut self) {
        if !self.context.interview {
            return;
        }
        let Some(Topics { level, members, .. }) =
            (2..=6).filter_map(|level| self.topics(level)).find(|topics| self.are_topics(topics))
        else {
            return;
        };
        if self.count(&members, |candidate| candidate.accepted) * 2 >= members.len() {
            return;
        }
        let others: Vec<usize> = (0..self.candidates.len())
            .filter(|&at| self.candidates[at].accepted && self.candidates[at].proposal.level != level)
            .collect();
        let deeper = |&at: &usize| {
            let candidate = &self.candidates[at];
            candidate.is_heading() && candidate.proposal.level > level
        };
        if others.len() * 3 > members.len() || !others.iter().all(deeper) {
            return;
        }
        for at in others {
            self.candidates[at].accepted = false;
        }
        for at in members {
            self.candidates[at].accepted = true;
        }
    }

    /// The headings of a level that could be topics, without those of sections that never ask.
    fn topics(&self, level: u8) -> Option<Topics> {
        let is_open = |candidate: &Candidate| {
            candidate.is_heading()
                && Some(candidate.proposal.unit) != self.context.title
                && !self.is_closed(candidate)
                && !candidate.section.is_some_and(|heading| is_closed_title(self.flow, heading))
        };
        let of_level = |wanted: &dyn Fn(u8) -> bool| -> Vec<usize> {
            let is_one = |&at: &usize| {
                let candidate = &self.candidates[at];
                is_open(candidate) && wanted(candidate.proposal.level)
            };
            (0..self.candidates.len()).filter(is_one).collect()
        };
        let sections = of_level(&|other| other < level);
        let unit = |at: usize| self.candidates[at].proposal.unit;
        let first = unit(*sections.first()?);
        let mut members = of_level(&|other| other == level);
        members.retain(|&at| unit(at) > first);
        let holds = |section: &Candidate| {
            let next = members.partition_point(|&at| unit(at) < section.body.start);
            members.get(next).is_some_and(|&at| unit(at) < section.body.end)
        };
        let (sections, others) = sections.into_iter().partition(|&at| holds(&self.candidates[at]));
        Some(Topics { level, members, sections, others })
    }

    /// Whether headings are topics: many, with text of their own and titles of their own, below sections most of which
    /// have none and which the document is made of.
    fn are_topics(&self, topics: &Topics) -> bool {
        const FEWEST: usize = 8;
        let most = |count: usize, all: usize| count * 3 >= all * 2;
        let all = topics.members.len();
        let tells = self.count(&topics.members, |candidate| !self.is_bare(candidate));
        let filled =
            self.count(&topics.members, |candidate| !trim(self.flow, candidate.body.clone()).is_empty());
        let bare = self.count(&topics.sections, |candidate| self.is_bare(candidate));
        let titles: HashSet<String> = topics.members.iter().map(|&at| self.title(at)).collect();
        let holders: HashSet<Option<usize>> =
            topics.members.iter().map(|&at| self.candidates[at].section).collect();
        all >= FEWEST
            && all >= holders.len() * 2
            && tells * 2 >= all
            && most(filled, all)
            && most(bare, topics.sections.len())
            && topics.others.len() < topics.sections.len()
            && titles.len() * 10 >= all * 9
    }

    /// Headings of one section that all have the same label right below them, which introduces a part of an answer:
    /// "Explanation". The document promises questions, or its other headings of this level are some.
    pub(super) fn accept_explained(&mut self) {
        const FEWEST: usize = 3;
        let groups = self.groups(Candidate::is_heading);
        for Group { form, members, .. } in &groups {
            if members.len() < FEWEST || self.count(members, |candidate| candidate.accepted) > 0 {
                continue;
            }
            let mut labels =
                members.iter().map(|&at| self.first_label(&self.candidates[at], LabelRole::AnswerPart));
            let first = labels.next().flatten();
            let alike = first.is_some() && labels.all(|label| label == first);
            let is_shown = |candidate: &&Candidate| candidate.accepted && candidate.form() == *form;
            if alike && (self.context.quiz || self.candidates.iter().filter(is_shown).count() >= FEWEST) {
                for &at in members {
                    self.candidates[at].accepted = true;
                }
            }
        }
    }

    /// Headings of a section whose title promises terms, in a document that promises questions: all of them have a text of
    /// their own.
    pub(super) fn accept_terms(&mut self) {
        const FEWEST: usize = 3;
        if !self.context.quiz {
            return;
        }
        for Group { section, members, .. } in self.groups(Candidate::is_heading) {
            let promises = |heading: usize| {
                Some(heading) != self.context.title && promises_terms(&self.flow.units[heading].line.text)
            };
            let fits = |candidate: &Candidate| !self.is_closed(candidate) && !self.is_bare(candidate);
            if members.len() >= FEWEST
                && section.is_some_and(promises)
                && self.count(&members, fits) == members.len()
            {
                for at in members {
                    self.candidates[at].accepted = true;
                }
            }
        }
    }

    /// The label of a role that begins what stands right below a heading.
    pub(super) fn first_label(&self, candidate: &Candidate, role: LabelRole) -> Option<String> {
        let first = trim(self.flow, direct(self.flow, candidate.body.clone())).next()?;
        let unit = &self.flow.units[first];
        let label = unit.label.as_ref().filter(|label| label.role == role && !unit.returns)?;
        Some(normal(&unit.line.text[..label.length]))
    }

    /// Whether nothing stands between a heading and the next one.
    pub(super) fn is_bare(&self, candidate: &Candidate) -> bool {
        trim(self.flow, direct(self.flow, candidate.body.clone())).is_empty()
    }

    fn title(&self, at: usize) -> String {
        normal(&self.flow.units[self.candidates[at].proposal.unit].line.text)
    }

    /// Headings of one section of which nearly all end with a link back to the top and some ask: notes by questions in
    /// few words, where no title is one of a project's page.
    pub(super) fn accept_returning(&mut self) {
        const FEWEST: usize = 5;
        let groups = self.groups(Candidate::is_heading);
        for Group { members, .. } in groups {
            let closed = self.count(&members, |candidate| self.is_closed(candidate));
            let asking = self.count(&members, |candidate| candidate.proposal.asks > 0.0);
            let returning = self.count(&members, |candidate| {
                let body = &self.flow.units[candidate.body.clone()];
                let last = body.iter().rev().find(|unit| unit.noise != Noise::Empty);
                last.is_some_and(|unit| unit.noise == Noise::Navigation)
            });
            let many = members.len() >= FEWEST && returning * 10 >= members.len() * 7;
            if many && closed == 0 && asking * 4 >= members.len() {
                for at in members {
                    self.candidates[at].accepted = self.has_body(&self.candidates[at]);
                }
            }
        }
    }

    /// Headings of one level that all have one short paragraph or picture below them: terms to be learned, in a
    /// document that is nothing else.
    pub(super) fn accept_flashcards(&mut self) {
        const FEWEST: usize = 4;
        /// Without a title that promises cards, few headings need be as plain as a vocabulary.
        const MANY: usize = 8;
        /// Bytes of the longest meaning, and of a plain one.
        const LONGEST: usize = 300;
        const PLAIN: usize = 80;
        let is_heading = |candidate: &Candidate| {
            candidate.is_heading() && Some(candidate.proposal.unit) != self.context.title
        };
        let headings: Vec<usize> =
            (0..self.candidates.len()).filter(|&at| is_heading(&self.candidates[at])).collect();
        let level_of = |at: usize| self.candidates[at].proposal.level;
        let Some(level) = headings.iter().map(|&at| level_of(at)).max() else { return };
        let (cards, sections): (Vec<usize>, Vec<usize>) =
            headings.iter().partition(|&&at| level_of(at) == level);
        let many = self.context.quiz || cards.len() >= MANY;
        let (parts, longest) = if many { (3, LONGEST) } else { (1, PLAIN) };
        let short = self.count(&cards, |candidate| {
            let title = &self.flow.units[candidate.proposal.unit].line.text;
            let is_term = title.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_alphabetic);
            let body = trim(self.flow, candidate.body.clone());
            let length: usize = body.clone().map(|at| self.flow.units[at].span.len()).sum();
            let begins = body.clone().next().is_some_and(|at| self.flow.units[at].kind == UnitKind::Line);
            is_term && begins && body.len() <= parts && length <= longest
        });
        if self.count(&cards, |candidate| self.is_closed(candidate)) > 0 && !self.context.quiz {
            return;
        }
        let bare = self.count(&sections, |candidate| self.is_bare(candidate));
        let wanted = if self.context.quiz { cards.len() * 2 / 3 } else { cards.len() * 5 / 6 };
        let wanted_bare = if self.context.quiz { sections.len() * 2 / 3 } else { sections.len() };
        if cards.len() >= FEWEST && short >= wanted && bare >= wanted_bare {
            for at in cards {
                self.candidates[at].accepted = true;
            }
        }
    }
}
