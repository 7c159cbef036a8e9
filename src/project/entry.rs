//! The cards of a project with all that is decided about them outside their documents.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Options, Reading, explicit};
use crate::card::{Card, Gaps, Kind};
use crate::identity::ledger::Project;
use crate::identity::{Register, Seen};
use crate::language;
use crate::render;
use crate::shape::Findings;
use crate::tag;

/// A card with all that is decided about it outside its document.
#[derive(Debug)]
pub struct Entry<'r, 's> {
    pub reading: &'r Reading<'s>,
    pub card: &'r Card,
    /// Its id in the ledger.
    pub id: String,
    pub guid: String,
    /// It was in no release before.
    pub is_new: bool,
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

    /// Whether it has a second card, which asks the other way round: where the author wrote `Front:::Back`, and, if
    /// `terms` are wanted so, for each of them.
    pub fn is_reversed(&self, terms: bool) -> bool {
        let source = self.reading.document.slice(self.card.span);
        let both_ways =
            self.card.shape == "separator" && source.contains(":::") && !self.card.back.is_empty();
        both_ways || (terms && self.is_term())
    }

    /// Whether it is a term with its meaning, which can be asked the other way round: short, and no question.
    fn is_term(&self) -> bool {
        /// Characters of the longest term.
        const LONGEST: usize = 60;
        let front = self.front_text();
        ["definition", "list-item", "separator", "table"].contains(&self.card.shape)
            && !self.card.back.is_empty()
            && front.chars().count() <= LONGEST
            && !front.contains(['\n', '?', '？', '؟'])
    }

    /// The question itself, the first piece of the front.
    pub fn front_title(&self) -> String {
        self.reading.document.plain(&self.card.front[..self.card.front.len().min(1)])
    }

    pub fn is_cloze(&self) -> bool {
        matches!(self.card.kind, Kind::Cloze(_))
    }

    /// `questions.md:12`
    pub fn place(&self) -> String {
        format!("{}:{}", self.reading.document.source.name, self.line())
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

/// All cards of a project in document order, with identity and tags, and the register of who they are.
pub fn entries<'r, 's, 'p>(
    readings: &'r [Reading<'s>],
    options: &Options,
    before: &'p Project,
) -> (Vec<Entry<'r, 's>>, Register<'p>) {
    let mut entries = vec![];
    let mut to_see = vec![];
    let several =
        readings.iter().filter(|reading| !chosen(&reading.findings, options).is_empty()).count() > 1;
    let mut slugs = tag::Slugs::default();
    for reading in readings {
        let file = several.then(|| file_title(reading));
        let chosen = chosen(&reading.findings, options);
        let ids = explicit::ids(&reading.document, &chosen);
        for (card, id) in chosen.into_iter().zip(ids) {
            let mut section_path: Vec<String> = file.iter().cloned().collect();
            section_path.extend(card.section_path.iter().cloned());
            let mut tags = vec![slugs.tag(&options.name, &section_path)];
            let decks = options.decks.iter().filter(|deck| deck.files.contains(&reading.file));
            let own = reading.document.source.front_matter.tags.iter().chain(&card.tags);
            let own = own.chain(&options.tags).chain(decks.flat_map(|deck| &deck.tags));
            tags.extend(own.map(|tag| slugs.tag(&options.name, std::slice::from_ref(tag))));
            let mut known = HashSet::new();
            tags.retain(|tag| known.insert(tag.clone()));
            to_see.push((reading, card, id));
            let (id, guid, is_new) = Default::default();
            entries.push(Entry { reading, card, id, guid, is_new, tags, section_path });
        }
    }
    let seen = to_see.into_par_iter().map(|(reading, card, id)| see(reading, card, id)).collect();
    let register = Register::new(before, seen, options.time, options.everybody);
    for (entry, ticket) in entries.iter_mut().zip(&register.tickets) {
        (entry.id, entry.guid, entry.is_new) = (ticket.card.clone(), ticket.guid.clone(), ticket.is_new);
    }
    (entries, register)
}

/// What the ledger will say about a card.
fn see(reading: &Reading<'_>, card: &Card, id: Option<String>) -> Seen {
    let plain = |pieces| reading.document.plain(pieces);
    let (file, section) = (reading.file.clone(), card.section_path.clone());
    let mut seen = Seen { id, cloze: matches!(card.kind, Kind::Cloze(_)), file, section, ..Seen::default() };
    let (question, more) = card.front.split_at(card.front.len().min(1));
    seen.say(&plain(question), &plain(more), &plain(&card.back));
    seen
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
