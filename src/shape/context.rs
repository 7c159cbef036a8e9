//! What the document as a whole says about its own kind.

use super::flow::{Flow, Noise};
use super::heading::is_label;
use super::label::normal;
use super::words::Words;

pub struct Context {
    /// The unit of the heading that names the document: its only one of level 1, before all others.
    pub title: Option<usize>,
    /// Title or file name promise questions: "interview", "quiz", "flashcards".
    pub quiz: bool,
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
        let quiz = percent
            || promises(&stem)
            || promises(front_matter)
            || title.is_some_and(|at| promises(&flow.units[at].line.text));
        Context { title, quiz }
    }
}

/// Whether a title promises questions.
pub fn promises(title: &str) -> bool {
    Words::get().quiz_title.within(&normal(title))
}
