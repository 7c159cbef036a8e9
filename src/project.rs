//! Documents as one project: their cards with identity, tags and decks, ready for any format.

mod adopt;
mod adopted;
mod decks;
mod entry;
mod explicit;
mod place;
mod share;
mod tombstone;

use std::collections::HashSet;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::card::Kind;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Document};
use crate::identity::ledger::Project;
use crate::identity::{self, Content, Unsure, Written};
use crate::note_type::{self, Look};
use crate::package::plain;
use crate::package::{Note, NoteCard, Package};
use crate::render::{self, Resolver, Style};
use crate::shape::{self, Findings, Hints};
use crate::source::Source;
use crate::tag;
use decks::Decks;

pub use adopt::{Adoption, Obstacle, Told, adopt};
pub use entry::{Entry, entries, file_stem};
pub use place::Place;
pub use share::{DeckOptions, Share, packages};

/// How a project becomes a package.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The project's name: the deck's name, the file's stem, the root of the tags.
    pub name: String,
    /// A deck for each part, below the project's own.
    pub subdecks: bool,
    /// Questions without an answer become cards with an empty back.
    pub keep_unanswered: bool,
    /// The language of documents that do not name their own: a BCP 47 tag.
    pub language: Option<String>,
    pub look: Look,
    /// Ask terms the other way round, too.
    pub reverse: bool,
    /// Release time in seconds since 1970.
    pub time: i64,
    /// Release anew what only recto renders in another way than before, too.
    pub everybody: bool,
    /// Tags of all cards, below the project's own.
    pub tags: Vec<String>,
    /// Decks that are handed out by themselves, each with some of the documents; one with all of them if there is none.
    pub decks: Vec<DeckOptions>,
}

/// A document that was read.
#[derive(Debug)]
pub struct Reading<'s> {
    pub document: Document<'s>,
    pub findings: Findings,
    /// The document's path for the ledger; the source's name, unless the caller knows better.
    pub file: String,
}

/// Mends what Markdown would misread in a source, before it is read.
pub fn repair(source: &mut Source) {
    document::repair(source);
}

/// Reads the questions of a repaired source. Never fails.
pub fn read<'s>(source: &'s Source, hints: &Hints) -> Reading<'s> {
    let document = Document::parse(source);
    let findings = shape::read(&document, hints);
    Reading { document, findings, file: source.name.clone() }
}

