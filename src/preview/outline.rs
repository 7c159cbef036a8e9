//! What the page knows of a deck before it shows a card.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::deck::{Deck, Finding};
use crate::package::NoteKind;

#[derive(Debug, Serialize)]
pub struct Outline<'d> {
    pub name: &'d str,
    /// The author's sections, each behind the one that it belongs to.
    pub parts: Vec<Part<'d>>,
    pub cards: Vec<Card<'d>>,
    pub findings: Vec<Found<'d>>,
    /// The CSS of each note type.
    pub styles: Vec<&'d str>,
}

#[derive(Debug, Serialize)]
pub struct Part<'d> {
    title: &'d str,
    /// An index into the parts.
    parent: Option<usize>,
}

#[derive(Debug, Serialize)]
pub struct Card<'d> {
    id: String,
    part: Option<usize>,
    /// The first line of the question.
    title: String,
    shape: &'static str,
    file: &'d str,
    line: usize,
    tags: Vec<&'d str>,
    /// Which of the note's cards it is, where there are several: "the other way round", "gap 2".
    kind: Option<String>,
    /// The template's number, from 0.
    ord: u32,
    style: usize,
    /// Indices into the findings.
    findings: Vec<usize>,
}

#[derive(Debug, Serialize)]
pub struct Found<'d> {
    #[serde(flatten)]
    finding: &'d Finding,
    /// If it is on no card: the card before which it stands; the number of cards where none comes behind it.
    before: Option<usize>,
}

/// Characters of a title.
const LONGEST: usize = 160;

impl<'d> Outline<'d> {
    pub(super) fn new(deck: &'d Deck) -> Outline<'d> {
        let (on_notes, before) = settle(deck);
        let mut parts = Parts::default();
        let cards = (0..deck.cards.len()).map(|at| card(deck, at, &mut parts, &on_notes)).collect();
        let findings = deck.findings.iter().zip(before).map(|(finding, before)| Found { finding, before });
        Outline {
            name: &deck.name,
            parts: parts.list,
            cards,
            findings: findings.collect(),
            styles: deck.package.note_types.iter().map(|kind| kind.css.as_str()).collect(),
        }
    }
}

fn card<'d>(deck: &'d Deck, at: usize, parts: &mut Parts<'d>, on_notes: &[Vec<usize>]) -> Card<'d> {
    let (note, card) = deck.card(at);
    let place = deck.place(at);
    let line = place.front.lines().find(|line| !line.trim().is_empty()).unwrap_or("(a picture)").trim();
    let mut title: String = line.chars().take(LONGEST).collect();
    if title.len() < line.len() {
        title.push('…');
    }
    let cloze = deck.package.note_types[note.note_type].kind == NoteKind::Cloze;
    let kind = match (cloze, note.cards.len()) {
        (_, 0 | 1) => None,
        (true, _) => Some(format!("gap {}", card.ord + 1)),
        (false, _) if card.ord == 0 => None,
        (false, _) => Some("the other way round".to_string()),
    };
    // The first tag says the part, which stands in the tree.
    let tags = note.tags.iter().skip(1).map(String::as_str).collect();
    Card {
        id: deck.id(at),
        part: parts.of(&place.section_path),
        title,
        shape: place.shape,
        file: &place.file,
        line: place.line,
        tags,
        kind,
        ord: card.ord,
        style: note.note_type,
        findings: on_notes[deck.cards[at].0].clone(),
    }
}

/// For each live note its findings; for each finding the card before which it stands, if it is on none.
fn settle(deck: &Deck) -> (Vec<Vec<usize>>, Vec<Option<usize>>) {
    let mut on_notes = vec![vec![]; deck.places.len()];
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (note, place) in deck.places.iter().enumerate() {
        files.entry(&place.file).or_default().push(note);
    }
    // Several notes of one table or list may overlap, but each begins where no other does.
    files.values_mut().for_each(|notes| notes.sort_by_key(|&note| deck.places[note].span.start));
    let first_card = |note: usize| deck.cards.partition_point(|&(of, _)| of < note);
    let mut before = vec![];
    for (at, finding) in deck.findings.iter().enumerate() {
        let Some(notes) = files.get(finding.file.as_str()) else {
            // A file without cards: all others come before it, or behind it, as they are named.
            let next = files.range(finding.file.as_str()..).next().and_then(|(_, notes)| notes.first());
            before.push(Some(next.map_or(deck.cards.len(), |&note| first_card(note))));
            continue;
        };
        let start = finding.start.unwrap_or_default();
        let next = notes.partition_point(|&note| deck.places[note].span.start <= start);
        let holder = next.checked_sub(1).map(|at| notes[at]).filter(|_| finding.start.is_some());
        match holder.filter(|&note| start < deck.places[note].span.end) {
            Some(note) => {
                on_notes[note].push(at);
                before.push(None);
            }
            None => {
                let behind = notes.get(next).map(|&note| first_card(note));
                let end = notes.last().map_or(0, |&note| first_card(note + 1));
                before.push(Some(behind.unwrap_or(end)));
            }
        }
    }
    (on_notes, before)
}

#[derive(Default)]
struct Parts<'d> {
    list: Vec<Part<'d>>,
    by_path: HashMap<&'d [String], usize>,
}

impl<'d> Parts<'d> {
    /// The part with this path, made if it is not there; nothing for cards above all sections.
    fn of(&mut self, path: &'d [String]) -> Option<usize> {
        let (title, above) = path.split_last()?;
        if let Some(&known) = self.by_path.get(path) {
            return Some(known);
        }
        let parent = self.of(above);
        self.list.push(Part { title, parent });
        self.by_path.insert(path, self.list.len() - 1);
        Some(self.list.len() - 1)
    }
}
