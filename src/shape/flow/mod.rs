//! The document as the sequence in which it is read: headings, lines, and whole blocks.
//!
//! Containers that only hold questions are opened here: list items that begin with a heading, lists and quotes whose
//! lines are labelled, `<details>` that fold a whole section. Shapes then need to know nothing of nesting.

mod container;
mod letters;
mod lines;
mod noise;
mod note_block;
mod quoted;
mod titles;
mod turns;
mod unit;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Event;
use rayon::prelude::*;

use super::asks::asks;
use super::hints::{Hints, directive};
use lines::Part;
pub use noise::is_navigation;
pub use unit::{Noise, Unit, UnitKind};

use super::label::LabelRole;
use super::line::Line;
use super::mark;
use super::number::Number;
use crate::document::{BlockId, BlockKind, Document, Piece, Role};

pub struct Flow<'d, 's> {
    pub document: &'d Document<'s>,
    pub hints: &'d Hints,
    pub units: Vec<Unit>,
    /// The document says by a tag, `#flashcards` or in its front matter, that it holds cards.
    pub has_flashcard_tag: bool,
    /// Lists of one line each count on from one to the next.
    single_lists: bool,
    /// Lists of several lines that count on from these, and such that count on from numbered paragraphs, in order.
    going_on: Arc<[BlockId]>,
    /// Quotes of one line in bold are questions, also those that ask nothing.
    bold_quotes: bool,
    /// Whether what is added now stands in a list item, behind its first block.
    nested: bool,
}

/// Containers nested deeper than this are read as whole blocks.
const DEEPEST: usize = 12;

impl<'d, 's> Flow<'d, 's> {
    pub fn new(document: &'d Document<'s>, hints: &'d Hints) -> Flow<'d, 's> {
        let in_front_matter =
            document.source.front_matter.tags.iter().any(|tag| tag.to_lowercase().starts_with("flashcard"));
        let has_flashcard_tag = in_front_matter || document.source.text.contains("#flashcard");
        let mut flow = Flow::empty(document, hints, has_flashcard_tag).read(document.top());
        flow.settle_titles();
        flow
    }

    /// The flow of some blocks alone: the inside of a list item or `<details>`.
    pub fn of(&self, blocks: &[BlockId]) -> Flow<'d, 's> {
        Flow::empty(self.document, self.hints, self.has_flashcard_tag).read(blocks)
    }

    fn empty(document: &'d Document<'s>, hints: &'d Hints, has_flashcard_tag: bool) -> Flow<'d, 's> {
        Flow {
            document,
            hints,
            units: vec![],
            has_flashcard_tag,
            single_lists: false,
            going_on: Arc::default(),
            bold_quotes: false,
            nested: false,
        }
    }

    fn read(mut self, blocks: &[BlockId]) -> Flow<'d, 's> {
        /// Blocks that are worth a thread of their own.
        const MANY: usize = 500;
        self.single_lists = self.counts_on(blocks);
        self.going_on = self.going_on(blocks);
        self.bold_quotes = self.quotes_ask(blocks);
        if blocks.len() < 2 * MANY {
            self.add_all(blocks);
        } else {
            // No block changes how those behind it are read.
            let part = |blocks: &[BlockId]| {
                let mut part = Flow::empty(self.document, self.hints, self.has_flashcard_tag);
                part.single_lists = self.single_lists;
                part.going_on = Arc::clone(&self.going_on);
                part.bold_quotes = self.bold_quotes;
                part.add_all(blocks);
                part.units
            };
            let parts: Vec<Vec<Unit>> = blocks.par_chunks(MANY).map(part).collect();
            self.units.reserve_exact(parts.iter().map(Vec::len).sum());
            parts.into_iter().for_each(|part| self.units.extend(part));
        }
        self.settle_run_in();
        self.settle_sections();
        self.settle_letters();
        self.settle_quoted();
        self.settle_turns();
        self.settle_note_blocks();
        self
    }

    fn add_all(&mut self, blocks: &[BlockId]) {
        blocks.iter().for_each(|&block| self.add(block, DEEPEST));
    }

