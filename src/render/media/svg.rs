//! SVG pictures without what runs or reaches out.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use svg_hush::{Filter, data_url_filter};

use super::Unfit;

/// Elements within each other. Drawing programs nest a few dozen; the filter takes squared time and memory.
const DEEPEST: usize = 500;

/// The picture without scripts, handlers, foreign objects and addresses outside of itself.
///
/// # Errors
/// If it is no XML, which browsers would not show either, or nested without end.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
    if depth(bytes) > DEEPEST {
        let what = format!("has more than {DEEPEST} elements within each other");
        return Err(Unfit::Damaged(what, "ungroup it, or save it as a PNG"));
    }
    let mut filter = Filter::new();
    filter.set_data_url_filter(data_url_filter::allow_standard_images);
    let mut out = vec![];
    let fault = |error: String| {
        Unfit::Damaged(format!("is no well-formed SVG: {error}"), "save it again as plain SVG")
    };
    filter.filter(bytes, &mut out).map_err(|error| fault(error.to_string()))?;
    let out = String::from_utf8(out).map_err(|error| fault(error.to_string()))?;
    Ok(alone(&out).into_bytes())
}

/// The filter turns addresses elsewhere into such on the same host, where a media folder has nothing for a picture:
/// they go, too, and so do attributes that would have been scripts. `svg` is as the filter writes it.
fn alone(svg: &str) -> String {
    static PARTS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        let expression = |text: &str| Regex::new(text).expect("a valid expression");
        [
            expression(r#"<(?:[^<>"]|"[^"]*")*>"#),
            expression(r#"\s(?:href="([^"]*)"|[\w:-]+="(?i:[^"]*javascript:[^"]*)")"#),
            expression(r"url\(([^)]*)\)"),
        ]
    });
    let [tag, attribute, function] = &*PARTS;
    let is_own = |address: &str| address.starts_with('#') || address.starts_with("data:image/");
    let tags = tag.replace_all(svg, |tag: &Captures<'_>| {
        let kept = |found: &Captures<'_>| match found.get(1) {
            Some(address) if is_own(address.as_str()) => found[0].to_string(),
            _ => String::new(),
        };
        attribute.replace_all(&tag[0], kept).into_owned()
    });
    let clean = function.replace_all(&tags, |found: &Captures<'_>| -> Cow<'static, str> {
        let address = html_escape::decode_html_entities(&found[1]);
        let own = is_own(address.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"'));
        if own { found[0].to_string().into() } else { "none".into() }
    });
    clean.into_owned()
}

/// How many elements stand within each other at most. Comments, character data and instructions hold none.
fn depth(bytes: &[u8]) -> usize {
    static TAGS: LazyLock<regex::bytes::Regex> = LazyLock::new(|| {
        let tags =
            r#"(?s-u)<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(/?)[^\s!?/>](?:[^<>"']|"[^"]*"|'[^']*')*>"#;
        regex::bytes::Regex::new(tags).expect("a valid expression")
    });
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in TAGS.captures_iter(bytes) {
        match tag.get(1).map(|slash| slash.is_empty()) {
            Some(false) => depth = depth.saturating_sub(1),
            Some(true) if !tag[0].ends_with(b"/>") => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_that_of_elements() {
        for (text, expected) in [
            ("<svg/>", 0),
            ("<svg><g a='/>'><path/><path></path></g></svg>", 3),
            ("<svg><!-- <g><g> </g></g></g> --><g><![CDATA[</g></g>]]></g><?x </svg> ?></svg>", 2),
        ] {
            assert_eq!(depth(text.as_bytes()), expected, "{text}");
        }
        let deep = format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<g>".repeat(100_000));
        assert!(matches!(clean(deep.as_bytes()), Err(Unfit::Damaged(..))));
    }
}
