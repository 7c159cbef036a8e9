//! A diff for the terminal.

use std::io::{self, Write};

use super::{Change, Diff, Part, Problem, Question, TagChange};

/// Notes that are named for one problem.
const EXAMPLES: usize = 5;

const REMOVED: [&str; 2] = ["\x1b[31;9m", "\x1b[0m"];
const ADDED: [&str; 2] = ["\x1b[32m", "\x1b[0m"];
const HEADING: [&str; 2] = ["\x1b[1m", "\x1b[0m"];

/// Writes the diff, with colours or, as git does it for words, with `[-…-]` and `{+…+}`.
pub fn write(diff: &Diff, coloured: bool, out: &mut impl Write) -> io::Result<()> {
    Text { coloured, out }.all(diff)
}

struct Text<'o, W> {
    coloured: bool,
    out: &'o mut W,
}

impl<W: Write> Text<'_, W> {
    fn all(&mut self, diff: &Diff) -> io::Result<()> {
        writeln!(self.out, "{}", summary(diff))?;
        self.questions("New", &diff.new)?;
        self.changed(&diff.changed)?;
        self.heading("Moved, for those who import the deck for the first time", diff.moved.len())?;
        for entry in &diff.moved {
            let place = match &entry.from {
                Some(from) => format!("{from} → {}", entry.question.deck),
                None => "in the order".to_owned(),
            };
            writeln!(self.out, "  {}: {place}", entry.question.title)?;
        }
        self.heading("Retagged", diff.retagged.len())?;
        for entry in &diff.retagged {
            writeln!(self.out, "  {}", entry.question.title)?;
            self.tags(&entry.tags)?;
        }
        self.questions("Retired", &diff.retired)?;
        self.questions("Returned", &diff.returned)?;
        self.questions("Dropped: learners keep them, and nothing tells them", &diff.dropped)?;
        self.list("Look changed", &diff.restyled)?;
        self.list("Description changed", &diff.described)?;
        self.problems(&diff.problems)
    }

    fn heading(&mut self, title: &str, entries: usize) -> io::Result<()> {
        let [start, end] = if self.coloured { HEADING } else { [""; 2] };
        if entries > 0 { writeln!(self.out, "\n{start}{title}{end}") } else { Ok(()) }
    }

    fn questions(&mut self, title: &str, questions: &[Question]) -> io::Result<()> {
        self.heading(title, questions.len())?;
        questions.iter().try_for_each(|question| writeln!(self.out, "  {}", question.title))
    }

    fn list(&mut self, title: &str, names: &[String]) -> io::Result<()> {
        self.heading(title, names.len())?;
        names.iter().try_for_each(|name| writeln!(self.out, "  {name}"))
    }

    fn changed(&mut self, changes: &[Change]) -> io::Result<()> {
        self.heading("Changed", changes.len())?;
        for change in changes {
            writeln!(self.out, "  {}", change.question.title)?;
            for field in &change.fields {
                let text =
                    if field.text.is_empty() { "formatting".to_owned() } else { self.parts(&field.text) };
                let text = text.replace('\n', "\n      ");
                writeln!(self.out, "    {}: {text}", field.name)?;
            }
            self.tags(&change.tags)?;
            for (word, cards) in [("new", &change.more_cards), ("empty", &change.fewer_cards)] {
                if !cards.is_empty() {
                    let numbers: Vec<String> = cards.iter().map(u32::to_string).collect();
                    writeln!(self.out, "    {word} card {}", numbers.join(", "))?;
                }
            }
        }
        Ok(())
    }

    fn tags(&mut self, tags: &TagChange) -> io::Result<()> {
        if *tags == TagChange::default() {
            return Ok(());
        }
        let removed = tags.removed.iter().cloned().map(Part::Removed);
        let marked: Vec<String> = removed
            .chain(tags.added.iter().cloned().map(Part::Added))
            .map(|tag| self.parts(std::slice::from_ref(&tag)))
            .collect();
        writeln!(self.out, "    tags: {}", marked.join(" "))
    }

    fn parts(&self, parts: &[Part]) -> String {
        let ([removed, removed_end], [added, added_end]) =
            if self.coloured { (REMOVED, ADDED) } else { (["[-", "-]"], ["{+", "+}"]) };
        let shown = parts.iter().map(|part| match part {
            Part::Same(text) => text.clone(),
            Part::Removed(text) => format!("{removed}{text}{removed_end}"),
            Part::Added(text) => format!("{added}{text}{added_end}"),
            Part::Gap => " … ".to_owned(),
        });
        shown.collect()
    }

    fn problems(&mut self, problems: &[Problem]) -> io::Result<()> {
        self.heading("Problems", problems.len())?;
        for problem in problems {
            match problem.notes.len() {
                0 => writeln!(self.out, "  {}", problem.kind)?,
                1 => writeln!(self.out, "  1 note: {}", problem.kind)?,
                count => writeln!(self.out, "  {count} notes: {}", problem.kind)?,
            }
            for note in problem.notes.iter().take(EXAMPLES) {
                writeln!(self.out, "    {} ({})", note.title, note.guid)?;
            }
            if problem.notes.len() > EXAMPLES {
                writeln!(self.out, "    and {} more", problem.notes.len() - EXAMPLES)?;
            }
        }
        Ok(())
    }
}

/// `3 new, 1 retired, 20 unchanged`
pub fn summary(diff: &Diff) -> String {
    let counts = [
        (diff.new.len(), "new"),
        (diff.changed.len(), "changed"),
        (diff.moved.len(), "moved"),
        (diff.retagged.len(), "retagged"),
        (diff.retired.len(), "retired"),
        (diff.returned.len(), "returned"),
        (diff.dropped.len(), "dropped"),
        (diff.unchanged, "unchanged"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, word)| *count > 0 || *word == "unchanged")
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    told.join(", ")
}
