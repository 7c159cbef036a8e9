//! Pictures, sounds and films of a field.

use std::borrow::Cow;

use data_url::DataUrl;

use super::Pass;
use super::tag::Tag;
use crate::diagnostic::Code;
use crate::render::address::{Address, Local, Scheme};
use crate::render::files::{Found, Lost, Size};
use crate::render::html::Style;
use crate::render::media::{Format, Kept, Medium, Unfit};
use crate::source::Span;

/// What an address of a picture or sound leads to.
enum Outcome {
    File(Kept),
    Web(String),
    /// Already reported.
    Nothing,
}

impl<'h> Pass<'_, '_, '_> {
    /// `<source>` of a picture: which one is for the dark.
    pub(super) fn picture_source(&mut self, tag: &Tag<'h>) {
        let media = tag.get("media").unwrap_or_default();
        let scheme = match (media.contains("prefers-color-scheme"), media.contains("dark")) {
            (true, true) => Scheme::Dark,
            (true, false) => Scheme::Light,
            // Other sizes and formats of the picture in `<img>`, which every system shows.
            _ => return,
        };
        let set = tag.get("srcset").unwrap_or_default();
        let first = set.split_whitespace().next().unwrap_or_default().trim_end_matches(',').to_string();
        let span = tag.address("src").0;
        if let Some(sources) = &mut self.sources {
            sources.push((scheme, first, span));
        }
    }

    /// `<img>`: one picture, or one for the day and one for the night.
    pub(super) fn picture(&mut self, tag: Tag<'h>) {
        let sources = self.sources.take().unwrap_or_default();
        let of = |wanted: Scheme| sources.iter().find(|(scheme, ..)| *scheme == wanted);
        let Some((_, dark, dark_span)) = of(Scheme::Dark) else {
            return self.one_picture(tag, None);
        };
        let mut night = tag.clone();
        night.set("src", dark);
        if let Some(span) = dark_span {
            night.set("data-at", crate::render::raw::place(&span.range()));
        }
        let mut day = tag;
        if let Some((_, light, _)) = of(Scheme::Light) {
            day.set("src", light);
        }
        self.one_picture(day, Some(Scheme::Light));
        self.one_picture(night, Some(Scheme::Dark));
    }

    fn one_picture(&mut self, mut tag: Tag<'h>, scheme: Option<Scheme>) {
        let (span, address) = tag.address("src");
        let address = address.to_string();
        let by_name = tag.get("data-embed").is_some();
        let scheme = scheme.or_else(|| match Address::parse(&address) {
            Address::Local(local) => local.scheme_only(),
            Address::Remote(url) if url.ends_with("#gh-dark-mode-only") => Some(Scheme::Dark),
            Address::Remote(url) if url.ends_with("#gh-light-mode-only") => Some(Scheme::Light),
            _ => None,
        });
        if let Some(scheme) = scheme {
            tag.set("class", if scheme == Scheme::Dark { "night" } else { "day" });
            if scheme == Scheme::Dark {
                tag.set("hidden", "");
            }
        }
        let alt = tag.get("alt").unwrap_or_default().to_string();
        if self.style == Style::Description {
            return self.describe(&alt);
        }
        match self.resolve(&address, span, by_name) {
            Outcome::File(kept) if kept.format.medium != Medium::Picture => self.sound(&kept),
            Outcome::File(kept) => {
                tag.set("src", &kept.name);
                size(&mut tag, kept.pixels);
                tag.keep(&PICTURE);
                self.out.push_str(&tag.to_string());
            }
            Outcome::Web(url) => {
                let link = if self.is_in_link() || scheme.is_some() { None } else { Some(&url) };
                tag.set("src", &url);
                if alt.is_empty() {
                    tag.set("alt", file_name(&url));
                }
                tag.keep(&PICTURE);
                // Offline, its description is left, and leads to it.
                match link {
                    Some(url) => {
                        let mut link = Tag::start("a");
                        link.set("href", url);
                        self.out.push_str(&format!("{link}{tag}</a>"));
                    }
                    None => self.out.push_str(&tag.to_string()),
                }
            }
            Outcome::Nothing => self.describe(&alt),
        }
    }

