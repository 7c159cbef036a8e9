//! Raw HTML of authors, reduced to what is harmless on a card.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use super::address::SCHEMES;

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_generic_attributes(["class", "dir", "align"])
        .add_tags(["audio", "video", "source", "input", "u", "big", "font", "picture", "section"])
        .rm_tags(["map", "area"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("ol", ["start", "type"])
        .add_tag_attributes("td", ["style"])
        .add_tag_attributes("th", ["style"])
        .filter_style_properties(["text-align"].into())
        // What the resolver reads and takes off again.
        .add_tag_attributes("a", ["data-at", "data-frame", "src"])
        .add_tag_attributes("img", ["data-at", "data-embed"])
        .add_tag_attributes("audio", ["data-at", "data-sound", "src", "controls"])
        .add_tag_attributes("video", ["data-at", "src", "controls", "width", "height"])
        .add_tag_attributes("source", ["data-at", "src", "srcset", "media", "type"])
        // `data:` for pictures only, which the resolver embeds; no citation leads anywhere.
        .url_schemes(SCHEMES.into_iter().chain(["data"]).collect())
        .attribute_filter(|element, attribute, value| {
            let is_data =
                || value.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("data:"));
            let keep = match (element, attribute) {
                (_, "cite") => false,
                ("img" | "audio" | "video" | "source", "src" | "srcset") => true,
                _ => !is_data(),
            };
            keep.then_some(Cow::Borrowed(value))
        })
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

/// HTML without scripts, handlers, frames, forms and styles; broken nesting mended.
pub fn clean(html: &str) -> String {
    BUILDER.clean(html).to_string()
}
