//! Gaps in a text, as Anki's cloze markup.

use std::collections::BTreeSet;

use super::hazard::{BREAK, is_hazard};
use super::html::{self, Style};
use super::{Resolver, math};
use crate::card::Gaps;
use crate::document::{Document, Piece};

/// Anki makes no card for a higher number (contract rule 7).
const MOST: u32 = 499;

/// The text of a cloze note with its gaps marked, and the gaps' numbers: as [`super::fields`], safe and free of hazards.
pub fn text(
    document: &Document<'_>,
    pieces: &[Piece],
    gaps: Gaps,
    resolver: &mut Resolver<'_>,
) -> (String, BTreeSet<u32>) {
    let (marked, numbers) = mark(&html::unfinished(document, pieces, Style::Cloze, resolver), gaps);
    (html::finish(&marked), numbers)
}

/// Marks the gaps in HTML (or escaped text) and breaks what only looks like a mark. Gives the gaps' numbers too.
pub fn mark(html: &str, gaps: Gaps) -> (String, BTreeSet<u32>) {
    let mut marker = Marker {
        gaps,
        out: String::with_capacity(html.len() + 64),
        numbers: BTreeSet::new(),
        open: false,
        hint: false,
    };
    let mut at = 0;
    let mut code = 0usize;
    while at < html.len() {
        let rest = &html[at..];
        if let Some((formula, length)) = math::finish(rest, Style::Cloze) {
            marker.out.push_str(&formula);
            at += length;
            continue;
        }
        if rest.starts_with('<')
            && let Some(end) = rest.find('>')
        {
            let tag = &rest[..=end];
            for name in ["code", "pre"] {
                code += usize::from(tag.strip_prefix('<').is_some_and(|tag| tag.starts_with(name)));
                code -=
                    usize::from(tag.strip_prefix("</").is_some_and(|tag| tag.starts_with(name))).min(code);
            }
            marker.out.push_str(tag);
            at += tag.len();
            continue;
        }
        at += if code > 0 { marker.plain(rest) } else { marker.step(rest) };
    }
    (marker.out, marker.numbers)
}

struct Marker {
    gaps: Gaps,
    out: String,
    numbers: BTreeSet<u32>,
    open: bool,
    /// The open gap has its hint already.
    hint: bool,
}

impl Marker {
    /// Takes what stands at the begin of `rest`; gives its length.
    fn step(&mut self, rest: &str) -> usize {
        match (self.gaps, self.open) {
            (Gaps::Anki, false) => {
                if let Some((number, length)) = anki_open(rest) {
                    self.begin(number);
                    return length;
                }
            }
            (Gaps::Anki, true) if rest.starts_with("}}") => return self.end(2),
            (Gaps::Anki, true) if rest.starts_with("::") && !self.hint => {
                self.hint = true;
                self.out.push_str("::");
                return 2;
            }
            (Gaps::Highlight, open) if rest.starts_with("==") => {
                if open {
                    return self.end(2);
                }
                if closes(&rest[2..], "==") {
                    self.begin(self.next());
                    return 2;
                }
            }
            (Gaps::Brackets, false) if rest.starts_with('[') && closes(&rest[1..], "]") => {
                self.begin(self.next());
                return 1;
            }
            (Gaps::Brackets, true) if rest.starts_with(']') => return self.end(1),
            _ => {}
        }
        self.plain(rest)
    }

    /// One character that is no mark.
    fn plain(&mut self, rest: &str) -> usize {
        let c = rest.chars().next().unwrap_or_default();
        self.out.push(c);
        if is_hazard(rest, Style::Cloze) {
            self.out.push_str(BREAK);
        }
        c.len_utf8()
    }

    fn next(&self) -> u32 {
        self.numbers.last().map_or(1, |last| (last + 1).min(MOST))
    }

    fn begin(&mut self, number: u32) {
        self.numbers.insert(number);
        self.open = true;
        self.hint = false;
        self.out.push_str(&format!("{{{{c{number}::"));
    }

    fn end(&mut self, length: usize) -> usize {
        self.open = false;
        self.out.push_str("}}");
        length
    }
}

/// Number and length of `{{c3::`, if the gap is closed again.
fn anki_open(rest: &str) -> Option<(u32, usize)> {
    let body = rest.strip_prefix("{{c")?;
    let digits = body.find(|c: char| !c.is_ascii_digit())?;
    let number = body[..digits].parse().ok().filter(|number| (1..=MOST).contains(number))?;
    (body[digits..].starts_with("::") && body.contains("}}")).then_some((number, 3 + digits + 2))
}

/// Whether a gap is closed before its block ends, and is not empty.
fn closes(rest: &str, mark: &str) -> bool {
    let end = rest.find("</p>").or_else(|| rest.find("</td>")).unwrap_or(rest.len());
    rest[..end].find(mark).is_some_and(|at| at > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_marked_and_code_is_not() {
        let examples = [
            (
                Gaps::Anki,
                "<p>{{c1::Paris}} and {{c2::Rome::city}}</p>",
                "<p>{{c1::Paris}} and {{c2::Rome::city}}</p>",
                2,
            ),
            (Gaps::Highlight, "<p>a ==b== c ==d==</p>", "<p>a {{c1::b}} c {{c2::d}}</p>", 2),
            (Gaps::Brackets, "<p>The sea is [salty].</p>", "<p>The sea is {{c1::salty}}.</p>", 1),
            (Gaps::Brackets, "<p>[a] <code>x[0]</code></p>", "<p>{{c1::a}} <code>x[0]</code></p>", 1),
            (Gaps::Highlight, "<p>a == b</p>", "<p>a == b</p>", 0),
        ];
        for (gaps, html, wanted, count) in examples {
            let (marked, numbers) = mark(html, gaps);
            assert_eq!((marked.as_str(), numbers.len()), (wanted, count), "{html}");
        }
    }
}
