//! Labels of one letter.

use super::super::label::LabelRole;
use super::{Flow, Unit, UnitKind};

impl Flow<'_, '_> {
    /// `Q:` asks only if an answer follows, and `A:` answers only behind a question; elsewhere a letter is an option, an
    /// initial, or a variable.
    pub(super) fn settle_letters(&mut self) {
        self.settle_star();
        let letter = |unit: &Unit| {
            unit.line.text.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase())
        };
        let mut known = vec![];
        let mut open = vec![];
        let mut answered = false;
        for at in (0..self.units.len()).rev() {
            let heading = matches!(self.units[at].kind, UnitKind::Heading(_));
            match &self.units[at].label {
                Some(label) if label.role == LabelRole::Question => {
                    if label.letter && self.follows_letter(at) {
                        self.units[at].label = None;
                        continue;
                    }
                    let is_heading = matches!(self.units[at].kind, UnitKind::Heading(_));
                    match (label.letter && !is_heading, answered) {
                        (true, true) => known.push(letter(&self.units[at])),
                        (true, false) => open.push(at),
                        _ => {}
                    }
                    answered = false;
                }
                Some(label) if label.role == LabelRole::Answer => answered = true,
                _ if heading => answered = false,
                _ => {}
            }
        }
        // One without an answer is a question where others of its letter have some.
        for at in open {
            if !known.contains(&letter(&self.units[at])) {
                self.units[at].label = None;
            }
        }
        for at in 0..self.units.len() {
            if self.units[at].label.as_ref().is_some_and(|label| label.letter)
                && (self.begins_options(at) || self.follows_letter(at))
            {
                self.units[at].label = None;
            }
        }
        let mut asked = false;
        // A heading "A4." counts, where nothing but a speaker asks.
        let mut aloud = false;
        for unit in &mut self.units {
            let question = unit.number.is_some_and(|number| number.question);
            let is_heading = matches!(unit.kind, UnitKind::Heading(_));
            match &unit.label {
                Some(label) if label.letter && label.role == LabelRole::Answer => {
                    if !asked || (is_heading && aloud) {
                        unit.label = None;
                    }
                    asked = false;
                }
                Some(label) if label.role == LabelRole::Question => (asked, aloud) = (true, label.speaker),
                _ if question => (asked, aloud) = (true, false),
                _ if is_heading => asked = false,
                _ => {}
            }
        }
    }

    /// `S:`, `T:`, `A:`, `R:` in this order tell a story.
    fn settle_star(&mut self) {
        const STAR: [char; 4] = ['S', 'T', 'A', 'R'];
        let labelled: Vec<(usize, char)> = (0..self.units.len())
            .filter(|&at| self.units[at].label.as_ref().is_some_and(|label| label.letter))
            .filter_map(|at| Some((at, self.units[at].line.text.chars().find(|c| c.is_alphanumeric())?)))
            .collect();
        let is_star = |window: &[(usize, char)]| window.iter().map(|(_, letter)| *letter).eq(STAR);
        for window in labelled.windows(STAR.len()).filter(|window| is_star(window)) {
            for &(at, _) in window {
                if let Some(label) = &mut self.units[at].label {
                    (label.role, label.letter) = (LabelRole::Star, false);
                }
            }
        }
    }

    /// Whether the line before begins with the letter before this one's, `A)` before `B)`: options.
    fn follows_letter(&self, at: usize) -> bool {
        let text = &self.document.source.text;
        let above = text[..self.units[at].span.start].trim_end().rsplit('\n').next().unwrap_or_default();
        follow(above, &self.units[at].line.text)
    }

    /// Whether the next line begins with the letter behind this one's.
    fn begins_options(&self, at: usize) -> bool {
        let text = &self.document.source.text[self.units[at].span.start..];
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        matches!((lines.next(), lines.next()), (Some(own), Some(below)) if follow(own, below))
    }
}

/// Whether two lines begin with letters that follow each other.
fn follow(first: &str, second: &str) -> bool {
    let letter = |line: &str| {
        let mut chars = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
        let first = chars.next().filter(|c| matches!(c.to_ascii_uppercase(), 'A'..='H'))?;
        chars.next().filter(|c| ").:".contains(*c)).map(|_| u32::from(first.to_ascii_uppercase()))
    };
    matches!((letter(first), letter(second)), (Some(first), Some(second)) if first + 1 == second)
}
