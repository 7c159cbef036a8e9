//! What stands below a question: which of it belongs to the front, which is the answer.

use std::ops::Range;

use super::answer::answers;
use super::asks;
use super::details::uncovers;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::label::LabelRole;
use super::normal::normal;
use super::options::{self, offers, right};
use super::words::Words;
use crate::document::{BlockId, BlockKind, Piece, Role};

/// A body in its two sides.
#[derive(Debug, Default)]
pub struct Body {
    pub front: Vec<Piece>,
    pub back: Vec<Piece>,
}

/// The place where an answer begins that says so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    /// "Answer:", as a line or a heading.
    Label(usize),
    /// `<details>` that uncover the answer.
    Reveal(usize),
    /// A list with ticked boxes.
    Ticked(usize),
    /// A line `%`, as flashcard decks have it between front and back.
    Percent(usize),
    /// "Output", "Approach": where the question stands in words below a title that asks nothing, or below "Problem".
    Part(usize),
}

/// Reads the units below a question. `marks`: answers in this document mark themselves as a rule; where they do not, a
/// mark behind plain text is a part of the answer, not its begin.
pub fn split(flow: &Flow<'_, '_>, units: Range<usize>, marks: bool) -> Body {
    let units = trim(flow, units);
    let mut body = Body::default();
    let marker = marker(flow, units.clone());
    let marker = marker.or_else(|| if marks { part_behind_code(flow, units.clone()) } else { None });
    let marker = marker.or_else(|| options::explained(flow, units.clone()).map(Marker::Part));
    match marker.filter(|&marker| marks || !is_late(flow, units.start, marker)) {
        Some(Marker::Label(at) | Marker::Reveal(at) | Marker::Part(at)) => {
            lead(flow, units.start..at, &mut body);
            let hints = body.back.len();
            answer(flow, at..units.end, &mut body.back);
            // What stands before an answer that is still to be written does not answer.
            if hints > 0 && !answers(flow, &body.back[hints..]) {
                body.back.drain(..hints);
            }
        }
        Some(Marker::Percent(at)) => {
            lead(flow, units.start..at, &mut body);
            body.back.extend(flow.pieces(trim(flow, at + 1..units.end)));
        }
        Some(Marker::Ticked(at)) => {
            lead(flow, units.start..at, &mut body);
            let end = options::split(flow, at..units.end, &mut body);
            answer(flow, end..units.end, &mut body.back);
        }
        None if units.clone().any(|at| offers(flow, &flow.units[at])) => {
            // Options without the right one: a question without an answer.
            for unit in &flow.units[units] {
                let role = if offers(flow, unit) { Role::Options } else { flow.piece(unit).role };
                if unit.noise == Noise::None {
                    body.front.push(flow.piece(unit).with_role(role));
                }
            }
        }
        None => unmarked(flow, units, &mut body),
    }
    body
}

/// Whether plain text stands before the mark.
fn is_late(flow: &Flow<'_, '_>, start: usize, marker: Marker) -> bool {
    let at = match marker {
        Marker::Label(at) | Marker::Reveal(at) => at,
        Marker::Ticked(_) | Marker::Percent(_) | Marker::Part(_) => return false,
    };
    let first = &flow.units[start];
    at > start && first.kind == UnitKind::Line && first.label.is_none()
}

/// Whether the units hold an answer that says so itself: a label, `<details>`, ticked options.
pub fn is_marked(flow: &Flow<'_, '_>, units: Range<usize>) -> bool {
    marker(flow, units).is_some()
}

/// The unit at which an answer begins that says so itself.
pub fn first_mark(flow: &Flow<'_, '_>, units: Range<usize>) -> Option<usize> {
    marker(flow, units).map(|marker| match marker {
        Marker::Label(at)
        | Marker::Reveal(at)
        | Marker::Ticked(at)
        | Marker::Percent(at)
        | Marker::Part(at) => at,
    })
}

