//! What the author says about cards of which recto was not sure.

use super::ledger::{Known, Project};
use super::text_hash;

/// Why a card cannot be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    Unknown(String),
    /// More than one card's id begins so.
    Ambiguous(String),
    /// A card cannot be the same as itself.
    OneCard(String),
    /// The new card is not in the sources.
    NotLive(String),
    /// The old card is still in the sources.
    StillLive(String),
    /// One is a text with gaps; Anki never turns one into the other.
    OtherType,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Mistake::Unknown(id) => {
                write!(f, "no card {id} in the ledger: `recto build` names the cards that it asks about")
            }
            Mistake::Ambiguous(id) => write!(f, "more than one card begins with {id}: write more of it"),
            Mistake::OneCard(id) => write!(f, "{id} is one card: name the old one and the new one"),
            Mistake::NotLive(id) => {
                write!(f, "{id} is not in the sources: name the old card first, then the new one")
            }
            Mistake::StillLive(id) => write!(
                f,
                "{id} is still in the sources: only a card that is gone can have become another one"
            ),
            Mistake::OtherType => {
                f.write_str("one of them is a text with gaps: Anki cannot turn one note type into the other")
            }
        }
    }
}

impl std::error::Error for Mistake {}

/// The card whose id is or begins with `id`.
pub fn card(project: &Project, id: &str) -> Result<String, Mistake> {
    if project.cards.contains_key(id) {
        return Ok(id.to_string());
    }
    let mut begin = project.cards.keys().filter(|known| !id.is_empty() && known.starts_with(id));
    match (begin.next(), begin.next()) {
        (Some(known), None) => Ok(known.clone()),
        (Some(_), Some(_)) => Err(Mistake::Ambiguous(id.to_string())),
        _ => Err(Mistake::Unknown(id.to_string())),
    }
}

/// Says that `new` is the retired card `old` in other words: `old` comes back with its history and takes over what the
/// sources say. `new` retires, for a learner may have it from a release in between.
///
/// # Errors
/// If there are no such cards, or if they cannot be one.
pub fn same(project: &mut Project, old: &str, new: &str) -> Result<(), Mistake> {
    let (old, new) = (card(project, old)?, card(project, new)?);
    if old == new {
        return Err(Mistake::OneCard(old));
    }
    let (gone, seen) = (&project.cards[&old], &project.cards[&new]);
    let Some(retired) = gone.retired else { return Err(Mistake::StillLive(old)) };
    if seen.retired.is_some() {
        return Err(Mistake::NotLive(new));
    }
    if gone.cloze != seen.cloze {
        return Err(Mistake::OtherType);
    }
    let back = Known {
        guid: gone.guid.clone(),
        adopted: gone.adopted.clone(),
        // Those of the retired note, which learners have now: the next build sees that they changed.
        source: gone.source.clone(),
        fields: gone.fields.clone(),
        changed: retired,
        retired: None,
        perhaps: None,
        ..seen.clone()
    };
    if seen.fields.is_empty() {
        // It was in no release: the deck was only adopted.
        project.cards.remove(&new);
        project.cards.insert(old, back);
        return Ok(());
    }
    let withdrawn = Known { id: None, retired: Some(seen.changed), perhaps: None, ..seen.clone() };
    project.cards.insert(old, back);
    project.cards.insert(new, withdrawn);
    Ok(())
}

/// Says that a card is one of its own: an open question about it is closed; a card that was carried over from another
/// one is parted from it, which retires. Gives the id that the card has from now on.
///
/// # Errors
/// If there is no such card in the sources.
pub fn new(project: &mut Project, id: &str) -> Result<String, Mistake> {
    let id = card(project, id)?;
    let known = project.cards.get_mut(&id).expect("a card of the project");
    if known.retired.is_some() {
        return Err(Mistake::NotLive(id));
    }
    if let Some(old) = known.perhaps.take() {
        if project.cards.get(&old).is_some_and(Known::is_only_adopted) {
            project.cards.remove(&old);
        }
        return Ok(id);
    }
    let own = known.clone();
    known.id = None;
    known.retired = Some(known.changed);
    let fresh = (1..)
        .map(|count: u32| {
            text_hash(&["parted", &project.id, &id, &count.to_string()])[..id.len().min(8)].to_string()
        })
        .find(|fresh| !project.cards.contains_key(fresh))
        .expect("there are more ids than cards");
    project.cards.insert(fresh.clone(), Known { guid: None, adopted: None, ..own });
    Ok(fresh)
}
