//! The anchors that hosts give to headings.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Forge;
use crate::document::Document;
use crate::source::Span;

/// The anchors of a document's headings, as its host makes them.
#[derive(Debug)]
pub struct Anchors {
    /// Where headings begin, ascending, with their anchors.
    headings: Vec<(usize, String)>,
}

impl Anchors {
    pub fn new(document: &Document<'_>, forge: Forge) -> Anchors {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let headings = document.headings().map(|(span, text)| {
            let text = as_stored(document, span).unwrap_or(text);
            let anchor = slug(&text, forge);
            let number = taken.entry(anchor.clone()).or_default();
            let anchor = if *number == 0 { anchor } else { format!("{anchor}{}{number}", duplicate(forge)) };
            *number += 1;
            (span.start, named(document, span).unwrap_or(anchor))
        });
        Anchors { headings: headings.collect() }
    }

    /// The anchors in the order of their headings.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|(_, anchor)| anchor.as_str())
    }

    /// The anchor of the last heading that begins before or at `offset`.
    pub fn above(&self, offset: usize) -> Option<&str> {
        let after = self.headings.partition_point(|(start, _)| *start <= offset);
        self.headings[..after].last().map(|(_, anchor)| anchor.as_str())
    }
}

/// The rule of GitHub: lower case, nothing but letters, digits, marks, connectors and dashes, a dash for each space.
/// GitLab joins dashes; Bitbucket puts a word before them; Gitea knows the author's own `{#id}`.
fn slug(text: &str, forge: Forge) -> String {
    static DROPPED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[^\w\- ]").expect("a valid expression"));
    let own = text.trim_end().strip_suffix('}').and_then(|text| text.rsplit_once("{#"));
    if let (Forge::Gitea, Some((_, id))) = (forge, own) {
        return id.to_string();
    }
    let slug = DROPPED.replace_all(&text.to_lowercase(), "").replace(' ', "-");
    match forge {
        Forge::Github | Forge::Gitea => slug,
        Forge::Gitlab => slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"),
        Forge::Bitbucket => format!("markdown-header-{slug}"),
    }
}

/// What stands between an anchor that is there already and its number.
fn duplicate(forge: Forge) -> char {
    if forge == Forge::Bitbucket { '_' } else { '-' }
}

/// The heading's line as it stands in the author's file, if it was repaired: the host shows the broken one.
fn as_stored(document: &Document<'_>, span: Span) -> Option<String> {
    let line = document.source.author_line(document.line(span.start));
    let ours = document.slice(span).lines().next().unwrap_or_default();
    (!line.contains(ours.trim()))
        .then(|| line.trim_matches(|c: char| c == '#' || c.is_whitespace()).to_string())
}

/// The name of an anchor that the author put into the heading or right above it: `<a name="why"></a>`.
fn named(document: &Document<'_>, span: Span) -> Option<String> {
    const ANCHOR: &str = r#"(?i)<a\s+(?:name|id)\s*=\s*["']?([^"'\s>]+)["']?\s*(?:/>|>\s*</a>)"#;
    static WITHIN: LazyLock<Regex> = LazyLock::new(|| Regex::new(ANCHOR).expect("a valid expression"));
    static ABOVE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!(r"{ANCHOR}\s*\z")).expect("a valid expression"));
    /// Bytes above a heading that an anchor may take.
    const REACH: usize = 200;
    let text = &document.source.text;
    let mut from = span.start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let found = WITHIN.captures(document.slice(span)).or_else(|| ABOVE.captures(&text[from..span.start]))?;
    Some(found[1].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn anchors(text: &str, forge: Forge) -> Vec<String> {
        let source = Source::new("q.md", text.as_bytes()).expect("UTF-8");
        let document = Document::parse(&source);
        Anchors::new(&document, forge).headings.into_iter().map(|(_, anchor)| anchor).collect()
    }

    #[test]
    fn headings_get_the_anchors_of_their_host() {
        let text = "# Q & A: `Vec<T>`, *really*?\n\n## Über_uns – 日本語\n\n## 📖 Read\n\n## [Why](x.md)?\n\nWhy\n---\n\n## Why\n";
        assert_eq!(
            anchors(text, Forge::Github),
            ["q--a-vect-really", "über_uns--日本語", "-read", "why", "why-1", "why-2"]
        );
        assert_eq!(
            anchors(text, Forge::Gitlab),
            ["q-a-vect-really", "über_uns-日本語", "read", "why", "why-1", "why-2"]
        );
        assert_eq!(
            anchors("# Why\n\n# Why\n", Forge::Bitbucket),
            ["markdown-header-why", "markdown-header-why_1"]
        );
    }

    #[test]
    fn anchors_of_the_author_win() {
        let text =
            "<a name=\"first\"></a>\n\n## One\n\ntext\n\n## <a id='second'></a>Two\n\n## Three {#third}\n";
        assert_eq!(anchors(text, Forge::Github), ["first", "second", "three-third"]);
        assert_eq!(anchors(text, Forge::Gitea)[2], "third");
    }

    #[test]
    fn a_repaired_heading_keeps_the_anchor_of_the_file() {
        assert_eq!(anchors("## It â€” really\n", Forge::Github), ["it-â-really"]);
    }

    #[test]
    fn a_card_belongs_to_the_heading_above_it() {
        let source = Source::new("q.md", b"text\n\n# One\n\ntext\n\n# Two\n").expect("UTF-8");
        let anchors = Anchors::new(&Document::parse(&source), Forge::Github);
        assert_eq!(
            [0, 6, 13, 19].map(|offset| anchors.above(offset)),
            [None, Some("one"), Some("one"), Some("two")]
        );
    }
}
