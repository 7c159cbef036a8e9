//! Attributes that converters write into Markdown, which no reader is meant to see.
//!
//! ```text
//! ## **1\. Basics** {#1.-basics}                 of office programs; `{#basics}` alone names a question and stays
//! A [covering index]{.underline}                 of pandoc, from word processors
//! []{#_Toc12345 .anchor}Databases
//! ![](media/image1.png){width="5in" height="3in"}
//! ```

use super::verbatim::patch_prose;
use crate::source::{Edit, Source, Span};

/// Bytes of the longest attributes, and of the longest text that has some.
const LONGEST: usize = 200;

pub fn remove(source: &mut Source) {
    if !source.text.contains('{') {
        return;
    }
    let mut edits = vec![];
    in_text(source, &mut edits);
    in_headings(source, &mut edits);
    edits.sort_by_key(|edit: &Edit| edit.span);
    edits.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    patch_prose(source, edits);
}

fn edit(start: usize, end: usize, replacement: String) -> Edit {
    Edit { span: Span { start, end }, replacement, repair: None }
}

/// `[text]{.class}`, `[]{#id}`, `[text](url){.class}`: attributes right behind a bracket, and brackets of no link.
fn in_text(source: &Source, edits: &mut Vec<Edit>) {
    let text = &source.text;
    let mut open = None;
    let mut in_code = false;
    for (at, found) in text.match_indices(['\n', '`', '[', ']', ')']) {
        match found {
            "\n" => in_code = false,
            "`" => in_code = !in_code,
            "[" => open = Some(at),
            _ if in_code || at < source.body_start => {}
            _ => {
                let Some(length) = attributes(&text[at + 1..]) else { continue };
                let end = at + 1 + length;
                if found == ")" {
                    edits.push(edit(at + 1, end, String::new()));
                } else if let Some(open) = open
                    && at - open <= LONGEST
                    && !text[open..at].contains("\n\n")
                {
                    edits.push(edit(open, open + 1, String::new()));
                    edits.push(edit(at, end, String::new()));
                }
            }
        }
    }
}

/// `{…}` at the end of headings, but for an id alone.
fn in_headings(source: &Source, edits: &mut Vec<Edit>) {
    let mut at = source.body_start;
    let mut lines = source.text[at..].split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let text = line.trim_end();
        let mut underlined = || {
            lines.peek().map(|next| next.trim()).is_some_and(|next| {
                next.len() > 1 && (next.chars().all(|c| c == '=') || next.chars().all(|c| c == '-'))
            })
        };
        if text.ends_with('}')
            && (text.trim_start().starts_with('#') || underlined())
            && let Some(open) = text.rfind(" {")
            && attributes(&text[open + 1..]) == Some(text.len() - open - 1)
        {
            let inner = &text[open + 2..text.len() - 1];
            let id = inner.split_whitespace().next().filter(|word| is_id(word));
            let kept = id.map_or_else(String::new, |id| format!(" {{{id}}}"));
            if kept != text[open..] {
                edits.push(edit(at + open, at + text.len(), kept));
            }
        }
        at += line.len();
    }
}

/// `#id` of letters, digits, dashes and underscores.
fn is_id(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|id| !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')))
}

/// Bytes of the attributes that a text begins with: `{#id .class key="value"}`.
fn attributes(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let end = inner.bytes().take(LONGEST).position(|byte| byte == b'}')?;
    let inner = &inner[..end];
    let is_attribute = |word: &str| {
        word.starts_with(['#', '.']) && word.len() > 1
            || word.split_once('=').is_some_and(|(key, value)| {
                key.chars().all(|c| c.is_ascii_alphabetic()) && value.starts_with('"')
            })
    };
    let mut words = inner.split_whitespace().peekable();
    (words.peek().is_some() && words.all(is_attribute)).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(text: &str) -> String {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        remove(&mut source);
        source.text
    }

    #[test]
    fn attributes_of_converters_go() {
        for (text, wanted) in [
            ("## **1\\. Basics** {#1.-basics}\n", "## **1\\. Basics**\n"),
            ("## Was ist ein Pod? {#pod .unnumbered}\n", "## Was ist ein Pod? {#pod}\n"),
            ("[]{#_Toc1 .anchor}Netze\n", "Netze\n"),
            ("A [covering index]{.underline} holds all\n", "A covering index holds all\n"),
            ("![](a.png){width=\"5in\" height=\"3in\"}\n", "![](a.png)\n"),
            ("Netze {#1.}\n---\n", "Netze\n---\n"),
        ] {
            assert_eq!(removed(text), wanted);
        }
    }

    #[test]
    fn other_braces_stay() {
        for text in [
            "## What prints? {1, 2}\n",
            "## Pods {#pods}\n",
            "`a[0]{.x}` is code\n",
            "```\nf(){.x}\n```\n",
            "a set {#x}\n",
        ] {
            assert_eq!(removed(text), text);
        }
    }
}
