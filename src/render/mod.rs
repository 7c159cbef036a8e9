//! From pieces of a document to the HTML of Anki's fields.

mod address;
mod autolink;
mod cloze;
mod code;
mod embed;
mod files;
mod hazard;
mod html;
mod link;
mod math;
mod media;
mod raw;
mod resolve;
mod sanitise;

pub use cloze::{mark, text as cloze};
pub use code::{Unknown, unknown_language};
pub use files::{Files, Found, Lost, NoFiles, Size};
pub use hazard::defuse;
pub use html::{Style, fields};
pub use link::{Anchors, Forge, Repository};
pub use media::mime;
pub use resolve::{LARGEST, Resolver, Rules};

/// Text as HTML that Anki keeps as it is.
pub fn escape(text: &str) -> String {
    html_escape::encode_text(&html::kept(text)).into_owned()
}

/// HTML's entities as text.
pub fn unescape(html: &str) -> String {
    html_escape::decode_html_entities(html).replace(hazard::BREAK, "")
}
