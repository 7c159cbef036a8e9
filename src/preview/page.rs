//! The page itself, put together of its files.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::render::escape;

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
/// What a reviewer's page adds to a card, for the frames.
const FRAME: &str = include_str!("page/frame.css");
/// One script in the end, in this order.
const SCRIPTS: [&str; 6] = [
    include_str!("page/source.js"),
    include_str!("page/frame.js"),
    include_str!("page/tree.js"),
    include_str!("page/stage.js"),
    include_str!("page/study.js"),
    include_str!("page/main.js"),
];

/// Where the page has its deck from.
pub enum Data<'d> {
    /// From the server that it came from, which knows it by this token.
    Served { token: &'d str },
    /// From itself: JSON.
    Embedded(&'d str),
}

/// The page, with a policy that lets it fetch from where it is and nowhere else, and run its own script only.
pub fn html(title: &str, data: &Data<'_>) -> String {
    let script = SCRIPTS.concat();
    let data = match data {
        Data::Served { token } => format!("<meta name=\"recto-token\" content=\"{}\">", escape(token)),
        // Nothing in it may end its element.
        Data::Embedded(json) => {
            format!("<script type=\"application/json\" id=\"data\">{}</script>", json.replace('<', "\\u003c"))
        }
    };
    let policy = policy(&script);
    let parts = [
        ("{{title}}", escape(title)),
        ("{{policy}}", policy),
        ("{{style}}", STYLE.to_string()),
        ("{{frame}}", FRAME.to_string()),
        ("{{script}}", script),
        ("{{data}}", data),
    ];
    // What is put in is not looked at again.
    let mut out = String::new();
    let mut rest = PAGE;
    while let Some((name, at)) =
        parts.iter().filter_map(|(name, _)| Some((name, rest.find(name)?))).min_by_key(|(_, at)| *at)
    {
        out.push_str(&rest[..at]);
        out.extend(parts.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str()));
        rest = &rest[at + name.len()..];
    }
    out.push_str(rest);
    out
}

/// Styles may stand anywhere: the author's own HTML has some. They fetch nothing either.
fn policy(script: &str) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(script));
    format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; img-src 'self' data:; \
         media-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
}
