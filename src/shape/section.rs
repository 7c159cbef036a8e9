//! Sections of a document, and the cards in them.

use std::collections::HashSet;

use rayon::prelude::*;

use super::answer::answers;
use super::answer_key::AnswerKey;
use super::body::{self, trim};
use super::bold_line;
use super::context::Context;
use super::flow::{Flow, Noise, UnitKind};
use super::heading::{card_tag, is_answer_label};
use super::label::LabelRole;
use super::normal::normal;
use super::words::Words;
use super::{Accepted, Decision, Findings, Reading, Shape, footnote, list_item, options};
use crate::card::{Card, Kind};
use crate::document::{BlockKind, Piece};
use crate::source::Span;

/// A section of the document that has cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Titles from the outermost section to this one.
    pub path: Vec<String>,
    /// "Key concepts" and the like, as the author wrote them.
    pub concepts: Vec<Piece>,
}

struct Section {
    level: u8,
    title: String,
    /// Its heading only announces questions: nothing of its own stands below it, or it is called a part.
    bare: bool,
}

/// The sections that are open at a place in the flow.
#[derive(Default)]
struct Path {
    open: Vec<Section>,
    /// Counts the sections, so that two of one name are two.
    serial: usize,
}

impl Path {
    fn enter(&mut self, section: Section) {
        self.open.retain(|other| other.level < section.level);
        self.open.push(section);
        self.serial += 1;
    }

    /// A heading that is a question ends what is deeper, and notes on its own level.
    fn leave(&mut self, level: u8) {
        let open = self.open.len();
        self.open.retain(|other| other.level < level || (other.level == level && other.bare));
        self.serial += usize::from(self.open.len() < open);
    }

    fn titles(&self) -> Vec<String> {
        self.open.iter().map(|section| section.title.clone()).filter(|title| !title.is_empty()).collect()
    }
}

/// Turns accepted readings into cards with their sections.
pub fn assemble(flow: &Flow<'_, '_>, context: &Context, decision: Decision) -> Findings {
    let Decision { accepted, left_out, rivals } = decision;
    let title = context.title.map(|at| clean_title(&flow.units[at].line.text));
    let assembly = assembled(flow, context, &accepted, AnswerKey::find(flow));
    let mut findings = Findings { left_out, rivals, title, parts: assembly.parts, ..Findings::default() };
    let is_answered =
        |card: &Card| card.kind != Kind::Basic || has_media(flow, &card.back) || answers(flow, &card.back);
    let answered: Vec<bool> = assembly.cards.par_iter().map(is_answered).collect();
    for ((mut card, serial), answered) in assembly.cards.into_iter().zip(assembly.serials).zip(answered) {
        // Serial numbers ascend.
        let first = assembly.extras.partition_point(|(other, _)| *other < serial);
        let extras = assembly.extras[first..].iter().take_while(|(other, _)| *other == serial);
        card.extra = extras.flat_map(|(_, pieces)| pieces.clone()).collect();
        if answered { &mut findings.cards } else { &mut findings.unanswered }.push(card);
    }
    let answered = footnote::answered(flow, &mut findings.unanswered);
    if !answered.is_empty() {
        findings.cards.extend(answered);
        findings.cards.sort_by_key(|card| card.span.start);
    }
    code_as_question(flow, &mut findings);
    drop_answered(flow, &mut findings);
    findings
}

/// A question of a list that the same section answers elsewhere waits for no answer.
fn drop_answered(flow: &Flow<'_, '_>, findings: &mut Findings) {
    let key = |card: &Card| (card.section_path.clone(), normal(&flow.document.plain(&card.front)));
    let sections: HashSet<&[String]> =
        findings.unanswered.iter().map(|card| card.section_path.as_slice()).collect();
    let of_section = |card: &&Card| sections.contains(card.section_path.as_slice());
    let known: HashSet<_> = findings.cards.iter().filter(of_section).map(key).collect();
    findings
        .unanswered
        .retain(|card| card.shape != list_item::ListItem.name() || !known.contains(&key(card)));
}

/// Where the document leaves its questions open, code below one is what it asks about.
fn code_as_question(flow: &Flow<'_, '_>, findings: &mut Findings) {
    let is_code = |piece: &Piece| matches!(flow.document.block(piece.block).kind, BlockKind::Code);
    let (open, cards) = (findings.unanswered.len(), findings.cards.len().max(1));
    let only_code = findings.cards.iter().filter(|card| card.back.iter().all(is_code)).count();
    if open < 4 * cards && !(only_code * 10 >= cards * 7 && open * 2 >= cards) {
        return;
    }
    let is_open =
        |card: &mut Card| card.kind == Kind::Basic && !card.back.is_empty() && card.back.iter().all(is_code);
    for mut card in findings.cards.extract_if(.., is_open) {
        card.front.append(&mut card.back);
        findings.unanswered.push(card);
    }
    findings.unanswered.sort_by_key(|card| card.span.start);
}

