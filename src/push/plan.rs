//! What is to be done so that Anki has what a package has: no step of it talks to Anki.

use std::collections::HashMap;
use std::fmt;

use super::{Anki, Stored};
use crate::package::{Note, NoteType, Package};

/// What the user asks for beyond what an import of the package would do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes {
    /// Delete the notes that the author took back, with their reviews.
    pub retire: bool,
    /// Replace what was edited in Anki later than in the sources.
    pub overwrite: bool,
}

/// What becomes of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Anki gets it.
    New,
    /// Anki gets its new text or tags.
    Changed,
    /// The author took it back: Anki gets the mark that says so.
    Withdrawn,
    /// The author took it back, and Anki deletes it.
    Deleted,
    /// It was edited in Anki later than in the sources, and stays as it is there.
    Kept,
    /// It was given another note type in Anki, and stays as it is there.
    OtherType,
    /// Anki has it as it is.
    Same,
    /// The author took it back, and Anki does not have it.
    Absent,
}

/// The steps that bring a package into Anki.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Of each note of the package.
    pub fates: Vec<Fate>,
    /// Note types whose look Anki gets: their names there, and indices into the package's.
    pub looks: Vec<(String, usize)>,
    /// Names of note types whose look was edited in Anki later than here.
    pub kept_looks: Vec<String>,
    /// Media that Anki lacks; indices into the package's.
    pub media: Vec<usize>,
    /// Ids of the notes to delete.
    pub deleted: Vec<i64>,
    /// The notes to send, with the tags and times that Anki is to have.
    notes: Vec<Note>,
}

/// A note type that has other fields or cards in Anki than in the package. Anki would make a second type, and never
/// update the notes of the first again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Its name in Anki.
    pub note_type: String,
    /// Names of fields and cards: there, and in the package.
    pub there: Vec<String>,
    pub here: Vec<String>,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (there, here) = (self.there.join(", "), self.here.join(", "));
        write!(
            f,
            "the note type {:?} was changed in Anki\n  there: {there}\n  here:  {here}\n  Anki would make a second \
             type beside it and never update its notes again: give its fields and cards their old names and order in \
             Anki (Tools > Manage Note Types), then push again",
            self.note_type
        )
    }
}

impl Plan {
    /// Compares what the package has with what Anki has.
    ///
    /// # Errors
    /// If a note type of the package has another schema there: nothing must be sent then.
    pub fn new(package: &Package, anki: &Anki, wishes: Wishes) -> Result<Plan, Clash> {
        let mut plan = Plan {
            fates: vec![],
            looks: vec![],
            kept_looks: vec![],
            media: vec![],
            deleted: vec![],
            notes: vec![],
        };
        for (index, kind) in package.note_types.iter().enumerate() {
            if package.notes.iter().any(|note| note.note_type == index)
                && let Some(there) = anki.note_types.get(&kind.id)
            {
                plan.look(index, kind, there, wishes)?;
            }
        }
        let mut others = Others::new(anki);
        for note in &package.notes {
            let fate = plan.note(package, note, anki, &mut others, wishes);
            plan.fates.push(fate);
        }
        let lacks = |index: &usize| !anki.media.contains(&package.media[*index].name);
        plan.media = (0..package.media.len()).filter(lacks).collect();
        Ok(plan)
    }

    /// Whether there is nothing to do.
    pub fn is_done(&self) -> bool {
        self.notes.is_empty() && self.looks.is_empty() && self.media.is_empty() && self.deleted.is_empty()
    }

