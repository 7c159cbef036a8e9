//! Documents as one project: their cards with identity, tags and decks, ready for any format.

use std::collections::{BTreeMap, HashSet};

use crate::card::{Card, Gaps, Kind};
use crate::document::{self, Document};
use crate::identity::{self, Identity};
use crate::language;
use crate::note_type;
use crate::package::plain;
use crate::package::{Deck, Note, NoteCard, Package};
use crate::render::{self, Album, Load, Style};
use crate::shape::{self, Findings, Hints};
use crate::source::Source;
use crate::tag;

/// How a project becomes a package.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project's name: the deck's name, the file's stem, the root of the tags.
    pub name: String,
    /// A deck for each part, below the project's own.
    pub subdecks: bool,
    /// Questions without an answer become cards with an empty back.
    pub keep_unanswered: bool,
    /// The language of documents that do not name their own: a BCP 47 tag.
    pub language: Option<String>,
    /// Release time in seconds since 1970.
    pub time: i64,
}

/// A document that was read.
#[derive(Debug)]
pub struct Reading<'s> {
    pub document: Document<'s>,
    pub findings: Findings,
}

/// Mends what Markdown would misread in a source, before it is read.
pub fn repair(source: &mut Source) {
    document::repair(source);
}

/// Reads the questions of a repaired source. Never fails.
pub fn read<'s>(source: &'s Source, hints: &Hints) -> Reading<'s> {
    let document = Document::parse(source);
    let findings = shape::read(&document, hints);
    Reading { document, findings }
}

/// A card with all that is decided about it outside its document.
#[derive(Debug)]
pub struct Entry<'r, 's> {
    pub reading: &'r Reading<'s>,
    pub card: &'r Card,
    pub guid: String,
    pub id: i64,
    pub tags: Vec<String>,
    pub section_path: Vec<String>,
}

impl Entry<'_, '_> {
    /// The front as plain text; of a cloze with its gaps as `[…]`.
    pub fn front_text(&self) -> String {
        let text = self.reading.document.plain(&self.card.front);
        match self.card.kind {
            Kind::Basic => text,
            Kind::Cloze(gaps) => gapped(&text, gaps, |_| "[…]".to_string()),
        }
    }

    /// The back as plain text; of a cloze the whole text.
    pub fn back_text(&self) -> String {
        match self.card.kind {
            Kind::Basic => self.reading.document.plain(&self.card.back),
            Kind::Cloze(gaps) => gapped(&self.reading.document.plain(&self.card.front), gaps, str::to_string),
        }
    }

    /// A BCP 47 tag, empty where the language is not known.
    pub fn language<'o>(&'o self, options: &'o Options) -> &'o str {
        let declared = self.reading.document.source.front_matter.lang.as_deref();
        let text = self.reading.document.slice(self.card.span);
        language::of(text, declared.or(options.language.as_deref()))
    }

    pub fn line(&self) -> usize {
        self.reading.document.line(self.card.span.start)
    }
}

/// Plain text with each gap replaced by what `show` makes of it.
fn gapped(text: &str, gaps: Gaps, show: impl Fn(&str) -> String) -> String {
    let (marked, _) = render::mark(&render::escape(text), gaps);
    let mut out = String::new();
    let mut rest = marked.as_str();
    while let Some(open) = rest.find("{{c") {
        out.push_str(&rest[..open]);
        let body = rest[open..].split_once("::").map_or("", |(_, body)| body);
        let (gap, tail) = body.split_once("}}").unwrap_or((body, ""));
        out.push_str(&show(gap.split("::").next().unwrap_or(gap)));
        rest = tail;
    }
    out.push_str(rest);
    render::unescape(&out)
}

/// All cards of a project in document order, with identity and tags.
pub fn entries<'r, 's>(readings: &'r [Reading<'s>], options: &Options) -> Vec<Entry<'r, 's>> {
    let mut identity = Identity::new(&options.name);
    let mut entries = vec![];
    let several =
        readings.iter().filter(|reading| !chosen(&reading.findings, options).is_empty()).count() > 1;
    let mut slugs = tag::Slugs::default();
    for reading in readings {
        let file = several.then(|| file_title(reading));
        for card in chosen(&reading.findings, options) {
            let mut section_path: Vec<String> = file.iter().cloned().collect();
            section_path.extend(card.section_path.iter().cloned());
            let mut tags = vec![slugs.tag(&options.name, &section_path)];
            let own = reading.document.source.front_matter.tags.iter().chain(&card.tags);
            tags.extend(own.map(|tag| slugs.tag(&options.name, std::slice::from_ref(tag))));
            tags.dedup();
            let front = reading.document.plain(&card.front);
            let note = identity.note(card.id.as_deref(), &front);
            entries.push(Entry { reading, card, guid: note.guid, id: note.id, tags, section_path });
        }
    }
    entries
}

/// The cards that are wanted, in document order.
fn chosen<'f>(findings: &'f Findings, options: &Options) -> Vec<&'f Card> {
    let unanswered = findings.unanswered.iter().filter(|_| options.keep_unanswered);
    let mut cards: Vec<&Card> = findings.cards.iter().chain(unanswered).collect();
    cards.sort_by_key(|card| card.span.start);
    cards
}

/// What a document is called among others: its title, or its file's name.
fn file_title(reading: &Reading<'_>) -> String {
    let source = reading.document.source;
    let title = reading.findings.title.clone().or_else(|| source.front_matter.title.clone());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| file_stem(&source.name).to_string())
}

