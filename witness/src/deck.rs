//! The same deck in the types of genanki-rs.

use std::error::Error;

use genanki_rs::{Deck, Field, Model, ModelType, Note, Package, Template};

use crate::package::{self, NoteKind};

/// The decks with their notes, without media: recto's JSON holds only the names of the files.
///
/// # Errors
/// If genanki-rs refuses a note, or the cards of one note lie in several decks, which it cannot express.
pub fn build(source: &package::Package) -> Result<Package, Box<dyn Error>> {
    build_with(source, without_retirement)
}

/// As [`build`], with `front` between recto's front templates and genanki-rs.
///
/// # Errors
/// As [`build`].
pub fn build_with(
    source: &package::Package,
    front: impl Fn(&str) -> String,
) -> Result<Package, Box<dyn Error>> {
    let models: Vec<Model> = (0..source.note_types.len()).map(|at| model(source, at, &front)).collect();
    let mut decks: Vec<Deck> =
        source.decks.iter().map(|deck| Deck::new(deck.id, &deck.name, &deck.description)).collect();
    for note in &source.notes {
        let deck = note.cards.first().ok_or_else(|| format!("{}: no cards", note.guid))?.deck;
        if note.cards.iter().any(|card| card.deck != deck) {
            return Err(format!("{}: cards in several decks", note.guid).into());
        }
        decks[deck].add_note(Note::new_with_options(
            models[note.note_type].clone(),
            note.fields.iter().map(String::as_str).collect(),
            None,
            Some(note.tags.iter().map(String::as_str).collect()),
            Some(&note.guid),
        )?);
    }
    Ok(Package::new(decks, vec![])?)
}

/// genanki-rs makes a card where any field that a template shows is filled, so it cannot leave out one that a note does not
/// ask for: templates that no note uses stay away.
fn model(package: &package::Package, at: usize, front: &impl Fn(&str) -> String) -> Model {
    let source = &package.note_types[at];
    let is_used = |ord: usize| {
        let mut notes = package.notes.iter().filter(|note| note.note_type == at);
        ord == 0 || notes.any(|note| note.cards.iter().any(|card| card.ord == ord))
    };
    let fields = source.fields.iter().map(|field| Field::new(&field.name)).collect();
    let templates = source
        .templates
        .iter()
        .enumerate()
        .filter(|(ord, _)| is_used(*ord))
        .map(|(_, template)| Template::new(&template.name).qfmt(&front(&template.front)).afmt(&template.back))
        .collect();
    Model::new(source.id, &source.name, fields, templates).css(&source.css).model_type(match source.kind {
        NoteKind::Standard => ModelType::FrontBack,
        NoteKind::Cloze => ModelType::Cloze,
    })
}

/// The front as it is for a note that is not retired.
///
/// genanki-rs renders a front with every field filled, `Retired` too, and looks which fields show. Inside
/// `{{^Retired}}` none does: it then takes all fields for required and makes no card of a note with an empty one,
/// such as `Retired`.
fn without_retirement(front: &str) -> String {
    const END: &str = "{{/Retired}}";
    let mut kept = String::new();
    let mut rest = front;
    while let Some((before, after)) = rest.split_once("{{#Retired}}") {
        kept.push_str(before);
        rest = after.split_once(END).map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.replace("{{^Retired}}", "").replace(END, "")
}