fn marker(flow: &Flow<'_, '_>, units: Range<usize>) -> Option<Marker> {
    let mut found = None;
    let mut boxes = None;
    let mut part = None;
    let title_asks = units.start.checked_sub(1).is_none_or(|title| flow.units[title].asks);
    let (mut asked, mut divided) = (false, false);
    let first = units.clone().find(|&at| flow.units[at].noise == Noise::None);
    let states = first_told(flow, units.clone()).is_some_and(states);
    for at in units {
        let unit = &flow.units[at];
        if Some(at) == first && gives_verdict(unit) {
            return Some(Marker::Label(at));
        }
        divided |= unit.returns;
        let begins_part = (asked && !title_asks && unit.is_part_title()) || (states && begins_solution(unit));
        if begins_part {
            part = part.or(Some(Marker::Part(at)));
        }
        let in_part = divided || unit.label.is_some();
        // Looked at only where it counts: words are searched for.
        asked =
            asked || (!title_asks && unit.kind == UnitKind::Line && !in_part && asks_at_end(&unit.line.text));
        if let Some(LabelRole::Answer | LabelRole::Key) = unit.role() {
            return Some(found.unwrap_or(Marker::Label(at)));
        }
        if unit.is_percent() {
            return Some(Marker::Percent(at));
        }
        let kind = &flow.document.block(unit.block).kind;
        match kind {
            BlockKind::Details if uncovers(flow, unit) => return Some(found.unwrap_or(Marker::Reveal(at))),
            BlockKind::List { .. } if offers(flow, unit) => {
                boxes = boxes.or(Some(at));
                if found.is_none() && !right(flow, unit.block).is_empty() {
                    found = boxes.map(Marker::Ticked);
                }
            }
            _ => {}
        }
    }
    found.or(part)
}

/// The first unit that says more than how difficult the question is.
fn first_told<'f>(flow: &'f Flow<'_, '_>, units: Range<usize>) -> Option<&'f Unit> {
    flow.units[units]
        .iter()
        .find(|unit| unit.noise == Noise::None && unit.role() != Some(LabelRole::Concepts))
}

/// "Problem", alone in its line: what stands below is the question, up to a title of another kind.
fn states(unit: &Unit) -> bool {
    let role = matches!(unit.role(), Some(LabelRole::Scenario | LabelRole::Question));
    role && unit.kind == UnitKind::Line && unit.label.as_ref().is_some_and(|label| label.alone)
}

/// "Approach", alone in its line and in bold; examples belong to the statement above them.
fn begins_solution(unit: &Unit) -> bool {
    let states = matches!(unit.role(), Some(LabelRole::Scenario | LabelRole::Question | LabelRole::Concepts));
    unit.kind == UnitKind::Line && unit.line.all_strong && !states && !is_example(unit)
}

/// "Example 1": the word of a label that elsewhere only modifies one.
fn is_example(unit: &Unit) -> bool {
    let length = unit.label.as_ref().map_or(unit.line.text.len(), |label| label.length);
    let words = normal(&unit.line.text[..length]);
    let name = words.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    Words::get().modifier.has(name)
}

/// "True", or "False – …": the answer to a statement.
fn gives_verdict(unit: &Unit) -> bool {
    unit.kind == UnitKind::Line && unit.label.is_none() && asks::is_verdict(&unit.line.text)
}

/// "Output" behind code that is all of the question's body, in a document of such questions.
fn part_behind_code(flow: &Flow<'_, '_>, units: Range<usize>) -> Option<Marker> {
    let is_code = |at: &usize| matches!(flow.document.block(flow.units[*at].block).kind, BlockKind::Code);
    let at = units.clone().find(|at| !is_code(at))?;
    (at > units.start && flow.units[at].is_part_title()).then_some(Marker::Part(at))
}

/// Whether a paragraph asks: it prompts, or its last words are a question.
pub fn asks_at_end(text: &str) -> bool {
    let ends = asks::last_question_mark(text).is_some_and(|end| !text[end..].contains(char::is_alphanumeric));
    ends || asks::prompts(text)
}

/// The units without rules, comments and links of navigation at both ends.
pub fn trim(flow: &Flow<'_, '_>, units: Range<usize>) -> Range<usize> {
    let kept = |at: &usize| flow.units[*at].noise == Noise::None;
    let Some(start) = units.clone().find(kept) else { return units.start..units.start };
    let end = units.rev().find(kept).map_or(start, |last| last + 1);
    start..end
}

