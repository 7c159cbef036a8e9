//! Headings as questions: `### What is a closure?`, `## Q3: The stale cache`, `1. ### Explain indexes`.

use super::flow::{Flow, Noise, Unit, UnitKind};
use super::label::LabelRole;
use super::mark;
use super::{Proposal, Reading, Shape};
use crate::document::{Piece, Role};

pub struct Heading;

impl Shape for Heading {
    fn name(&self) -> &'static str {
        "heading"
    }

    fn proposals(&self, flow: &Flow<'_, '_>) -> Vec<Proposal> {
        let headings = flow.units.iter().enumerate().filter_map(|(at, unit)| Some((at, unit, unit.level()?)));
        headings
            .filter(|(_, unit, _)| unit.noise == Noise::None && !is_label(unit))
            .map(|(at, unit, level)| Proposal {
                unit: at,
                level,
                asks: asks(unit),
                numbered: unit.rated || unit.number.is_some_and(|number| !number.section),
                term: false,
                kind: Reading::Opener { title: title(flow, unit), rest: None, gaps: None },
            })
            .collect()
    }
}

/// A heading that only labels what follows: "Answer", "Key points", but not "Question 3".
pub fn is_label(unit: &Unit) -> bool {
    let Some(label) = unit.label.as_ref().filter(|_| matches!(unit.kind, UnitKind::Heading(_))) else {
        return false;
    };
    let labels = match label.role {
        LabelRole::Answer | LabelRole::Key => true,
        LabelRole::AnswerPart | LabelRole::Scenario | LabelRole::Star | LabelRole::Reveal => {
            label.alone && unit.number.is_none()
        }
        LabelRole::Question | LabelRole::Extra | LabelRole::Concepts => false,
    };
    labels && !unit.number.is_some_and(|number| number.question)
}

/// A label that belongs to the question above it whatever its level is.
pub fn is_answer_label(unit: &Unit) -> bool {
    is_label(unit) && matches!(unit.role(), Some(LabelRole::Answer | LabelRole::Key | LabelRole::Reveal))
}

/// How much a line looks like a question, 0 to 1.
pub fn asks(unit: &Unit) -> f32 {
    let question =
        unit.number.is_some_and(|number| number.question) || unit.role() == Some(LabelRole::Question);
    let question = question || card_tag(&unit.line.text).is_some();
    let text = &unit.line.text;
    match (question, super::asks::has_question_mark(&text[mark::bare(text)]), unit.asks) {
        (true, ..) => 1.0,
        (_, true, _) => 0.8,
        (_, _, true) => 0.5,
        _ => 0.0,
    }
}

/// The question's words, without number and label.
pub fn title(flow: &Flow<'_, '_>, unit: &Unit) -> Vec<Piece> {
    let number = unit.number.map_or(0, |number| number.length);
    let label =
        unit.label.as_ref().filter(|label| label.role == LabelRole::Question).map_or(0, |label| label.length);
    let length = number.max(label);
    let text = &unit.line.text;
    let end = id_start(text).or_else(|| card_tag(text)).unwrap_or(text.len());
    let marks = mark::bare(&text[length.min(end)..end]);
    let (length, end) = (length.min(end) + marks.start, length.min(end) + marks.end);
    // "**Why?** :" ends with the mark.
    let asked = text[..end].trim_end_matches([' ', ':', '：']);
    let end = if asked.ends_with(['?', '？', '؟']) && length < asked.len() { asked.len() } else { end };
    if !unit.line.text[length..end].chars().any(char::is_alphanumeric) || is_remark(&text[length..end]) {
        return vec![];
    }
    let mut piece = flow.piece(unit).with_role(Role::Title);
    let text = &unit.line.text;
    let stars = text[length..].len() - text[length..].trim_start_matches(['*', ' ']).len();
    piece.span.start = unit.line.offset(length + stars);
    if stars > 0 && text.trim_end().ends_with('*') {
        piece.span.end = unit.line.offset_before(text.trim_end_matches(['*', ' ']).len());
    }
    if end < text.len() {
        piece.span.end = unit.line.offset_before(end);
    }
    vec![piece]
}

/// "(4 points)", and nothing else.
fn is_remark(text: &str) -> bool {
    let inner = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.is_some_and(|inner| !inner.contains(['(', ')', '?']))
}

/// The id that the author gave: `{#id}` at the end, of letters, digits, dashes and underscores.
pub fn id(unit: &Unit) -> Option<String> {
    let text = unit.line.text.trim_end();
    let id = &text[id_start(text)? + 2..text.len() - 1];
    Some(id.to_string())
}

/// Where the tag begins by which note programs know a card: `What is DNS? #card`.
pub fn card_tag(text: &str) -> Option<usize> {
    const TAGS: [&str; 7] = ["#card", "#cards", "#flashcard", "#flashcards", "[[card]]", "#srs", "#[[srs]]"];
    if !text.contains(['#', '[']) {
        return None;
    }
    let mut said = text.trim_end();
    loop {
        let tag = TAGS.iter().find(|&&tag| said.len() > tag.len() && said.ends_with(tag));
        if let Some(tag) = tag {
            let start = said.len() - tag.len();
            return said[..start].ends_with(char::is_whitespace).then_some(start);
        }
        // Other tags may stand behind it.
        let last = said.rfind(char::is_whitespace).filter(|&at| said[at..].trim_start().starts_with('#'))?;
        said = said[..last].trim_end();
    }
}

fn id_start(text: &str) -> Option<usize> {
    let text = text.trim_end();
    let start = text.rfind("{#")?;
    let id = text[start + 2..].strip_suffix('}')?;
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (!id.is_empty() && id.chars().all(allowed)).then_some(start)
}
