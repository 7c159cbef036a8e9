//! `recto cards`: the cards on standard output.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::memory::Memory;
use super::report::nothing_found;
use super::{Failure, Sources, input, output};
use crate::project::{self, Entry, Reading};
use crate::source::Span;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Cards {
    #[command(flatten)]
    sources: Sources,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List the questions that have no answer instead; with `keep`, print them as cards among the others
    #[arg(long, value_enum, value_name = "keep", num_args = 0..=1, require_equals = true, default_missing_value = "list", default_value = "drop", hide_default_value = true)]
    unanswered: Unanswered,
    /// Say for each card which shape read it from which lines, and for all else why it is on no card
    #[arg(long)]
    why: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One JSON object a line
    Jsonl,
}

/// What becomes of questions without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Unanswered {
    /// No card
    Drop,
    /// A card with an empty back, for those who write their own answers
    Keep,
    /// List them, and print nothing else
    #[value(hide = true)]
    List,
}

/// A line of `--format jsonl`. Front and back are plain text.
#[derive(Serialize)]
struct Line<'e> {
    file: &'e str,
    line: usize,
    front: String,
    back: String,
    tags: &'e [String],
    guid: &'e str,
    shape: &'e str,
    section_path: &'e [String],
}

const EXAMPLES: &str = "\
Examples:
  recto cards questions.md             the cards as text
  recto cards questions.md --why       which lines became which card, and why the others did not
  recto cards --unanswered             questions that still lack an answer
  recto cards --format jsonl           for other programs";

impl Cards {
    pub fn run(self) -> Result<(), Failure> {
        let input = input::read(&self.sources)?;
        let mut readings = input.readings();
        let mut options = input.options();
        options.keep_unanswered |= self.unanswered == Unanswered::Keep;
        let is_text = self.format == Format::Text || self.why || self.unanswered == Unanswered::List;
        let mut out = if is_text { output::stdout() } else { output::data() };
        if self.unanswered == Unanswered::List {
            for reading in readings.iter().filter(|reading| input.is_asked_for(&reading.file)) {
                for card in &reading.findings.unanswered {
                    let front = reading.document.plain(&card.front).replace('\n', " ");
                    writeln!(
                        out,
                        "{}:{}: {front}",
                        reading.document.source.name,
                        reading.document.line(card.span.start)
                    )?;
                }
            }
            return Ok(output::finish(out)?);
        }
        let known = Memory::open(&self.sources)?.project(&readings, &options);
        if self.why {
            readings.retain(|reading| input.is_asked_for(&reading.file));
            why(&mut out, &readings)?;
            output::finish(out)?;
            let has_cards = readings.iter().any(|reading| !reading.findings.cards.is_empty());
            return if has_cards { Ok(()) } else { Err(nothing_found(&readings)) };
        }
        let (mut entries, _) = project::entries(&readings, &options, &known);
        entries.retain(|entry| input.is_asked_for(&entry.reading.file));
        for entry in &entries {
            match self.format {
                Format::Jsonl => jsonl(&mut out, entry)?,
                Format::Text => text(&mut out, entry)?,
            }
        }
        output::finish(out)?;
        if entries.is_empty() { Err(nothing_found(&readings)) } else { Ok(()) }
    }
}

fn jsonl(out: &mut impl Write, entry: &Entry<'_, '_>) -> anyhow::Result<()> {
    let line = Line {
        file: &entry.reading.document.source.name,
        line: entry.line(),
        front: entry.front_text(),
        back: entry.back_text(),
        tags: &entry.tags,
        guid: &entry.guid,
        shape: entry.card.shape,
        section_path: &entry.section_path,
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)?;
    Ok(())
}

/// ```text
/// interview.md:23  heading  Part 1: Internals
/// Q  The stale cache
///    A colleague …
/// A  - It is shared.
/// ```
fn text(out: &mut impl Write, entry: &Entry<'_, '_>) -> anyhow::Result<()> {
    let name = &entry.reading.document.source.name;
    writeln!(out, "{name}:{}  {}  {}", entry.line(), entry.card.shape, entry.section_path.join(" › "))?;
    for (mark, text) in [
        ("Q", entry.front_text()),
        ("A", entry.back_text()),
        ("+", entry.reading.document.plain(&entry.card.extra)),
    ] {
        for (index, line) in text.lines().enumerate() {
            let mark = if index == 0 { mark } else { " " };
            writeln!(out, "{}", format!("{mark}  {line}").trim_end())?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// ```text
/// interview.md:23-30  heading  The stale cache
/// interview.md:46     left out: text outside of any question
/// ```
fn why(out: &mut impl Write, readings: &[Reading<'_>]) -> anyhow::Result<()> {
    for reading in readings {
        let document = &reading.document;
        let name = &document.source.name;
        let lines = |span: Span| {
            let text = document.slice(span);
            let (first, last) =
                (document.line(span.start), document.line(span.start + text.trim_end().len()));
            if first == last { format!("{first}") } else { format!("{first}-{last}") }
        };
        let findings = &reading.findings;
        let cards = findings.cards.iter().map(|card| (card, card.shape));
        let unanswered = findings.unanswered.iter().map(|card| (card, "no answer"));
        let mut rows: Vec<(Span, String)> = cards
            .chain(unanswered)
            .map(|(card, shape)| {
                let front = document.plain(&card.front);
                (card.span, format!("{shape}  {}", front.lines().next().unwrap_or_default()))
            })
            .collect();
        rows.extend(
            findings.left_out.iter().map(|left| (left.span, format!("left out: {}", left.why.text()))),
        );
        rows.sort_by_key(|(span, _)| *span);
        for (span, text) in rows {
            writeln!(out, "{name}:{:<9}  {text}", lines(span))?;
        }
    }
    Ok(())
}
