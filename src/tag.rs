//! Tags and deck names that Anki takes as they are.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

/// Letters and digits of any script in lower case, with dashes between: `Part 1: C# & .NET` is `part-1-c-net`.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' && c != '’' {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out.nfc().collect()
}

/// Whether Anki would take a package of this slug for a backup of everything: `collection.apkg` and `backup-….apkg`
/// (contract rule 14).
pub fn is_backup(slug: &str) -> bool {
    slug == "collection" || slug.starts_with("backup-")
}

/// Makes tags, so that two sections never get one tag by accident.
#[derive(Debug, Default)]
pub struct Slugs {
    /// For each tag the titles that it was made from.
    titles: HashMap<String, Vec<String>>,
    /// Slugs that were made before: many cards stand in one section.
    slugs: HashMap<String, String>,
}

impl Slugs {
    /// `project::part-1::section` for a path of titles. A second path with the same slug gets `-2`.
    pub fn tag(&mut self, project: &str, path: &[String]) -> String {
        let mut tag = self.slug(project).to_string();
        for title in path {
            let part = self.slug(title);
            let part = if part.is_empty() { "part" } else { part };
            let level = format!("{tag}::{part}");
            let titles = self.titles.entry(level.clone()).or_default();
            let place = titles.iter().position(|other| other == title).unwrap_or_else(|| {
                titles.push(title.clone());
                titles.len() - 1
            });
            tag = if place == 0 { level } else { format!("{level}-{}", place + 1) };
        }
        tag
    }

    fn slug(&mut self, text: &str) -> &str {
        if !self.slugs.contains_key(text) {
            self.slugs.insert(text.to_string(), slug(text));
        }
        &self.slugs[text]
    }
}

/// One level of a deck name: as [`deck_name`], with no `::` that would begin another level.
pub fn deck_level(title: &str) -> String {
    let mut level = String::with_capacity(title.len());
    for c in title.chars() {
        if c != ':' || !level.ends_with(':') {
            level.push(c);
        }
    }
    deck_name(&level)
}

/// A deck name as Anki keeps it: no quotes, no empty level, no edge spaces, not a mere number (contract rule 9).
pub fn deck_name(name: &str) -> String {
    let clean: String = name.nfc().filter(|c| *c != '"' && !c.is_control()).collect();
    let levels: Vec<&str> =
        clean.split("::").map(str::trim).filter(|level| !level.is_empty()).take(10).collect();
    let name = levels.join("::");
    match name.as_str() {
        "" => "Cards".to_string(),
        digits if digits.chars().all(|c| c.is_ascii_digit()) => format!("Deck {digits}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_every_script() {
        let examples = [
            ("Part 1: Advanced .NET Core & Internals", "part-1-advanced-net-core-internals"),
            ("🎯 What’s new", "whats-new"),
            ("Основы языка", "основы-языка"),
            ("基础 (1)", "基础-1"),
            ("हिन्दी भाषा", "हिन्दी-भाषा"),
            ("--", ""),
        ];
        for (title, wanted) in examples {
            assert_eq!(slug(title), wanted);
        }
    }

    #[test]
    fn two_sections_never_share_a_tag() {
        let mut slugs = Slugs::default();
        let path = |title: &str| vec![title.to_string()];
        assert_eq!(slugs.tag("p", &path("C")), "p::c");
        assert_eq!(slugs.tag("p", &path("C++")), "p::c-2");
        assert_eq!(slugs.tag("p", &path("C#")), "p::c-3");
        assert_eq!(slugs.tag("p", &path("C")), "p::c");
        assert_eq!(slugs.tag("p", &path("!")), "p::part");
    }

    #[test]
    fn deck_names_are_what_anki_keeps() {
        for (name, wanted) in
            [(" a :: b ", "a::b"), ("2024", "Deck 2024"), ("say \"hi\"", "say hi"), ("::", "Cards")]
        {
            assert_eq!(deck_name(name), wanted);
        }
    }
}