    /// "Exercises" or "Follow-ups" above headings that ask is the title of a section, and labels nothing.
    fn settle_sections(&mut self) {
        // The headings around, and whether they ask.
        let mut open: Vec<(u8, bool)> = vec![];
        for at in 0..self.units.len().saturating_sub(1) {
            let Some(level) = self.units[at].level() else { continue };
            open.retain(|&(other, _)| other < level);
            let within_question = open.iter().any(|&(_, asks)| asks);
            let unit = &self.units[at];
            open.push((level, unit.asks || unit.number.is_some_and(|number| number.question)));
            match unit.role() {
                Some(LabelRole::Scenario) => {}
                // "Follow-up questions" of one question stay with it.
                Some(LabelRole::AnswerPart) if !within_question => {}
                _ => continue,
            }
            let next = self.units[at + 1..].iter().find(|unit| unit.noise == Noise::None);
            let asks = |unit: &Unit| unit.asks && unit.level().is_some_and(|inner| inner > level);
            if next.is_some_and(asks) {
                self.units[at].label = None;
            }
        }
    }

    fn add(&mut self, id: BlockId, depth: usize) {
        let block = self.document.block(id);
        match &block.kind {
            BlockKind::Heading(level) => self.push_whole(UnitKind::Heading(*level), id),
            BlockKind::Paragraph => self.paragraph(id),
            BlockKind::List { .. } if depth > 0 && self.opens_list(id) => {
                let outer = self.nested;
                for &item in self.document.children(id) {
                    let first = self.units.len();
                    for (index, &child) in self.document.children(item).iter().enumerate() {
                        self.nested = outer || (index > 0 && !self.is_outline(item, child));
                        self.add(child, depth - 1);
                    }
                    self.number(first, item);
                }
                self.nested = outer;
            }
            BlockKind::List { ordered: true }
                if depth > 0
                    && ((self.single_lists && self.is_single(id))
                        || self.going_on.binary_search(&id).is_ok()) =>
            {
                for &item in self.document.children(id) {
                    let first = self.units.len();
                    for &child in self.document.children(item) {
                        self.add(child, depth - 1);
                    }
                    self.number(first, item);
                    if let Some(unit) = self.units.get_mut(first) {
                        unit.listed = true;
                    }
                }
            }
            BlockKind::Quote(_) if depth > 0 && self.opens_quote(id) => {
                for &child in self.document.children(id) {
                    self.add(child, depth - 1);
                }
            }
            BlockKind::Details if depth > 0 && self.folds_section(id) => {
                for &child in self.document.children(id) {
                    match self.document.block(child).kind {
                        BlockKind::Summary => self.summary_heading(id, child),
                        _ => self.add(child, depth - 1),
                    }
                }
            }
            BlockKind::Details if depth > 0 => self.details(id, depth),
            _ => self.push_whole(UnitKind::Block, id),
        }
    }

    /// The number of a list item is the number of the heading in it.
    fn number(&mut self, unit: usize, item: BlockId) {
        let text = self.document.slice(self.document.block(item).span);
        let number = Number::read(text.lines().next().unwrap_or_default());
        let number = number.map(|number| Number { length: 0, question: false, section: false, ..number });
        if let Some(unit) = self.units.get_mut(unit) {
            unit.begins_item = true;
            unit.number = unit.number.or(number);
        }
    }

    fn push_whole(&mut self, kind: UnitKind, id: BlockId) {
        let block = self.document.block(id);
        let part = Part { span: block.span, events: block.events.clone() };
        let line = match kind {
            UnitKind::Block => Line::default(),
            _ => self.part_line(id, &part),
        };
        self.push(kind, id, part, line);
    }

