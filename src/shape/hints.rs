//! What the author says about how the document is to be read: `recto.toml` for a project, comments for a document.
//!
//! ```text
//! <!-- recto: level 3 -->                headings of level 3 are the questions
//! <!-- recto: shapes = bold-line -->     lines in bold are the questions, and nothing else
//! <!-- recto: answer = Lösungsweg -->    a label of this document's own; also question, scenario, part, extra
//! <!-- recto: notes -->                  below a heading: this section holds no questions
//! <!-- recto: questions -->              below a heading: the headings in this section are all questions
//! ```

use std::collections::BTreeMap;

use super::asks::asks;
use super::label::{LabelRole, role_of};
use super::normal::normal;
use crate::document::strip_tags;

/// How documents of a project are to be read, where recto would read them otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The level of the headings that are questions.
    pub level: Option<u8>,
    /// Titles of sections that hold no questions.
    pub notes: Vec<String>,
    /// Names of the shapes that are questions; all where there is none.
    pub shapes: Vec<&'static str>,
    labels: Vec<(String, LabelRole)>,
}

/// What a comment says about the section that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directive {
    Notes,
    Questions,
}

/// Names of label roles that authors may use.
const ROLES: [(&str, LabelRole); 5] = [
    ("question", LabelRole::Question),
    ("scenario", LabelRole::Scenario),
    ("answer", LabelRole::Answer),
    ("part", LabelRole::AnswerPart),
    ("extra", LabelRole::Extra),
];

impl Hints {
    pub fn new(level: Option<u8>, notes: Vec<String>) -> Hints {
        Hints { level, notes, ..Hints::default() }
    }

    /// Adds a label word. Gives `false` if there is no such role.
    pub fn label(&mut self, role: &str, word: &str) -> bool {
        let known = ROLES.iter().find(|(name, _)| *name == role);
        if let Some(&(_, role)) = known {
            self.labels.push((normal(word), role));
        }
        known.is_some()
    }

    /// The role that the author gave to a label.
    pub(super) fn role(&self, label: &str) -> Option<LabelRole> {
        self.labels.iter().find(|(word, _)| word == label).map(|&(_, role)| role)
    }

    /// Whether the author left it to recto which shapes are questions, or named this one.
    pub(super) fn reads(&self, shape: &str) -> bool {
        self.shapes.is_empty() || self.shapes.contains(&shape)
    }

    /// Whether the author said that a section with this title holds no questions.
    pub(super) fn is_notes(&self, title: &str) -> bool {
        !self.notes.is_empty() && self.notes.iter().any(|notes| normal(notes) == normal(title))
    }

    /// These hints with what the document itself teaches: its comments, and the summaries that it repeats.
    pub(super) fn for_document(&self, text: &str) -> Hints {
        let mut hints = self.clone();
        for said in comments(text) {
            if let Some(level) = said.strip_prefix("level") {
                hints.level =
                    level.trim().parse().ok().filter(|level| (1..=6).contains(level)).or(hints.level);
            } else if let Some(("shapes", names)) = said.split_once('=').map(trimmed) {
                let wanted = |name: &&str| names.split(',').any(|wanted| wanted.trim() == *name);
                hints.shapes = super::names().filter(wanted).collect();
            } else if let Some((role, words)) = said.split_once('=').map(trimmed) {
                for word in words.split(',') {
                    hints.label(role, word);
                }
            }
        }
        hints.labels.extend(repeated_summaries(text).into_iter().map(|summary| (summary, LabelRole::Reveal)));
        hints
    }
}

fn trimmed<'t>((name, value): (&'t str, &'t str)) -> (&'t str, &'t str) {
    (name.trim(), value.trim())
}

/// Summaries of `<details>` that repeat: in whatever language they are, they uncover answers.
fn repeated_summaries(text: &str) -> Vec<String> {
    const FEWEST: usize = 3;
    /// Words of the longest one.
    const LONGEST: usize = 4;
    /// Characters within which a short summary ends.
    const NEAR: usize = 160;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (at, _) in text.match_indices("<summary") {
        let near = text[at..].char_indices().nth(NEAR).map_or(text.len(), |(end, _)| at + end);
        let Some((_, rest)) = text[at..near].split_once('>') else { continue };
        let Some((summary, _)) = rest.split_once("</summary") else { continue };
        *counts.entry(normal(&strip_tags(summary))).or_default() += 1;
    }
    let plain = Hints::default();
    let uncovers = |summary: &str| {
        !summary.is_empty()
            && summary.split(' ').count() <= LONGEST
            && !asks(summary)
            && role_of(summary, &plain).is_none()
    };
    counts
        .into_iter()
        .filter(|(summary, count)| *count >= FEWEST && uncovers(summary))
        .map(|(summary, _)| summary)
        .collect()
}

/// What the comments in a text say to recto.
fn comments(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("<!--").filter_map(|(at, _)| {
        let (comment, _) = text[at + 4..].split_once("-->")?;
        comment.trim().strip_prefix("recto:").map(str::trim)
    })
}

/// What a block or line of HTML says about its section.
pub fn directive(html: &str) -> Option<Directive> {
    comments(html).find_map(|said| match said {
        "notes" => Some(Directive::Notes),
        "questions" => Some(Directive::Questions),
        _ => None,
    })
}
