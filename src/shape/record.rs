//! Titles that return below one question after the other: "Requirements", "What they look for", "Issues". In whatever
//! language they are, they name parts of what stands above them, and ask nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::asks::{has_question_mark, prompts};
use super::body::asks_at_end;
use super::context::promises;
use super::flow::{Flow, Noise, Unit, UnitKind};
use super::heading::{Heading, is_answer_label, is_label};
use super::label::{Label, LabelRole};
use super::normal::normal;
use super::plain_line::PlainLine;
use super::words::Words;
use super::{Proposal, Shape};

/// Proposals of all shapes.
type Proposals = [(&'static str, Vec<Proposal>)];

/// A heading below another one.
struct Child {
    unit: usize,
    parent: usize,
    /// Where what stands below it ends.
    end: usize,
    /// Its words.
    name: String,
}

/// How often a title must return.
const FEWEST: usize = 3;

/// Gives titles that name parts their label, and takes them out of the proposals.
pub fn settle(flow: &mut Flow<'_, '_>, proposals: &mut Proposals) {
    if flow.hints.level.is_some() {
        return;
    }
    let holds = Questions::new(flow, proposals);
    let asking = asking(flow, proposals);
    let mut names: HashSet<String> = HashSet::new();
    let mut parts: BTreeSet<usize> = BTreeSet::new();
    for children in families(flow).into_values() {
        let found = names_of_parts(flow, &children, &holds);
        let named: Vec<&Child> =
            children.iter().filter(|child| found.contains(child.name.as_str())).collect();
        let covered = children
            .iter()
            .filter(|child| is_label(&flow.units[child.unit]) || found.contains(child.name.as_str()));
        let all = covered.count() * 10 >= children.len() * 7;
        if all && are_asked(flow, &children, &named, &asking) {
            parts.extend(named.iter().map(|child| child.unit));
            names.extend(named.iter().map(|child| child.name.clone()));
        }
    }
    for (at, unit) in flow.units.iter_mut().enumerate() {
        let in_bold = unit.kind == UnitKind::Line && unit.line.all_strong;
        if parts.contains(&at) || (in_bold && may_name(unit) && names.contains(&name(unit))) {
            parts.insert(at);
            unit.number = None;
            unit.returns = true;
            unit.label = Some(Label::part(&unit.line.text));
        }
    }
    for (_, proposals) in proposals {
        proposals.retain(|proposal| !parts.contains(&proposal.unit));
    }
}

/// Headings by the level of the heading around them and their own, in document order.
fn families(flow: &Flow<'_, '_>) -> BTreeMap<(u8, u8), Vec<Child>> {
    let mut families: BTreeMap<(u8, u8), Vec<Child>> = BTreeMap::new();
    let mut open: Vec<(u8, usize)> = vec![];
    let headings = flow.units.iter().enumerate().filter_map(|(at, unit)| Some((at, unit, unit.level()?)));
    let headings: Vec<_> = headings.filter(|(_, unit, _)| unit.noise == Noise::None).collect();
    for (order, &(at, unit, level)) in headings.iter().enumerate() {
        while open.last().is_some_and(|&(other, _)| other >= level) {
            open.pop();
        }
        if let Some(&(around, parent)) = open.last() {
            let end = headings.get(order + 1).map_or(flow.units.len(), |&(next, ..)| next);
            let name = if may_name(unit) { name(unit) } else { String::new() };
            families.entry((around, level)).or_default().push(Child { unit: at, parent, end, name });
        }
        open.push((level, at));
    }
    families
}

/// A title that asks nothing and is no label of question or answer; "What they look for" begins with a word that asks.
fn may_name(unit: &Unit) -> bool {
    let asks = has_question_mark(&unit.line.text) || prompts(&unit.line.text);
    let is_free = match unit.role() {
        None | Some(LabelRole::Concepts | LabelRole::Extra) => true,
        Some(LabelRole::Scenario) => Words::get().scope.has(&name(unit)),
        _ => false,
    };
    !asks && is_free && !unit.number.is_some_and(|number| number.question)
}

fn name(unit: &Unit) -> String {
    let text = &unit.line.text[unit.number.map_or(0, |number| number.length)..];
    normal(text).trim_end_matches(':').to_string()
}

/// The names that return below different headings, and below which no questions stand.
fn names_of_parts<'c>(flow: &Flow<'_, '_>, children: &'c [Child], holds: &Questions) -> HashSet<&'c str> {
    let answered = children.iter().any(|child| is_answer_label(&flow.units[child.unit]));
    let is_scenario = |child: &Child| flow.units[child.unit].role() == Some(LabelRole::Scenario);
    let may_be = |child: &Child| !(child.name.is_empty() || answered && is_scenario(child));
    let mut of_name: HashMap<&str, Vec<&Child>> = HashMap::new();
    for child in children.iter().filter(|child| may_be(child)) {
        of_name.entry(&child.name).or_default().push(child);
    }
    let is_part = |children: &[&Child]| {
        let mut parents: Vec<usize> = children.iter().map(|child| child.parent).collect();
        parents.dedup();
        let promised = promises(&flow.units[children[0].unit].line.text);
        let holding =
            children.iter().filter(|child| holds.within(child.unit + 1..child.end, promised)).count();
        parents.len() >= FEWEST && holding * 2 < children.len()
    };
    of_name.into_iter().filter(|(_, children)| is_part(children)).map(|(name, _)| name).collect()
}