    /// `line` is what the part says; empty for blocks.
    fn push(&mut self, kind: UnitKind, block: BlockId, part: Part, mut line: Line) {
        line.heading = matches!(kind, UnitKind::Heading(_));
        let nested = self.nested;
        let noise = self.noise(kind, block, &line);
        let html = |(event, _): (Event<'_>, _)| match event {
            Event::Html(html) | Event::InlineHtml(html) => directive(&html),
            _ => None,
        };
        // Comments are few, and looking for them takes as long as reading the text.
        let comments = self.document.slice(part.span).contains("<!--");
        let directive =
            if comments { self.document.events(part.events.clone()).find_map(html) } else { None };
        let number = line.number();
        let label = if noise == Noise::None { line.label(self.hints) } else { None };
        let words = &line.text[number.map_or(0, |number| number.length)..];
        let bare = mark::bare(words);
        let rated = mark::is_rated(words, &bare);
        let asks = asks(&words[bare]);
        self.units.push(Unit {
            kind,
            block,
            span: part.span,
            events: part.events,
            line,
            label,
            number,
            asks,
            rated,
            noise,
            directive,
            nested,
            listed: false,
            begins_item: false,
            follows_up: false,
            returns: false,
        });
    }

    /// The text of a `<summary>` as one line.
    pub fn summary_line(&self, summary: BlockId) -> Line {
        let mut line = self
            .document
            .children(summary)
            .first()
            .map_or_else(Line::default, |&child| self.whole_line(child));
        line.heading = true;
        line
    }

    pub fn whole_line(&self, id: BlockId) -> Line {
        Line::read(self.document, &self.document.piece(id))
    }

    /// What a cell of a table says.
    pub fn cell_text(&self, cell: BlockId) -> String {
        self.document.children(cell).first().map_or_else(String::new, |&child| self.whole_line(child).text)
    }

    /// The first line of a paragraph.
    pub fn first_line(&self, id: BlockId) -> Line {
        self.lines(id).first().map_or_else(Line::default, |part| self.part_line(id, part))
    }

    /// The first line of a paragraph, and whether the paragraph is more than one unit or line.
    pub fn first_of_lines(&self, id: BlockId) -> (Line, bool) {
        let lines = self.lines(id);
        let Some(part) = lines.first() else { return (Line::default(), true) };
        let line = self.part_line(id, part);
        let several = lines.len() > 1 || self.bold_question(&line, part).is_some();
        (line, several)
    }

    /// Pieces of some units, neighbours within one paragraph joined again.
    pub fn pieces(&self, units: Range<usize>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = vec![];
        for unit in &self.units[units] {
            if unit.noise != Noise::None && !unit.is_rule(self) {
                continue;
            }
            self.append(&mut pieces, self.piece(unit));
        }
        pieces
    }

    /// Whether a blank line stands above a unit.
    pub fn is_apart(&self, at: usize) -> bool {
        let before = &self.document.source.text[..self.units[at].span.start];
        before.trim_end_matches([' ', '\t']).ends_with("\n\n")
    }

    /// The unit as a piece.
    pub fn piece(&self, unit: &Unit) -> Piece {
        let role = match unit.kind {
            UnitKind::Heading(level) => Role::Heading(level),
            UnitKind::Line => Role::Paragraph,
            UnitKind::Block => Role::Block,
        };
        Piece { role, block: unit.block, span: unit.span, events: unit.events.clone() }
    }

    /// Adds a piece, as a part of the last one if both stand in the same paragraph.
    pub fn append(&self, pieces: &mut Vec<Piece>, piece: Piece) {
        match pieces.last_mut() {
            Some(last)
                if last.block == piece.block
                    && last.role == piece.role
                    && last.span.end <= piece.span.start =>
            {
                last.span.end = piece.span.end;
                last.events.end = piece.events.end;
            }
            _ => pieces.push(piece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn a_large_document_reads_the_same_in_parts() {
        let part = |number| {
            format!("## Question {number}?\n\n**Answer:** so.\n\n- one\n- two\n\n{number}. last\n\n")
        };
        let text: String = (0..1000).map(part).collect();
        let source = Source::new("q.md", text.as_bytes()).expect("UTF-8");
        let document = Document::parse(&source);
        let hints = Hints::default();
        let in_parts = Flow::new(&document, &hints);
        let mut at_once = Flow::empty(&document, &hints, false);
        at_once.single_lists = at_once.counts_on(document.top());
        at_once.add_all(document.top());
        let read = |flow: &Flow<'_, '_>| format!("{:?}", flow.units);
        assert!(document.top().len() > 3000);
        assert_eq!(read(&in_parts), read(&at_once));
    }
}
