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
    let models: Vec<Model> = source.note_types.iter().map(|kind| model(kind, &front)).collect();
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

fn model(source: &package::NoteType, front: &impl Fn(&str) -> String) -> Model {
    let fields = source.fields.iter().map(|field| Field::new(&field.name)).collect();
    let templates = source
        .templates
        .iter()
        .map(|template| Template::new(&template.name).qfmt(&front(&template.front)).afmt(&template.back))
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