/// What stands between the question and its marked answer: the front, but for hints and metadata.
fn lead(flow: &Flow<'_, '_>, units: Range<usize>, body: &mut Body) {
    let front_labels = units.clone().filter(|&at| is_front_label(flow, at)).count();
    let asks = units.start.checked_sub(1).is_some_and(|title| flow.units[title].asks);
    let mut to_back = false;
    for at in units {
        let unit = &flow.units[at];
        if unit.noise != Noise::None {
            continue;
        }
        match unit.role() {
            Some(LabelRole::Concepts | LabelRole::Extra) => continue,
            // What is expected stands in a quote by itself.
            None if flow.quoted_role(unit) == Some(LabelRole::AnswerPart) => {
                flow.append(&mut body.back, flow.piece(unit));
                continue;
            }
            Some(LabelRole::AnswerPart) => to_back = !is_example(unit),
            Some(LabelRole::Question | LabelRole::Scenario | LabelRole::Star) => to_back = false,
            // "Why they ask": below a title that asks, a label of the author's own is no part of the question.
            None if asks && has_own_label(unit) => to_back = true,
            _ => {}
        }
        if to_back {
            flow.append(&mut body.back, flow.piece(unit));
        } else if is_front_label(flow, at) && front_labels == 1 {
            rest(flow, unit, &mut body.front);
        } else {
            flow.append(&mut body.front, flow.piece(unit));
        }
    }
}

/// A line that begins with bold text and a colon, which is no label that recto knows.
fn has_own_label(unit: &Unit) -> bool {
    let end = unit.line.strong_end();
    unit.kind == UnitKind::Line
        && end > 0
        && (unit.line.text[..end].trim_end().ends_with([':', '：'])
            || unit.line.text[end..].starts_with([':', '：']))
}

fn is_front_label(flow: &Flow<'_, '_>, at: usize) -> bool {
    matches!(flow.units[at].role(), Some(LabelRole::Question | LabelRole::Scenario))
        || (flow.units[at].role() == Some(LabelRole::Star))
}

/// What stands behind a unit's label in the same unit.
pub fn rest(flow: &Flow<'_, '_>, unit: &Unit, pieces: &mut Vec<Piece>) {
    let length = unit.label.as_ref().map_or(0, |label| label.length);
    let mut piece = flow.piece(unit);
    if let Role::Heading(_) = piece.role {
        piece.role = Role::Paragraph;
    }
    piece.span.start = unit.line.offset(length);
    if unit.line.text[length..].chars().any(|c| !c.is_whitespace()) {
        flow.append(pieces, piece);
    }
}

/// A marked answer: the first label goes, further ones stay; `<details>` that uncover are opened.
fn answer(flow: &Flow<'_, '_>, units: Range<usize>, back: &mut Vec<Piece>) {
    let units = trim(flow, units);
    // "Solution 1" and "Solution 2", or "Short answer" and "Long answer": names of parts, not a mark.
    let answers = flow.units[units.clone()].iter().filter(|unit| unit.role() == Some(LabelRole::Answer));
    let named = answers.filter(|unit| unit.label.as_ref().is_some_and(|label| !label.speaker)).count() > 1;
    let mut first = !named;
    for unit in &flow.units[units] {
        if unit.noise != Noise::None && !unit.is_rule(flow) {
            continue;
        }
        if uncovers(flow, unit) {
            back.extend(inside(flow, unit));
        } else if first
            && matches!(unit.role(), Some(LabelRole::Answer | LabelRole::Key))
            && !tells_length(unit)
            && !says_verdict(unit)
        {
            stripped(flow, unit, back);
        } else {
            flow.append(back, flow.piece(unit));
        }
        first = false;
    }
}

/// "True.": the answer itself, where "True: B" is a label.
fn says_verdict(unit: &Unit) -> bool {
    let length = unit.label.as_ref().map_or(0, |label| label.length);
    asks::is_verdict(&unit.line.text) && !unit.line.text[..length].contains([':', '：'])
}

/// "Short answer": a label that says more than that an answer follows.
fn tells_length(unit: &Unit) -> bool {
    let label = unit.label.as_ref().map_or("", |label| &unit.line.text[..label.length]);
    let label = normal(label);
    let length = &Words::get().length;
    length.starts(&label).is_some() || length.within(&label)
}

