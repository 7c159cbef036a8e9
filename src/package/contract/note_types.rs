//! Rules 5 and 6: note types that every Anki accepts as they are.

use std::collections::HashSet;

use super::{Fault, Place, Violation, id, report, text, unique};
use crate::package::template::{Tag, shows, tags};
use crate::package::{Field, NoteKind, NoteType, Template};

/// What templates may name beside fields, in Anki 2.1.26 already.
const SPECIAL: [&str; 7] = ["FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"];

pub fn check(kinds: &[NoteType], found: &mut Vec<Violation>) {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for kind in kinds {
        let mut faults = Vec::new();
        id(kind.id, &mut ids, &mut faults);
        name(&kind.name, "\"", &mut names, &mut faults);
        if kind.adopted.is_some() {
            report(found, faults, || Place::NoteType(kind.name.clone()));
            continue;
        }
        if kind.modified <= 0 {
            faults.push(Fault::Time(kind.modified));
        }
        fields(&kind.fields, &mut faults);
        templates(kind, &mut faults);
        text::check(&kind.css, || "the CSS".into(), &mut faults);
        report(found, faults, || Place::NoteType(kind.name.clone()));
    }
}

fn fields(fields: &[Field], faults: &mut Vec<Fault>) {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for field in fields {
        if let Some(field) = field.id {
            id(field, &mut ids, faults);
        }
        name(&field.name, ":\"{}", &mut names, faults);
        if field.name.starts_with(['#', '^', '/']) || SPECIAL.contains(&field.name.as_str()) {
            faults.push(Fault::Name(field.name.clone()));
        }
    }
    if fields.is_empty() {
        faults.push(Fault::NoField);
    }
}

fn templates(kind: &NoteType, faults: &mut Vec<Fault>) {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    let is_field = |name: &str| kind.fields.iter().any(|field| field.name == name);
    for template in &kind.templates {
        if let Some(template) = template.id {
            id(template, &mut ids, faults);
        }
        name(&template.name, "\"", &mut names, faults);
        side(kind, template, &template.front, faults);
        side(kind, template, &template.back, faults);
        if !shows(&template.front, is_field) {
            faults.push(Fault::TemplateBlank { template: template.name.clone() });
        }
        if tags(&template.front).any(|tag| matches!(tag, Tag::Field { name: "FrontSide", .. })) {
            faults.push(Fault::FrontSide { template: template.name.clone() });
        }
    }
    if kind.templates.is_empty() {
        faults.push(Fault::NoTemplate);
    }
    if kind.kind == NoteKind::Cloze && !is_cloze(&kind.templates) {
        faults.push(Fault::ClozeTemplate);
    }
}

fn is_cloze(templates: &[Template]) -> bool {
    let has_filter = |side: &str| {
        tags(side).any(|tag| matches!(tag, Tag::Field { filters, .. } if filters.split(':').any(|filter| filter.trim() == "cloze")))
    };
    matches!(templates, [template] if has_filter(&template.front) && has_filter(&template.back))
}

/// One side of a card: text, names and sections.
fn side(kind: &NoteType, template: &Template, side: &str, faults: &mut Vec<Fault>) {
    text::check(side, || format!("template `{}`", template.name), faults);
    let is_known = |name: &str| {
        SPECIAL.contains(&name)
            || kind.fields.iter().any(|field| field.name == name)
            || kind.kind == NoteKind::Cloze && is_cloze_card(name)
    };
    let mut open = Vec::new();
    for tag in tags(side) {
        match tag {
            Tag::Close { name } if open.last() == Some(&name) => drop(open.pop()),
            Tag::Close { name } => {
                faults.push(Fault::TemplateSection { template: template.name.clone(), name: name.into() });
            }
            Tag::Open { name, .. } | Tag::Field { name, .. } => {
                if !is_known(name) {
                    faults.push(Fault::TemplateField { template: template.name.clone(), name: name.into() });
                }
                if matches!(tag, Tag::Open { .. }) {
                    open.push(name);
                }
            }
        }
    }
    for name in open {
        faults.push(Fault::TemplateSection { template: template.name.clone(), name: name.into() });
    }
}

/// `{{#c1}}`, which Anki fills in on cloze cards.
fn is_cloze_card(name: &str) -> bool {
    name.strip_prefix('c').is_some_and(|number| number.parse::<u32>().is_ok())
}

fn name(name: &str, forbidden: &str, seen: &mut HashSet<String>, faults: &mut Vec<Fault>) {
    let changed = |c: char| c == '\n' || c == '\t' || forbidden.contains(c);
    if name.is_empty() || name != name.trim() || name.contains(changed) {
        faults.push(Fault::Name(name.into()));
    }
    text::check(name, || format!("the name `{name}`"), faults);
    unique(name.to_lowercase(), seen, || Fault::NameTaken(name.into()), faults);
}
