//! A diff as release notes: what a learner wants to know, and nothing that only the maintainer can mend.

use std::io::{self, Write};

use super::{Change, Diff, FieldChange, Part, ProblemKind, Question};

/// Characters that Markdown would take for markup within a line.
const MARKUP: &[char] = &['\\', '`', '*', '_', '[', ']', '<', '>', '~', '$', '#', '@', '&'];

/// Writes the notes, without a title: they stand below one.
pub fn write(diff: &Diff, out: &mut impl Write) -> io::Result<()> {
    if diff.is_empty() {
        return writeln!(out, "Nothing changed for learners.");
    }
    writeln!(out, "{}.", sentence(diff))?;
    let breaks = diff.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::Schema { .. }));
    if breaks {
        writeln!(
            out,
            "\n**Before you import:** the cards have new fields. In Anki's import screen tick *Merge note types* and \
             set *Update notes* to *Always*, or earlier cards stay as they were."
        )?;
    }
    let several = diff.new.iter().any(|question| question.deck != diff.new[0].deck);
    questions(out, "New", &diff.new, |question| match several {
        true => format!("{} · {}", bold(question), escaped(&question.deck)),
        false => bold(question),
    })?;
    changes(out, &diff.changed)?;
    let moves: Vec<String> = diff
        .moved
        .iter()
        .filter_map(|entry| {
            let from = entry.from.as_ref()?;
            let to = &entry.question.deck;
            Some(format!("{}: {} → {}", bold(&entry.question), escaped(from), escaped(to)))
        })
        .collect();
    section(out, "Moved", &moves)?;
    if !moves.is_empty() {
        writeln!(out, "\nCards that you have already stay in their deck.")?;
    }
    let retagged = diff.retagged.iter().map(|entry| {
        let code = |tags: &[String], [start, end]: [&str; 2]| -> Vec<String> {
            tags.iter().map(|tag| format!("{start}{}{end}", escaped(tag))).collect()
        };
        let mut tags = code(&entry.tags.removed, REMOVED);
        tags.extend(code(&entry.tags.added, ADDED));
        format!("{}: {}", bold(&entry.question), tags.join(" "))
    });
    section(out, "Retagged", &retagged.collect::<Vec<_>>())?;
    questions(out, "Retired", &diff.retired, bold)?;
    if !diff.retired.is_empty() {
        writeln!(out, "\n*Tools > Empty Cards* in Anki removes them.")?;
    }
    questions(out, "Back again", &diff.returned, bold)?;
    questions(out, "No longer part of the deck", &diff.dropped, bold)
}

const REMOVED: [&str; 2] = ["<del>", "</del>"];
const ADDED: [&str; 2] = ["<ins>", "</ins>"];

/// `3 new questions, 1 changed, 20 as before`
fn sentence(diff: &Diff) -> String {
    let counts = [
        (diff.new.len(), "new"),
        (diff.changed.len(), "changed"),
        (diff.moved.iter().filter(|entry| entry.from.is_some()).count(), "moved to another deck"),
        (diff.retagged.len(), "retagged"),
        (diff.retired.len(), "retired"),
        (diff.returned.len(), "back again"),
        (diff.dropped.len(), "no longer part of the deck"),
        (diff.unchanged, "as before"),
    ];
    let mut told: Vec<String> = vec![];
    for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
        let noun = if count == 1 { "question" } else { "questions" };
        told.push(match (told.is_empty(), word) {
            (true, "new") => format!("{count} new {noun}"),
            (true, _) => format!("{count} {noun} {word}"),
            (false, _) => format!("{count} {word}"),
        });
    }
    if told.is_empty() { "The look changed".to_owned() } else { told.join(", ") }
}

fn section(out: &mut impl Write, title: &str, items: &[String]) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### {title}\n")?;
    items.iter().try_for_each(|item| writeln!(out, "- {item}"))
}

fn questions(
    out: &mut impl Write,
    title: &str,
    questions: &[Question],
    item: impl Fn(&Question) -> String,
) -> io::Result<()> {
    section(out, title, &questions.iter().map(item).collect::<Vec<_>>())
}

fn changes(out: &mut impl Write, changes: &[Change]) -> io::Result<()> {
    let items = changes.iter().map(|change| {
        let mut item = bold(&change.question);
        for field in &change.fields {
            item.push_str(&format!("\n  - {}", self::change(field)));
        }
        let cards = [("a new card", &change.more_cards), ("a card is empty now", &change.fewer_cards)];
        for (what, _) in cards.iter().filter(|(_, cards)| !cards.is_empty()) {
            item.push_str(&format!("\n  - {what}"));
        }
        item
    });
    section(out, "Changed", &items.collect::<Vec<_>>())
}

/// A changed field in one line: lines within it are joined with slashes.
fn change(field: &FieldChange) -> String {
    let name = escaped(&field.name);
    if field.text.is_empty() {
        return format!("{name}: formatting");
    }
    let mut marked = String::new();
    for part in &field.text {
        match part {
            Part::Same(text) => marked.push_str(&line(text)),
            Part::Removed(text) => marked.push_str(&around(REMOVED, text)),
            // The old words and the new ones must not read as one.
            Part::Added(text) if marked.ends_with(REMOVED[1]) => {
                marked.push(' ');
                marked.push_str(&around(ADDED, text));
            }
            Part::Added(text) => marked.push_str(&around(ADDED, text)),
            Part::Gap => marked.push_str(" … "),
        }
    }
    format!("{name}: {}", marked.trim())
}

fn around([start, end]: [&str; 2], text: &str) -> String {
    format!("{start}{}{end}", line(text))
}

/// Text with line breaks as visible ones of one line.
fn line(text: &str) -> String {
    escaped(&text.replace('\n', " / "))
}

fn bold(question: &Question) -> String {
    format!("**{}**", escaped(question.title.trim()))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if MARKUP.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
