//! The last pass over a field's HTML: addresses become embedded files and links that open, or their text alone.
//!
//! No address stays as the author wrote it unless it is one of the web, and nothing else stays that could act.

mod link;
mod media;
mod tag;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex::Regex;

use super::address::Scheme;
use super::files::{Files, Size};
use super::hazard::defuse;
use super::html::Style;
use super::link::{Anchors, Repository};
use super::media::Album;
use super::raw::Raw;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Document;
use crate::package::Media;
use crate::source::Span;
use tag::{TAG, Tag};

/// What a project allows its cards to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The largest file that is taken.
    pub largest: Size,
    /// Missing files are warnings, and their descriptions stand on the cards.
    pub allow_missing: bool,
    pub repository: Option<Repository>,
}

/// The largest file without `--max-media`: 20 MB, a fifth of what AnkiWeb takes.
pub const LARGEST: Size = Size(20_000_000);

impl Default for Rules {
    fn default() -> Rules {
        Rules { largest: LARGEST, allow_missing: false, repository: None }
    }
}

/// Finds what documents name, and says what it did not find.
pub struct Resolver<'f> {
    files: &'f dyn Files,
    rules: Rules,
    /// Nothing for a helper: the first card that shows a file names it.
    album: Option<Album>,
    /// A helper met a file.
    met_file: bool,
    pages: Arc<Mutex<Pages>>,
    found: Vec<Diagnostic>,
}

/// For each document its path in the repository and its anchors.
type Pages = HashMap<String, Option<(String, Anchors)>>;

impl<'f> Resolver<'f> {
    pub fn new(files: &'f dyn Files, rules: Rules) -> Resolver<'f> {
        let album = Some(Album::default());
        Resolver { files, rules, album, met_file: false, pages: Arc::default(), found: vec![] }
    }

    /// One that resolves cards without files beside this one, on another thread.
    pub fn helper(&self) -> Resolver<'f> {
        let (files, rules, pages) = (self.files, self.rules.clone(), Arc::clone(&self.pages));
        Resolver { files, rules, album: None, met_file: false, pages, found: vec![] }
    }

    /// What a helper found since the last time; nothing if it met a file, so that its work is to be done again by the
    /// one who keeps them.
    pub fn take_found(&mut self) -> Option<Vec<Diagnostic>> {
        let found = std::mem::take(&mut self.found);
        (!std::mem::take(&mut self.met_file)).then_some(found)
    }

    /// Takes over what a helper found.
    pub fn add_found(&mut self, found: Vec<Diagnostic>) {
        self.found.extend(found);
    }

    /// The repository that links lead to, as the ledger keeps it.
    pub fn repository(&self) -> Option<String> {
        self.rules.repository.as_ref().map(ToString::to_string)
    }

    /// The embedded files and the findings, each once.
    pub fn finish(self) -> (Vec<Media>, Vec<Diagnostic>) {
        // What stands on several cards, as a part's recommendation does, was found for each.
        let mut known = HashSet::new();
        let found = self.found.into_iter().filter(|finding| known.insert(finding.clone()));
        (self.album.unwrap_or_default().into_media(), found.collect())
    }

    /// Says that a diagram is shown as code: nothing is drawn or fetched when a card is reviewed.
    pub(super) fn diagram(&mut self, document: &Document<'_>, language: &str, span: Span) {
        let message = format!("a {language} diagram stands on the card as code");
        let help =
            "a picture of it beside the document would be shown: ![what it shows](diagram.svg)".to_string();
        self.report(document, Some(span), Code::Diagram, message, Some(help));
    }

