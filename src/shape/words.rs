//! The words that recto knows, in all languages: `words.toml`, loaded once.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

/// One role of `words.toml`: entries of all languages together.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "HashMap<String, Vec<String>>")]
pub struct Entries {
    words: FxHashSet<String>,
    /// The most words that an entry has, for prefix look-ups.
    longest: usize,
    /// Bytes of the longest entry.
    length: usize,
    /// Entries in scripts that are written without spaces, longest first: these match inside running text.
    unspaced: Vec<String>,
}

impl From<HashMap<String, Vec<String>>> for Entries {
    fn from(languages: HashMap<String, Vec<String>>) -> Entries {
        let words: FxHashSet<String> = languages
            .into_values()
            .flatten()
            .map(|word| super::label::normal(&word))
            .filter(|word| !word.is_empty())
            .collect();
        let longest = words.iter().map(|word| word.split(' ').count()).max().unwrap_or(0);
        let mut unspaced: Vec<String> = words.iter().filter(|word| is_unspaced(word)).cloned().collect();
        unspaced.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let length = words.iter().map(String::len).max().unwrap_or(0);
        Entries { words, longest, length, unspaced }
    }
}

impl Entries {
    /// Whether the whole text is an entry.
    pub fn has(&self, text: &str) -> bool {
        text.len() <= self.length && self.words.contains(text)
    }

    /// The entries that may stand in a text without spaces around them.
    fn unspaced_in(&self, text: &str) -> impl Iterator<Item = &String> {
        self.unspaced.iter().take(if text.is_ascii() { 0 } else { self.unspaced.len() })
    }

    /// Whether the text begins with an entry, at a word's end; gives the entry's length in bytes.
    pub fn starts(&self, text: &str) -> Option<usize> {
        let spaced = text
            .char_indices()
            .filter(|&(_, c)| !c.is_alphanumeric() && !is_mark(c) && c != '\'' && c != '’')
            .map(|(at, _)| at)
            .chain([text.len()])
            .take(self.longest + 2)
            .filter(|&at| self.has(&text[..at]))
            .last();
        // One character alone begins too many words.
        let prefixes = || self.unspaced_in(text).filter(|word| word.chars().nth(1).is_some());
        spaced.or_else(|| prefixes().find(|word| text.starts_with(word.as_str())).map(String::len))
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
        let unspaced = || self.unspaced_in(text).find(|word| text.ends_with(word.as_str())).map(String::len);
        spaced.or_else(whole).or_else(unspaced)
    }

    /// Whether text in a script without spaces ends with an entry, or holds one of several characters: there the word
    /// that asks stands anywhere.
    pub fn ends_unspaced(&self, text: &str) -> bool {
        self.unspaced_in(text).any(|word| {
            text.ends_with(word.as_str()) || (word.chars().nth(1).is_some() && text.contains(word.as_str()))
        })
    }

    /// Whether an entry stands anywhere in the text as a whole word (or words).
    pub fn within(&self, text: &str) -> bool {
        if self.unspaced_in(text).any(|word| word.chars().nth(1).is_some() && text.contains(word.as_str())) {
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

    /// All entries, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

/// Vowel signs and the like: part of a word though no letters.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Han, Kana and Thai are written without spaces between words.
pub fn is_unspaced(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '々'))
}

#[derive(Debug, Deserialize)]
pub struct Words {
    pub modifier: Entries,
    pub length: Entries,
    pub question: Entries,
    pub scenario: Entries,
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
    #[serde(default)]
    pub imperative_end: Entries,
    pub verdict: Entries,
    pub unanswered: Entries,
    pub navigation: Entries,
    pub nocard: Entries,
    pub quiz_title: Entries,
    pub glossary_title: Entries,
    pub speaker_question: Entries,
    pub speaker_answer: Entries,
    pub table_term: Entries,
    pub table_meaning: Entries,
}

impl Words {
    pub fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            toml::from_str(include_str!("words.toml")).expect("words.toml is part of the program")
        })
    }
}
