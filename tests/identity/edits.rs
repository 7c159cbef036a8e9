//! Scripted edits: whatever an author does, a question that is still the same keeps its card.

use std::collections::{BTreeMap, BTreeSet};

use recto::identity::ledger::{self, Ledger, Project};
use recto::note_type;
use recto::package::Package;
use recto::package::contract;
use recto::project::{self, Options};
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::Hints;
use recto::source::Source;

use crate::document::{Dice, Document, EDITS, Edit, Question};

const START: i64 = 1_700_000_000;
const DAY: i64 = 86_400;

/// A project that is released again and again.
struct Maintained {
    ledger: Option<Ledger>,
    time: i64,
}

struct Released {
    package: Package,
    /// Guids of the cards that are in the sources, in document order.
    cards: Vec<String>,
    unsure: usize,
}

fn options(time: i64) -> Options {
    Options { name: "demo".into(), time, ..Options::default() }
}

/// Builds with the project's part of the ledger, and gives what the ledger is to say.
fn build(files: &[(String, String)], before: Option<&Project>, time: i64) -> (Released, Project) {
    let sources: Vec<Source> = files
        .iter()
        .map(|(name, text)| {
            let mut source = Source::new(name.as_str(), text.as_bytes()).expect("UTF-8");
            project::repair(&mut source);
            source
        })
        .collect();
    let readings: Vec<_> = sources.iter().map(|source| project::read(source, &Hints::default())).collect();
    let options = options(time);
    let first = project::begin(&readings, &options);
    let before = before.unwrap_or(&first);
    let release = project::release(&readings, &options, before, Resolver::new(&NoFiles, Rules::default()));
    let live = release.package.notes.iter().filter(|note| note.fields[note_type::RETIRED].is_empty());
    let cards = live.map(|note| note.guid.clone()).collect();
    let released = Released { package: release.package, cards, unsure: release.unsure.len() };
    (released, release.project)
}

impl Maintained {
    fn new() -> Maintained {
        Maintained { ledger: None, time: START }
    }

    /// Releases a version, a day after the one before; the ledger goes through its text.
    fn release(&mut self, document: &Document) -> Released {
        self.time += DAY;
        let files = document.write();
        let before = self.ledger.as_ref().map(|ledger| &ledger.projects["demo"]);
        let (released, project) = build(&files, before, self.time);
        let mut ledger = Ledger::default();
        ledger.projects.insert("demo".into(), project);
        let text = ledger::write(&ledger);
        self.ledger = Some(ledger::read(&text).expect("our own ledger"));
        assert_eq!(contract::check(&released.package), [], "{files:?}");

        let (_, again) =
            build(&files, self.ledger.as_ref().map(|ledger| &ledger.projects["demo"]), self.time + 1);
        let mut rebuilt = Ledger::default();
        rebuilt.projects.insert("demo".into(), again);
        assert_eq!(ledger::write(&rebuilt), text, "a second build changes nothing");
        released
    }
}

/// Which card each question had, and what its note said.
#[derive(Default)]
struct Memory {
    card_of: BTreeMap<usize, String>,
    owner: BTreeMap<String, Question>,
    notes: BTreeMap<String, (Vec<String>, Vec<String>, i64)>,
    /// Questions that got another card than they had.
    lost: Vec<usize>,
    /// Cards that went to another question.
    wrong: Vec<String>,
}

impl Memory {
    /// Compares a release with the truth, and with the release before.
    fn check(&mut self, document: &Document, released: &Released, time: i64) {
        let truth: Vec<&Question> = document.questions().collect();
        assert_eq!(truth.len(), released.cards.len(), "each question is a card");
        for (question, card) in truth.iter().zip(&released.cards) {
            if self.card_of.get(&question.who).is_some_and(|known| known != card) {
                self.lost.push(question.who);
            }
            let owner = self.owner.entry(card.clone()).or_insert_with(|| (*question).clone());
            if owner.who != question.who {
                self.wrong.push(format!("{card} went from {owner:?} to {question:?}"));
            }
            *owner = (*question).clone();
            self.card_of.insert(question.who, card.clone());
        }
        let mut guids = BTreeSet::new();
        for note in &released.package.notes {
            assert!(guids.insert(note.guid.clone()), "{} twice", note.guid);
            let now = (note.fields.clone(), note.tags.clone(), note.modified);
            assert!(note.modified <= time, "in the future");
            if let Some((fields, tags, modified)) = self.notes.get(&note.guid) {
                let same = *fields == note.fields && *tags == note.tags;
                assert_eq!(same, *modified == note.modified, "the time moves with the content: {now:?}");
                assert!(note.modified >= *modified);
            }
            self.notes.insert(note.guid.clone(), now);
        }
        assert_eq!(guids.len(), self.notes.len(), "no note ever leaves the package");
    }
}

#[test]
fn each_kind_of_edit_alone_keeps_every_card() {
    for edit in EDITS {
        for seed in 0..6 {
            let mut dice = Dice(seed);
            let mut document = Document::new(40, &mut dice);
            let (mut project, mut memory) = (Maintained::new(), Memory::default());
            if edit == Edit::Return {
                document.edit(Edit::Delete, &mut dice);
                memory.check(&document, &project.release(&document), project.time);
                document.edit(Edit::Delete, &mut dice);
            }
            memory.check(&document, &project.release(&document), project.time);
            for _ in 0..3 {
                document.edit(edit, &mut dice);
                let released = project.release(&document);
                memory.check(&document, &released, project.time);
                assert_eq!(memory.wrong, [] as [&str; 0], "{edit:?}, seed {seed}");
                assert_eq!(memory.lost, [] as [usize; 0], "{edit:?}, seed {seed}");
                assert_eq!(released.unsure, 0, "{edit:?}, seed {seed}");
            }
        }
    }
}

#[test]
fn two_hundred_releases_of_everything_keep_every_card() {
    let seed = 11;
    let mut dice = Dice(seed);
    let mut document = Document::new(60, &mut dice);
    let (mut project, mut memory) = (Maintained::new(), Memory::default());
    memory.check(&document, &project.release(&document), project.time);
    let mut edits = 0;
    for _ in 0..200 {
        for _ in 0..=dice.roll(3) {
            document.edit(EDITS[dice.roll(EDITS.len())], &mut dice);
            edits += 1;
        }
        memory.check(&document, &project.release(&document), project.time);
        document.release();
    }
    assert_eq!(memory.wrong, [] as [&str; 0], "of {edits} edits, seed {seed}");
    assert_eq!(memory.lost, [] as [usize; 0], "of {edits} edits, seed {seed}");
}
