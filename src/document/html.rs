//! What raw HTML means for the structure: headings, `<details>`, and which tags in running text are meant as such.

use std::collections::HashSet;

use pulldown_cmark::{Event, Tag};

use super::block::{Block, BlockId, BlockKind};
use super::stream::Stream;
use super::tag::{is_known_tag, tag_name};
use crate::source::Span;

/// Elements that may stand alone: they have no end tag, or may leave it out.
const ALONE: [&str; 16] = [
    "br", "col", "dd", "dt", "hr", "li", "p", "rp", "rt", "source", "td", "th", "tr", "track", "wbr",
    "option",
];

/// Elements that swallow the rest of a text if nothing ends them.
const SWALLOWING: [&str; 6] = ["iframe", "script", "select", "style", "textarea", "title"];

/// Elements of a page's head: in running text they are what the text is about.
const HEAD: [&str; 3] = ["embed", "link", "meta"];

/// Turns tags in running text that are none into text: `List<T>`, `<your-name>`, and also `Vec<U>`, `List<Address>` or
/// "from `<a>` to `<img>`", which only name elements. A real tag has its end in the same paragraph, or needs none, or
/// says something by its attributes.
pub(super) fn brackets_as_text(events: &mut Stream<'_>, text: &str) {
    if !events.has_tags() {
        return;
    }
    // Backwards, so that each tag knows the ends behind it.
    let mut ends: Vec<String> = vec![];
    // What blocks of HTML below end, up to the next heading.
    let mut blocks: HashSet<String> = HashSet::new();
    for at in (0..events.len()).rev() {
        let (event, range) = events.get(at);
        let html = match event {
            Event::InlineHtml(html) => html,
            Event::Html(html) => {
                blocks.extend(html.match_indices("</").filter_map(|(at, _)| tag_name(&html[at..])));
                continue;
            }
            Event::Start(tag) if !is_inline(&tag) => {
                if matches!(tag, Tag::Heading { .. }) {
                    blocks.clear();
                }
                ends.clear();
                continue;
            }
            _ => continue,
        };
        if html.starts_with("</") && is_known_tag(&html) {
            ends.extend(tag_name(&html));
            continue;
        }
        let is_ended_below = tag_name(&html).is_some_and(|name| blocks.contains(&name));
        if !is_ended_below && !is_element(&html, &mut ends, &text[..range.start]) {
            events.set(at, Event::Text(html));
        }
    }
}