/// Whether what stands above the named headings asks: by its words or number, by an answer below it, or in the lines
/// before its first part, with a question mark or always in the same words.
fn are_asked(flow: &Flow<'_, '_>, children: &[Child], named: &[&Child], asking: &HashSet<usize>) -> bool {
    let mut parents: Vec<usize> = named.iter().map(|child| child.parent).collect();
    parents.dedup();
    let answers = children.iter().filter(|child| is_answer_label(&flow.units[child.unit]));
    let answered: HashSet<usize> = answers.map(|child| child.parent).collect();
    let mut asked = 0;
    let mut prompts: HashMap<String, usize> = HashMap::new();
    for &parent in &parents {
        let lead = flow.units[parent + 1..].iter().take_while(|unit| unit.level().is_none());
        let mut lines = lead.filter(|unit| unit.kind == UnitKind::Line && unit.label.is_none());
        let line = lines.find(|unit| asks_at_end(&unit.line.text)).map(|unit| &unit.line.text);
        match line {
            _ if asking.contains(&parent) || answered.contains(&parent) => asked += 1,
            Some(line) if has_question_mark(line) => asked += 1,
            Some(line) => *prompts.entry(first_words(line)).or_default() += 1,
            None => {}
        }
    }
    (asked + prompts.values().max().unwrap_or(&0)) * 2 >= parents.len()
}

fn first_words(text: &str) -> String {
    const COUNT: usize = 2;
    normal(text).split(' ').take(COUNT).collect()
}

/// Headings that ask, are numbered or labelled as questions.
fn asking(flow: &Flow<'_, '_>, proposals: &Proposals) -> HashSet<usize> {
    let headings = proposals.iter().filter(|(shape, _)| *shape == Heading.name());
    let labelled =
        |at: usize| matches!(flow.units[at].role(), Some(LabelRole::Question | LabelRole::Scenario));
    headings
        .flat_map(|(_, proposals)| proposals)
        .filter(|proposal| proposal.asks > 0.0 || proposal.numbered || labelled(proposal.unit))
        .map(|proposal| proposal.unit)
        .collect()
}

/// The units with questions of other shapes than headings.
struct Questions {
    /// With their answers.
    answered: Vec<usize>,
    all: Vec<usize>,
}

impl Questions {
    fn new(flow: &Flow<'_, '_>, proposals: &Proposals) -> Questions {
        let others =
            proposals.iter().filter(|(shape, _)| *shape != Heading.name() && *shape != PlainLine.name());
        let asking = others.flat_map(|(_, proposals)| proposals).filter(|proposal| proposal.asks >= 0.5);
        let mut all: Vec<&Proposal> = asking.collect();
        all.sort_by_key(|proposal| proposal.unit);
        let is_line = |at: usize| flow.units[at].kind == UnitKind::Line;
        let answered = all.iter().filter(|proposal| proposal.is_answered() || is_line(proposal.unit));
        Questions {
            answered: answered.map(|proposal| proposal.unit).collect(),
            all: all.iter().map(|proposal| proposal.unit).collect(),
        }
    }

    fn within(&self, units: Range<usize>, unanswered: bool) -> bool {
        let known = if unanswered { &self.all } else { &self.answered };
        known.get(known.partition_point(|&at| at < units.start)).is_some_and(|&at| at < units.end)
    }
}