    /// Resolves clean HTML of one document.
    pub(super) fn html(&mut self, document: &Document<'_>, html: String, raw: &Raw, style: Style) -> String {
        for (name, span) in &raw.removed {
            let message = format!("<{name}> is not for cards and was left out");
            self.report(document, Some(*span), Code::HtmlRemoved, message, None);
        }
        if !tag::may_stand(&html) {
            return html;
        }
        let mut pass =
            Pass { resolver: self, document, style, out: String::new(), open: vec![], sources: None };
        let mut done = 0;
        for found in TAG.captures_iter(&html) {
            let whole = found.get(0).expect("the whole");
            pass.out.push_str(&html[done..whole.start()]);
            pass.tag(Tag::new(&found));
            done = whole.end();
        }
        pass.out.push_str(&html[done..]);
        pass.out
    }

    /// Sounds as Anki plays them. Up to here they were tags, in which nothing is taken for its markup.
    pub(super) fn sounds(html: String) -> String {
        static SOUND: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("<audio data-sound=\"([^\"]*)\">").expect("a valid expression"));
        if html.contains("<audio data-sound=") {
            SOUND.replace_all(&html, "[sound:$1]").into_owned()
        } else {
            html
        }
    }

    /// A link to the question in the author's file: to the heading above it, or to the file. Empty if the repository's
    /// address is not known. No line and no commit, which would change with every edit above it (contract rule 4).
    pub fn source(&mut self, document: &Document<'_>, offset: usize) -> String {
        let Some(repository) = &self.rules.repository else { return String::new() };
        let name = &document.source.name;
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.entry(name.clone()).or_insert_with(|| {
            let path = link::own_path(self.files, name)?;
            Some((path, Anchors::new(document, repository.forge)))
        });
        let Some((path, anchors)) = page else { return String::new() };
        let rest = anchors.above(offset).map(|anchor| format!("#{anchor}")).unwrap_or_default();
        let mut link = Tag::start("a");
        link.set("href", repository.file(path, false, &rest));
        let link = format!("{link}{}</a>", html_escape::encode_text(path));
        defuse(&link, Style::Cloze).into_owned()
    }

    fn report(
        &mut self,
        document: &Document<'_>,
        span: Option<Span>,
        code: Code,
        message: String,
        help: Option<String>,
    ) {
        let mut finding = Diagnostic::new(code, &document.source.name, span, message);
        finding.help = help;
        if self.rules.allow_missing && code == Code::MediaMissing {
            finding.severity = Severity::Warning;
        }
        self.found.push(finding);
    }
}

/// One pass over one field.
struct Pass<'p, 'f, 's> {
    resolver: &'p mut Resolver<'f>,
    document: &'p Document<'s>,
    style: Style,
    out: String,
    /// For each open link, sound and film: what ends it, empty where its tag was left out.
    open: Vec<(String, &'static str)>,
    /// Within a picture: its sources so far.
    sources: Option<Vec<(Scheme, String, Option<Span>)>>,
}

impl<'h> Pass<'_, '_, '_> {
    fn tag(&mut self, mut tag: Tag<'h>) {
        match (tag.name, tag.is_end) {
            ("picture", is_end) => self.sources = (!is_end).then(Vec::new),
            ("source", false) if self.sources.is_some() => self.picture_source(&tag),
            ("source", false) => self.player(tag),
            ("img", false) => self.picture(tag),
            ("a", false) => self.link(tag),
            ("audio" | "video", false) => self.player(tag),
            ("a" | "audio" | "video", true) => {
                // Clean HTML is well nested.
                if let Some(at) = self.open.iter().rposition(|(name, _)| name == tag.name) {
                    let (_, end) = self.open.remove(at);
                    self.out.push_str(end);
                }
            }
            // A box that shows the state of a task; all other fields of a form act.
            ("input", false) if tag.get("type") == Some("checkbox") => {
                tag.set("disabled", "");
                tag.keep(&["disabled", "type", "checked"]);
                self.out.push_str(&tag.to_string());
            }
            _ => {}
        }
    }

    fn report(&mut self, span: Option<Span>, code: Code, message: String, help: Option<String>) {
        self.resolver.report(self.document, span, code, message, help);
    }

    fn is_in_link(&self) -> bool {
        self.open.iter().any(|(name, end)| name == "a" && !end.is_empty())
    }
}
