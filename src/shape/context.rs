//! What the document as a whole says about its own kind.

use super::flow::{Flow, Noise};
use super::heading::is_label;
use super::normal::normal;
use super::words::{Entries, Words};

pub struct Context {
    /// The unit of the heading that names the document: its only one of level 1, before all others.
    pub title: Option<usize>,
    /// Title or file name promise questions: "interview", "quiz", "flashcards".
    pub quiz: bool,
    /// They promise what is asked in an interview.
    pub interview: bool,
    /// They promise terms with their meanings.
    pub glossary: bool,
}

impl Context {
    pub fn new(flow: &Flow<'_, '_>, name: &str) -> Context {
        let mut headings = flow.units.iter().enumerate().filter_map(|(at, unit)| Some((at, unit.level()?)));
        let first = headings.next();
        let only = first.filter(|&(_, level)| headings.clone().all(|(_, other)| other > level));
        let title = only.filter(|&(at, level)| {
            let unit = &flow.units[at];
            level == 1 && unit.noise == Noise::None && !is_label(unit) && headings.clone().next().is_some()
        });
        let title = title.map(|(at, _)| at);
        let stem = name.rsplit('/').next().unwrap_or(name);
        let stem = stem.split('.').next().unwrap_or(stem).replace(['-', '_'], " ");
        let front_matter = flow.document.source.front_matter.title.as_deref().unwrap_or_default();
        let percent = flow.units.iter().any(|unit| unit.is_percent());
        let named = title.map_or("", |at| &flow.units[at].line.text);
        let titles = [&stem, front_matter, named];
        let quiz = percent || titles.iter().any(|title| promises(title));
        let glossary = titles.iter().any(|title| promises_terms(title));
        let interview = titles.iter().any(|title| holds(title, &Words::get().interview_title));
        Context { title, quiz, interview, glossary }
    }
}

/// Whether a title promises questions.
pub fn promises(title: &str) -> bool {
    holds(title, &Words::get().quiz_title)
}

fn holds(title: &str, words: &Entries) -> bool {
    let title = without_particles(&normal(title));
    words.within(&title) || (title.contains(['-', '_']) && words.within(&title.replace(['-', '_'], " ")))
}

/// Korean words without the particles that are written as their last syllable: 면접을, "the interview", is 면접.
fn without_particles(title: &str) -> String {
    const PARTICLES: [char; 11] = ['을', '를', '이', '가', '은', '는', '의', '에', '과', '와', '용'];
    let is_hangul = |c: char| matches!(c, '가'..='힣');
    let bare = |word: &str| {
        let inner = word.strip_suffix(PARTICLES).filter(|inner| inner.chars().nth(1).is_some());
        inner
            .filter(|inner| inner.chars().all(is_hangul))
            .map_or(word.to_string(), |inner| format!("{inner} {word}"))
    };
    if title.contains(is_hangul) {
        title.split(' ').map(bare).collect::<Vec<_>>().join(" ")
    } else {
        title.to_string()
    }
}

/// Whether a title promises terms with their meanings.
pub fn promises_terms(title: &str) -> bool {
    Words::get().glossary_title.within(&normal(title))
}
