//! What stands in a document and belongs on no card.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::asks::{asks, has_question_mark};
use super::super::line::Line;
use super::super::normal::normal;
use super::super::words::Words;
use super::{Flow, Noise, UnitKind};
use crate::document::{BlockId, BlockKind, Document, tag_name};

impl Flow<'_, '_> {
    pub(super) fn noise(&self, kind: UnitKind, id: BlockId, line: &Line) -> Noise {
        let block = self.document.block(id);
        match (&block.kind, kind) {
            (BlockKind::Rule, _) => Noise::Empty,
            (BlockKind::Html, _) => html_noise(self.document.slice(block.span)),
            (BlockKind::Footnote, _) => Noise::Navigation,
            (_, UnitKind::Line) if line.text.trim().is_empty() && shows_media(self.document, id) => {
                Noise::None
            }
            (_, UnitKind::Line) if line.leads_back && !asks(&line.text) => Noise::Navigation,
            (_, UnitKind::Line) => line_noise(line),
            (BlockKind::List { .. } | BlockKind::Table, _) if is_contents(self.document, id) => {
                Noise::Navigation
            }
            (BlockKind::Details, _) if self.folds_contents(id) => Noise::Navigation,
            _ => Noise::None,
        }
    }
}

/// Comments and bare tags say nothing; pictures and players do.
fn html_noise(html: &str) -> Noise {
    let media = ["<img", "<audio", "<video", "<svg", "<picture"].iter().any(|tag| html.contains(tag));
    let text = crate::document::strip_tags(html);
    let readable = text.replace("&nbsp;", "").chars().any(|c| !c.is_whitespace());
    match (readable, media) {
        (false, false) => Noise::Empty,
        (true, _) if is_navigation(&text) || (html.contains("<a ") && points_up(&text)) => Noise::Navigation,
        (false, true) if html.contains("<a ") || html.contains("badge") => Noise::Navigation,
        _ => Noise::None,
    }
}

/// Whether a line without text has a picture or player that is no badge, which would be a link.
fn shows_media(document: &Document<'_>, id: BlockId) -> bool {
    let mut links = 0i32;
    document.events(document.block(id).events.clone()).any(|(event, _)| {
        match &event {
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links -= 1,
            Event::InlineHtml(html) if tag_name(html).as_deref() == Some("a") => {
                links += if html.starts_with("</") { -1 } else { 1 };
            }
            _ => {}
        }
        links == 0
            && match event {
                Event::Start(Tag::Image { .. }) => true,
                Event::InlineHtml(html) => {
                    matches!(tag_name(&html).as_deref(), Some("img" | "audio" | "video"))
                }
                _ => false,
            }
    })
}

fn line_noise(line: &Line) -> Noise {
    let text = line.text.trim();
    if text.is_empty() || (text == "\u{a0}") {
        return Noise::Empty;
    }
    // Tags of note programs: `#flashcards/deck`, `[#tag]()`.
    let tag = text.starts_with("#flashcard") || (line.all_link && text.starts_with('#'));
    if tag && !text.contains(' ') {
        return Noise::Navigation;
    }
    // MDX: imports and components of documentation sites.
    if (text.starts_with("import ") && text.contains(" from ")) || text.starts_with(":::") {
        return Noise::Navigation;
    }
    if is_navigation(text) || (line.all_link && points_up(text)) { Noise::Navigation } else { Noise::None }
}

/// "Back to top", "↑ Index": a short text that begins with words of navigation, or is nothing else.
pub fn is_navigation(text: &str) -> bool {
    if text.chars().count() > 60 || has_question_mark(text) {
        return false;
    }
    // "File → Index" leads elsewhere than "→ Index".
    const ARROWS: [char; 11] = ['↑', '⬆', '🔝', '⇧', '☝', '🔼', '▲', '←', '⬅', '→', '➡'];
    let is_said = |c: &char| c.is_alphanumeric() || ARROWS.contains(c);
    let ends = [text.chars().find(is_said), text.chars().rev().find(is_said)];
    let arrow = ends.into_iter().flatten().any(|c| ARROWS.contains(&c));
    let text = normal(text);
    let navigation = &Words::get().navigation;
    navigation.has(&text)
        || (text.chars().count() <= 40 && arrow && (navigation.within(&text) || text.is_empty()))
        || navigation.starts(&text).is_some_and(|length| length >= 8 && text.chars().count() <= 40)
}

/// A short text with an arrow up.
fn points_up(text: &str) -> bool {
    text.contains(['↑', '⬆', '🔝', '⇧', '☝', '🔼', '▲', '↥']) && text.chars().count() <= 40
}

/// A list or table whose entries are links to places in the document: a table of contents.
pub(super) fn is_contents(document: &Document<'_>, id: BlockId) -> bool {
    let block = document.block(id);
    // Without these there is no link.
    if !document.slice(block.span).contains(['[', '<']) {
        return false;
    }
    let (mut links, mut linked, mut plain, mut inside) = (0usize, 0usize, 0usize, false);
    for (event, _) in document.events(block.events.clone()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside = true;
                links += usize::from(dest_url.starts_with('#') || dest_url.contains(".md"));
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                *(if inside { &mut linked } else { &mut plain }) += letters;
            }
            Event::Start(Tag::CodeBlock(_)) => return false,
            _ => {}
        }
    }
    (links >= 2 && linked > plain) || (links == 1 && plain == 0 && linked > 0)
}
