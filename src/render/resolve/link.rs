//! Links of a field.

use super::Pass;
use super::tag::Tag;
use crate::diagnostic::Code;
use crate::render::address::{Address, Local};
use crate::render::files::{Files, Lost};
use crate::source::Span;

impl<'h> Pass<'_, '_, '_> {
    /// `<a>`: with an address that opens on every device, or left out, so that its text alone stays.
    pub(super) fn link(&mut self, mut tag: Tag<'h>) {
        let is_frame = tag.get("data-frame").is_some();
        let (span, address) = tag.address(if is_frame { "src" } else { "href" });
        let address = address.to_string();
        // An anchor, which is no link.
        let resolved = if address.is_empty() { None } else { self.target_of(&address, span) };
        self.open.push(("a".to_string(), if resolved.is_some() { "</a>" } else { "" }));
        let Some(url) = resolved else { return };
        tag.set("href", &url);
        tag.keep(&["href", "title"]);
        self.out.push_str(&tag.to_string());
        if is_frame {
            self.out.push_str(&html_escape::encode_text(&url));
        }
    }

    fn target_of(&mut self, address: &str, span: Option<Span>) -> Option<String> {
        match Address::parse(address) {
            Address::Remote(url) => Some(url),
            Address::Anchor(_) => {
                let own = own_path(self.resolver.files, &self.document.source.name);
                self.in_repository(own.as_deref(), false, address.trim(), address, span)
            }
            Address::Local(local) => self.local(&local, span),
            Address::Data(_) | Address::Absolute | Address::Refused => {
                let shown: String = address.chars().filter(|c| !c.is_control()).take(60).collect();
                let message = format!("the address {shown} is not for cards; its text stays without it");
                self.report(span, Code::AddressRefused, message, None);
                None
            }
        }
    }

    fn local(&mut self, local: &Local<'_>, span: Option<Span>) -> Option<String> {
        match self.find(local, false, true) {
            Ok(found) => {
                let path = found.in_repository.as_deref();
                self.in_repository(path, found.is_folder, local.rest, local.whole, span)
            }
            Err(lost) => {
                let path = local.paths().into_iter().next().unwrap_or_default();
                let message = match lost {
                    Lost::Missing => format!("{path} is not there; the link's text stays without it"),
                    Lost::Outside(_) => {
                        format!("{path} lies outside of the project; the link's text stays without it")
                    }
                };
                self.report(span, Code::LinkBroken, message, None);
                None
            }
        }
    }

    /// The address of a file on the repository's host.
    fn in_repository(
        &mut self,
        path: Option<&str>,
        is_folder: bool,
        rest: &str,
        whole: &str,
        span: Option<Span>,
    ) -> Option<String> {
        let url = match (&self.resolver.rules.repository, path) {
            (Some(repository), Some(path)) => Some(repository.file(path, is_folder, rest)),
            _ => None,
        };
        if url.is_none() {
            let message = format!("the link to {whole} stays text: the repository's address is not known");
            let help = "write `repository = \"https://…\"` into recto.toml".to_string();
            self.report(span, Code::LinkLocal, message, Some(help));
        }
        url
    }
}

/// The path of a document in its repository.
pub(super) fn own_path(files: &dyn Files, document: &str) -> Option<String> {
    let name = document.rsplit('/').next().unwrap_or(document);
    files.find(document, name).ok()?.in_repository
}