/// Whether a start tag means an element; `ends` are the end tags behind it, `before` the text in front of it.
fn is_element(html: &str, ends: &mut Vec<String>, before: &str) -> bool {
    if !is_known_tag(html) {
        return false;
    }
    let Some(name) = tag_name(html) else { return true };
    let name = name.as_str();
    let is_bare = html[1 + name.len()..].trim_matches(['/', '>', ' ']).is_empty();
    if let Some(at) = ends.iter().rposition(|end| end == name) {
        ends.remove(at);
        return true;
    }
    /// Bytes of the line in front of a tag that are looked at.
    const REACH: usize = 200;
    let near = before.char_indices().rev().take_while(|(at, _)| before.len() - at <= REACH).last();
    let line = near.map_or("", |(at, _)| before[at..].rsplit('\n').next().unwrap_or_default());
    // `Ref<Br>` names a type, `x<BR>` breaks a line.
    let is_capital = html[1..].starts_with(|c: char| c.is_ascii_uppercase());
    let is_type = is_capital && (name.len() == 1 || html[2..].contains(|c: char| c.is_ascii_lowercase()));
    let is_named = is_type && before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    match is_bare {
        _ if HEAD.contains(&name) || SWALLOWING.contains(&name) => false,
        true if ALONE.contains(&name) => !is_named,
        // One that begins a line may end in a later paragraph.
        true => !matches!(name, "img" | "input") && !strip_tags(line).contains(char::is_alphanumeric),
        false => true,
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

/// The text without its tags and comments; block-level tags become line ends. Entities stay.
pub fn strip_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        if !is_known_tag(tag) {
            out.push('<');
            rest = &tag[1..];
            continue;
        }
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|e| e + 3)
        } else {
            tag.find('>').map(|e| e + 1)
        };
        let Some(end) = end else {
            rest = "";
            break;
        };
        if matches!(
            tag_name(tag).as_deref(),
            Some("br" | "p" | "div" | "li" | "tr" | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
        ) && !out.is_empty()
            && !out.ends_with('\n')
        {
            out.push('\n');
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// Turns an HTML block that is one `<h2>…</h2>` into a heading, its span the text between the tags.
pub(super) fn headings(blocks: &mut [Block], text: &str) {
    for block in blocks.iter_mut().filter(|block| block.kind == BlockKind::Html) {
        let html = &text[block.span.start..block.span.end];
        let Some(level) = heading_level(html.trim_start()) else { continue };
        let Some(open) = html.find('>') else { continue };
        let Some(close) = html.to_ascii_lowercase().find(&format!("</h{level}")) else { continue };
        let rest = html[close..].split_once('>').map_or("", |(_, rest)| rest);
        if open < close && strip_tags(rest).trim().is_empty() {
            block.kind = BlockKind::Heading(level);
            block.span = Span { start: block.span.start + open + 1, end: block.span.start + close };
        }
    }
}

fn heading_level(html: &str) -> Option<u8> {
    let name = tag_name(html).filter(|_| !html.starts_with("</"))?;
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Gathers what stands between `<details>` and `</details>`, between the tags of its summary, and between those of a list
/// of definitions, into blocks of their own. The tags stand alone in their HTML blocks (see the `details` module).
pub(super) fn details(blocks: &mut Vec<Block>, text: &str) {
    for parent in 0..blocks.len() {
        let holds_tags = blocks[parent].children.iter().any(|&child| tag_of(blocks, child, text).is_some());
        if holds_tags {
            let children = std::mem::take(&mut blocks[parent].children);
            blocks[parent].children = gather(blocks, children, text);
        }
    }
}

enum Mark {
    Open(BlockKind),
    Close(BlockKind),
}

/// The block that an element with Markdown in it forms.
pub(super) fn holder(name: &str) -> Option<BlockKind> {
    Some(match name {
        "details" => BlockKind::Details,
        "summary" => BlockKind::Summary,
        "dl" => BlockKind::DefinitionList,
        "dt" => BlockKind::DefinitionTitle,
        "dd" => BlockKind::Definition,
        _ => return None,
    })
}

/// Which of these tags an HTML block is.
fn tag_of(blocks: &[Block], id: BlockId, text: &str) -> Option<Mark> {
    let block = &blocks[id.0 as usize];
    if block.kind != BlockKind::Html {
        return None;
    }
    let html = text[block.span.start..block.span.end].trim();
    let kind = holder(&tag_name(html)?)?;
    Some(if html.starts_with("</") { Mark::Close(kind) } else { Mark::Open(kind) })
}

fn gather(blocks: &mut Vec<Block>, children: Vec<BlockId>, text: &str) -> Vec<BlockId> {
    // Each level: the block that is open (none for the container) and what it holds so far.
    let mut levels: Vec<(Option<BlockId>, Vec<BlockId>)> = vec![(None, vec![])];
    for child in children {
        match tag_of(blocks, child, text) {
            Some(Mark::Open(kind))
                if !is_entry(&kind) || is_within(blocks, &levels, BlockKind::DefinitionList) =>
            {
                // A term or definition ends where the next begins.
                let innermost = levels.last().and_then(|(id, _)| *id);
                if is_entry(&kind) && innermost.is_some_and(|id| is_entry(&blocks[id.0 as usize].kind)) {
                    close(blocks, &mut levels, None);
                }
                let block = Block { kind, children: vec![], ..blocks[child.0 as usize].clone() };
                blocks.push(block);
                levels.push((Some(BlockId(blocks.len() as u32 - 1)), vec![]));
            }
            Some(Mark::Close(kind)) => {
                let open = levels
                    .iter()
                    .rposition(|(id, _)| id.is_some_and(|id| blocks[id.0 as usize].kind == kind));
                if let Some(open) = open {
                    while levels.len() > open {
                        close(blocks, &mut levels, Some(child));
                    }
                }
            }
            _ => levels.last_mut().expect("the container's level").1.push(child),
        }
    }
    while levels.len() > 1 {
        close(blocks, &mut levels, None);
    }
    levels.pop().expect("the container's level").1
}

fn is_entry(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::DefinitionTitle | BlockKind::Definition)
}

/// Whether a block of a kind is open.
fn is_within(blocks: &[Block], levels: &[(Option<BlockId>, Vec<BlockId>)], kind: BlockKind) -> bool {
    levels.iter().any(|(id, _)| id.is_some_and(|id| blocks[id.0 as usize].kind == kind))
}

/// Ends the innermost level. One that the author never closed ends before the first heading in it.
fn close(blocks: &mut [Block], levels: &mut Vec<(Option<BlockId>, Vec<BlockId>)>, end: Option<BlockId>) {
    let Some((Some(id), mut children)) = levels.pop() else { return };
    let is_heading = |id: &BlockId| matches!(blocks[id.0 as usize].kind, BlockKind::Heading(_));
    let spilled = match end {
        Some(_) => vec![],
        None => {
            let cut = children.iter().position(is_heading).unwrap_or(children.len());
            children.split_off(cut)
        }
    };
    if let Some(last) = end.or(children.last().copied()) {
        blocks[id.0 as usize].span.end = blocks[last.0 as usize].span.end;
        blocks[id.0 as usize].events.end = blocks[last.0 as usize].events.end;
    }
    blocks[id.0 as usize].children = children;
    let outer = &mut levels.last_mut().expect("the container's level").1;
    outer.push(id);
    outer.extend(spilled);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::source::Source;

    /// The raw tags that a text keeps.
    fn tags(text: &str) -> Vec<String> {
        let source = Source::new("q.md", text.as_bytes()).expect("UTF-8");
        let tag = |(event, _)| match event {
            Event::InlineHtml(html) => Some(html.to_string()),
            _ => None,
        };
        Document::parse(&source).all_events().filter_map(tag).collect()
    }

    #[test]
    fn generics_are_text_and_tags_are_tags() {
        let none: [&str; 0] = [];
        for text in [
            "List<T>, Map<int, int>, <your-name>, Box<dyn Error>",
            "Vec<U>, Set<S>, Stack<P>, Array<I>, a Tree<B>",
            "ResponseEntity<Address>, List<Button>, Option<Link>, Ref<Input>, Vec<Title>",
            "a <script> that never ends, a <textarea>, an <iframe>",
            "from <a> to <img>, from <Article> to <Comment>, a <div> in a <span>",
            "<link rel=\"alternate\" href=\"x\"/> and <meta charset=\"utf-8\">",
        ] {
            assert_eq!(tags(text), none, "{text}");
        }
        let examples: [(&str, &[&str]); 7] = [
            ("H<sub>2</sub>O and x<SUP>2</SUP>", &["<sub>", "</sub>", "<SUP>", "</SUP>"]),
            ("line<br>line<BR/>line", &["<br>", "<BR/>"]),
            ("press <kbd>Ctrl</kbd>+<kbd>C</kbd>", &["<kbd>", "</kbd>", "<kbd>", "</kbd>"]),
            ("a *word<u>b* c</u>", &["<u>", "</u>"]),
            ("a word<span class=\"x\">b", &["<span class=\"x\">"]),
            ("an <p>open one", &["<p>"]),
            (
                "<img src=x> <input type=checkbox> <b>x</b>",
                &["<img src=x>", "<input type=checkbox>", "<b>", "</b>"],
            ),
        ];
        for (text, wanted) in examples {
            assert_eq!(tags(text), wanted, "{text}");
        }
    }
}
