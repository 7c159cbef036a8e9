//! The protocol of AnkiConnect, version 6: JSON over HTTP, one request for each action.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Cursor};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ureq::Agent;

use super::answer::Info;
use super::{Anki, Error, Plan, Stored};
use crate::emit::apkg::{self, read::legacy};
use crate::package::{Note, NoteType, Package, Template};

/// What is spoken here.
const VERSION: i64 = 6;
/// Anki is on this machine.
const CONNECT: Duration = Duration::from_secs(5);
/// A large package takes Anki seconds; a window that is open in Anki may keep it from answering.
const ANSWER: Duration = Duration::from_secs(600);
/// Notes in one question.
const NOTES: usize = 500;
/// The package's name while it lies among Anki's media files. Only there Anki reads it for sure: a sandboxed one sees no
/// other folder of ours.
const FILE: &str = "_recto-push.apkg";

/// A running Anki.
pub struct Connect {
    agent: Agent,
    url: String,
    key: Option<String>,
}

/// What is being done, for those who wait: how much of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Notes(usize, usize),
    Media(usize, usize),
    Import,
}

impl Connect {
    /// Meets AnkiConnect.
    ///
    /// # Errors
    /// If it is not there, too old, or refuses the key.
    pub fn new(url: &str, key: Option<&str>) -> Result<Connect, Error> {
        if url.starts_with("https:") {
            let why = "it speaks http, not https".to_string();
            return Err(Error::Address { url: url.to_string(), why });
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            // AnkiConnect closes after each answer without saying so.
            .max_idle_connections(0)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ANSWER));
        let (agent, url) = (config.build().into(), url.to_string());
        let connect = Connect { agent, url, key: key.map(str::to_string) };
        let version: i64 = connect.ask("version", json!({}))?;
        if version < VERSION {
            return Err(Error::Old { lacks: format!("version {VERSION} of its protocol, only {version}") });
        }
        Ok(connect)
    }

    /// What Anki has of a package.
    ///
    /// # Errors
    /// If it does not say.
    pub fn anki(&self, package: &Package, tell: &mut dyn FnMut(Progress)) -> Result<Anki, Error> {
        let names: BTreeMap<String, i64> = self.ask("modelNamesAndIds", json!({}))?;
        let there = |kind: &&NoteType| names.values().any(|id| *id == kind.id);
        let ids: Vec<i64> = package.note_types.iter().filter(there).map(|kind| kind.id).collect();
        let mut anki = Anki::default();
        if !ids.is_empty() {
            let models: Vec<legacy::NoteType> = self.ask("findModelsById", json!({ "modelIds": ids }))?;
            anki.note_types = models.into_iter().map(NoteType::from).map(|kind| (kind.id, kind)).collect();
        }
        let known: Vec<i64> = package.notes.iter().map(|note| note.id).collect();
        for (number, part) in known.chunks(NOTES).enumerate() {
            tell(Progress::Notes(number * NOTES, known.len()));
            anki.notes.extend(self.notes(part, &names)?.into_iter().map(|note| (note.id, note)));
        }
        let lacks = |note: &Note| !anki.notes.contains_key(&note.id) && !package.is_retired(note);
        if package.notes.iter().any(lacks) {
            let others = self.others(&ids, &known)?;
            for (number, part) in others.chunks(NOTES).enumerate() {
                tell(Progress::Notes(known.len() + number * NOTES, known.len() + others.len()));
                anki.others.extend(self.notes(part, &names)?);
            }
        }
        if !package.media.is_empty() {
            anki.media = self.ask("getMediaFilesNames", json!({ "pattern": "*" }))?;
        }
        Ok(anki)
    }

    /// Ids of the notes of these types that are not known.
    fn others(&self, note_types: &[i64], known: &[i64]) -> Result<Vec<i64>, Error> {
        if note_types.is_empty() {
            return Ok(vec![]);
        }
        let query: Vec<String> = note_types.iter().map(|id| format!("mid:{id}")).collect();
        let mut found: Vec<i64> = self.ask("findNotes", json!({ "query": query.join(" OR ") }))?;
        let known: HashSet<&i64> = known.iter().collect();
        found.retain(|id| !known.contains(id));
        Ok(found)
    }

    /// The notes that are there, of those with these ids. `note_types` are the ids of all types by name.
    fn notes(&self, ids: &[i64], note_types: &BTreeMap<String, i64>) -> Result<Vec<Stored>, Error> {
        let infos: Vec<Info> = self.ask("notesInfo", json!({ "notes": ids }))?;
        infos.into_iter().filter_map(|info| info.stored(note_types)).collect()
    }

    /// Does what the plan says: media first, so that no note ever lacks its picture; then looks; then the notes,
    /// all at once; then what is to be deleted. Whatever was done before an error stays done, and the next plan goes on from there.
    ///
    /// # Errors
    /// If Anki does not do it.
    pub fn carry_out(
        &self,
        plan: &Plan,
        package: &Package,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(), Error> {
        for (number, &index) in plan.media.iter().enumerate() {
            tell(Progress::Media(number, plan.media.len()));
            let file = &package.media[index];
            self.store(&file.name, &file.bytes)?;
        }
        for (name, index) in &plan.looks {
            self.dress(name, &package.note_types[*index])?;
        }
        if let Some(changes) = plan.package(package) {
            tell(Progress::Import);
            self.import(&changes)?;
        }
        if !plan.deleted.is_empty() {
            self.tell("deleteNotes", json!({ "notes": plan.deleted }))?;
        }
        Ok(())
    }

    /// Gives a note type its look. Not by the package: Anki up to 26.5 takes from one the types of its notes only, and
    /// AnkiConnect may then go on to show the old look.
    fn dress(&self, name: &str, kind: &NoteType) -> Result<(), Error> {
        let sides = |template: &Template| {
            (template.name.clone(), json!({ "Front": template.front, "Back": template.back }))
        };
        let templates: BTreeMap<String, Value> = kind.templates.iter().map(sides).collect();
        self.tell("updateModelTemplates", json!({ "model": { "name": name, "templates": templates } }))?;
        self.tell("updateModelStyling", json!({ "model": { "name": name, "css": kind.css } }))
    }

    fn import(&self, package: &Package) -> Result<(), Error> {
        let mut bytes = Cursor::new(vec![]);
        apkg::write(package, &mut bytes).map_err(Error::Package)?;
        let folder: String = self.ask("getMediaDirPath", json!({}))?;
        // What an earlier push could not take away must not be imported in its place.
        self.tell("deleteMediaFile", json!({ "filename": FILE }))?;
        let name = self.store(FILE, &bytes.into_inner())?;
        let imported = self.ask("importPackage", json!({ "path": format!("{folder}/{name}") }));
        // The file goes in any case; that it could not be imported is the greater trouble.
        let deleted = self.tell("deleteMediaFile", json!({ "filename": name }));
        match imported? {
            // AnkiConnect says so where it has no collection.
            Value::Bool(false) => Err(Error::NoProfile),
            _ => deleted,
        }
    }

    /// Puts a file among Anki's media. Gives the name that it has there.
    fn store(&self, name: &str, bytes: &[u8]) -> Result<String, Error> {
        let stored = self.ask("storeMediaFile", json!({ "filename": name, "data": BASE64.encode(bytes) }))?;
        Ok(match stored {
            Value::String(stored) => stored,
            _ => name.to_string(),
        })
    }

    fn tell(&self, action: &str, params: Value) -> Result<(), Error> {
        self.ask::<Value>(action, params).map(drop)
    }

    fn ask<T: DeserializeOwned>(&self, action: &str, params: Value) -> Result<T, Error> {
        let mut request = json!({ "action": action, "version": VERSION, "params": params });
        if let Some(key) = &self.key {
            request["key"] = json!(key);
        }
        let stranger = || Error::Stranger { url: self.url.clone() };
        let (status, answer) = self.send(&request).map_err(|error| self.trouble(action, error))?;
        if status == 403 {
            return Err(Error::Forbidden { url: self.url.clone() });
        }
        let answer: Value = serde_json::from_slice(&answer).map_err(|_| stranger())?;
        let result = match answer {
            // Up to version 4 there was the bare result.
            Value::Number(version) if action == "version" => Value::Number(version),
            Value::Object(mut answer) if answer.contains_key("result") => match answer.remove("error") {
                None | Some(Value::Null) => answer.remove("result").unwrap_or_default(),
                Some(Value::String(why)) => return Err(self.refusal(action, why)),
                Some(why) => return Err(self.refusal(action, why.to_string())),
            },
            _ => return Err(stranger()),
        };
        let unexpected = |error: serde_json::Error| Error::Old {
            lacks: format!("answer to {action} that is known ({error})"),
        };
        serde_json::from_value(result).map_err(unexpected)
    }

    fn send(&self, request: &Value) -> Result<(u16, Vec<u8>), ureq::Error> {
        let post = self.agent.post(&self.url).content_type("application/json");
        let mut answer = post.send(&serde_json::to_vec(request).map_err(io::Error::from)?[..])?;
        let bytes = answer.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
        Ok((answer.status().as_u16(), bytes))
    }

    fn trouble(&self, action: &str, error: ureq::Error) -> Error {
        let url = self.url.clone();
        let why = error.to_string();
        match error {
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => Error::Address { url, why },
            ureq::Error::Protocol(_) | ureq::Error::TooManyRedirects | ureq::Error::RedirectFailed => {
                Error::Stranger { url }
            }
            _ if action == "version" => Error::Nobody { url, why },
            _ => Error::Lost { action: action.to_string(), why },
        }
    }

    fn refusal(&self, action: &str, why: String) -> Error {
        match why.as_str() {
            "valid api key must be provided" => Error::Key { given: self.key.is_some() },
            "unsupported action" => Error::Old { lacks: action.to_string() },
            "collection is not available" => Error::NoProfile,
            _ => Error::Failed { action: action.to_string(), why },
        }
    }
}
