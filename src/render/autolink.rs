//! Bare addresses in a text, as links.

use std::sync::OnceLock;

use linkify::{LinkFinder, LinkKind};

use super::escape;

/// Whether a text may hold an address.
pub(super) fn is_likely(text: &str) -> bool {
    text.contains("://") || text.contains("www.")
}

/// The text as HTML with its addresses linked: those that say `http://`, `https://` or `ftp://`, or begin with `www.`,
/// as GitHub does.
pub(super) fn html(text: &str) -> String {
    static FINDER: OnceLock<LinkFinder> = OnceLock::new();
    let finder = FINDER.get_or_init(|| {
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
        finder
    });
    let mut out = String::with_capacity(text.len() + 64);
    for span in finder.spans(text) {
        let address = span.as_str();
        let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
        let scheme = if lower.starts_with("www.") { "http://" } else { "" };
        let is_web = ["http://", "https://", "ftp://", "www."].iter().any(|start| lower.starts_with(start));
        if span.kind().is_some() && is_web {
            let shown = escape(address);
            let target = html_escape::encode_double_quoted_attribute(address);
            out.push_str(&format!("<a href=\"{scheme}{target}\">{shown}</a>"));
        } else {
            out.push_str(&escape(address));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_linked_and_names_are_not() {
        let examples = [
            (
                "see https://a.example/x_y?a=1&b=2.",
                "see <a href=\"https://a.example/x_y?a=1&amp;b=2\">https://a.example/x_y?a=1&amp;b=2</a>.",
            ),
            ("(www.a.example)", "(<a href=\"http://www.a.example\">www.a.example</a>)"),
            ("Node.js, lib.rs and file.md", "Node.js, lib.rs and file.md"),
            ("a < b, javascript://x", "a &lt; b, javascript://x"),
        ];
        for (text, wanted) in examples {
            assert_eq!(html(text), wanted);
        }
    }
}
