//! Retired cards: what is left of them in a package (contract rule 15).

use super::{BASIC, CLOZE, Options};
use crate::identity::ledger::Known;
use crate::identity::{self, Written};
use crate::note_type::{BASIC_FIELDS, RETIRED};
use crate::package::{Note, NoteCard};
use crate::render::{self, Style};
use crate::tag;

/// The note of a card that left the sources: its question, the mark that makes Anki offer it for deletion, and a tag.
/// A text with gaps has lost their marks, so that no card of it has content. Its
/// place among the others is yet to come. Gives also what the note was made from.
pub fn note(guid: &str, known: &Known, options: &Options) -> (Note, Written) {
    let (note_type, style) = if known.cloze { (CLOZE, Style::Cloze) } else { (BASIC, Style::Basic) };
    let question = render::defuse(&render::escape(&known.question), style).into_owned();
    let mut fields = vec![String::new(); BASIC_FIELDS.len()];
    fields[0] = if known.cloze { question } else { format!("<div class=\"title\">{question}</div>") };
    fields[RETIRED] = "1".to_string();
    let tag = format!("{}::retired", tag::slug(&options.name));
    let mut written = Written::default();
    for text in ["retired", &known.question, &tag] {
        written.text(text);
    }
    let card = NoteCard { id: identity::card_id(guid, 0), ord: 0, deck: 0, due: 0 };
    let note = Note {
        guid: guid.to_string(),
        id: identity::note_id(guid),
        note_type,
        modified: 0,
        fields,
        tags: vec![tag],
        cards: vec![card],
    };
    (note, written)
}