/// The file's name without folders and extension.
pub fn file_stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The project's package: its notes with rendered fields, its decks and note types.
/// Gives also the local files that could not be found, by document.
pub fn package(
    readings: &[Reading<'_>],
    options: &Options,
    load: &Load<'_>,
) -> (Package, Vec<(String, String)>) {
    let entries = entries(readings, options);
    let mut decks = Decks::new(options, readings, &entries);
    let mut ids = HashSet::new();
    let mut album = Album::default();
    let mut notes: Vec<Note> = vec![];
    for (entry, due) in entries.iter().zip(1..) {
        let mut note = note(entry, due, options, &mut decks, &mut ids);
        for field in &mut note.fields {
            *field = album.embed(&entry.reading.document.source.name, std::mem::take(field), load);
        }
        notes.push(note);
    }
    let missing = std::mem::take(&mut album.missing);
    let package = Package {
        project: tag::slug(&options.name),
        time: options.time,
        decks: decks.list,
        note_types: vec![note_type::basic(&options.name, ""), note_type::cloze(&options.name, "")],
        notes,
        media: album.into_media(),
    };
    (package, missing)
}

/// A note with its cards: one, or one for each gap number. `due` is its place in the document, from 1.
fn note(
    entry: &Entry<'_, '_>,
    due: i64,
    options: &Options,
    decks: &mut Decks,
    ids: &mut HashSet<i64>,
) -> Note {
    let html = |pieces, style| render::fields(&entry.reading.document, pieces, style);
    let (note_type, front, ords) = match entry.card.kind {
        Kind::Basic => (BASIC, html(&entry.card.front, Style::Basic), vec![0]),
        Kind::Cloze(gaps) => {
            let (text, numbers) = render::cloze(&entry.reading.document, &entry.card.front, gaps);
            match numbers.is_empty() {
                // What looked like a gap was code or a link.
                true => (BASIC, html(&entry.card.front, Style::Basic), vec![0]),
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
    // Front, Back, Context, Extra; then Source, Retired, Language, Reverse and two spare ones.
    let mut fields = vec![front, html(&entry.card.back, style), context, html(&entry.card.extra, style)];
    fields.resize(note_type::BASIC_FIELDS.len(), String::new());
    fields[note_type::LANGUAGE] = entry.language(options).to_string();
    let deck = decks.of(entry);
    let cards = ords
        .into_iter()
        .map(|ord| NoteCard { id: unique(ids, identity::card_id(&entry.guid, ord)), ord, deck, due })
        .collect();
    Note {
        guid: entry.guid.clone(),
        id: entry.id,
        note_type,
        modified: options.time,
        fields,
        tags: entry.tags.clone(),
        cards,
    }
}

/// Places in [`Package::note_types`].
const BASIC: usize = 0;
const CLOZE: usize = 1;

/// A 40-bit hash meets another one once in millions of cards; the later one moves on.
fn unique(ids: &mut HashSet<i64>, mut id: i64) -> i64 {
    while !ids.insert(id) {
        id += 1;
    }
    id
}

/// The decks of a package, made as cards need them.
struct Decks {
    list: Vec<Deck>,
    by_path: BTreeMap<Vec<String>, usize>,
}

impl Decks {
    fn new(options: &Options, readings: &[Reading<'_>], entries: &[Entry<'_, '_>]) -> Decks {
        let name = tag::deck_name(&options.name);
        let deck = Deck {
            id: identity::deck_id(&options.name, &name),
            name: name.clone(),
            description: description(readings),
        };
        let mut decks = Decks { list: vec![deck], by_path: BTreeMap::new() };
        if options.subdecks {
            let mut order: Vec<&Vec<String>> = vec![];
            for entry in entries {
                if !order.contains(&&entry.section_path) {
                    order.push(&entry.section_path);
                }
            }
            let width = order.len().to_string().len();
            for (index, path) in order.into_iter().enumerate().filter(|(_, path)| !path.is_empty()) {
                let part = tag::deck_level(&path.join(" – "));
                let part = format!("{name}::{:0width$} {part}", index + 1);
                decks.by_path.insert(path.clone(), decks.list.len());
                decks.list.push(Deck {
                    id: identity::deck_id(&options.name, &part),
                    name: part,
                    description: String::new(),
                });
            }
        }
        decks
    }

    fn of(&mut self, entry: &Entry<'_, '_>) -> usize {
        self.by_path.get(&entry.section_path).copied().unwrap_or(0)
    }
}

/// The documents' titles and what their parts are about.
fn description(readings: &[Reading<'_>]) -> String {
    let mut out = String::new();
    for reading in readings.iter().filter(|reading| !reading.findings.cards.is_empty()) {
        if let Some(title) = &reading.findings.title {
            out.push_str(&format!("<p><b>{}</b></p>\n", render::escape(title)));
        }
        let parts: Vec<String> = reading
            .findings
            .parts
            .iter()
            .filter(|part| !part.concepts.is_empty())
            .map(|part| {
                let title = part.path.last().map_or("", String::as_str);
                let concepts = render::fields(&reading.document, &part.concepts, Style::Basic);
                format!("<li>{}{concepts}</li>", render::escape(title))
            })
            .collect();
        if !parts.is_empty() {
            out.push_str(&format!("<ul>{}</ul>\n", parts.join("\n")));
        }
    }
    out.trim_end().to_string()
}
