//! What quotation marks, quotes, tables and lists say of questions: `#### Sample answer – "Why us?"`, a quote with a
//! label, a story in a table, a list that only asks.

use super::super::asks::asks;
use super::super::label::{Label, LabelRole, role_of};
use super::super::normal::normal;
use super::{Flow, Noise, Unit, UnitKind};
use crate::document::{BlockId, BlockKind};

/// Pairs of quotation marks.
const QUOTES: [(char, char); 8] =
    [('"', '"'), ('“', '”'), ('„', '“'), ('„', '”'), ('«', '»'), ('»', '«'), ('「', '」'), ('『', '』')];

impl Flow<'_, '_> {
    /// A title that is an answer's label and a question in quotation marks is that question, unless it stands above.
    pub(super) fn settle_quoted(&mut self) {
        let mut above = String::new();
        for at in 0..self.units.len() {
            let unit = &self.units[at];
            let is_title = matches!(unit.kind, UnitKind::Heading(_)) || unit.line.all_strong;
            if !is_title || unit.noise != Noise::None {
                continue;
            }
            let Some((start, quoted)) = self.quoted(unit).filter(|(_, quoted)| normal(quoted) != above)
            else {
                above = normal(&unit.line.text[unit.number.map_or(0, |number| number.length)..]);
                continue;
            };
            above = normal(quoted);
            let unit = &mut self.units[at];
            unit.asks = true;
            unit.label = Some(Label {
                role: LabelRole::Question,
                length: start,
                letter: false,
                numbered: false,
                alone: false,
                strong: true,
                speaker: false,
            });
        }
    }

    /// Where the question in quotation marks begins behind an answer's label, and its words.
    fn quoted<'u>(&self, unit: &'u Unit) -> Option<(usize, &'u str)> {
        let text = unit.line.text.trim_end_matches([' ', '*', ':', '：', '.']);
        let (start, quoted) = QUOTES.iter().find_map(|&(open, close)| {
            let inner = text.strip_suffix(close)?;
            let start = inner.find(open)?;
            let quoted = &inner[start + open.len_utf8()..];
            (!quoted.contains(open)).then_some((start, quoted))
        })?;
        let label = text[..start].trim_end_matches(|c: char| !c.is_alphanumeric());
        // "Answer to", "Antwort auf".
        let shorter = label.rsplit_once(' ').map_or("", |(shorter, _)| shorter);
        let answers = |label: &str| matches!(role_of(label, self.hints), Some((LabelRole::Answer, _)));
        let is_letter = label.chars().nth(1).is_none();
        (!is_letter && (answers(label) || answers(shorter)) && asks(quoted)).then_some((start, quoted))
    }

    /// How many rows of a table begin with "Situation", "Task", "Action" or "Result".
    pub fn stars(&self, unit: &Unit) -> usize {
        /// Rows of a longer table tell no story.
        const LONGEST: usize = 8;
        if unit.kind != UnitKind::Block || self.document.block(unit.block).kind != BlockKind::Table {
            return 0;
        }
        let rows = self.document.children(unit.block);
        let is_star = |&&row: &&BlockId| {
            let first = self.document.children(row).first();
            let text = first.map_or_else(String::new, |&cell| self.cell_text(cell));
            matches!(role_of(&text, self.hints), Some((LabelRole::Star, _)))
        };
        if rows.len() > LONGEST { 0 } else { rows.iter().filter(is_star).count() }
    }

    /// The role of the label that a quote begins with.
    pub fn quoted_role(&self, unit: &Unit) -> Option<LabelRole> {
        if unit.kind != UnitKind::Block
            || !matches!(self.document.block(unit.block).kind, BlockKind::Quote(_))
        {
            return None;
        }
        let &first = self.document.children(unit.block).first()?;
        let is_line = self.document.block(first).kind == BlockKind::Paragraph;
        is_line.then(|| self.first_line(first).label(self.hints)).flatten().map(|label| label.role)
    }

    /// A list of which every item asks.
    pub fn lists_questions(&self, unit: &Unit) -> bool {
        if unit.kind != UnitKind::Block
            || !matches!(self.document.block(unit.block).kind, BlockKind::List { .. })
        {
            return false;
        }
        let asks_whole = |&item: &_| match self.document.children(item) {
            &[only] => {
                let text = self.first_line(only).text;
                let text =
                    text.trim_matches(|c: char| QUOTES.iter().any(|&(open, close)| c == open || c == close));
                asks(text)
            }
            _ => false,
        };
        self.document.children(unit.block).iter().all(asks_whole)
    }
}
