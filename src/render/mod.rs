//! From pieces of a document to the HTML of Anki's fields.

mod autolink;
mod cloze;
mod code;
mod hazard;
mod html;
mod math;
mod media;
mod sanitise;

pub use cloze::{mark, text as cloze};
pub use hazard::defuse;
pub use html::{Style, fields};
pub use media::{Album, Load};

/// Text as HTML.
pub fn escape(text: &str) -> String {
    html_escape::encode_text(text).into_owned()
}

/// HTML's entities as text.
pub fn unescape(html: &str) -> String {
    html_escape::decode_html_entities(html).replace(hazard::BREAK, "")
}
