//! The old deck's notes as the ledger would know them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::Obstacle;
use crate::identity::ledger::{
    AdoptedField, AdoptedNote, AdoptedTemplate, AdoptedType, Known, Part, Project, place,
};
use crate::identity::{Content, Seen, Written, text_hash, words};
use crate::note_type::{self, Look};
use crate::package::{Note, NoteKind, NoteType, Released, plain};
use crate::project::Entry;

/// Cards of the sources by what their fronts say.
pub struct Fronts(HashMap<(bool, String), usize>);

impl Fronts {
    /// A card is found by its whole front; by its question alone if no other card asks the same.
    pub fn new(cards: &[Entry<'_, '_>]) -> Fronts {
        let mut fronts = HashMap::new();
        let mut questions: HashMap<(bool, String), Option<usize>> = HashMap::new();
        for (place, card) in cards.iter().enumerate() {
            let cloze = card.is_cloze();
            let whole = if cloze { card.back_text() } else { card.front_text() };
            fronts.entry((cloze, words::key(&whole))).or_insert(place);
            let question = (cloze, words::key(&card.front_title()));
            questions.entry(question).and_modify(|card| *card = None).or_insert(Some(place));
        }
        for (question, place) in questions {
            if let Some(place) = place {
                fronts.entry(question).or_insert(place);
            }
        }
        fronts.retain(|(_, key), _| !key.is_empty());
        Fronts(fronts)
    }

    /// The card whose front this field is.
    pub fn find(&self, cloze: bool, html: &str) -> Option<usize> {
        self.0.get(&(cloze, words::key(&text(html)))).copied()
    }
}

/// Whether it is a type of texts with gaps.
pub fn of_kind(kind: &NoteType) -> bool {
    kind.kind == NoteKind::Cloze
}

/// The text of a field; gaps are filled.
fn text(html: &str) -> String {
    static GAP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)\{\{c\d+::(.*?)(?:::.*?)?\}\}").expect("a valid expression"));
    GAP.replace_all(&plain::lines(html), "$1").into_owned()
}

/// The first line of a note's front.
pub fn title(note: &Note, holds: &[Part]) -> String {
    let front = holds.iter().position(|part| *part == Part::Front);
    let line = front.and_then(|front| text(&note.fields[front]).lines().next().map(str::to_owned));
    line.unwrap_or_else(|| note.guid.clone())
}

/// The note types of a project.
fn own(project: &Project) -> [NoteType; 2] {
    let look = Look::default();
    [note_type::basic(&project.id, "", &look), note_type::cloze(&project.id, "", &look)]
}

/// The project, with another id if its note types would have the ids of others in the old deck.
pub fn apart(mut project: Project, old: &Released) -> Project {
    let is_taken = |project: &Project| {
        let own = own(project);
        let same = |kind: &&NoteType| own.iter().any(|own| own.id == kind.id && !own.has_schema_of(kind));
        old.note_types.iter().find(same).is_some()
    };
    while is_taken(&project) {
        project.id = text_hash(&["apart", &project.id]);
    }
    project
}

/// The notes as cards that were released.
pub struct Notes<'o> {
    pub project: Project,
    /// The notes by the ids of their cards.
    pub by_card: BTreeMap<String, &'o Note>,
}