    /// How many notes have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().filter(|other| **other == fate).count()
    }

    /// The package to import: what is new or changed, and no media, which go before it. None if there is nothing.
    pub fn package(&self, package: &Package) -> Option<Package> {
        if self.notes.is_empty() {
            return None;
        }
        Some(Package {
            project: package.project.clone(),
            time: package.time,
            decks: package.decks.clone(),
            note_types: package.note_types.clone(),
            notes: self.notes.clone(),
            media: vec![],
            origin: None,
        })
    }

    /// Compares a note type with Anki's.
    fn look(&mut self, index: usize, here: &NoteType, there: &NoteType, wishes: Wishes) -> Result<(), Clash> {
        // Up to 26.5 Anki compares names here, later on ids.
        if names(there) != names(here) {
            return Err(Clash { note_type: there.name.clone(), there: names(there), here: names(here) });
        }
        if there.css == here.css && sides(there) == sides(here) {
            return Ok(());
        }
        if here.modified < there.modified && !wishes.overwrite {
            self.kept_looks.push(there.name.clone());
        } else {
            self.looks.push((there.name.clone(), index));
        }
        Ok(())
    }

    /// What becomes of a note. Where Anki is to get it, it is put among those to send.
    fn note<'a>(
        &mut self,
        package: &Package,
        note: &'a Note,
        anki: &Anki,
        others: &mut Others<'a>,
        wishes: Wishes,
    ) -> Fate {
        let kind = &package.note_types[note.note_type];
        let retired = package.is_retired(note);
        let Some(there) = anki.notes.get(&note.id) else {
            if retired {
                return Fate::Absent;
            }
            let (sent, fate) = match others.take(kind.id, note) {
                Some(there) if there.fields == note.fields => return Fate::Same,
                // Whether it is that note the importer knows, which asks for the guid.
                Some(there) => (Note { tags: tags(package, note, there), ..note.clone() }, Fate::Changed),
                None => (note.clone(), Fate::New),
            };
            self.notes.push(sent);
            return fate;
        };
        if retired && wishes.retire {
            self.deleted.push(there.id);
            return Fate::Deleted;
        }
        if there.note_type != kind.id {
            return Fate::OtherType;
        }
        let tags = tags(package, note, there);
        if there.fields == note.fields && same_tags(&tags, &there.tags) {
            return Fate::Same;
        }
        if note.modified < there.modified && !wishes.overwrite {
            return Fate::Kept;
        }
        // With equal times nobody edited it: recto renders it in another way than before.
        let modified = note.modified.max(there.modified + 1);
        self.notes.push(Note { tags, modified, ..note.clone() });
        if retired { Fate::Withdrawn } else { Fate::Changed }
    }
}

/// Fields, then cards.
fn names(kind: &NoteType) -> Vec<String> {
    let fields = kind.fields.iter().map(|field| field.name.clone());
    fields.chain(kind.templates.iter().map(|template| template.name.clone())).collect()
}

fn sides(kind: &NoteType) -> Vec<(&str, &str)> {
    kind.templates.iter().map(|template| (template.front.as_str(), template.back.as_str())).collect()
}

/// The note's tags with those of Anki's copy that are not the project's: an import replaces all.
fn tags(package: &Package, note: &Note, there: &Stored) -> Vec<String> {
    let root = package.project.to_lowercase();
    let below = format!("{root}::");
    let mut tags = note.tags.clone();
    for tag in &there.tags {
        let lower = tag.to_lowercase();
        let ours = lower == root || lower.starts_with(&below);
        if !ours && !tags.iter().any(|other| other.to_lowercase() == lower) {
            tags.push(tag.clone());
        }
    }
    tags
}

/// As Anki compares them: without regard to order and case.
fn same_tags(a: &[String], b: &[String]) -> bool {
    let sorted = |tags: &[String]| {
        let mut tags: Vec<String> = tags.iter().map(|tag| tag.to_lowercase()).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    };
    sorted(a) == sorted(b)
}

/// Notes under foreign ids, by type and first field; each is taken once.
struct Others<'a>(HashMap<(i64, &'a str), Vec<&'a Stored>>);

impl<'a> Others<'a> {
    fn new(anki: &'a Anki) -> Others<'a> {
        let mut others: HashMap<_, Vec<&Stored>> = HashMap::new();
        for note in &anki.others {
            let first = note.fields.first().map_or("", String::as_str);
            others.entry((note.note_type, first)).or_default().push(note);
        }
        Others(others)
    }

    /// The note that looks most like this one: the same text, else the same first field.
    fn take(&mut self, note_type: i64, note: &'a Note) -> Option<&'a Stored> {
        let first = note.fields.first().map_or("", String::as_str);
        let alike = self.0.get_mut(&(note_type, first)).filter(|alike| !alike.is_empty())?;
        let place = alike.iter().position(|there| there.fields == note.fields).unwrap_or(0);
        Some(alike.swap_remove(place))
    }
}
