//! The events of a document, kept small.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

/// Events with their byte ranges in a document's text. The parser's own take 96 bytes each. Here most take 12, since most
/// are text that stands in the document as it is, or have no words at all.
#[derive(Debug)]
pub struct Stream<'s> {
    text: &'s str,
    steps: Vec<Step>,
    /// Events without words, each once.
    shared: Vec<Event<'s>>,
    others: Vec<Event<'s>>,
    /// Whether there are tags in running text.
    has_tags: bool,
}

/// One event, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Step {
    start: u32,
    end: u32,
    /// One of the numbers below, or else a place in `shared`, or behind [`MOST_SHARED`] one in `others`.
    what: u32,
}

// What the text of the range says by itself.
const TEXT: u32 = u32::MAX;
const CODE: u32 = u32::MAX - 1;
const HTML: u32 = u32::MAX - 2;
const INLINE_HTML: u32 = u32::MAX - 3;

/// Bytes of the longest text whose places fit.
pub const LONGEST: usize = u32::MAX as usize;

const MOST_SHARED: usize = 256;

impl<'s> Stream<'s> {
    /// # Panics
    /// If the text is longer than [`LONGEST`].
    pub fn new(text: &'s str, events: impl Iterator<Item = (Event<'s>, Range<usize>)>) -> Stream<'s> {
        assert!(text.len() <= LONGEST, "a document of more than {LONGEST} bytes");
        let mut stream = Stream { text, steps: vec![], shared: vec![], others: vec![], has_tags: false };
        for (event, range) in events {
            stream.has_tags |= matches!(event, Event::InlineHtml(_));
            let what = stream.what(event, range.clone());
            stream.steps.push(Step { start: range.start as u32, end: range.end as u32, what });
        }
        stream.steps.shrink_to_fit();
        stream.others.shrink_to_fit();
        stream
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there are tags in running text.
    pub fn has_tags(&self) -> bool {
        self.has_tags
    }

    /// Whether a footnote is defined.
    pub fn has_footnotes(&self) -> bool {
        self.others.iter().any(|event| matches!(event, Event::Start(Tag::FootnoteDefinition(_))))
    }

    pub fn get(&self, at: usize) -> (Event<'s>, Range<usize>) {
        self.read(self.steps[at])
    }

    /// Puts another event in the place of one.
    pub fn set(&mut self, at: usize, event: Event<'s>) {
        self.steps[at].what = self.what(event, self.range(self.steps[at]));
    }

    /// The events with these numbers.
    pub fn iter(
        &self,
        events: Range<usize>,
    ) -> impl Iterator<Item = (Event<'s>, Range<usize>)> + use<'_, 's> {
        self.steps[events].iter().map(|&step| self.read(step))
    }

    fn range(&self, step: Step) -> Range<usize> {
        step.start as usize..step.end as usize
    }

    fn read(&self, step: Step) -> (Event<'s>, Range<usize>) {
        let range = self.range(step);
        let said = || CowStr::Borrowed(&self.text[range.clone()]);
        let event = match step.what {
            TEXT => Event::Text(said()),
            CODE => Event::Code(CowStr::Borrowed(&self.text[range.start + 1..range.end - 1])),
            HTML => Event::Html(said()),
            INLINE_HTML => Event::InlineHtml(said()),
            place => match (place as usize).checked_sub(MOST_SHARED) {
                None => self.shared[place as usize].clone(),
                Some(place) => self.others[place].clone(),
            },
        };
        (event, range)
    }

    fn what(&mut self, event: Event<'s>, range: Range<usize>) -> u32 {
        let said = &self.text[range];
        match &event {
            Event::Text(text) if **text == *said => TEXT,
            Event::Code(code)
                if said.strip_prefix('`').and_then(|said| said.strip_suffix('`')) == Some(code) =>
            {
                CODE
            }
            Event::Html(html) if **html == *said => HTML,
            Event::InlineHtml(html) if **html == *said => INLINE_HTML,
            _ if has_words(&event) => self.other(event),
            _ => match self.shared.iter().position(|shared| *shared == event) {
                Some(place) => place as u32,
                None if self.shared.len() < MOST_SHARED => {
                    self.shared.push(event);
                    self.shared.len() as u32 - 1
                }
                None => self.other(event),
            },
        }
    }

    fn other(&mut self, event: Event<'s>) -> u32 {
        self.others.push(event);
        (MOST_SHARED + self.others.len() - 1) as u32
    }
}

/// Whether an event says something of its own, so that few others are like it.
fn has_words(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::CodeBlock(_)
                | Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::Table(_)
                | Tag::MetadataBlock(_)
        ),
        Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parser;

    #[test]
    fn events_come_out_as_they_went_in() {
        let text = "# A *title* {#id}\n\n\
            Text with `code`, ``a ` tick``, ` spaces `, &amp; an entity, a \\* star, <b>raw</b> <br/> tags.\n\
            Next line,  \nbroken. [Link](to \"title\"), ![picture](at), <https://example.org>, $x$, $$y$$, note[^n].\n\n\
            - [x] done\n- open\n  1. one\n  7. seven\n\n3. three\n\n> quote\n\n> [!NOTE]\n> alert\n\n\
            ```rust\ncode\n```\n\n    indented\n\n<div>\nhtml\n</div>\n\n| a | b |\n|---|:-:|\n| c | `d` |\n\n\
            Term\n: meaning\n\n---\n\n~~gone~~ **bold**\n\n[^n]: Said in a note.\n";
        let events = || parser::events(text, 0);
        let mut stream = Stream::new(text, events());
        assert!(stream.has_tags() && stream.has_footnotes());
        assert!(stream.iter(0..stream.len()).eq(events()));
        assert!(stream.iter(5..9).eq(events().skip(5).take(4)));
        for (at, (event, range)) in events().enumerate() {
            assert_eq!(stream.get(at), (event, range.clone()));
            stream.set(at, Event::Text("another".into()));
            assert_eq!(stream.get(at), (Event::Text("another".into()), range));
        }
        let plain = Stream::new("plain", parser::events("plain", 0));
        assert!(!plain.has_tags() && !plain.has_footnotes());
    }

    #[test]
    fn more_lists_than_places_are_no_loss() {
        let text: String = (0..600).map(|number| format!("{number}. item\n\ntext\n\n")).collect();
        let stream = Stream::new(&text, parser::events(&text, 0));
        assert!(stream.iter(0..stream.len()).eq(parser::events(&text, 0)));
    }
}