/// The cards, those that keys answer with their answers.
fn assembled(
    flow: &Flow<'_, '_>,
    context: &Context,
    accepted: &[Accepted],
    mut keys: Vec<AnswerKey>,
) -> Assembly {
    // What turns out to be no key ends no card.
    const TRIALS: usize = 3;
    for _ in 0..TRIALS {
        let starts: Vec<usize> = keys.iter().map(|key| key.start).collect();
        let mut assembly = Assembly::new(flow, context, accepted, &starts);
        let fitting = AnswerKey::apply_all(&keys, flow, &mut assembly.cards);
        if fitting.len() == keys.len() {
            return assembly;
        }
        keys.retain(|key| fitting.binary_search(&key.start).is_ok());
    }
    Assembly::new(flow, context, accepted, &[])
}

/// Cards in the making.
struct Assembly {
    cards: Vec<Card>,
    /// For each card the serial number of its section.
    serials: Vec<usize>,
    /// What sections say for all of their cards, by serial number.
    extras: Vec<(usize, Vec<Piece>)>,
    parts: Vec<Part>,
}

impl Assembly {
    /// Cuts the document into cards. No card reaches into an answer key; `keys` are the units at which these
    /// begin, in order.
    fn new(flow: &Flow<'_, '_>, context: &Context, accepted: &[Accepted], keys: &[usize]) -> Assembly {
        let mut assembly = Assembly { cards: vec![], serials: vec![], extras: vec![], parts: vec![] };
        let mut path = Path::default();
        let mut at = 0;
        let closing = closing(flow, accepted);
        let marks = marks_are_the_rule(flow, accepted);
        let mut places = vec![];
        for found in accepted {
            let start = found.units.start;
            sections(flow, context, at..start, &mut path, &mut assembly.parts);
            if let Some(level) = flow.units[start].level() {
                path.leave(level);
            }
            let last = found.units.end == flow.units.len();
            let end = if last { closing.max(start + 1).min(found.units.end) } else { found.units.end };
            let key = keys.get(keys.partition_point(|&key| key <= start));
            let end = key.map_or(end, |&key| end.min(key));
            let (below, extra) = part_extra(flow, start + 1..end.max(start + 1));
            if !extra.is_empty() {
                assembly.extras.push((path.serial, extra));
            }
            at = found.units.end;
            places.push((found, below, path.titles(), path.serial));
        }
        let cut = |(found, below, section_path, serial)| {
            let mut card = Card { section_path, ..card(flow, found, below, marks) };
            card.front.shrink_to_fit();
            card.back.shrink_to_fit();
            shows_something(flow, &card.front).then_some((card, serial))
        };
        (assembly.cards, assembly.serials) = places.into_par_iter().filter_map(cut).unzip();
        assembly
    }
}

/// Whether pieces have a picture, sound or film.
fn has_media(flow: &Flow<'_, '_>, pieces: &[Piece]) -> bool {
    const MEDIA: [&str; 6] = ["![", "<img", "<picture", "<audio", "<video", "<iframe"];
    pieces.iter().any(|piece| {
        let text = flow.document.slice(piece.span);
        MEDIA.iter().any(|medium| text.contains(medium))
    })
}

/// Whether pieces have text or a picture.
fn shows_something(flow: &Flow<'_, '_>, pieces: &[Piece]) -> bool {
    has_media(flow, pieces) || flow.document.plain(pieces).chars().any(|c| !c.is_whitespace())
}

/// The card of an accepted reading; `below` are the units below an opener.
fn card(flow: &Flow<'_, '_>, found: &Accepted, below: std::ops::Range<usize>, marks: bool) -> Card {
    let end = if below.is_empty() { found.units.start } else { below.end - 1 };
    let mut card = Card {
        kind: Kind::Basic,
        front: vec![],
        back: vec![],
        extra: vec![],
        section_path: vec![],
        id: None,
        tags: vec![],
        shape: found.shape,
        span: Span { start: flow.units[found.units.start].span.start, end: flow.units[end].span.end },
    };
    if matches!(found.kind, Reading::Opener { .. }) {
        card.id = super::heading::id(&flow.units[found.units.start]);
    }
    let mut may_offer = true;
    match &found.kind {
        Reading::Opener { title, gaps: Some(gaps), .. } => {
            card.kind = Kind::Cloze(*gaps);
            card.front.clone_from(title);
            card.front.extend(flow.pieces(trim(flow, below)));
        }
        Reading::Opener { title, rest, gaps: None } => {
            card.front.clone_from(title);
            let mut below = trim(flow, below);
            // "Question 1" says nothing: the question stands below it.
            if title.is_empty() && below.len() > 1 && asks_below(flow, below.clone()) {
                card.front.push(flow.piece(&flow.units[below.start]));
                below.start += 1;
            }
            let is_marked = body::is_marked(flow, below.clone());
            let body = body::split(flow, below, marks);
            card.back.extend(rest.clone());
            card.front.extend(body.front);
            card.back.extend(body.back);
            // Behind "Solution:" letters name parts.
            may_offer = !is_marked;
        }
        Reading::Whole { front, back, span, gaps } => {
            card.kind = gaps.map_or(Kind::Basic, Kind::Cloze);
            card.front.clone_from(front);
            card.back.clone_from(back);
            card.span = *span;
        }
    }
    if may_offer && options::is_open(flow, &card.back) {
        card.front.append(&mut card.back);
    }
    card
}