/// An answer's first line without its label; "Answer: B" stays whole, for "B" alone says little.
fn stripped(flow: &Flow<'_, '_>, unit: &Unit, back: &mut Vec<Piece>) {
    let length = unit.label.as_ref().map_or(0, |label| label.length);
    let said = unit.line.text[length..].trim();
    // "B", "B and D", "2, 3": each a single character.
    let mut tokens = said
        .split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty() && *token != "and")
        .peekable();
    let is_choice = tokens.peek().is_some()
        && tokens.all(|token| token.chars().nth(1).is_none())
        && !super::normal::is_unspaced(said);
    if is_choice || matches!(unit.kind, UnitKind::Heading(_)) && !said.is_empty() {
        back.push(flow.piece(unit).with_role(Role::Key));
    } else {
        rest(flow, unit, back);
    }
}

/// What `<details>` uncover.
pub fn inside(flow: &Flow<'_, '_>, details: &Unit) -> Vec<Piece> {
    let is_own = |child: &BlockId| {
        let block = flow.document.block(*child);
        block.kind != BlockKind::Summary && block.span.start < details.span.end
    };
    let children: Vec<BlockId> =
        flow.document.children(details.block).iter().copied().filter(is_own).collect();
    let inner = flow.of(&children);
    let mut back = vec![];
    answer(&inner, 0..inner.units.len(), &mut back);
    back
}

/// Whether a question is about what stands below it.
pub fn asks_about_below(title: &str) -> bool {
    Words::get().exhibit.within(&normal(title))
}

/// Where the answer begins behind what the title asks about: "What does the following print?", and code below it.
fn behind_exhibit(flow: &Flow<'_, '_>, units: Range<usize>) -> usize {
    let title = units.start.checked_sub(1).map_or("", |title| &flow.units[title].line.text);
    if units.is_empty() || !asks_about_below(title) {
        return units.start;
    }
    let is_exhibit = |kind: &BlockKind| {
        matches!(kind, BlockKind::Code | BlockKind::Table | BlockKind::List { .. } | BlockKind::Quote(_))
    };
    let shown = |at: &usize| {
        let unit = &flow.units[*at];
        unit.noise == Noise::None
            && unit.kind == UnitKind::Block
            && is_exhibit(&flow.document.block(unit.block).kind)
    };
    // Of several, the first is asked about, and the others may answer.
    let code = |at: &usize| matches!(flow.document.block(flow.units[*at].block).kind, BlockKind::Code);
    match units.clone().next().filter(shown) {
        Some(first) if code(&first) || units.len() == 1 => first + 1,
        _ => units.start,
    }
}

/// A body whose answer is not marked: what is labelled as scenario goes to the front, all else is the answer.
fn unmarked(flow: &Flow<'_, '_>, units: Range<usize>, body: &mut Body) {
    let exhibit = behind_exhibit(flow, units.clone());
    body.front.extend(flow.pieces(units.start..exhibit));
    let units = exhibit..units.end;
    let stars = units.clone().filter(|&at| flow.units[at].role() == Some(LabelRole::Star)).count();
    let mut at = units.start;
    while at < units.end {
        let unit = &flow.units[at];
        let is_front = match unit.role() {
            Some(LabelRole::Question | LabelRole::Scenario) => true,
            Some(LabelRole::Star) => stars < 2,
            // A heading of that name is a part of the answer.
            Some(LabelRole::Concepts) => unit.level().is_none(),
            _ => unit.noise == Noise::Empty,
        };
        if !is_front || (unit.is_rule(flow)) {
            break;
        }
        if is_front_label(flow, at) {
            rest(flow, unit, &mut body.front);
            let alone = unit.label.as_ref().is_some_and(|label| label.alone);
            if alone && at + 1 < units.end && flow.units[at + 1].role().is_none() {
                at += 1;
                flow.append(&mut body.front, flow.piece(&flow.units[at]));
            }
        }
        at += 1;
    }
    if at >= units.end {
        // Labelled text without anything behind it: there is no answer.
        return;
    }
    body.back.extend(flow.pieces(trim(flow, at..units.end)));
}
