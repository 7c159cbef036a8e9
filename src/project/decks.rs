//! The decks of a package.

use std::collections::BTreeMap;

use super::{Entry, Options, Reading};
use crate::identity::{self, ledger::Project};
use crate::package::Deck;
use crate::render::{self, Resolver, Style};
use crate::tag;

/// The decks of a package, made as cards need them.
pub struct Decks {
    pub list: Vec<Deck>,
    /// The project's own.
    pub root: usize,
    by_path: BTreeMap<Vec<String>, usize>,
}

impl Decks {
    /// Decks are called as in the deck that `project` adopted, if it did; the others after sections where that is wanted.
    pub fn new(
        project: &Project,
        options: &Options,
        readings: &[Reading<'_>],
        entries: &[Entry<'_, '_>],
        resolver: &mut Resolver<'_>,
    ) -> Decks {
        let mut decks = Decks { list: vec![], root: 0, by_path: BTreeMap::new() };
        let adopted = project.decks.get(&[] as &[String]);
        let name = adopted.cloned().unwrap_or_else(|| tag::deck_name(&options.name));
        decks.root = decks.declare(project, &name);
        decks.list[decks.root].description = description(readings, resolver);
        let mut order: Vec<&Vec<String>> = vec![];
        for entry in entries {
            if !order.contains(&&entry.section_path) {
                order.push(&entry.section_path);
            }
        }
        let width = order.len().to_string().len();
        for (index, path) in order.into_iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            let deck = match project.decks.get(path) {
                Some(adopted) => adopted.clone(),
                None if options.subdecks => {
                    let part = tag::deck_level(&path.join(" – "));
                    format!("{name}::{:0width$} {part}", index + 1)
                }
                None => continue,
            };
            let deck = decks.declare(project, &deck);
            decks.by_path.insert(path.clone(), deck);
        }
        decks
    }

    /// The deck of this name, which is made if it is not there, and so are those above it.
    fn declare(&mut self, project: &Project, name: &str) -> usize {
        let lower = name.to_lowercase();
        if let Some(place) = self.list.iter().position(|deck| deck.name.to_lowercase() == lower) {
            return place;
        }
        if let Some((parent, _)) = name.rsplit_once("::") {
            self.declare(project, parent);
        }
        let id = identity::deck_id(&project.id, name);
        self.list.push(Deck { id, name: name.to_owned(), description: String::new() });
        self.list.len() - 1
    }

    pub fn of(&self, entry: &Entry<'_, '_>) -> usize {
        self.by_path.get(&entry.section_path).copied().unwrap_or(self.root)
    }
}

/// The documents' titles and what their parts are about.
fn description(readings: &[Reading<'_>], resolver: &mut Resolver<'_>) -> String {
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
