//! The document as the sequence in which it is read: headings, lines, and whole blocks.
//!
//! Containers that only hold questions are opened here: list items that begin with a heading, lists and quotes whose
//! lines are labelled, `<details>` that fold a whole section. Shapes then need to know nothing of nesting.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::asks::{self, asks};
use super::hints::{Directive, Hints, directive};
use super::line::{Label, LabelRole, Line, Number, normal};
use super::words::Words;
use crate::document::{BlockId, BlockKind, Document, Piece, Role, tag_name};
use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    Heading(u8),
    /// A paragraph, or those lines of one that begin with a label or stand in bold.
    Line,
    /// Any other block, whole.
    Block,
}

/// One step of reading.
#[derive(Debug)]
pub struct Unit {
    pub kind: UnitKind,
    pub block: BlockId,
    pub span: Span,
    pub events: Range<usize>,
    /// Empty for blocks.
    pub line: Line,
    pub label: Option<Label>,
    pub number: Option<Number>,
    pub asks: bool,
    pub noise: Noise,
    /// What a comment here says about the section.
    pub directive: Option<Directive>,
    /// It is the only line of a list, whose number is its own.
    pub listed: bool,
    /// It stands in a list item that begins with another block: a heading here is no question and ends none.
    pub nested: bool,
}

/// Why a unit belongs on no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    None,
    /// A rule, a comment, an empty line: nothing to read, and no loss.
    Empty,
    /// A link back to the top, a table of contents, a badge.
    Navigation,
}

impl Unit {
    /// The level of a heading that structures the document.
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            UnitKind::Heading(level) if !self.nested => Some(level),
            _ => None,
        }
    }

    pub fn is_rule(&self, flow: &Flow<'_, '_>) -> bool {
        flow.document.block(self.block).kind == BlockKind::Rule
    }

    /// A line that is nothing but a percent sign.
    pub fn is_percent(&self) -> bool {
        self.line.text.trim() == "%"
    }

    /// The label's role, if the unit has one.
    pub fn role(&self) -> Option<LabelRole> {
        self.label.as_ref().map(|label| label.role)
    }
}

pub struct Flow<'d, 's> {
    pub document: &'d Document<'s>,
    pub hints: &'d Hints,
    pub units: Vec<Unit>,
    /// The document says by a tag, `#flashcards`, that it holds cards.
    pub has_flashcard_tag: bool,
    /// Lists of one line each count on from one to the next.
    single_lists: bool,
    /// Whether what is added now stands in a list item, behind its first block.
    nested: bool,
}

/// Containers nested deeper than this are read as whole blocks.
const DEEPEST: usize = 12;

impl<'d, 's> Flow<'d, 's> {
    pub fn new(document: &'d Document<'s>, hints: &'d Hints) -> Flow<'d, 's> {
        Flow::read(document, hints, document.top())
    }

    /// The flow of some blocks alone: the inside of a list item or `<details>`.
    pub fn of(&self, blocks: &[BlockId]) -> Flow<'d, 's> {
        Flow::read(self.document, self.hints, blocks)
    }

