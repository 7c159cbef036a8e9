//! One build's way from the old ledger to the new one.

use std::collections::HashMap;

use super::ledger::{Known, Looked, Project, place};
use super::matching::{self, Found};
use super::{Content, Seen, guid, text_hash};

/// The cards of one build, with who they are.
#[derive(Debug)]
pub struct Register<'p> {
    before: &'p Project,
    seen: Vec<Seen>,
    /// For each card of the sources, in document order.
    pub tickets: Vec<Ticket>,
    /// Cards that may be the same as retired ones.
    pub unsure: Vec<Unsure>,
    after: Project,
    release: i64,
    everybody: bool,
    /// Guids of notes that look other than what learners have, and keep their time all the same.
    pub rendered_anew: Vec<String>,
}

/// A card's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub card: String,
    pub guid: String,
    /// It is not in the ledger yet.
    pub is_new: bool,
}

/// Two cards of which only the author can say whether they are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsure {
    pub old: String,
    pub old_question: String,
    pub new: String,
    pub new_question: String,
    /// Index of the new one among the cards of the sources.
    pub seen: usize,
}

/// Length of a card id: 47 bits, and checked against those that are there.
const ID: usize = 8;

impl Project {
    /// A project at its first build. Its id comes from its name and whole text, so that two strangers' projects differ,
    /// and that the same build gives the same ids anywhere.
    pub fn begin<'t>(name: &'t str, texts: impl Iterator<Item = &'t str>) -> Project {
        let parts: Vec<&str> = ["project", name].into_iter().chain(texts).collect();
        Project { id: text_hash(&parts), ..Project::default() }
    }
}

