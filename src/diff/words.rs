//! The text of fields, and two of them compared word by word.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use crate::package::plain;

/// A stretch of a compared text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Same(String),
    Removed(String),
    Added(String),
    /// Text that is the same, left out.
    Gap,
}

/// Characters that are shown of the same text on each side of a change.
const CONTEXT: usize = 48;

/// Bytes up to which two texts are compared word by word; longer ones are compared line by line.
const LONG: usize = 1 << 16;

/// Longest title in characters.
const TITLE: usize = 100;

/// The first line of a field.
pub fn title(html: &str) -> String {
    static GAP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}").expect("a valid expression"));
    let text = plain::lines(html);
    let words: Vec<&str> = text.lines().next().unwrap_or_default().split_whitespace().collect();
    let line = words.join(" ");
    let line = GAP.replace_all(&line, "$1");
    let mut title: String = line.chars().take(TITLE).collect();
    if title.len() < line.len() {
        title.push('…');
    }
    title
}

/// What changed between two fields; nothing if only tags of HTML did.
pub fn compare(before: &str, after: &str) -> Vec<Part> {
    let (before, after) = (plain::lines(before), plain::lines(after));
    if before == after {
        return vec![];
    }
    let diff = if before.len() + after.len() > LONG {
        TextDiff::from_lines(&*before, &*after)
    } else {
        TextDiff::from_unicode_words(&*before, &*after)
    };
    let mut runs: Vec<Run> = vec![];
    for change in diff.iter_all_changes() {
        let run = match runs.last_mut() {
            Some(run) if change.tag() == ChangeTag::Equal && !run.is_change() => run,
            Some(run) if change.tag() != ChangeTag::Equal && run.is_change() => run,
            _ => {
                runs.push(Run::default());
                runs.last_mut().expect("just pushed")
            }
        };
        match change.tag() {
            ChangeTag::Equal => run.same.push_str(change.value()),
            ChangeTag::Delete => run.removed.push_str(change.value()),
            ChangeTag::Insert => run.added.push_str(change.value()),
        }
    }
    parts(joined(runs))
}

/// Either the same text or a change.
#[derive(Debug, Default)]
struct Run {
    same: String,
    removed: String,
    added: String,
}

impl Run {
    fn is_change(&self) -> bool {
        self.same.is_empty()
    }
}

/// Joins changes that only a space parts: nobody wants to read a sentence in which each word is replaced by itself.
fn joined(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = vec![];
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        let between = !run.is_change() && run.same.trim().is_empty() && !run.same.contains('\n');
        match out.last_mut() {
            Some(last) if between && last.is_change() && runs.peek().is_some() => {
                last.removed.push_str(&run.same);
                last.added.push_str(&run.same);
            }
            Some(last) if run.is_change() && last.is_change() => {
                last.removed.push_str(&run.removed);
                last.added.push_str(&run.added);
            }
            _ => out.push(run),
        }
    }
    out
}

fn parts(runs: Vec<Run>) -> Vec<Part> {
    let last = runs.len().saturating_sub(1);
    let mut parts = vec![];
    for (place, run) in runs.into_iter().enumerate() {
        if run.is_change() {
            let texts = [(run.removed, Part::Removed as fn(String) -> Part), (run.added, Part::Added)];
            parts.extend(
                texts.into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, part)| part(text)),
            );
            continue;
        }
        let (head, tail) = (usize::from(place > 0) * CONTEXT, usize::from(place < last) * CONTEXT);
        match shortened(&run.same, head, tail) {
            None => parts.push(Part::Same(run.same)),
            Some((head, tail)) => {
                let same = |text: &str| (!text.is_empty()).then(|| Part::Same(text.to_owned()));
                parts.extend(same(head));
                parts.push(Part::Gap);
                parts.extend(same(tail));
            }
        }
    }
    parts
}

/// The start and the end of a text, about as many characters as asked for, whole words; nothing if that is all of it.
fn shortened(text: &str, head: usize, tail: usize) -> Option<(&str, &str)> {
    let cut = |count: usize| text.char_indices().nth(count).map(|(at, _)| at);
    let start = cut(head)?;
    let end = match tail {
        0 => text.len(),
        _ => text.char_indices().rev().nth(tail - 1).map_or(0, |(at, _)| at),
    };
    let start = text[..start].rfind(char::is_whitespace).filter(|_| head > 0).unwrap_or(start);
    let end = text[end..].find(char::is_whitespace).map_or(end, |at| end + at);
    (start + 8 < end).then(|| (&text[..start], &text[end..]))
}
