//! A ledger's text, read strictly: what is not understood is refused, for a guess would cost learners their progress.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Error, ErrorKind, FORMAT, Known, Ledger, Looked, Project, place};

#[derive(Deserialize)]
struct Header {
    #[serde(rename = "recto.lock")]
    format: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectLine {
    project: String,
    name: String,
    repository: Option<String>,
    look: Option<Looked>,
}

#[derive(Deserialize)]
struct TypeLine {
    note_type: i64,
    #[serde(flatten)]
    adopted: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeckLine {
    deck: String,
    #[serde(default)]
    section: Vec<String>,
}

/// Reads a ledger. An empty text is an empty ledger.
///
/// Two lines of one card, which a merge can leave, become one: that of the later change.
///
/// # Errors
/// On the first line that recto did not write.
pub fn read(text: &str) -> Result<Ledger, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines =
        text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty());
    let mut ledger = Ledger::default();
    let Some((number, first)) = lines.next() else { return Ok(ledger) };
    header(number, first)?;
    let mut name: Option<String> = None;
    for (number, line) in lines {
        let refuse = |kind| Error::new(number, line, kind);
        if is_conflict(line) {
            return Err(refuse(ErrorKind::Conflict));
        }
        if line.starts_with("{\"project\"") {
            let found: ProjectLine = parse(number, line)?;
            if !is_id(&found.project) {
                return Err(refuse(ErrorKind::Id(found.project)));
            }
            // A merge of two first builds leaves two lines with two ids: the author must choose.
            if ledger.projects.get(&found.name).is_some_and(|known| known.id != found.project) {
                return Err(refuse(ErrorKind::ProjectTaken(found.name)));
            }
            let project = ledger
                .projects
                .entry(found.name.clone())
                .or_insert_with(|| Project { id: found.project, ..Project::default() });
            project.repository = project.repository.take().or(found.repository);
            // Of two that a merge left the later one counts.
            let since = |look: &Option<Looked>| look.as_ref().map(|look| look.changed);
            if since(&found.look) > since(&project.look) {
                project.look = found.look;
            }
            name = Some(found.name);
            continue;
        }
        let project = name.as_ref().and_then(|name| ledger.projects.get_mut(name));
        entry(project.ok_or_else(|| refuse(ErrorKind::NoProject))?, number, line)?;
    }
    Ok(ledger)
}

/// A line of a project.
fn entry(project: &mut Project, number: usize, line: &str) -> Result<(), Error> {
    if line.starts_with("{\"note_type\"") {
        let TypeLine { note_type, adopted } = parse(number, line)?;
        project.types.insert(note_type, value(number, line, adopted)?);
    } else if line.starts_with("{\"deck\"") {
        let DeckLine { deck, section } = parse(number, line)?;
        project.decks.insert(section, deck);
    } else {
        let (id, known) = card(number, line)?;
        let note_type = known.adopted.as_ref().and_then(|note| note.note_type);
        if let Some(lost) = note_type.filter(|id| !project.types.contains_key(id)) {
            return Err(Error::new(number, line, ErrorKind::NoteType(lost)));
        }
        add(project, id, known);
    }
    Ok(())
}

fn header(number: usize, line: &str) -> Result<(), Error> {
    if is_conflict(line) {
        return Err(Error::new(number, line, ErrorKind::Conflict));
    }
    match serde_json::from_str::<Header>(line) {
        Ok(Header { format }) if format > FORMAT => Err(Error::new(number, line, ErrorKind::Format(format))),
        Ok(_) => Ok(()),
        Err(_) => Err(Error::new(number, line, ErrorKind::Foreign)),
    }
}

/// A card's line begins with its id; the rest is what is known about it. Taken apart by hand, for a ledger may have
/// 100,000 of them.
fn card(number: usize, line: &str) -> Result<(String, Known), Error> {
    let refuse = |kind| Error::new(number, line, kind);
    let parts = line.strip_prefix("{\"card\":\"").and_then(|rest| rest.split_once("\","));
    // No id that recto made has a quotation mark or an escape before it.
    let parts = parts.filter(|(card, _)| !card.contains(['"', '\\']));
    let (card, rest) = parts.ok_or_else(|| refuse(ErrorKind::NoCard))?;
    let card = card.to_string();
    let known: Known = serde_json::from_str(&format!("{{{rest}")).map_err(|error| refuse(syntax(&error)))?;
    if let Some(id) =
        [Some(&card), known.guid.as_ref(), known.perhaps.as_ref()].into_iter().flatten().find(|id| !is_id(id))
    {
        return Err(refuse(ErrorKind::Id(id.clone())));
    }
    if !place::is_valid(&known.place) {
        return Err(refuse(ErrorKind::Place(known.place)));
    }
    if let Some(time) = [Some(known.changed), known.retired].into_iter().flatten().find(|time| *time <= 0) {
        return Err(refuse(ErrorKind::Time(time)));
    }
    Ok((card, known))
}

/// Two branches may both have changed a card: the line of the later change stays. The next build corrects it anyway.
fn add(project: &mut Project, id: String, known: Known) {
    let later = |a: &Known, b: &Known| {
        (a.modified(), a.retired.is_none(), &a.fields, &a.place)
            > (b.modified(), b.retired.is_none(), &b.fields, &b.place)
    };
    match project.cards.get(&id) {
        Some(there) if !later(&known, there) => {}
        _ => drop(project.cards.insert(id, known)),
    }
}

fn parse<'l, T: Deserialize<'l>>(number: usize, line: &'l str) -> Result<T, Error> {
    serde_json::from_str(line).map_err(|error| Error::new(number, line, syntax(&error)))
}

fn syntax(error: &serde_json::Error) -> ErrorKind {
    let message = error.to_string();
    ErrorKind::Syntax(message.split(" at line ").next().unwrap_or_default().to_string())
}

fn value<T: DeserializeOwned>(
    number: usize,
    line: &str,
    object: serde_json::Map<String, serde_json::Value>,
) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::Object(object))
        .map_err(|error| Error::new(number, line, ErrorKind::Syntax(error.to_string())))
}

fn is_conflict(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

/// Guids of adopted decks may hold any printable character but those that break lines and tags.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| !c.is_control() && !c.is_whitespace())
}
