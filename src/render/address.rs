//! What an address in a document leads to.

use percent_encoding::percent_decode_str;
use url::Url;

/// Schemes that a link may have: those of web pages, mail, messages and calls. None runs code or reads files.
pub(super) const SCHEMES: [&str; 14] = [
    "http", "https", "mailto", "ftp", "ftps", "geo", "irc", "ircs", "magnet", "news", "sms", "tel", "webcal",
    "xmpp",
];

#[derive(Debug, PartialEq, Eq)]
pub enum Address<'a> {
    /// On the web or in another program: a full address with one of [`SCHEMES`].
    Remote(String),
    /// `data:` with its content.
    Data(&'a str),
    /// `#heading` in the same document.
    Anchor(&'a str),
    /// A file of the project.
    Local(Local<'a>),
    /// `/etc/passwd` by another spelling: a drive or `file:`.
    Absolute,
    /// `javascript:` and all other schemes, or no address at all.
    Refused,
}

/// A path with what may follow it.
#[derive(Debug, PartialEq, Eq)]
pub struct Local<'a> {
    /// As written.
    pub whole: &'a str,
    /// Without query and fragment.
    pub path: &'a str,
    /// `?query#fragment`, empty without.
    pub rest: &'a str,
}

impl<'a> Address<'a> {
    /// Reads an address (entities decoded) by the rules of browsers, which skip control characters and line ends.
    pub fn parse(text: &'a str) -> Address<'a> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if let Some(fragment) = text.strip_prefix('#') {
            return Address::Anchor(fragment);
        }
        if text.starts_with("//") || text.starts_with("\\\\") {
            let whole = format!("https:{text}");
            return if Url::parse(&whole).is_ok() { Address::Remote(whole) } else { Address::Refused };
        }
        match Url::parse(text) {
            Ok(url) if SCHEMES.contains(&url.scheme()) => Address::Remote(text.to_string()),
            Ok(url) if url.scheme() == "data" => Address::Data(text),
            Ok(url) if url.scheme() == "file" || url.scheme().len() == 1 => Address::Absolute,
            Err(url::ParseError::RelativeUrlWithoutBase) if !text.is_empty() => {
                Address::Local(Local::new(text))
            }
            _ => Address::Refused,
        }
    }
}

impl<'a> Local<'a> {
    pub fn new(whole: &'a str) -> Local<'a> {
        let (path, rest) = whole.split_at(whole.find(['?', '#']).unwrap_or(whole.len()));
        Local { whole, path, rest }
    }

    /// The paths that may be meant, the likeliest first: percent-encoded as on the web, or the very name of a file.
    pub fn paths(&self) -> Vec<String> {
        let decoded = |path: &str| percent_decode_str(path).decode_utf8().map(|path| path.into_owned());
        let mut paths = vec![];
        for path in [
            decoded(self.path).ok(),
            Some(self.path.to_string()),
            decoded(self.whole).ok(),
            Some(self.whole.to_string()),
        ] {
            let path = path.map(|path| path.replace('\\', "/"));
            if let Some(path) = path.filter(|path| !path.is_empty() && !paths.contains(path)) {
                paths.push(path);
            }
        }
        paths
    }

    /// `dark` or `light` for GitHub's `#gh-dark-mode-only` and `#gh-light-mode-only`.
    pub fn scheme_only(&self) -> Option<Scheme> {
        match self.rest.rsplit('#').next() {
            Some("gh-dark-mode-only") => Some(Scheme::Dark),
            Some("gh-light-mode-only") => Some(Scheme::Light),
            _ => None,
        }
    }
}

/// When a picture is meant to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        let remote = |text: &str| Address::Remote(text.to_string());
        assert_eq!(Address::parse(" https://a.example/x "), remote("https://a.example/x"));
        assert_eq!(Address::parse("//a.example/x"), remote("https://a.example/x"));
        assert_eq!(Address::parse("mailto:a@b.example"), remote("mailto:a@b.example"));
        assert_eq!(Address::parse("#why"), Address::Anchor("why"));
        for text in ["C:\\x.png", "c:/x.png", "file:///etc/passwd", "FILE:x"] {
            assert_eq!(Address::parse(text), Address::Absolute, "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "view-source:x",
            "blob:x",
            "https://",
            "",
        ] {
            assert_eq!(Address::parse(text), Address::Refused, "{text:?}");
        }
        assert!(matches!(Address::parse("data:text/html,x"), Address::Data(_)));
    }

    #[test]
    fn a_path_may_be_encoded_or_not() {
        let paths = |text| match Address::parse(text) {
            Address::Local(local) => local.paths(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            paths("a%20b.png?raw=true#x"),
            ["a b.png", "a%20b.png", "a b.png?raw=true#x", "a%20b.png?raw=true#x"]
        );
        assert_eq!(paths("100%.png"), ["100%.png"]);
        assert_eq!(paths("img\\a.png"), ["img/a.png"]);
    }
}
