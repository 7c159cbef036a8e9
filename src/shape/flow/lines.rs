//! Paragraphs in their lines.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::super::asks::{self};
use super::super::heading::card_tag;
use super::super::label::LabelRole;
use super::super::line::Line;
use super::{Flow, Noise, UnitKind};
use crate::document::{BlockId, Piece, Role, tag_name};
use crate::source::Span;

/// A part of a paragraph.
pub struct Part {
    pub span: Span,
    pub events: Range<usize>,
}

impl Flow<'_, '_> {
    /// A paragraph, in parts where a line begins with a label or follows one that is all bold.
    pub(super) fn paragraph(&mut self, id: BlockId) {
        // With the line of each part that is only one.
        let mut parts: Vec<(Part, Option<Line>)> = vec![];
        let mut after_bold = false;
        let lines = self.lines(id);
        let last = lines.last().map_or(0, |part| part.span.start);
        for part in lines {
            let line = self.part_line(id, &part);
            let label = line.label(self.hints);
            let labelled = label.as_ref().is_some_and(|label| {
                label.strong || label.speaker || !matches!(label.role, LabelRole::Concepts | LabelRole::Extra)
            });
            let percent = line.text.trim() == "%";
            let tagged = card_tag(&line.text).is_some();
            let numbered = line.number().is_some_and(|number| number.question);
            // "[Back to top](#top)" right below an answer.
            let leaves = part.span.start == last
                && line.all_link
                && self.noise(UnitKind::Line, id, &line) == Noise::Navigation;
            let starts = labelled || tagged || percent || after_bold || line.all_strong || numbered || leaves;
            // "Q1) What is it?", its answer in the next line.
            let asked = numbered || label.is_some_and(|label| label.role == LabelRole::Question);
            after_bold = line.all_strong || percent || tagged;
            after_bold |= asked && asks::has_question_mark(&line.text);
            let question = self.bold_question(&line, &part);
            match parts.last_mut() {
                Some((last, line)) if !starts => {
                    last.span.end = part.span.end;
                    last.events.end = part.events.end;
                    *line = None;
                }
                _ => parts.push((part, Some(line))),
            }
            if let Some((question, answer)) = question {
                parts.pop_if(|(last, _)| last.span.start == question.span.start);
                parts.extend([(question, None), (answer, None)]);
            }
        }
        for (part, line) in parts {
            let line = line.unwrap_or_else(|| self.part_line(id, &part));
            self.push(UnitKind::Line, id, part, line);
        }
    }

    /// A line that begins with a question in bold and goes on with its answer, in two: `**What is it?** It is …`.
    pub(super) fn bold_question(&self, line: &Line, part: &Part) -> Option<(Part, Part)> {
        let bold = &line.text[..line.strong_end()];
        let words = bold.get(line.number().map_or(0, |number| number.length)..)?;
        let ends = bold.trim_end().ends_with(['?', '.', '!', ':', '？', '。', '؟', '…']);
        let asks = asks::last_question_mark(bold).is_some_and(|mark| bold[mark..].trim().len() < 3)
            || (ends && asks::prompts(words));
        if asks { self.behind_bold(line, part) } else { None }
    }

    /// A line that begins in bold and goes on with other text, in two.
    fn behind_bold(&self, line: &Line, part: &Part) -> Option<(Part, Part)> {
        let end = line.strong_end();
        let rest = &line.text[end..];
        if end == 0 || line.all_strong || rest.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return None;
        }
        let colon = rest.len() - rest.trim_start().trim_start_matches([':', '：']).len();
        let split = line.offset(end + colon);
        let mut events = self.document.events(part.events.clone());
        let index = part.events.start
            + events.position(|(event, range)| {
                range.end > split && !matches!(event, Event::Start(Tag::Paragraph))
            })?;
        let question = Part {
            span: Span { start: part.span.start, end: line.offset_before(end) },
            events: part.events.start..index.max(part.events.start + 1),
        };
        let answer = Part { span: Span { start: split, end: part.span.end }, events: index..part.events.end };
        (question.events.end <= answer.events.start || index > part.events.start)
            .then_some((question, answer))
    }

    /// Where several numbered questions in bold have a colon before their answers, numbered titles that have one are
    /// questions as well: `**6. final vs. finally** : Three words …`.
    pub(super) fn settle_run_in(&mut self) {
        const FEWEST: usize = 3;
        let asked = self.units.windows(2).filter(|pair| {
            let is_one = pair[0].block == pair[1].block && pair[0].kind == UnitKind::Line;
            let between = || self.document.source.text.get(pair[0].span.end..pair[1].span.start);
            let runs_in = || between().is_some_and(|text| text.contains([':', '：']));
            is_one && pair[0].line.all_strong && pair[0].number.is_some() && runs_in()
        });
        if asked.count() < FEWEST {
            return;
        }
        for unit in std::mem::take(&mut self.units) {
            let part = Part { span: unit.span, events: unit.events.clone() };
            let is_title = unit.number.is_some()
                && unit.label.is_none()
                && unit.line.text[unit.line.strong_end()..].trim_start().starts_with([':', '：']);
            let split = if is_title { self.behind_bold(&unit.line, &part) } else { None };
            let Some((title, answer)) = split.filter(|_| unit.kind == UnitKind::Line) else {
                self.units.push(unit);
                continue;
            };
            self.nested = unit.nested;
            for part in [title, answer] {
                let line = self.part_line(unit.block, &part);
                self.push(UnitKind::Line, unit.block, part, line);
            }
        }
        self.nested = false;
    }

    /// The lines of a paragraph. A break inside bold text or a link ends no line.
    pub(super) fn lines(&self, id: BlockId) -> Vec<Part> {
        let block = self.document.block(id);
        let mut parts = vec![];
        let mut start = (block.span.start, block.events.start);
        let mut nested = 0usize;
        for (index, (event, range)) in self.document.events(block.events.clone()).enumerate() {
            let index = block.events.start + index;
            let breaks = match event {
                Event::Start(tag) => {
                    nested += usize::from(!matches!(tag, Tag::Paragraph));
                    false
                }
                Event::End(_) => {
                    nested = nested.saturating_sub(1);
                    false
                }
                Event::SoftBreak | Event::HardBreak => true,
                Event::InlineHtml(html) => tag_name(&html).as_deref() == Some("br"),
                _ => false,
            };
            if breaks && nested == 0 && range.start >= start.0 {
                parts.push(Part { span: Span { start: start.0, end: range.start }, events: start.1..index });
                start = (range.end, index + 1);
            }
        }
        if start.0 < block.span.end {
            parts.push(Part {
                span: Span { start: start.0, end: block.span.end },
                events: start.1..block.events.end,
            });
        }
        parts
    }

    pub(super) fn part_line(&self, block: BlockId, part: &Part) -> Line {
        let piece = Piece { role: Role::Paragraph, block, span: part.span, events: part.events.clone() };
        Line::read(self.document, &piece)
    }
}