impl<'p> Register<'p> {
    /// Finds the cards of the sources, in document order, among those of the project, and gives ids to the others.
    ///
    /// `release` is the time of the release in seconds since 1970; with `everybody`, notes that only look other than
    /// before are released anew.
    pub fn new(before: &'p Project, seen: Vec<Seen>, release: i64, everybody: bool) -> Register<'p> {
        let Found { cards, unsure } = matching::find(before, &seen);
        let mut after = before.without_cards();
        let mut tickets = vec![];
        let mut counts = HashMap::new();
        for (seen, found) in seen.iter().zip(cards) {
            let card = found.clone().unwrap_or_else(|| fresh_id(before, &after, seen, &mut counts));
            let guid = before.cards.get(&card).and_then(|known| known.guid.clone());
            let guid = guid.unwrap_or_else(|| guid_of(before, &card));
            after.cards.insert(card.clone(), Known::default());
            tickets.push(Ticket { card, guid, is_new: found.is_none() });
        }
        let mut register = Register {
            before,
            seen,
            tickets,
            unsure: vec![],
            after,
            release,
            everybody,
            rendered_anew: vec![],
        };
        register.write_cards(&unsure);
        register
    }

    /// Fills in what the sources say; hashes and times come with [`Register::date`].
    fn write_cards(&mut self, unsure: &[(String, usize)]) {
        let places: Vec<Option<(&str, &str)>> = self
            .tickets
            .iter()
            .map(|ticket| self.before.cards.get_key_value(&ticket.card))
            .map(|known| known.filter(|(_, known)| known.retired.is_none()))
            .map(|known| known.map(|(id, known)| (known.place.as_str(), id.as_str())))
            .collect();
        let places = place::deal(&places);
        for ((at, ticket), place) in self.tickets.iter().enumerate().zip(places) {
            let (seen, before) = (&self.seen[at], self.before.cards.get(&ticket.card));
            let asked =
                unsure.binary_search_by_key(&at, |(_, seen)| *seen).ok().map(|place| &unsure[place].0);
            // An open question stays open while the card that it is about stays gone.
            let perhaps = before.and_then(|known| known.perhaps.as_ref()).or(asked);
            let known = Known {
                question: seen.question.clone(),
                id: seen.id.clone(),
                guid: before.and_then(|known| known.guid.clone()),
                adopted: before.and_then(|known| known.adopted.clone()),
                cloze: seen.cloze,
                file: seen.file.clone(),
                section: seen.section.clone(),
                place,
                front: seen.front.clone(),
                answer: seen.answer,
                perhaps: perhaps.filter(|old| !self.after.cards.contains_key(*old)).cloned(),
                ..Known::default()
            };
            if let Some((old, gone)) =
                known.perhaps.as_ref().and_then(|old| self.before.cards.get_key_value(old))
            {
                let (old, old_question) = (old.clone(), gone.question.clone());
                let (new, new_question) = (ticket.card.clone(), seen.question.clone());
                self.unsure.push(Unsure { old, old_question, new, new_question, seen: at });
            }
            self.after.cards.insert(ticket.card.clone(), known);
        }
    }

    /// Cards of the ledger that are not in the sources, in the order in which they went; those that go with this build
    /// come last.
    pub fn gone(&self) -> Vec<(String, Known)> {
        let cards = self.before.retired().into_iter().chain(self.before.live());
        cards
            .filter(|(id, known)| !self.after.cards.contains_key(*id) && !known.is_only_adopted())
            .map(|(id, known)| (id.to_string(), known.clone()))
            .collect()
    }

    /// The cards of the sources, in document order.
    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// Hashes of what the cards' fronts say.
    pub fn fronts(&self) -> impl Iterator<Item = &str> {
        self.seen.iter().map(|seen| seen.front.as_str())
    }

    pub fn guid(&self, card: &str) -> String {
        let known = self.before.cards.get(card).and_then(|known| known.guid.clone());
        known.unwrap_or_else(|| guid_of(self.before, card))
    }

    /// The time of a card's note, which this writes down together with the note's content.
    pub fn date(&mut self, card: &str, content: Content) -> i64 {
        let before = self.before.cards.get(card);
        let dated = content.date(before, self.release, self.everybody);
        if dated.rendered_anew {
            self.rendered_anew.push(self.guid(card));
        }
        let known = self.after.cards.entry(card.to_string()).or_default();
        (known.source, known.fields) = (dated.content.source, dated.content.fields);
        known.changed = dated.time;
        dated.time
    }

    /// The time of a retired card's note.
    pub fn retire(&mut self, card: &str, known: Known, content: Content) -> i64 {
        let changed = known.changed;
        self.after.cards.insert(card.to_string(), Known { perhaps: None, ..known });
        let time = self.date(card, content);
        let known = self.after.cards.get_mut(card).expect("just put there");
        (known.changed, known.retired) = (changed, Some(time));
        time
    }

    /// The time since when the project's own look is as `hash` says (empty for none), which this writes down: Anki takes
    /// a note type's look only if its time grew. `own` is the time of recto's own look.
    pub fn date_look(&mut self, hash: &str, own: i64) -> i64 {
        let before = self.before.look.as_ref();
        self.after.look = match before {
            Some(look) if look.hash == hash => Some(look.clone()),
            None if hash.is_empty() => None,
            _ => {
                let grown = before.map_or(own, |look| look.changed.max(own)) + 1;
                Some(Looked { hash: hash.to_string(), changed: self.release.max(grown) })
            }
        };
        self.after.look.as_ref().map_or(own, |look| look.changed.max(own))
    }

    /// The project as the ledger is to know it from now on.
    pub fn finish(mut self) -> Project {
        let open = self.before.cards.iter().filter(|(_, known)| known.is_only_adopted());
        for (id, known) in open {
            self.after.cards.entry(id.clone()).or_insert_with(|| known.clone());
        }
        self.after
    }
}

fn guid_of(project: &Project, card: &str) -> String {
    guid(&project.id, card)
}

/// An id that no card has or had: of the project, of what the card says first, and of a count among those that say the
/// same, which goes on from where it was.
fn fresh_id<'s>(
    before: &Project,
    after: &Project,
    seen: &'s Seen,
    counts: &mut HashMap<(&'s str, &'s str), u32>,
) -> String {
    let own = seen.id.as_deref().unwrap_or_default();
    let taken = |id: &String| before.cards.contains_key(id) || after.cards.contains_key(id);
    let count = counts.entry((&seen.front, own)).or_default();
    std::iter::repeat_with(|| {
        *count += 1;
        let mut id = text_hash(&["card", &before.id, &seen.front, own, &count.to_string()]);
        id.truncate(ID);
        id
    })
    .find(|id| !taken(id))
    .expect("there are more ids than cards")
}
