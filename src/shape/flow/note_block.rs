//! Notes between `START` and `END`: which of their lines is the question, and which only structure them.

use super::super::label::{Label, LabelRole};
use super::{Flow, Noise, Unit, UnitKind};

impl Unit {
    /// The line that ends a note.
    pub fn is_note_end(&self) -> bool {
        self.kind == UnitKind::Line && self.line.text.trim() == "END"
    }
}

impl Flow<'_, '_> {
    /// `START` and the note's type label what follows as a question; a text with gaps is one without that.
    pub(super) fn settle_note_blocks(&mut self) {
        let mut at = 0;
        while at < self.units.len() {
            let is_start = |unit: &Unit| unit.kind == UnitKind::Line && unit.line.text.trim() == "START";
            let behind = at + 1;
            if is_start(&self.units[at])
                && let Some(end) =
                    self.units[behind..].iter().position(|unit| unit.is_note_end() || is_start(unit))
                && self.units[behind + end].is_note_end()
            {
                self.settle_note_block(at, behind + end);
                at = behind + end;
            }
            at += 1;
        }
    }

    fn settle_note_block(&mut self, start: usize, end: usize) {
        for at in [start, start + 1, end] {
            self.units[at].noise = Noise::Navigation;
        }
        for unit in self.units[start..end].iter_mut().filter(|unit| unit.line.text.starts_with("Tags:")) {
            unit.noise = Noise::Navigation;
        }
        let front = self.units[start..end].iter_mut().find(|unit| unit.noise == Noise::None);
        if let Some(front) = front
            && front.label.is_none()
            && !front.line.text.contains("{{c")
        {
            front.label = Some(Label {
                role: LabelRole::Question,
                length: 0,
                letter: false,
                numbered: false,
                alone: false,
                strong: false,
                speaker: false,
            });
        }
    }
}
