//! From a document to its questions and answers.
//!
//! Each file beside this one knows one shape in which people write questions down. A shape proposes what it could
//! read; the arbiter decides, section by section, which proposals are consistent. To add a shape: a file with a
//! `Shape`, a line in `SHAPES`, a folder of fixtures.

mod answer;
mod answer_key;
mod arbiter;
mod asks;
mod body;
mod context;
mod flow;
mod footnote;
mod front_matter;
mod label;
mod line;
mod mark;
mod normal;
mod options;
mod section;
mod words;

mod bold_line;
mod cloze;
mod definition;
mod details;
mod heading;
mod hints;
mod inline_note;
mod italic_line;
mod labelled;
mod list_item;
mod number;
mod numbered_line;
mod part;
mod plain_line;
mod record;
mod reveal;
mod separator;
mod table;
mod term;
mod why;

use std::ops::Range;

use rayon::prelude::*;

use crate::card::{Card, Gaps};
use crate::document::{Document, Piece};
use crate::source::Span;
use flow::{Flow, Noise, Unit, UnitKind};

pub use hints::Hints;
pub use label::is_answer;
pub use section::Part;
pub use why::{LeftOut, Why};

/// The shapes, in the order in which ties are broken.
static SHAPES: &[&dyn Shape] = &[
    &heading::Heading,
    &cloze::Cloze,
    &labelled::Labelled,
    &part::Part,
    &bold_line::BoldLine,
    &italic_line::ItalicLine,
    &numbered_line::NumberedLine,
    &reveal::Reveal,
    &details::Details,
    &table::Table,
    &definition::Definition,
    &separator::Separator,
    &inline_note::InlineNote,
    &list_item::ListItem,
    &term::Term,
    &plain_line::PlainLine,
];

/// One way of writing questions.
trait Shape: Sync {
    /// The name that `recto cards` shows.
    fn name(&self) -> &'static str;
    /// All that this shape could read, whether or not it is meant as questions.
    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal>;
}

/// A possible question.
struct Proposal {
    /// Where it begins: an index into the flow's units.
    unit: usize,
    /// Headings have their level, 1 to 6; what ends at the next heading of any level has more.
    level: u8,
    /// How much its words look like a question: 1.0 for "Q3: Why?", 0.0 for "Overview".
    asks: f32,
    /// It begins with a number, or says how difficult it is.
    numbered: bool,
    /// It asks nothing: a term with its meaning, which is a card only in a glossary.
    term: bool,
    kind: Reading,
}

impl Proposal {
    /// It holds its answer.
    fn is_answered(&self) -> bool {
        matches!(&self.kind, Reading::Whole { back, .. } if !back.is_empty())
    }
}

enum Reading {
    /// The question is one line; its answer runs to the next question or section, and may begin in the `rest` of the
    /// line.
    Opener { title: Vec<Piece>, rest: Option<Piece>, gaps: Option<Gaps> },
    /// The unit holds question and answer whole; one unit may hold several.
    Whole { front: Vec<Piece>, back: Vec<Piece>, span: Span, gaps: Option<Gaps> },
}

/// Openers for the lines that `wanted` picks, each with what `asks` says of it.
fn line_openers(
    flow: &Flow<'_, '_>,
    level: u8,
    wanted: impl Fn(&Unit) -> bool,
    asks: impl Fn(&Unit) -> f32,
) -> Vec<Proposal> {
    // "**Step 2**" and nothing else names a part.
    let names_part = |unit: &Unit| {
        unit.number.is_some_and(|number| number.section && number.length == unit.line.text.len())
    };
    let is_line = |unit: &Unit| unit.kind == UnitKind::Line && unit.noise == Noise::None && !names_part(unit);
    let lines = flow.units.iter().enumerate().filter(|(_, unit)| is_line(unit) && wanted(unit));
    lines
        .map(|(at, unit)| Proposal {
            unit: at,
            level,
            asks: asks(unit),
            numbered: unit.rated || unit.number.is_some_and(|number| !number.section),
            term: false,
            kind: Reading::Opener { title: heading::title(flow, unit), rest: None, gaps: None },
        })
        .collect()
}

/// What a document holds for a learner.
#[derive(Debug, Default)]
pub struct Findings {
    pub cards: Vec<Card>,
    /// Questions without an answer.
    pub unanswered: Vec<Card>,
    /// The document's sections that have cards, with what is said about them.
    pub parts: Vec<Part>,
    /// What is on no card, and why.
    pub left_out: Vec<LeftOut>,
    /// Lines that could have been questions as well.
    pub rivals: Vec<Rival>,
    /// Text of the first heading, if it names the document.
    pub title: Option<String>,
}

/// A second reading of a document, which was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rival {
    /// How it would be read.
    pub shape: &'static str,
    /// The level of its headings.
    pub level: Option<u8>,
    /// The shape of the questions that have its lines in their answers.
    pub instead: &'static str,
    /// The first of its questions.
    pub span: Span,
    /// How many questions it has.
    pub count: usize,
}

/// The names of all shapes.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|shape| shape.name())
}

/// Reads all questions of a document. Never fails; a document may simply hold none.
pub fn read(document: &Document<'_>, hints: &Hints) -> Findings {
    let hints = hints.for_document(&document.source.text);
    let mut flow = Flow::new(document, &hints);
    let context = context::Context::new(&flow, &document.source.name);
    let wanted = SHAPES.par_iter().filter(|shape| hints.reads(shape.name()));
    let mut proposals: Vec<(&'static str, Vec<Proposal>)> =
        wanted.map(|shape| (shape.name(), shape.proposals(&flow))).collect();
    record::settle(&mut flow, &mut proposals);
    let mut decision = arbiter::decide(&flow, &context, proposals);
    if decision.accepted.is_empty()
        && let Some(card) = front_matter::card(&flow)
    {
        decision = Decision { accepted: vec![card], left_out: vec![], rivals: vec![] };
    }
    section::assemble(&flow, &context, decision)
}

/// What the arbiter made of all proposals.
struct Decision {
    accepted: Vec<Accepted>,
    left_out: Vec<LeftOut>,
    rivals: Vec<Rival>,
}

/// A question that the arbiter accepted, with the units that it covers.
struct Accepted {
    shape: &'static str,
    units: Range<usize>,
    kind: Reading,
}
