//! Rule 10.

use std::collections::HashMap;

use super::{Fault, text};

/// Anki removes the first two on import and cannot search for the third.
const RESERVED: [&str; 3] = ["marked", "leech", "none"];

/// Checks the tags of a package, note by note.
pub struct Tags<'a> {
    project: &'a str,
    /// Each spelling by its lower case: Anki keeps one spelling of a tag for the whole collection.
    spellings: HashMap<String, &'a str>,
}

impl<'a> Tags<'a> {
    pub fn new(project: &'a str) -> Self {
        Tags { project, spellings: HashMap::new() }
    }

    pub fn check(&mut self, tags: &'a [String], faults: &mut Vec<Fault>) {
        for (index, tag) in tags.iter().enumerate() {
            if tags[..index].contains(tag) {
                faults.push(Fault::TagTaken(tag.clone()));
            }
            match self.spellings.get(tag.to_lowercase().as_str()) {
                // The same text was found sound, or has been reported with an earlier note.
                Some(spelling) if spelling == tag => {}
                Some(&other) => faults.push(Fault::TagCase { tag: tag.clone(), other: other.into() }),
                None => {
                    self.spellings.insert(tag.to_lowercase(), tag);
                    self.spelling(tag, faults);
                }
            }
        }
    }

    fn spelling(&self, tag: &str, faults: &mut Vec<Fault>) {
        if tag.split("::").next() != Some(self.project) {
            faults.push(Fault::TagRoot(tag.into()));
        }
        if let Some(character) = tag.chars().find(|&c| c.is_whitespace() || c == '"') {
            faults.push(Fault::TagCharacter { tag: tag.into(), character });
        }
        if tag.split("::").any(str::is_empty) {
            faults.push(Fault::TagLevel(tag.into()));
        }
        if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(tag)) {
            faults.push(Fault::TagReserved(tag.into()));
        }
        text::check(tag, || format!("the tag `{tag}`"), faults);
    }
}