/// Whether the question stands in the first line below a title that is only a number, and no mark tells where the answer
/// begins.
fn asks_below(flow: &Flow<'_, '_>, units: std::ops::Range<usize>) -> bool {
    let first = &flow.units[units.start];
    first.kind == UnitKind::Line && first.label.is_none() && !body::is_marked(flow, units)
}

/// Whether answers below a question mark themselves: most of them, or enough that the others may be slips.
fn marks_are_the_rule(flow: &Flow<'_, '_>, accepted: &[Accepted]) -> bool {
    let openers = accepted.par_iter().filter(|found| matches!(found.kind, Reading::Opener { .. }));
    let marked = |found: &&Accepted| body::is_marked(flow, found.units.start + 1..found.units.end);
    10 * openers.clone().filter(marked).count() >= 3 * openers.count()
}

/// Enters the sections whose headings stand between two cards.
fn sections(
    flow: &Flow<'_, '_>,
    context: &Context,
    units: std::ops::Range<usize>,
    path: &mut Path,
    parts: &mut Vec<Part>,
) {
    for at in units {
        let unit = &flow.units[at];
        if let Some(level) = unit.level()
            && unit.noise == Noise::None
            && !is_answer_label(unit)
            && Some(at) != context.title
        {
            let below = flow.units[at + 1..].iter().find(|unit| unit.noise == Noise::None);
            let bare = below.is_none_or(|next| next.level().is_some());
            let bare = bare || unit.number.is_some_and(|number| number.section);
            path.enter(Section { level, title: clean_title(&unit.line.text), bare });
            parts.push(Part { path: path.titles(), concepts: vec![] });
        } else if unit.kind == UnitKind::Line
            && unit.line.all_strong
            && unit.noise == Noise::None
            && (unit.number.is_some_and(|number| number.section)
                || Words::get().section.starts(&normal(&unit.line.text)).is_some())
        {
            // "**Part A: The basics**" between questions in bold.
            let title = clean_title(&unit.line.text);
            path.enter(Section { level: bold_line::LEVEL, title, bare: true });
            parts.push(Part { path: path.titles(), concepts: vec![] });
        } else if unit.label.as_ref().is_some_and(|label| label.role == LabelRole::Concepts && !label.alone)
            && let Some(part) = parts.last_mut()
        {
            flow.append(&mut part.concepts, flow.piece(unit));
        }
    }
}

/// Splits off what a part says at its end for all of its questions: a quote or paragraph such as "Recommended watch",
/// behind the last answer.
fn part_extra(flow: &Flow<'_, '_>, units: std::ops::Range<usize>) -> (std::ops::Range<usize>, Vec<Piece>) {
    let units = trim(flow, units);
    let mut start = units.end;
    while start > units.start + 1 {
        let unit = &flow.units[start - 1];
        let is_extra = match unit.kind {
            UnitKind::Block => flow.quoted_role(unit) == Some(LabelRole::Extra),
            _ => false,
        };
        if !is_extra && unit.noise == Noise::None {
            break;
        }
        start -= 1;
    }
    let extra = flow.pieces(trim(flow, start..units.end));
    (units.start..start, extra)
}

/// Where the document's closing words begin: what stands behind its last rule, if that is short and no list or code.
fn closing(flow: &Flow<'_, '_>, accepted: &[Accepted]) -> usize {
    let end = flow.units.len();
    let Some((last, others)) = accepted.split_last() else { return end };
    if let Some(rule) = parting_rule(flow, last, others) {
        return rule;
    }
    let Some(rule) = (last.units.start..end).rev().find(|&at| flow.units[at].is_rule(flow)) else {
        return end;
    };
    let behind = trim(flow, rule..end);
    let lines =
        behind.clone().all(|at| flow.units[at].kind == UnitKind::Line || flow.units[at].noise != Noise::None);
    let length: usize = behind.clone().map(|at| flow.units[at].span.len()).sum();
    if lines && length <= 400 { rule } else { end }
}

/// The first rule below the last question, where a rule parts each from the next and none stands in an answer.
fn parting_rule(flow: &Flow<'_, '_>, last: &Accepted, others: &[Accepted]) -> Option<usize> {
    const FEWEST: usize = 2;
    let rules = |found: &Accepted| found.units.clone().filter(|&at| flow.units[at].is_rule(flow)).count();
    let parted =
        |found: &Accepted| rules(found) == 1 && trim(flow, found.units.clone()).end < found.units.end;
    let all = others.len() >= FEWEST && others.iter().all(parted);
    all.then(|| last.units.clone().find(|&at| flow.units[at].is_rule(flow))).flatten()
}

/// A title as a reader says it: one line, without anchors, tags of note programs and closing colon.
pub fn clean_title(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.strip_suffix("[edit]").unwrap_or(&text);
    let text = &text[..card_tag(text).unwrap_or(text.len())];
    let text = text.trim_matches(|c: char| c.is_whitespace() || "#=─━＝■◆●□◇◎".contains(c));
    text.trim_end_matches([':', '：']).trim().to_string()
}
