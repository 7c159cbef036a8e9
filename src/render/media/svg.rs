//! SVG pictures without what runs or reaches out.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use svg_hush::{Filter, data_url_filter};

use super::Unfit;

/// The picture without scripts, handlers, foreign objects and addresses outside of itself.
///
/// # Errors
/// If it is no XML, which browsers would not show either.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
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