    /// `<audio>`, `<video>`, their sources, and `[sound:…]`.
    pub(super) fn player(&mut self, mut tag: Tag<'h>) {
        let is_source = tag.name == "source";
        if tag.get("data-sound").is_some() {
            let (span, name) = tag.address("src");
            let name = name.to_string();
            if self.style != Style::Description {
                match self.resolve(&name, span, true) {
                    Outcome::File(kept) => self.sound(&kept),
                    Outcome::Web(url) => self.out.push_str(&web_sound(&url)),
                    Outcome::Nothing => self.describe(&file_name(&name)),
                }
            }
            return;
        }
        let (span, address) = tag.address("src");
        let address = address.to_string();
        let resolved = match (tag.get("src").is_some(), self.style) {
            (_, Style::Description) => Outcome::Nothing,
            (false, _) if is_source => Outcome::Nothing,
            (false, _) => Outcome::Web(String::new()),
            (true, _) => self.resolve(&address, span, false),
        };
        let shown = match resolved {
            Outcome::File(kept) if kept.format.medium == Medium::Picture => false,
            Outcome::File(kept) => {
                tag.set("src", &kept.name);
                true
            }
            Outcome::Web(url) => {
                tag.set("src", &url);
                true
            }
            Outcome::Nothing => false,
        };
        if !is_source {
            let end = match (shown, tag.name) {
                (false, _) => "",
                (true, "audio") => "</audio>",
                (true, _) => "</video>",
            };
            self.open.push((tag.name.to_string(), end));
            tag.set("controls", "");
        }
        if shown {
            if tag.get("src") == Some("") {
                tag.keep(&["controls", "width", "height"]);
            }
            tag.keep(&["src", "controls", "type", "width", "height"]);
            self.out.push_str(&tag.to_string());
        }
    }

    /// Anki's own player: it plays more formats than a page does, on every system.
    fn sound(&mut self, kept: &Kept) {
        self.out.push_str(&format!("<audio data-sound=\"{}\">", kept.name));
    }

    /// What a picture that is not there was to show.
    fn describe(&mut self, alt: &str) {
        if !alt.is_empty() {
            self.out.push_str(&format!("<em>[{}]</em>", html_escape::encode_text(alt)));
        }
    }

    fn resolve(&mut self, address: &str, span: Option<Span>, by_name: bool) -> Outcome {
        match Address::parse(address) {
            Address::Remote(url) if url.starts_with("http") => {
                let message =
                    format!("{} is on the web: without a network learners do not see it", short(&url));
                let help = "save it beside the document to put it into the package".to_string();
                self.report(span, Code::MediaRemote, message, Some(help));
                Outcome::Web(url)
            }
            Address::Data(_) | Address::Local(_) if self.resolver.album.is_none() => {
                self.resolver.met_file = true;
                Outcome::Nothing
            }
            Address::Data(url) => self.data(url, span),
            Address::Local(local) => match self.find(&local, by_name, false) {
                Ok(found) => {
                    let (files, largest) = (self.resolver.files, self.resolver.rules.largest);
                    let album = self.resolver.album.get_or_insert_default();
                    let kept = album.file(files, &found, largest);
                    self.kept(kept, local.path, span)
                }
                Err(lost) => self.lost(&lost, &local, span),
            },
            Address::Absolute => self.lost(&Lost::Outside(String::new()), &Local::new(address), span),
            Address::Remote(_) | Address::Anchor(_) | Address::Refused => {
                let message = match address.trim() {
                    "" => "a picture or sound without an address that cards may hold".to_string(),
                    address => format!("{} is no address of a picture or sound", short(address)),
                };
                self.report(span, Code::AddressRefused, message, None);
                Outcome::Nothing
            }
        }
    }

    /// Finds the first of the paths that may be meant.
    pub(super) fn find(&self, local: &Local<'_>, by_name: bool, folders: bool) -> Result<Found, Lost> {
        let name = &self.document.source.name;
        let files = self.resolver.files;
        let mut lost = Lost::Missing;
        for path in local.paths() {
            for found in [Some(files.find(name, &path)), by_name.then(|| files.find_by_name(name, &path))] {
                match found {
                    Some(Ok(found)) if folders || !found.is_folder => return Ok(found),
                    Some(Ok(_)) => {}
                    Some(Err(Lost::Outside(root))) => lost = Lost::Outside(root),
                    Some(Err(Lost::Missing)) | None => {}
                }
            }
        }
        Err(lost)
    }

