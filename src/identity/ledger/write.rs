//! A ledger as text: the same ledger always gives the same bytes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{AdoptedType, FORMAT, Known, Ledger, Looked, Project};

const ABOUT: &str =
    "who each card is, so that learners keep their progress; commit this file, recto build keeps it";

#[derive(Serialize)]
struct Header {
    #[serde(rename = "recto.lock")]
    format: u32,
    about: &'static str,
}

#[derive(Serialize)]
struct ProjectLine<'l> {
    project: &'l str,
    name: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    look: Option<&'l Looked>,
}

#[derive(Serialize)]
struct TypeLine<'l> {
    note_type: i64,
    #[serde(flatten)]
    adopted: &'l AdoptedType,
}

#[derive(Serialize)]
struct DeckLine<'l> {
    deck: &'l str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    section: &'l [String],
}

#[derive(Serialize)]
struct CardLine<'l> {
    card: &'l str,
    #[serde(flatten)]
    known: &'l Known,
}

/// One line for each project and card. Cards stand in the order of their ids, which are hashes: two branches rarely
/// touch neighbouring lines.
pub fn write(ledger: &Ledger) -> String {
    text(ledger.projects.iter().map(|(name, project)| (name.as_str(), project)))
}

/// The ledger's text with this project in it, in the place of one of its name.
pub fn write_with(ledger: &Ledger, name: &str, project: &Project) -> String {
    let others = ledger.projects.iter().map(|(name, project)| (name.as_str(), project));
    let projects: BTreeMap<&str, &Project> = others.chain([(name, project)]).collect();
    text(projects.into_iter())
}

fn text<'l>(projects: impl Iterator<Item = (&'l str, &'l Project)>) -> String {
    let mut out = String::new();
    line(&mut out, &Header { format: FORMAT, about: ABOUT });
    for (name, project) in projects {
        line(
            &mut out,
            &ProjectLine {
                project: &project.id,
                name,
                repository: project.repository.as_deref(),
                look: project.look.as_ref(),
            },
        );
        for (&note_type, adopted) in &project.types {
            line(&mut out, &TypeLine { note_type, adopted });
        }
        for (section, deck) in &project.decks {
            line(&mut out, &DeckLine { deck, section });
        }
        for (card, known) in &project.cards {
            line(&mut out, &CardLine { card, known });
        }
    }
    out
}

fn line(out: &mut String, value: &impl Serialize) {
    out.push_str(&serde_json::to_string(value).expect("plain data becomes JSON"));
    out.push('\n');
}
