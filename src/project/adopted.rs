//! Notes under the note type of an adopted deck.

use super::ADOPTED;
use crate::identity::{
    self,
    ledger::{AdoptedNote, AdoptedType, Part, Project},
};
use crate::note_type::{LANGUAGE, RETIRED};
use crate::package::template::shows;
use crate::package::{Field, Note, NoteCard, NoteKind, NoteType, Pair, Template, plain};

/// What a card that was withdrawn says where the note type has no field to say so.
const WITHDRAWN: &str = "<p>The author withdrew this question.</p>";

/// The adopted note types that cards of the project stand under, as the old deck had them.
pub fn note_types(project: &Project) -> impl Iterator<Item = NoteType> + '_ {
    project.types.iter().map(|(&id, kind)| NoteType {
        id,
        name: kind.name.clone(),
        kind: if kind.cloze { NoteKind::Cloze } else { NoteKind::Standard },
        modified: kind.modified,
        fields: kind.fields.iter().map(|field| Field { id: field.id, name: field.name.clone() }).collect(),
        templates: kind
            .templates
            .iter()
            .map(|template| Template {
                id: template.id,
                name: template.name.clone(),
                front: template.front.clone(),
                back: template.back.clone(),
            })
            .collect(),
        css: kind.css.clone(),
        adopted: Some(pair(kind)),
    })
}

fn pair(kind: &AdoptedType) -> Pair {
    let place = |part| kind.fields.iter().position(|field| field.holds == part);
    let front = place(Part::Front).unwrap_or(0);
    Pair { front, back: place(Part::Back).unwrap_or(front) }
}

/// The note of a card with the ids and under the type that the project adopted it with; as it is if it was not adopted.
pub fn dress(project: &Project, card: &str, own: Note) -> Note {
    let Some(old) = project.cards.get(card).and_then(|known| known.adopted.as_ref()) else { return own };
    let kind = old.note_type.and_then(|id| project.types.get(&id));
    let place = project.types.keys().position(|id| Some(*id) == old.note_type);
    let mut note = match kind.zip(place) {
        Some((kind, place)) => note(own, old, kind, ADOPTED + place),
        None => own,
    };
    note.id = old.note;
    for card in &mut note.cards {
        if let Some(&id) = old.cards.get(&card.ord) {
            card.id = id;
        }
    }
    note
}

/// `own` is the note as recto would make it, `note_type` the old type's place among the package's.
fn note(mut own: Note, old: &AdoptedNote, kind: &AdoptedType, note_type: usize) -> Note {
    let holds = |part| kind.fields.iter().any(|field| field.holds == part);
    let extra = std::mem::take(&mut own.fields[EXTRA]);
    if !holds(Part::Extra) && !extra.is_empty() {
        let back = &mut own.fields[BACK];
        *back = if back.is_empty() { extra } else { format!("{back}\n<hr>\n{extra}") };
    } else {
        own.fields[EXTRA] = extra;
    }
    if !own.fields[RETIRED].is_empty() && !holds(Part::Retired) {
        own.fields[BACK] = WITHDRAWN.to_owned();
    }
    let fields: Vec<String> = kind
        .fields
        .iter()
        .map(|field| match field.holds {
            Part::Kept => old.kept.get(&field.name).cloned().unwrap_or_default(),
            Part::Empty => String::new(),
            part => own.fields[place(part)].clone(),
        })
        .collect();
    let first = own.cards[0].clone();
    let ords: Vec<u32> = if kind.cloze {
        own.cards.iter().map(|card| card.ord).collect()
    } else {
        let filled = |name: &str| {
            let mut named = kind.fields.iter().zip(&fields).filter(|(field, _)| field.name == name);
            named.any(|(_, html)| !plain::is_blank(html))
        };
        let templates = (0..).zip(&kind.templates);
        templates.filter(|(_, template)| shows(&template.front, filled)).map(|(ord, _)| ord).collect()
    };
    let id = |ord| identity::card_id(&own.guid, ord);
    let cards = ords.into_iter().map(|ord| NoteCard { id: id(ord), ord, ..first.clone() }).collect();
    Note { note_type, fields, cards, ..own }
}

const FRONT: usize = 0;
const BACK: usize = 1;
const CONTEXT: usize = 2;
const EXTRA: usize = 3;
const SOURCE: usize = 4;

/// Where a part stands in recto's own note types.
fn place(part: Part) -> usize {
    match part {
        Part::Front | Part::Kept | Part::Empty => FRONT,
        Part::Back => BACK,
        Part::Context => CONTEXT,
        Part::Extra => EXTRA,
        Part::Source => SOURCE,
        Part::Retired => RETIRED,
        Part::Language => LANGUAGE,
    }
}