    fn lost(&mut self, lost: &Lost, local: &Local<'_>, span: Option<Span>) -> Outcome {
        let path = local.paths().into_iter().next().unwrap_or_default();
        match lost {
            Lost::Missing => {
                let help = if path.starts_with('/') {
                    "addresses that begin with `/` count from the project's root"
                } else {
                    "correct the path, or build with --allow-missing to keep its description as text"
                };
                self.report(span, Code::MediaMissing, format!("{path} is not there"), Some(help.to_string()));
            }
            Lost::Outside(root) => {
                let root = if root.is_empty() { String::new() } else { format!(", {root}") };
                let help = format!(
                    "move it into the project{root}; a recto.toml above both makes that folder the project"
                );
                self.report(
                    span,
                    Code::MediaOutside,
                    format!("{path} lies outside of the project"),
                    Some(help),
                );
            }
        }
        Outcome::Nothing
    }

    fn data(&mut self, url: &str, span: Option<Span>) -> Outcome {
        let parsed = DataUrl::process(url).ok();
        let format = parsed.as_ref().and_then(|url| {
            let mime = url.mime_type();
            Format::of_mime(&format!("{}/{}", mime.type_, mime.subtype))
        });
        let bytes = parsed.and_then(|url| url.decode_to_vec().ok()).map(|(bytes, _)| bytes);
        let (Some(format), Some(bytes)) = (format, bytes) else {
            let message = format!("{} is no picture or sound", short(url));
            self.report(span, Code::AddressRefused, message, None);
            return Outcome::Nothing;
        };
        let size = Size(bytes.len() as u64);
        let kept = if size > self.resolver.rules.largest {
            Err(Unfit::Large(size))
        } else {
            self.resolver.album.get_or_insert_default().bytes("data", format, bytes)
        };
        self.kept(kept, &short(url), span)
    }

    fn kept(&mut self, kept: Result<Kept, Unfit>, path: &str, span: Option<Span>) -> Outcome {
        let most = self.resolver.rules.largest;
        let unfit = match kept {
            Ok(kept) => {
                if let Some(caution) = kept.format.caution {
                    let message = format!("{path} does not show on every system");
                    self.report(span, Code::MediaFormat, message, Some(caution.to_string()));
                }
                return Outcome::File(kept);
            }
            Err(unfit) => unfit,
        };
        let (code, help) = match &unfit {
            Unfit::Large(_) => (
                Code::MediaLarge,
                Some(format!(
                    "every learner downloads it: make it smaller, or allow more than {} with --max-media",
                    most
                )),
            ),
            Unfit::Damaged(_, help) => (Code::MediaDamaged, Some((*help).to_string())),
            Unfit::Unknown => (Code::MediaUnknown, Some("link to it instead".to_string())),
        };
        self.report(span, code, format!("{path} {}", unfit.text(most)), help);
        Outcome::Nothing
    }
}

const PICTURE: [&str; 8] = ["src", "alt", "title", "width", "height", "align", "class", "hidden"];

/// Gives the picture both sizes, the author's before its own, so that its place on the card is known before it loads.
/// A height alone would be lost: the card's CSS keeps proportions by the width.
fn size(tag: &mut Tag<'_>, pixels: Option<(usize, usize)>) {
    let number =
        |name| tag.get(name).and_then(|text| text.trim_end_matches("px").trim().parse::<usize>().ok());
    let Some((width, height)) = pixels else { return };
    let scaled = |of: usize, by: usize, to: usize| (of * to + by / 2).checked_div(by).unwrap_or(of).max(1);
    let (set_width, set_height) = match (number("width"), number("height")) {
        (Some(width), Some(height)) => (width, height),
        (Some(wanted), None) if tag.get("height").is_none() => (wanted, scaled(height, width, wanted)),
        (None, Some(wanted)) if tag.get("width").is_none() => (scaled(width, height, wanted), wanted),
        (None, None) if tag.get("width").is_none() && tag.get("height").is_none() => (width, height),
        // Percentages and other words of the author.
        _ => return,
    };
    tag.set("width", set_width.to_string());
    tag.set("height", set_height.to_string());
}

fn web_sound(url: &str) -> String {
    let mut link = Tag::start("a");
    link.set("href", url);
    format!("{link}{}</a>", html_escape::encode_text(&file_name(url)))
}

/// The last part of a path or address.
fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path).to_string()
}

/// An address short enough for a message.
fn short(address: &str) -> Cow<'_, str> {
    const MOST: usize = 80;
    let clean: String = address.chars().filter(|c| !c.is_control()).collect();
    if clean.chars().count() <= MOST {
        return clean.into();
    }
    format!("{}…", clean.chars().take(MOST).collect::<String>()).into()
}
