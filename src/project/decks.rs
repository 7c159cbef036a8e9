//! The decks of a package.

use std::collections::BTreeMap;

use super::{Entry, Options, Reading};
use crate::identity;
use crate::package::Deck;
use crate::render::{self, Resolver, Style};
use crate::tag;

/// The decks of a package, made as cards need them.
pub struct Decks {
    pub list: Vec<Deck>,
    by_path: BTreeMap<Vec<String>, usize>,
}

impl Decks {
    pub fn new(
        project: &str,
        options: &Options,
        readings: &[Reading<'_>],
        entries: &[Entry<'_, '_>],
        resolver: &mut Resolver<'_>,
    ) -> Decks {
        let name = tag::deck_name(&options.name);
        let deck = Deck {
            id: identity::deck_id(project, &name),
            name: name.clone(),
            description: description(readings, resolver),
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
                    id: identity::deck_id(project, &part),
                    name: part,
                    description: String::new(),
                });
            }
        }
        decks
    }

    pub fn of(&self, entry: &Entry<'_, '_>) -> usize {
        self.by_path.get(&entry.section_path).copied().unwrap_or(0)
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
