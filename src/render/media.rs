//! Pictures and sounds beside the documents, embedded under names of their own.

use std::collections::BTreeMap;

use regex::{Captures, Regex};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

use crate::package::Media;
use crate::tag;

/// Gives the bytes of a file that a document names, or nothing if there is none within reach.
pub type Load<'l> = dyn Fn(&str, &str) -> Option<Vec<u8>> + 'l;

/// The media of a package, each file once.
#[derive(Default)]
pub struct Album {
    files: BTreeMap<String, Vec<u8>>,
    /// What could not be found: document and path, in order.
    pub missing: Vec<(String, String)>,
}

impl Album {
    /// Points local `src` attributes in a field's HTML at embedded copies. Where the file is missing, the picture's
    /// description stays as text. Remote addresses stay as they are.
    pub fn embed(&mut self, document: &str, html: String, load: &Load<'_>) -> String {
        static TAG: OnceLock<Regex> = OnceLock::new();
        if !html.contains("src=\"") {
            return html;
        }
        let tag = TAG.get_or_init(|| {
            Regex::new(r#"<(?:img|audio|video|source)\b[^>]*?\bsrc="([^"]*)"[^>]*>"#)
                .expect("a valid expression")
        });
        let replaced = tag.replace_all(&html, |found: &Captures<'_>| {
            let address = html_escape::decode_html_entities(&found[1]).into_owned();
            if is_remote(&address) {
                return found[0].to_string();
            }
            match load(document, path(&address)) {
                Some(bytes) => found[0].replace(
                    &format!("src=\"{}\"", &found[1]),
                    &format!("src=\"{}\"", self.add(&address, bytes)),
                ),
                None => {
                    self.missing.push((document.to_string(), address));
                    description(&found[0])
                }
            }
        });
        replaced.into_owned()
    }

    /// Keeps a file under its stem and the hash of its content (contract rule 11).
    fn add(&mut self, address: &str, bytes: Vec<u8>) -> String {
        let file = path(address).rsplit('/').next().unwrap_or_default();
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let ascii = |text: &str| tag::slug(text).chars().filter(char::is_ascii).take(40).collect::<String>();
        let hash: String = Sha256::digest(&bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{}-{hash}.{}", ascii(stem), ascii(extension)).trim_start_matches('-').to_string();
        self.files.insert(name.clone(), bytes);
        name
    }

    pub fn into_media(self) -> Vec<Media> {
        self.files.into_iter().map(|(name, bytes)| Media { name, bytes }).collect()
    }
}

fn is_remote(address: &str) -> bool {
    address.starts_with("//") || address.starts_with("data:") || address.contains("://")
}

/// The path in an address: without `?query` and `#fragment`.
fn path(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

/// What a picture that is not there was to show.
fn description(tag: &str) -> String {
    let alt = tag.split_once("alt=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(alt, _)| alt);
    if alt.is_empty() { String::new() } else { format!("<em>[{alt}]</em>") }
}
