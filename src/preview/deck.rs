//! What is previewed: a package with the places of its notes and what was found.

use std::collections::HashMap;

use serde::Serialize;

use super::formula::typeset;
use super::outline::Outline;
use super::template::{self, Sides};
use crate::diagnostic::Diagnostic;
use crate::package::{Media, Note, NoteCard, Package, plain};
use crate::project::Place;
use crate::source::Source;

/// The deck as it was at one moment.
#[derive(Debug)]
pub struct Deck {
    pub name: String,
    pub package: Package,
    /// Of the live notes, which come first in the package.
    pub places: Vec<Place>,
    pub findings: Vec<Finding>,
    /// For each card that is shown its note and its place among the note's cards.
    pub cards: Vec<(usize, usize)>,
    by_id: HashMap<String, usize>,
}

/// A finding with the place that an author sees.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    pub severity: &'static str,
    pub code: &'static str,
    /// What the code means, in one sentence.
    pub meaning: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub file: String,
    /// Counts from 1; nothing where the file as a whole is meant.
    pub line: Option<usize>,
    pub column: Option<usize>,
    /// The author's line.
    pub text: String,
    /// In the source's text.
    #[serde(skip)]
    pub start: Option<usize>,
}

impl Finding {
    pub fn new(diagnostic: &Diagnostic, source: Option<&Source>) -> Finding {
        let position = source.zip(diagnostic.span).map(|(source, span)| source.position(span.start));
        let text = source.zip(position).map(|(source, position)| source.author_line(position.line));
        let entry = diagnostic.code.entry();
        Finding {
            severity: diagnostic.severity.name(),
            code: entry.name,
            meaning: entry.meaning,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            file: diagnostic.file.clone(),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            text: text.unwrap_or_default().to_string(),
            start: diagnostic.span.map(|span| span.start),
        }
    }
}

impl Deck {
    /// `name` is the project's name; `places` are those of the live notes; `findings` are in the order of the documents.
    /// Shown are the cards of those documents for which `shows` holds.
    pub fn new(
        name: &str,
        package: Package,
        places: Vec<Place>,
        findings: Vec<Finding>,
        shows: impl Fn(&str) -> bool,
    ) -> Deck {
        let live = package.notes.iter().take(places.len()).enumerate();
        let cards: Vec<(usize, usize)> = live
            .filter(|(note, _)| shows(&places[*note].file))
            .flat_map(|(note, what)| (0..what.cards.len()).map(move |card| (note, card)))
            .collect();
        let mut deck =
            Deck { name: name.to_string(), package, places, findings, cards, by_id: HashMap::new() };
        deck.by_id = (0..deck.cards.len()).map(|card| (deck.id(card), card)).collect();
        deck
    }

    /// What a card is called on the page: the same as long as the card is the same to a learner.
    pub fn id(&self, card: usize) -> String {
        let (note, card) = self.card(card);
        format!("{}-{}", note.guid, card.ord)
    }

    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub fn card(&self, card: usize) -> (&Note, &NoteCard) {
        let (note, card) = self.cards[card];
        let note = &self.package.notes[note];
        (note, &note.cards[card])
    }

    pub fn place(&self, card: usize) -> &Place {
        &self.places[self.cards[card].0]
    }

    /// Both sides with their formulas typeset.
    pub fn sides(&self, card: usize) -> Sides {
        let (note, card) = self.card(card);
        let Sides { question, answer } = template::sides(&self.package, note, card);
        Sides { question: typeset(&question).into_owned(), answer: typeset(&answer).into_owned() }
    }

    pub fn outline(&self) -> Outline<'_> {
        Outline::new(self)
    }

    /// For each card what can be searched in: all fields as plain text.
    pub fn texts(&self) -> Vec<String> {
        let text = |&(note, _): &(usize, usize)| {
            let fields = self.package.notes[note].fields.iter().filter(|field| !field.is_empty());
            fields.map(|field| plain::text(field)).collect::<Vec<_>>().join("\n")
        };
        self.cards.iter().map(text).collect()
    }

    pub fn media(&self, name: &str) -> Option<&Media> {
        self.package.media.iter().find(|media| media.name == name)
    }
}
