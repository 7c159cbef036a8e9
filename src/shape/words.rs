//! The words that recto knows, in all languages: `words.toml`, made into a table when recto is built (`build.rs`).

use super::normal::{KINDS, is_mark, kind};

/// One role of `words.toml`: entries of all languages together, as `normal` gives them.
#[derive(Debug)]
pub struct Entries {
    /// The bit of this role in the table.
    role: u32,
    /// The most words that an entry has, for prefix look-ups.
    longest: usize,
    /// Bytes of the longest entry.
    length: usize,
    /// Entries in scripts that are written without spaces, longest first: these match inside running text.
    unspaced: &'static [&'static str],
}

/// The roles that a text has which is an entry.
#[derive(Debug, Clone, Copy)]
pub struct Roles(u32);

/// Finds an entry of any role.
pub fn find(text: &str) -> Option<Roles> {
    ROLES.get(text).copied().map(Roles)
}

impl Entries {
    /// Whether one of these entries was found.
    pub fn hold(&self, found: Roles) -> bool {
        found.0 & self.role != 0
    }

    /// Whether the whole text is an entry.
    pub fn has(&self, text: &str) -> bool {
        // Most texts are of no entry's kind, and need no search.
        text.len() <= self.length
            && OF_KIND[kind(text)] & self.role != 0
            && find(text).is_some_and(|found| self.hold(found))
    }

    /// The entries that may stand in a text without spaces around them.
    fn unspaced_in(&self, text: &str) -> impl Iterator<Item = &'static str> {
        self.unspaced.iter().take(if text.is_ascii() { 0 } else { self.unspaced.len() }).copied()
    }

    /// Whether the text begins with an entry, at a word's end; gives the entry's length in bytes.
    pub fn starts(&self, text: &str) -> Option<usize> {
        let spaced = text
            .char_indices()
            .filter(|&(_, c)| !c.is_alphanumeric() && !is_mark(c) && c != '\'' && c != '’')
            .map(|(at, _)| at)
            .chain([text.len()])
            .take(self.longest + 2)
            .take_while(|&at| at <= self.length)
            .filter(|&at| self.has(&text[..at]))
            .last();
        // One character alone begins too many words.
        let prefixes = || self.unspaced_in(text).filter(|word| word.chars().nth(1).is_some());
        spaced.or_else(|| prefixes().find(|word| text.starts_with(word)).map(str::len))
    }

    /// Whether the text ends with an entry, at a word's begin or, in unspaced scripts, anywhere; gives its length.
    pub fn ends(&self, text: &str) -> Option<usize> {
        let spaced = text
            .char_indices()
            .rev()
            .filter(|&(_, c)| c.is_whitespace())
            .map(|(at, c)| at + c.len_utf8())
            .take(self.longest)
            .filter(|&at| self.has(&text[at..]))
            .map(|at| text.len() - at)
            .last();
        let whole = || self.has(text).then_some(text.len());
        let unspaced = || self.unspaced_in(text).find(|word| text.ends_with(word)).map(str::len);
        spaced.or_else(whole).or_else(unspaced)
    }

    /// Whether text in a script without spaces ends with an entry, or holds one of several characters: there the word
    /// that asks stands anywhere.
    pub fn ends_unspaced(&self, text: &str) -> bool {
        self.unspaced_in(text)
            .any(|word| text.ends_with(word) || (word.chars().nth(1).is_some() && text.contains(word)))
    }

    /// Whether an entry stands anywhere in the text as a whole word (or words).
    pub fn within(&self, text: &str) -> bool {
        if self.unspaced_in(text).any(|word| word.chars().nth(1).is_some() && text.contains(word)) {
            return true;
        }
        // The words with one space between them, and where each begins and ends.
        let mut words = String::with_capacity(text.len());
        let mut places = vec![];
        for word in text.split(|c: char| !c.is_alphanumeric() && !is_mark(c) && !"'’&-".contains(c)) {
            if !word.is_empty() {
                words.push_str(if words.is_empty() { "" } else { " " });
                places.push((words.len(), words.len() + word.len()));
                words.push_str(word);
            }
        }
        places.iter().enumerate().any(|(from, &(start, _))| {
            let ends = places[from..].iter().take(self.longest).map(|&(_, end)| end);
            ends.take_while(|end| end - start <= self.length).any(|end| self.has(&words[start..end]))
        })
    }
}

/// All roles.
#[derive(Debug)]
pub struct Words {
    pub modifier: Entries,
    pub length: Entries,
    pub question: Entries,
    pub scenario: Entries,
    pub scope: Entries,
    pub answer: Entries,
    pub key: Entries,
    pub answer_part: Entries,
    pub star: Entries,
    pub reveal: Entries,
    pub extra: Entries,
    pub concepts: Entries,
    pub difficulty: Entries,
    pub section: Entries,
    pub question_word_number: Entries,
    pub interrogative: Entries,
    pub imperative: Entries,
    pub exhibit: Entries,
    pub imperative_end: Entries,
    pub verdict: Entries,
    pub unanswered: Entries,
    pub navigation: Entries,
    pub nocard: Entries,
    pub quiz_title: Entries,
    pub glossary_title: Entries,
    pub interview_title: Entries,
    pub this_document: Entries,
    pub speaker_question: Entries,
    pub speaker_answer: Entries,
    pub table_term: Entries,
    pub table_meaning: Entries,
}

impl Words {
    pub const fn get() -> &'static Words {
        &WORDS
    }
}

// `ROLES`, a map from each entry to the bits of its roles, `OF_KIND`, the bits of all entries of a kind, and `WORDS`.
include!(concat!(env!("OUT_DIR"), "/words.rs"));

#[cfg(test)]
mod tests {
    use super::super::normal::normal;
    use super::*;

    #[test]
    fn each_entry_of_the_file_is_found_in_its_role() {
        let words: toml::Table = toml::from_str(include_str!("words.toml")).expect("words.toml");
        let of_role = |role: &str, entries: &Entries| {
            for language in words[role].as_table().expect("a role").values() {
                for entry in language.as_array().expect("a list") {
                    let entry = normal(entry.as_str().expect("a string"));
                    assert!(entries.has(&entry), "{role}: {entry}");
                }
            }
        };
        of_role("modifier", &Words::get().modifier);
        of_role("answer", &Words::get().answer);
        of_role("table_meaning", &Words::get().table_meaning);
        assert!(!Words::get().answer.has("question") && find("no entry").is_none());
    }
}