    fn read(document: &'d Document<'s>, hints: &'d Hints, blocks: &[BlockId]) -> Flow<'d, 's> {
        let has_flashcard_tag = document.source.text.contains("#flashcard");
        let mut flow =
            Flow { document, hints, units: vec![], has_flashcard_tag, single_lists: false, nested: false };
        flow.single_lists = flow.counts_on(blocks);
        for &block in blocks {
            flow.add(block, DEEPEST);
        }
        flow.settle_letters();
        flow
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
                        self.nested = outer || index > 0;
                        self.add(child, depth - 1);
                    }
                    self.number(first, item);
                }
                self.nested = outer;
            }
            BlockKind::List { ordered: true } if depth > 0 && self.single_lists && self.is_single(id) => {
                let first = self.units.len();
                let item = self.document.children(id)[0];
                for &child in self.document.children(item) {
                    self.add(child, depth - 1);
                }
                self.number(first, item);
                if let Some(unit) = self.units.get_mut(first) {
                    unit.listed = true;
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
            _ => self.push_whole(UnitKind::Block, id),
        }
    }

    /// The number of a list item is the number of the heading in it.
    fn number(&mut self, unit: usize, item: BlockId) {
        let text = self.document.slice(self.document.block(item).span);
        let number = Number::read(text.lines().next().unwrap_or_default());
        if let (Some(unit), Some(number)) = (self.units.get_mut(unit), number) {
            unit.number =
                unit.number.or(Some(Number { length: 0, question: false, section: false, ..number }));
        }
    }

    /// A paragraph, in parts where a line begins with a label or follows one that is all bold.
    fn paragraph(&mut self, id: BlockId) {
        let mut parts: Vec<Part> = vec![];
        let mut after_bold = false;
        for part in self.lines(id) {
            let line = self.part_line(id, &part);
            let labelled = line.label(self.hints).is_some_and(|label| {
                label.strong || label.speaker || !matches!(label.role, LabelRole::Concepts | LabelRole::Extra)
            });
            let percent = line.text.trim() == "%";
            let starts = labelled
                || percent
                || after_bold
                || line.all_strong
                || line.number().is_some_and(|number| number.question);
            after_bold = line.all_strong || percent;
            let question = self.bold_question(&line, &part);
            match parts.last_mut() {
                Some(last) if !starts => {
                    last.span.end = part.span.end;
                    last.events.end = part.events.end;
                }
                _ => parts.push(part),
            }
            if let Some((question, answer)) = question {
                parts.pop_if(|last| last.span.start == question.span.start);
                parts.extend([question, answer]);
            }
        }
        for part in parts {
            self.push(UnitKind::Line, id, part);
        }
    }

    /// A line that begins with a question in bold and goes on with its answer, in two: `**What is it?** It is …`.
    fn bold_question(&self, line: &Line, part: &Part) -> Option<(Part, Part)> {
        let end = line.strong_end();
        let bold = &line.text[..end];
        let rest = &line.text[end..];
        let words = bold.get(line.number().map_or(0, |number| number.length)..)?;
        let ends = bold.trim_end().ends_with(['?', '.', '!', ':', '？', '。', '؟', '…']);
        let asks = asks::last_question_mark(bold).is_some_and(|mark| bold[mark..].trim().len() < 3)
            || (ends && asks::prompts(words));
        if !asks || line.all_strong || rest.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return None;
        }
        let split = line.offset(end);
        let events = &self.document.events[part.events.clone()];
        let index = part.events.start
            + events.iter().position(|(event, range)| {
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

    /// The lines of a paragraph. A break inside bold text or a link ends no line.
    fn lines(&self, id: BlockId) -> Vec<Part> {
        let block = self.document.block(id);
        let mut parts = vec![];
        let mut start = (block.span.start, block.events.start);
        let mut nested = 0usize;
        for (index, (event, range)) in self.document.events[block.events.clone()].iter().enumerate() {
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
                Event::InlineHtml(html) => tag_name(html).as_deref() == Some("br"),
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

    fn part_line(&self, block: BlockId, part: &Part) -> Line {
        let piece = Piece { role: Role::Paragraph, block, span: part.span, events: part.events.clone() };
        Line::read(self.document, &piece)
    }

    fn push_whole(&mut self, kind: UnitKind, id: BlockId) {
        let block = self.document.block(id);
        self.push(kind, id, Part { span: block.span, events: block.events.clone() });
    }

    fn push(&mut self, kind: UnitKind, block: BlockId, part: Part) {
        let line = match kind {
            UnitKind::Block => Line::default(),
            _ => self.part_line(block, &part),
        };
        let nested = self.nested;
        let noise = self.noise(kind, block, &line);
        let html = |event: &Event<'_>| match event {
            Event::Html(html) | Event::InlineHtml(html) => directive(html),
            _ => None,
        };
        let directive = self.document.events[part.events.clone()].iter().find_map(|(event, _)| html(event));
        let number = line.number();
        let listed = false;
        let label = if noise == Noise::None { line.label(self.hints) } else { None };
        let asks = asks(&line.text[number.map_or(0, |number| number.length)..]);
        self.units.push(Unit {
            kind,
            block,
            span: part.span,
            events: part.events,
            line,
            label,
            number,
            asks,
            noise,
            directive,
            nested,
            listed,
        });
    }

    fn noise(&self, kind: UnitKind, id: BlockId, line: &Line) -> Noise {
        let block = self.document.block(id);
        match (&block.kind, kind) {
            (BlockKind::Rule, _) => Noise::Empty,
            (BlockKind::Html, _) => html_noise(self.document.slice(block.span)),
            (BlockKind::Footnote, _) => Noise::Navigation,
            (_, UnitKind::Line) => line_noise(line),
            (BlockKind::List { .. } | BlockKind::Table, _) if is_contents(self.document, id) => {
                Noise::Navigation
            }
            (BlockKind::Details, _) if self.folds_contents(id) => Noise::Navigation,
            _ => Noise::None,
        }
    }

    /// An ordered list of one item that is one paragraph.
    fn is_single(&self, id: BlockId) -> bool {
        let [item] = self.document.children(id) else { return false };
        let [child] = self.document.children(*item) else { return false };
        self.document.block(*child).kind == BlockKind::Paragraph
    }

    /// Whether lists of one line, numbered on from each other, stand between other blocks.
    fn counts_on(&self, blocks: &[BlockId]) -> bool {
        const FEWEST: usize = 3;
        let lists = blocks.iter().filter(|&&block| {
            self.document.block(block).kind == BlockKind::List { ordered: true } && self.is_single(block)
        });
        let numbers: Vec<u32> = lists
            .filter_map(|&list| {
                Number::read(self.document.slice(self.document.block(list).span)).map(|number| number.value)
            })
            .collect();
        numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count() + 1 >= FEWEST
    }

    /// A list that only carries headings or labelled lines.
    fn opens_list(&self, id: BlockId) -> bool {
        let items = self.document.children(id);
        let first = |item: &BlockId| self.document.children(*item).first().copied();
        let headed = items
            .iter()
            .filter_map(first)
            .any(|child| matches!(self.document.block(child).kind, BlockKind::Heading(_)));
        let labelled = |item: &&BlockId| {
            first(item).filter(|&child| self.document.block(child).kind == BlockKind::Paragraph).is_some_and(
                |child| {
                    let label = self.first_line(child).label(self.hints);
                    label.is_some_and(|label| {
                        !label.letter
                            && matches!(
                                label.role,
                                LabelRole::Question | LabelRole::Answer | LabelRole::Scenario
                            )
                    })
                },
            )
        };
        headed || (!items.is_empty() && 2 * items.iter().filter(labelled).count() > items.len())
    }

    fn opens_quote(&self, id: BlockId) -> bool {
        let Some(&child) = self.document.children(id).first() else { return false };
        self.document.block(child).kind == BlockKind::Paragraph
            && self.first_line(child).label(self.hints).is_some_and(|label| {
                matches!(label.role, LabelRole::Question | LabelRole::Answer | LabelRole::Key)
            })
    }

    /// `<details>` that fold a section: headings or further `<details>` in it, and no question in its summary.
    fn folds_section(&self, id: BlockId) -> bool {
        let children = self.document.children(id);
        let Some(&summary) =
            children.first().filter(|&&child| self.document.block(child).kind == BlockKind::Summary)
        else {
            return false;
        };
        let line = self.summary_line(summary);
        let inner = |kind: fn(&BlockKind) -> bool| {
            children.iter().filter(|&&child| kind(&self.document.block(child).kind)).count()
        };
        let folds = inner(|kind| matches!(kind, BlockKind::Heading(_))) >= 2
            || inner(|kind| *kind == BlockKind::Details) >= 2;
        folds && line.label(self.hints).is_none() && !asks(&line.text)
    }

    /// `<details>` that fold a table of contents.
    fn folds_contents(&self, id: BlockId) -> bool {
        let inside = self
            .document
            .children(id)
            .iter()
            .filter(|&&child| self.document.block(child).kind != BlockKind::Summary);
        let mut inside = inside
            .filter(|&&child| {
                !matches!(self.document.block(child).kind, BlockKind::Html | BlockKind::Heading(_))
            })
            .peekable();
        inside.peek().is_some() && inside.all(|&child| is_contents(self.document, child))
    }

    fn summary_heading(&mut self, details: BlockId, summary: BlockId) {
        let levels = self.document.children(details).iter().filter_map(|&child| {
            match self.document.block(child).kind {
                BlockKind::Heading(level) => Some(level),
                _ => None,
            }
        });
        let level = levels.min().map_or(6, |level| level.saturating_sub(1).max(1));
        if let Some(&child) = self.document.children(summary).first() {
            self.push_whole(UnitKind::Heading(level), child);
        }
    }

    /// The text of a `<summary>` as one line.
    pub fn summary_line(&self, summary: BlockId) -> Line {
        match self.document.children(summary).first() {
            Some(&child) => self.whole_line(child),
            None => Line::default(),
        }
    }

    pub fn whole_line(&self, id: BlockId) -> Line {
        Line::read(self.document, &self.document.piece(id))
    }

    /// The first line of a paragraph.
    pub fn first_line(&self, id: BlockId) -> Line {
        self.lines(id).first().map_or_else(Line::default, |part| self.part_line(id, part))
    }

    /// `Q:` asks only if an answer follows, and `A:` answers only behind a question; elsewhere a letter is an option, an
    /// initial, or a variable.
    fn settle_letters(&mut self) {
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
                    match (label.letter, answered) {
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
        let mut asked = false;
        for unit in &mut self.units {
            let question = unit.number.is_some_and(|number| number.question);
            match &unit.label {
                Some(label) if label.letter && label.role == LabelRole::Answer => {
                    if !asked {
                        unit.label = None;
                    }
                    asked = false;
                }
                Some(label) if label.role == LabelRole::Question => asked = true,
                _ if question => asked = true,
                _ if matches!(unit.kind, UnitKind::Heading(_)) => asked = false,
                _ => {}
            }
        }
    }

    /// Whether the line before begins with the letter before this one's, `A)` before `B)`: options.
    fn follows_letter(&self, at: usize) -> bool {
        let letter = |line: &str| {
            let mut chars = line.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
            let first = chars.next().filter(char::is_ascii_alphabetic)?;
            chars.next().filter(|c| ").:".contains(*c)).map(|_| u32::from(first.to_ascii_uppercase()))
        };
        let text = &self.document.source.text;
        let above = text[..self.units[at].span.start].trim_end().rsplit('\n').next().unwrap_or_default();
        matches!((letter(above), letter(&self.units[at].line.text)), (Some(above), Some(own)) if above + 1 == own)
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

    /// The unit as a piece.
    pub fn piece(&self, unit: &Unit) -> Piece {
        let role = if unit.kind == UnitKind::Block { Role::Block } else { Role::Paragraph };
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

/// A part of a paragraph.
struct Part {
    span: Span,
    events: Range<usize>,
}

/// Comments and bare tags say nothing; pictures and players do.
fn html_noise(html: &str) -> Noise {
    let media = ["<img", "<audio", "<video", "<svg", "<picture"].iter().any(|tag| html.contains(tag));
    let text = crate::document::strip_tags(html);
    let readable = text.replace("&nbsp;", "").chars().any(|c| !c.is_whitespace());
    match (readable, media) {
        (false, false) => Noise::Empty,
        (true, _) if is_navigation(&text) => Noise::Navigation,
        (false, true) if html.contains("<a ") || html.contains("badge") => Noise::Navigation,
        _ => Noise::None,
    }
}

fn line_noise(line: &Line) -> Noise {
    let text = line.text.trim();
    if text.is_empty() || (text == "\u{a0}") {
        return Noise::Empty;
    }
    if text.starts_with("#flashcard") && !text.contains(' ') {
        return Noise::Navigation;
    }
    // MDX: imports and components of documentation sites.
    if (text.starts_with("import ") && text.contains(" from ")) || text.starts_with(":::") {
        return Noise::Navigation;
    }
    if is_navigation(text) { Noise::Navigation } else { Noise::None }
}

/// "Back to top", "↑ Index": a short text that begins with words of navigation, or is nothing else.
pub fn is_navigation(text: &str) -> bool {
    if text.chars().count() > 60 {
        return false;
    }
    let arrow = text.contains(['↑', '⬆', '🔝', '⇧', '☝', '🔼', '▲', '←', '⬅', '→', '➡']);
    let text = normal(text);
    let navigation = &Words::get().navigation;
    navigation.has(&text)
        || (text.chars().count() <= 40 && arrow && (navigation.within(&text) || text.is_empty()))
        || navigation.starts(&text).is_some_and(|length| length >= 8 && text.chars().count() <= 40)
}

/// A list or table whose entries are links to places in the document: a table of contents.
fn is_contents(document: &Document<'_>, id: BlockId) -> bool {
    let block = document.block(id);
    let (mut links, mut linked, mut plain, mut inside) = (0usize, 0usize, 0usize, false);
    for (event, _) in &document.events[block.events.clone()] {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside = true;
                links += usize::from(dest_url.starts_with('#') || dest_url.contains(".md"));
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Text(text) | Event::Code(text) => {
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                *(if inside { &mut linked } else { &mut plain }) += letters;
            }
            Event::Start(Tag::CodeBlock(_)) => return false,
            _ => {}
        }
    }
    links >= 2 && linked > plain
}
