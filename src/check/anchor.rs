//! Links to headings that are not there.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Tag};
use regex::Regex;

use super::{Project, at};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::render::{Anchors, Forge};
use crate::source::Span;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let forge = project.forge.unwrap_or(Forge::Github);
    let documents: HashMap<&str, &Document<'_>> = project
        .readings
        .iter()
        .map(|reading| (reading.document.source.name.as_str(), &reading.document))
        .collect();
    let mut known: HashMap<&str, HashSet<String>> = HashMap::new();
    let mut found = vec![];
    for reading in project.readings {
        let own = reading.document.source.name.as_str();
        for (address, span) in links(&reading.document) {
            let Some((path, anchor)) = address.split_once('#') else { continue };
            let path = if path.is_empty() { own.to_string() } else { beside(own, path) };
            let Some((name, document)) = documents.get_key_value(path.as_str()) else { continue };
            let anchor = percent_decode_str(anchor).decode_utf8_lossy().to_lowercase();
            let anchor = anchor.strip_prefix("user-content-").unwrap_or(&anchor);
            let targets = known.entry(name).or_insert_with(|| targets(document, forge));
            if anchor.is_empty() || anchor == "top" || is_line(anchor) || targets.contains(anchor) {
                continue;
            }
            let place = if *name == own { String::new() } else { format!(" in {name}") };
            let mut finding =
                at(reading, Code::AnchorBroken, span, format!("no heading{place} has the anchor #{anchor}"));
            if let Some(alike) = alike(anchor, targets) {
                finding = finding.help(format!("did you mean #{alike}?"));
            }
            found.push(finding);
        }
    }
    found
}

/// The addresses of a document's links, of Markdown and of HTML, with their places.
fn links(document: &Document<'_>) -> Vec<(String, Span)> {
    static HREF: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<a\s(?:[^<>]*\s)?href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^"'\s<>]+))[^<>]*>"#)
            .expect("a valid expression")
    });
    let mut links = vec![];
    for (event, range) in document.all_events() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                links.push((dest_url.to_string(), range.clone().into()));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                let html = document.slice(range.clone().into());
                for found in HREF.captures_iter(html) {
                    let address =
                        found.iter().skip(1).flatten().next().map_or("", |address| address.as_str());
                    let tag = found.get(0).expect("the whole").range();
                    let span = Span { start: range.start + tag.start, end: range.start + tag.end };
                    links.push((html_escape::decode_html_entities(address).into_owned(), span));
                }
            }
            _ => {}
        }
    }
    links
}

/// All that a link into a document can lead to, in lower case.
fn targets(document: &Document<'_>, forge: Forge) -> HashSet<String> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<[a-z][^<>]*\s(?:id|name)\s*=\s*["']?([^"'\s>]+)"#).expect("a valid expression")
    });
    let mut targets: HashSet<String> =
        Anchors::new(document, forge).all().map(|anchor| anchor.to_lowercase()).collect();
    targets.extend(NAMED.captures_iter(&document.source.text).map(|found| found[1].to_lowercase()));
    targets
}

/// Lines of a file as hosts name them: `#L10`, `#L10-L20`.
fn is_line(anchor: &str) -> bool {
    anchor.strip_prefix('l').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 'l' | '-' | 'c'))
    })
}

/// The anchor that is most like one, if one is.
fn alike<'t>(anchor: &str, targets: &'t HashSet<String>) -> Option<&'t str> {
    /// Of 1.
    const ENOUGH: f64 = 0.8;
    /// Among more, looking at all for each broken link would take too long.
    const MOST: usize = 200;
    if targets.len() > MOST {
        return None;
    }
    let likeness = |target: &str| strsim::normalized_levenshtein(anchor, target);
    let best = targets.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then_with(|| b.cmp(a)))?;
    (likeness(best) >= ENOUGH).then_some(best)
}

/// The path of a link in the document `own`, seen from where that path begins.
fn beside(own: &str, path: &str) -> String {
    let path = percent_decode_str(path.split('?').next().unwrap_or(path)).decode_utf8_lossy();
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_where_the_document_is() {
        assert_eq!(beside("a/b.md", "../c%20d.md?x"), "c d.md");
        assert_eq!(beside("b.md", "./e/f.md"), "e/f.md");
        assert_eq!(beside("/q/b.md", "f.md"), "/q/f.md");
    }
}