/// The project of these documents at its first build: nothing is known about it.
pub fn begin(readings: &[Reading<'_>], options: &Options) -> Project {
    Project::begin(&options.name, readings.iter().map(|reading| reading.document.source.text.as_str()))
}

/// What the fronts of all cards say, as the ledger knows them.
pub fn fronts(readings: &[Reading<'_>], options: &Options, before: &Project) -> HashSet<String> {
    entries(readings, options, before).1.fronts().map(str::to_string).collect()
}

/// What a build brought about.
#[derive(Debug)]
pub struct Release {
    /// The whole project. A card that no deck holds stands in the first one, one that several hold in the first of those.
    pub package: Package,
    /// What each of [`Options::decks`] takes of it.
    pub shares: Vec<Share>,
    /// Where each live note was written, in the order of the package; tombstones follow there, and have no place.
    pub places: Vec<Place>,
    /// The project as the ledger is to know it from now on.
    pub project: Project,
    /// Cards that may be the same as retired ones, with the place of the new one: `questions.md:12`.
    pub unsure: Vec<(Unsure, String)>,
    /// Guids of notes that look other than what learners have, and keep their time all the same.
    pub rendered_anew: Vec<String>,
    /// What was found on the way. Only without errors is the package whole.
    pub found: Vec<Diagnostic>,
}

/// Makes the project's package: its notes with rendered fields, its decks and note types, and a tombstone for each card
/// of `before` that is gone. What documents name beside themselves comes from `resolver`.
pub fn release(
    readings: &[Reading<'_>],
    options: &Options,
    before: &Project,
    mut resolver: Resolver<'_>,
) -> Release {
    let (entries, mut register) = entries(readings, options, before);
    let mut decks = Decks::new(before, options, readings, &entries, &mut resolver);
    let mut ids = FxHashSet::default();
    let mut notes: Vec<Note> = vec![];
    for (entry, drawn) in entries.iter().zip(drawn(&entries, options, before, &resolver)) {
        let Drawn { mut note, content } = match drawn {
            Some((drawn, found)) => {
                resolver.add_found(found);
                drawn
            }
            None => draw(entry, options, before, &mut resolver),
        };
        let due = notes.len() as i64 + 1;
        let deck = decks.put(notes.len(), &entry.reading.file, &entry.section_path);
        for card in &mut note.cards {
            (card.deck, card.due) = (deck, due);
            let own = unique(&mut ids, identity::card_id(&entry.guid, card.ord));
            card.id = if card.id == 0 { own } else { card.id };
        }
        let own = unique(&mut ids, identity::note_id(&entry.guid));
        note.id = if note.id == 0 { own } else { note.id };
        note.modified = register.date(&entry.id, content);
        notes.push(note);
    }
    let mut gone = vec![];
    for (card, known) in register.gone() {
        let place = known.place.clone();
        let (mut note, written) = tombstone::note(&register.guid(&card), &known, options);
        note = adopted::dress(before, &card, note);
        let deck = decks.put(notes.len(), &known.file, &[]);
        for card in &mut note.cards {
            card.deck = deck;
            card.id = unique(&mut ids, card.id);
        }
        note.modified =
            register.retire(&card, known, Content::new(written.finish(), &note.fields, &note.tags));
        gone.push((note.modified, place, card, note));
    }
    // The order in which the next build finds them in the ledger.
    gone.sort_by(|a, b| (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)));
    for (.., mut note) in gone {
        let due = notes.len() as i64 + 1;
        note.cards.iter_mut().for_each(|card| card.due = due);
        notes.push(note);
    }
    let repository = resolver.repository();
    let (media, found) = resolver.finish();
    let mut own = [
        note_type::basic(&before.id, &options.name, &options.look),
        note_type::cloze(&before.id, &options.name, &options.look),
    ];
    let looked = register.date_look(&options.look.digest(), note_type::MODIFIED);
    for kind in &mut own {
        kind.modified = looked;
    }
    let package = Package {
        project: tag::slug(&options.name),
        // The newest note's: a build that changes nothing gives the same bytes at any time.
        time: notes.iter().map(|note| note.modified).max().unwrap_or(options.time),
        decks: decks.list,
        note_types: own.into_iter().chain(adopted::note_types(before)).collect(),
        notes,
        media,
        origin: None,
    };
    let rendered_anew = std::mem::take(&mut register.rendered_anew);
    let unsure = std::mem::take(&mut register.unsure);
    let unsure = unsure.into_iter().map(|unsure| {
        let entry = &entries[unsure.seen];
        (unsure, entry.place())
    });
    let unsure = unsure.collect();
    let places = entries.iter().map(Place::from).collect();
    let project = Project { repository, ..register.finish() };
    Release { package, shares: decks.shares, places, project, unsure, rendered_anew, found }
}

/// A note without its place, and without ids unless it was adopted with some.
struct Drawn {
    note: Note,
    content: Content,
}

/// The notes of the entries, in order, each with what was found; nothing for one that shows files.
fn drawn(
    entries: &[Entry<'_, '_>],
    options: &Options,
    before: &Project,
    resolver: &Resolver<'_>,
) -> Vec<Option<(Drawn, Vec<Diagnostic>)>> {
    let draw = |resolver: &mut Resolver<'_>, entry| {
        let drawn = draw(entry, options, before, resolver);
        resolver.take_found().map(|found| (drawn, found))
    };
    entries.par_iter().map_init(|| resolver.helper(), draw).collect()
}

fn draw(entry: &Entry<'_, '_>, options: &Options, before: &Project, resolver: &mut Resolver<'_>) -> Drawn {
    let note = note(entry, options, resolver);
    let written = written(entry, &note).finish();
    let note = adopted::dress(before, &entry.id, note);
    let content = Content::new(written, &note.fields, &note.tags);
    Drawn { note, content }
}

/// What the author wrote on a card, with all else that reaches its note.
fn written(entry: &Entry<'_, '_>, note: &Note) -> Written {
    let mut written = Written::default();
    for pieces in [&entry.card.front, &entry.card.back, &entry.card.extra] {
        written.pieces(&entry.reading.document, pieces);
    }
    let settings =
        [note_type::SOURCE, note_type::LANGUAGE, note_type::REVERSE].map(|field| &note.fields[field]);
    for text in entry.section_path.iter().chain(&note.tags).chain(settings) {
        written.text(text);
    }
    for name in note.fields.iter().flat_map(|field| plain::files(field)) {
        written.text(&name);
    }
    written
}

/// A note with its cards: one, or one for each gap number. Its ids, its deck, its place and its time are not known yet.
fn note(entry: &Entry<'_, '_>, options: &Options, resolver: &mut Resolver<'_>) -> Note {
    let document = &entry.reading.document;
    let html = |pieces, style, resolver: &mut _| render::fields(document, pieces, style, resolver);
    let (note_type, front, ords) = match entry.card.kind {
        Kind::Basic if entry.is_reversed(options.reverse) => {
            (BASIC, html(&entry.card.front, Style::Basic, resolver), vec![0, 1])
        }
        Kind::Basic => (BASIC, html(&entry.card.front, Style::Basic, resolver), vec![0]),
        Kind::Cloze(gaps) => {
            let (text, numbers) = render::cloze(document, &entry.card.front, gaps, resolver);
            match numbers.is_empty() {
                // What looked like a gap was code or a link.
                true => (BASIC, html(&entry.card.front, Style::Basic, resolver), vec![0]),
                false => (CLOZE, text, numbers.into_iter().map(|number| number - 1).collect()),
            }
        }
    };
    // Broken HTML can swallow all that it holds.
    let lost = plain::text(&front).trim().is_empty() && !front.contains("<img");
    let front = if lost {
        format!("<div class=\"title\">{}</div>", render::escape(&entry.front_text()))
    } else {
        front
    };
    let style = if note_type == CLOZE { Style::Cloze } else { Style::Basic };
    let context = render::defuse(&render::escape(&entry.section_path.join(" › ")), style).into_owned();
    let back = html(&entry.card.back, style, resolver);
    let extra = html(&entry.card.extra, style, resolver);
    let source = resolver.source(document, entry.card.span.start);
    // Then Retired, Language, Reverse and two spare ones.
    let mut fields = vec![front, back, context, extra, source];
    fields.resize(note_type::BASIC_FIELDS.len(), String::new());
    fields[note_type::LANGUAGE] = entry.language(options).to_string();
    if note_type == BASIC && ords.contains(&1) {
        fields[note_type::REVERSE] = "1".to_string();
    }
    let cards = ords.into_iter().map(|ord| NoteCard { id: 0, ord, deck: 0, due: 0 }).collect();
    Note { guid: entry.guid.clone(), id: 0, note_type, modified: 0, fields, tags: entry.tags.clone(), cards }
}

/// Places in [`Package::note_types`]; those of an adopted deck follow.
const BASIC: usize = 0;
const CLOZE: usize = 1;
const ADOPTED: usize = 2;

/// A 40-bit hash meets another one once in millions of cards; the later one moves on.
fn unique(ids: &mut FxHashSet<i64>, mut id: i64) -> i64 {
    while !ids.insert(id) {
        id += 1;
    }
    id
}
