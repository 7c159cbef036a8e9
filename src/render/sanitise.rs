//! Raw HTML of authors, reduced to what is harmless on a card.

use std::sync::OnceLock;

use ammonia::Builder;

/// HTML without scripts, handlers, frames, forms and styles; broken nesting mended.
pub fn clean(html: &str) -> String {
    static BUILDER: OnceLock<Builder<'static>> = OnceLock::new();
    let builder = BUILDER.get_or_init(|| {
        let mut builder = Builder::default();
        builder
            .add_generic_attributes(["class", "dir", "align"])
            .add_tags(["audio", "video", "source", "input", "u", "big", "font", "picture", "section"])
            .add_tag_attributes("input", ["type", "checked", "disabled"])
            .add_tag_attributes("audio", ["src", "controls"])
            .add_tag_attributes("video", ["src", "controls", "width", "height"])
            .add_tag_attributes("source", ["src", "type"])
            .add_tag_attributes("details", ["open"])
            .add_tag_attributes("ol", ["start", "type"])
            .add_tag_attributes("td", ["style"])
            .add_tag_attributes("th", ["style"])
            .filter_style_properties(["text-align"].into())
            .url_relative(ammonia::UrlRelative::PassThrough)
            .link_rel(None);
        builder
    });
    builder.clean(html).to_string()
}
