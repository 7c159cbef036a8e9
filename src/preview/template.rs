//! A card's two sides as Anki makes them of a note type's templates.
//!
//! The rules are those of Anki's engine; `tests/preview` compares the outcome with what the engine itself renders.
//! Scripts of templates that other tools made are not run, and what only Anki's add-ons know stays as it is.

use serde::Serialize;

use super::cloze;
use crate::package::template::{Tag, tag};
use crate::package::{Note, NoteCard, NoteKind, NoteType, Package, plain};
use crate::render::escape;

/// HTML, without the note type's CSS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sides {
    pub question: String,
    pub answer: String,
}

/// What a template may speak of.
struct Scene<'p> {
    kind: &'p NoteType,
    note: &'p Note,
    card: &'p NoteCard,
    deck: &'p str,
    name: &'p str,
    /// The question, on the back.
    front: Option<&'p str>,
}

/// Both sides of one of a note's cards.
pub fn sides(package: &Package, note: &Note, card: &NoteCard) -> Sides {
    let kind = &package.note_types[note.note_type];
    let at = if kind.kind == NoteKind::Cloze { 0 } else { card.ord as usize };
    let Some(template) = kind.templates.get(at) else {
        return Sides { question: String::new(), answer: String::new() };
    };
    let deck = &package.decks[card.deck].name;
    let mut scene = Scene { kind, note, card, deck, name: &template.name, front: None };
    let wrong = |side: &str, name: String| {
        let text = format!("{side} template has a problem: no field is called {}", escape(&name));
        Sides { question: text.clone(), answer: text }
    };
    let question = match scene.fill(&template.front) {
        Ok(question) => question,
        Err(name) => return wrong("Front", name),
    };
    scene.front = Some(&question);
    match scene.fill(&template.back) {
        Ok(answer) => Sides { answer, question },
        Err(name) => wrong("Back", name),
    }
}

impl Scene<'_> {
    /// # Errors
    /// The first name that is no field's: then Anki shows neither side.
    fn fill(&self, template: &str) -> Result<String, String> {
        let mut out = String::new();
        // The open sections, and whether each is shown.
        let mut open: Vec<bool> = vec![];
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once("{{") {
            let Some((inner, behind)) = behind.split_once("}}") else { break };
            let shown = !open.contains(&false);
            if shown {
                out.push_str(before);
            }
            rest = behind;
            match tag(inner) {
                Tag::Open { name, negated } => open.push(self.is_filled(name)? != negated),
                Tag::Close { .. } => drop(open.pop()),
                Tag::Field { name, filters } => {
                    let value = self.field(name, filters)?;
                    if shown {
                        out.push_str(&value);
                    }
                }
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    fn value(&self, name: &str) -> Option<String> {
        if let Some(at) = self.kind.fields.iter().position(|field| field.name == name) {
            return self.note.fields.get(at).cloned();
        }
        match name {
            "FrontSide" => Some(self.front.unwrap_or_default().to_string()),
            "Tags" => {
                let mut tags: Vec<&str> = self.note.tags.iter().map(String::as_str).collect();
                tags.sort_by_key(|tag| tag.to_lowercase());
                Some(tags.join(" "))
            }
            "Type" => Some(self.kind.name.clone()),
            "Deck" => Some(self.deck.to_string()),
            "Subdeck" => self.deck.rsplit("::").next().map(str::to_string),
            "Card" => Some(self.name.to_string()),
            "CardFlag" | "" => Some(String::new()),
            _ => None,
        }
    }

    /// `c1` is filled on the first card of a note with gaps.
    fn is_filled(&self, name: &str) -> Result<bool, String> {
        let number = name.strip_prefix('c').and_then(|number| number.parse::<u32>().ok());
        match (self.value(name), number) {
            (Some(value), _) => Ok(!plain::is_blank(&value)),
            (None, Some(number)) => Ok(self.kind.kind == NoteKind::Cloze && number == self.card.ord + 1),
            (None, None) => Err(name.to_string()),
        }
    }

    fn field(&self, name: &str, filters: &str) -> Result<String, String> {
        let value = self.value(name).ok_or_else(|| name.to_string())?;
        let filters = filters.rsplit(':').map(str::trim).filter(|filter| !filter.is_empty());
        Ok(filters.fold(value, |value, filter| self.filter(filter, name, value)))
    }

    fn filter(&self, filter: &str, name: &str, value: String) -> String {
        let on_back = self.front.is_some();
        match filter {
            "text" => plain::text(&value).into_owned(),
            "cloze" => cloze::text(&value, self.card.ord + 1, on_back),
            "cloze-only" => cloze::only(&value, self.card.ord + 1, on_back),
            "hint" if plain::is_blank(&value) => value,
            "hint" => format!("<details class=\"hint\"><summary>{name}</summary>{value}</details>"),
            // Anki asks on the front, and compares on the back.
            "type" if on_back => format!("<code id=\"typeans\">{}</code>", plain::text(&value)),
            "type" => "<center><input type=\"text\" id=\"typeans\"></center>".to_string(),
            _ if filter.starts_with("tts") => String::new(),
            _ => value,
        }
    }
}
