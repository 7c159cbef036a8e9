//! Settings at the very top of a document: YAML between `---` lines, TOML between `+++` lines.
//!
//! Markdown reads `---` as a rule as well, and documents of questions use rules between cards. What is taken
//! for front matter vanishes from the deck, so a block has to look like settings, not only parse as some.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What a document says about itself. Other keys are ignored, names of keys are read in any case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `deck` or `anki deck`.
    pub deck: Option<String>,
    pub title: Option<String>,
    /// A list, or one string with commas or spaces between the tags. A leading `#` is dropped.
    pub tags: Vec<String>,
    /// `lang` or `language`.
    pub lang: Option<String>,
    /// `recto-allow`: codes of findings that the author knows of, written as tags are.
    pub allow: Vec<String>,
    /// Whether the document has front matter at all.
    pub present: bool,
    /// Why the block is not valid, in the parser's words. The values above were then read line by line.
    pub problem: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
}

/// The front matter of a text and the offset behind it, 0 if there is none.
pub(super) fn read(text: &str) -> (FrontMatter, usize) {
    let none = (FrontMatter::default(), 0);
    let Some((format, block, end)) = block(text) else {
        return none;
    };
    if block.trim().is_empty() {
        return (FrontMatter { present: true, ..FrontMatter::default() }, end);
    }
    let parsed = match format {
        Format::Yaml => {
            let options = serde_saphyr::options! { with_snippet: false };
            serde_saphyr::from_str_with_options::<Settings>(block, options).map_err(|error| error.to_string())
        }
        Format::Toml => toml::from_str::<Settings>(block).map_err(|error| error.message().to_owned()),
    };
    let settings = match parsed {
        Ok(settings) => settings,
        Err(problem) => match line_by_line(block, format) {
            Some(mut settings) => {
                settings.values.problem = Some(problem);
                settings
            }
            None => return none,
        },
    };
    if !settings.known && (settings.prose || !settings.any) {
        return none;
    }
    (FrontMatter { present: true, ..settings.values }, end)
}

/// Format, inner text and end of the block at the top.
fn block(text: &str) -> Option<(Format, &str, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let (format, closing): (_, &[&str]) = match first.trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        _ => return None,
    };
    let mut at = first.len();
    for line in lines {
        if closing.contains(&line.trim_end()) {
            return Some((format, &text[first.len()..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

#[derive(Default)]
struct Settings {
    values: FrontMatter,
    /// There is a key. YAML takes a Markdown heading for a comment.
    any: bool,
    /// One of our own keys is there.
    known: bool,
    /// A key reads like part of a question: `Q: …`, or half a sentence before a colon.
    prose: bool,
}

enum Key {
    Deck,
    Title,
    Tags,
    Lang,
    Allow,
    Other,
}

impl Settings {
    fn key(&mut self, name: &str) -> Key {
        let name = name.trim().to_lowercase().replace(['_', '-'], " ");
        let key = match name.as_str() {
            "deck" | "anki deck" => Key::Deck,
            "title" => Key::Title,
            "tags" => Key::Tags,
            "lang" | "language" => Key::Lang,
            "recto allow" => Key::Allow,
            _ => Key::Other,
        };
        self.any = true;
        self.known |= !matches!(key, Key::Other);
        self.prose |= name.contains(['*', '?', '`'])
            || name.split_whitespace().count() > 3
            || matches!(name.as_str(), "q" | "a" | "question" | "answer" | "front" | "back");
        key
    }

    fn set(&mut self, key: &Key, value: String) {
        let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        match key {
            Key::Deck => self.values.deck = value,
            Key::Title => self.values.title = value,
            Key::Lang => self.values.lang = value,
            Key::Tags => self.values.tags = value.iter().flat_map(|value| split_tags(value)).collect(),
            Key::Allow => self.values.allow = value.iter().flat_map(|value| split_tags(value)).collect(),
            Key::Other => {}
        }
    }

    /// The list that a key's value is, if it is one.
    fn list(&mut self, key: &Key) -> Option<&mut Vec<String>> {
        match key {
            Key::Tags => Some(&mut self.values.tags),
            Key::Allow => Some(&mut self.values.allow),
            _ => None,
        }
    }
}

/// With a comma in it, tags may have spaces inside.
fn split_tags(text: &str) -> Vec<String> {
    let comma = text.contains(',');
    text.split(|c: char| if comma { c == ',' } else { c.is_whitespace() }).filter_map(tag).collect()
}

fn tag(text: &str) -> Option<String> {
    let tag = text.trim().trim_start_matches('#').trim();
    (!tag.is_empty()).then(|| tag.to_owned())
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SettingsVisitor)
    }
}

struct SettingsVisitor;

impl<'de> Visitor<'de> for SettingsVisitor {
    type Value = Settings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Settings, A::Error> {
        let mut settings = Settings::default();
        while let Some(Scalar(name)) = map.next_key()? {
            match settings.key(&name) {
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
                key => match settings.list(&key) {
                    Some(list) => *list = map.next_value::<Option<Tags>>()?.unwrap_or_default().0,
                    None => {
                        let value = map.next_value::<Option<Scalar>>()?;
                        settings.set(&key, value.map(|scalar| scalar.0).unwrap_or_default());
                    }
                },
            }
        }
        Ok(settings)
    }
}

/// A single value as text; YAML hands it over as written, `1.10` stays `1.10`.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a single value")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar(value.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }
}

#[derive(Default)]
struct Tags(Vec<String>);

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TagsVisitor)
    }
}

struct TagsVisitor;

impl<'de> Visitor<'de> for TagsVisitor {
    type Value = Tags;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of tags or a string")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Tags, E> {
        Ok(Tags(split_tags(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Tags, E> {
        Ok(Tags(vec![value.to_string()]))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Tags, E> {
        Ok(Tags(vec![value.to_string()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tags, A::Error> {
        let mut tags = Vec::new();
        while let Some(item) = list.next_element::<Option<Scalar>>()? {
            tags.extend(item.and_then(|Scalar(text)| tag(&text)));
        }
        Ok(Tags(tags))
    }
}

/// A block that its parser refuses, as with `title: Rust: the basics`. `None` if it is no settings at all:
/// every line has to be a key with a value, a list item, the continuation of one or a comment.
fn line_by_line(block: &str, format: Format) -> Option<Settings> {
    let sign = if format == Format::Yaml { ':' } else { '=' };
    let mut settings = Settings::default();
    let mut last = None;
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        let table = format == Format::Toml && line.starts_with('[');
        if line.starts_with('#') || table {
            continue;
        }
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some(list) = settings.list(last.as_ref()?) {
                list.extend(tag(bare(item)));
            }
        } else if !line.starts_with([' ', '\t', ']', '}']) {
            let (name, value) = line.split_once(sign)?;
            if format == Format::Yaml && !value.is_empty() && !value.starts_with([' ', '\t']) {
                return None;
            }
            let key = settings.key(bare(name));
            let items = bare(value).strip_prefix('[').map(|list| list.trim_end_matches(']'));
            match (settings.list(&key), items) {
                (Some(list), Some(items)) => {
                    *list = items.split(',').filter_map(|item| tag(bare(item))).collect();
                }
                _ => settings.set(&key, bare(value).to_owned()),
            }
            last = Some(key);
        } else {
            last.as_ref()?;
        }
    }
    last.map(|_| settings)
}

/// Without a comment behind it and without quotation marks around it.
fn bare(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote)) {
            return inner;
        }
    }
    value.split_once(" #").map_or(value, |(before, _)| before.trim_end())
}

#[cfg(test)]
#[path = "front_matter_tests.rs"]
mod tests;