impl<'o> Notes<'o> {
    /// `holds` says for each note type what its fields hold; `seen` are the cards of the sources. Of two notes with one
    /// guid the first counts; notes whose guid no ledger can hold are left out.
    pub fn new(
        first: &Project,
        old: &'o Released,
        cards: &[Entry<'_, '_>],
        seen: &[Seen],
        holds: &[Vec<Part>],
    ) -> Notes<'o> {
        let fronts = Fronts::new(cards);
        let mut project = first.without_cards();
        // Types of recto's own stay that: of a deck that it released itself, or that was made after its JSON.
        let own = own(first);
        for (kind, holds) in old.note_types.iter().zip(holds) {
            if own.iter().all(|own| own.id != kind.id) {
                project.types.insert(kind.id, adopted(kind, holds));
            }
        }
        let places = place::deal(&vec![None; old.notes.len()]);
        let mut by_card = BTreeMap::new();
        let (mut guids, mut found) = (HashSet::new(), HashSet::new());
        for (note, place) in old.notes.iter().zip(places) {
            let readable = |c: char| !c.is_control() && !c.is_whitespace();
            if note.guid.is_empty() || !note.guid.chars().all(readable) || !guids.insert(note.guid.as_str()) {
                continue;
            }
            let kind = &old.note_types[note.note_type];
            let holds = &holds[note.note_type];
            let mut known = known(note, kind, holds);
            known.place = place;
            if let Some(adopted) = known.adopted.as_mut().filter(|_| project.types.contains_key(&kind.id)) {
                adopted.note_type = Some(kind.id);
            }
            // A front that another note has already taken is left to the matching.
            let front = holds.iter().position(|part| *part == Part::Front);
            let same = front.and_then(|front| fronts.find(known.cloze, &note.fields[front]));
            if let Some(card) = same.filter(|card| found.insert(*card)) {
                known.front.clone_from(&seen[card].front);
                known.question.clone_from(&seen[card].question);
            }
            let id = (0..)
                .map(|count: u32| text_hash(&["adopted", &first.id, &note.guid, &count.to_string()]))
                .map(|hash| hash[..8].to_owned())
                .find(|id| !by_card.contains_key(id))
                .expect("there are more ids than notes");
            by_card.insert(id.clone(), note);
            project.cards.insert(id, known);
        }
        Notes { project, by_card }
    }
}

/// What the ledger would know of a note. Its source is not known, so that the first release counts as a change of the
/// author's wherever it differs.
fn known(note: &Note, kind: &NoteType, holds: &[Part]) -> Known {
    let field = |wanted| {
        let place = holds.iter().position(|part| *part == wanted);
        place.map_or_else(String::new, |place| text(&note.fields[place]))
    };
    let front = field(Part::Front);
    let (question, more) = front.split_once('\n').unwrap_or((&front, ""));
    let mut seen = Seen { cloze: of_kind(kind), ..Seen::default() };
    match seen.cloze {
        true => seen.say(&front, "", &field(Part::Back)),
        false => seen.say(question, more, &field(Part::Back)),
    }
    let kept = kind.fields.iter().zip(&note.fields).zip(holds);
    let kept = kept
        .filter(|((_, html), part)| **part == Part::Kept && !html.is_empty())
        .map(|((field, html), _)| (field.name.clone(), html.clone()));
    Known {
        question: seen.question,
        guid: Some(note.guid.clone()),
        adopted: Some(AdoptedNote {
            note_type: None,
            note: note.id,
            cards: note.cards.iter().map(|card| (card.ord, card.id)).collect(),
            kept: kept.collect(),
        }),
        cloze: seen.cloze,
        front: seen.front,
        answer: seen.answer,
        fields: Content::new(Written::default().finish(), &note.fields, &note.tags).fields,
        changed: note.modified.max(1),
        ..Known::default()
    }
}

fn adopted(kind: &NoteType, holds: &[Part]) -> AdoptedType {
    let field = |(field, holds): (&crate::package::Field, &Part)| AdoptedField {
        name: field.name.clone(),
        id: field.id,
        holds: *holds,
    };
    let template = |template: &crate::package::Template| AdoptedTemplate {
        name: template.name.clone(),
        id: template.id,
        front: template.front.clone(),
        back: template.back.clone(),
    };
    AdoptedType {
        name: kind.name.clone(),
        cloze: of_kind(kind),
        modified: kind.modified,
        fields: kind.fields.iter().zip(holds).map(field).collect(),
        templates: kind.templates.iter().map(template).collect(),
        css: kind.css.clone(),
    }
}

/// Pictures and sounds lie in no ledger: a field that is kept must not need any.
pub fn media(project: &Project) -> Result<(), Obstacle> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, html) in
        project.cards.values().filter_map(|known| known.adopted.as_ref()).flat_map(|note| &note.kept)
    {
        if html.contains("[sound:") || plain::media_names(html).any(|name| !name.contains("//")) {
            *counts.entry(name).or_default() += 1;
        }
    }
    match counts.into_iter().next() {
        Some((field, notes)) => Err(Obstacle::Media { field: field.to_owned(), notes }),
        None => Ok(()),
    }
}
