//! The decks of a package.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Entry, Options, Reading, Share};
use crate::identity::{self, ledger::Project};
use crate::package::Deck;
use crate::render::{self, Resolver, Style};
use crate::tag;

/// The decks of a package, made as cards need them.
pub struct Decks<'o> {
    pub list: Vec<Deck>,
    /// What each of [`Options::decks`] holds.
    pub shares: Vec<Share>,
    groups: Vec<Group<'o>>,
    /// Places by names in lower case.
    by_name: HashMap<String, usize>,
}

/// The documents of a deck that is handed out.
struct Group<'o> {
    /// All if none are named.
    files: Option<&'o BTreeSet<String>>,
    root: usize,
    by_path: BTreeMap<Vec<String>, usize>,
}

/// What the author asks of a group.
struct Wanted<'o> {
    name: String,
    files: Option<&'o BTreeSet<String>>,
    subdecks: bool,
    /// Decks that exist already, by section.
    called: BTreeMap<Vec<String>, String>,
}

impl Group<'_> {
    fn holds(&self, file: &str) -> bool {
        self.files.is_none_or(|files| files.contains(file))
    }
}

impl<'o> Decks<'o> {
    /// Where the author names no decks, they are called as in the deck that `project` adopted, if it did. The others are
    /// called after sections where that is wanted.
    pub fn new(
        project: &Project,
        options: &'o Options,
        readings: &[Reading<'_>],
        entries: &[Entry<'_, '_>],
        resolver: &mut Resolver<'_>,
    ) -> Decks<'o> {
        let mut decks = Decks { list: vec![], shares: vec![], groups: vec![], by_name: HashMap::new() };
        if options.decks.is_empty() {
            let adopted = project.decks.get(&[] as &[String]);
            let name = adopted.cloned().unwrap_or_else(|| tag::deck_name(&options.name));
            let wanted =
                Wanted { name, files: None, subdecks: options.subdecks, called: project.decks.clone() };
            decks.group(project, wanted, readings, entries, resolver);
        }
        for deck in &options.decks {
            let (name, subdecks) = (tag::deck_name(&deck.name), deck.subdecks);
            let wanted = Wanted { name, files: Some(&deck.files), subdecks, called: BTreeMap::new() };
            let root = decks.group(project, wanted, readings, entries, resolver);
            decks.shares.push(Share { name: deck.name.clone(), notes: vec![], root });
        }
        decks
    }

    /// Makes the decks of one group, and gives the one above the others.
    fn group(
        &mut self,
        project: &Project,
        wanted: Wanted<'o>,
        readings: &[Reading<'_>],
        entries: &[Entry<'_, '_>],
        resolver: &mut Resolver<'_>,
    ) -> usize {
        let Wanted { name, files, subdecks, called } = wanted;
        let mut group = Group { files, root: self.declare(project, &name), by_path: BTreeMap::new() };
        let held = readings.iter().filter(|reading| group.holds(&reading.file));
        self.list[group.root].description = description(held, resolver);
        let mut known = HashSet::new();
        let held = entries.iter().filter(|entry| group.holds(&entry.reading.file));
        let paths = held.map(|entry| &entry.section_path);
        let order: Vec<&Vec<String>> = paths.filter(|path| known.insert(*path)).collect();
        let width = order.len().to_string().len();
        for (index, path) in order.into_iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            let deck = match called.get(path) {
                Some(adopted) => adopted.clone(),
                None if subdecks => {
                    let part = tag::deck_level(&path.join(" – "));
                    format!("{name}::{:0width$} {part}", index + 1)
                }
                None => continue,
            };
            let deck = self.declare(project, &deck);
            group.by_path.insert(path.clone(), deck);
        }
        let root = group.root;
        self.groups.push(group);
        root
    }

    /// The deck of this name, which is made if it is not there, and so are those above it.
    fn declare(&mut self, project: &Project, name: &str) -> usize {
        if let Some(&place) = self.by_name.get(&name.to_lowercase()) {
            return place;
        }
        if let Some((parent, _)) = name.rsplit_once("::") {
            self.declare(project, parent);
        }
        let id = identity::deck_id(&project.id, name);
        self.by_name.insert(name.to_lowercase(), self.list.len());
        self.list.push(Deck { id, name: name.to_owned(), description: String::new() });
        self.list.len() - 1
    }

    /// Puts a note into all decks that hold its document, and gives the first one.
    pub fn put(&mut self, note: usize, file: &str, path: &[String]) -> usize {
        let mut first = None;
        for (place, group) in self.groups.iter().enumerate().filter(|(_, group)| group.holds(file)) {
            let deck = group.by_path.get(path).copied().unwrap_or(group.root);
            first.get_or_insert(deck);
            if let Some(share) = self.shares.get_mut(place) {
                share.notes.push((note, deck));
            }
        }
        first.unwrap_or_else(|| self.groups.first().map_or(0, |group| group.root))
    }
}

/// The documents' titles and what their parts are about.
fn description<'r>(readings: impl Iterator<Item = &'r Reading<'r>>, resolver: &mut Resolver<'_>) -> String {
    let mut out = String::new();
    for reading in readings.filter(|reading| !reading.findings.cards.is_empty()) {
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
                let concepts =
                    render::fields(&reading.document, &part.concepts, Style::Description, resolver);
                format!("<li>{}{concepts}</li>", render::escape(title))
            })
            .collect();
        if !parts.is_empty() {
            out.push_str(&format!("<ul>{}</ul>\n", parts.join("\n")));
        }
    }
    out.trim_end().to_string()
}
