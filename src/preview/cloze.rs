//! Texts with gaps as Anki shows them.

/// A text, or a gap with what it holds.
enum Node<'t> {
    Text(&'t str),
    Gap(Gap<'t>),
}

struct Gap<'t> {
    number: u32,
    hint: Option<&'t str>,
    nodes: Vec<Node<'t>>,
}

/// The text of the card for the gap `number`: on the front that gap is asked for, on the back it is shown. Empty if it has
/// no such gap.
pub fn text(html: &str, number: u32, on_back: bool) -> String {
    let mut out = String::new();
    let mut found = false;
    for node in &parse(html) {
        node.show(number, on_back, &mut found, &mut out);
    }
    if found { out } else { String::new() }
}

/// What stands in the gaps `number`, separated by commas.
pub fn only(html: &str, number: u32, on_back: bool) -> String {
    let mut found = vec![];
    collect(&parse(html), number, on_back, &mut found);
    found.join(", ")
}

fn collect(nodes: &[Node<'_>], number: u32, on_back: bool, found: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Gap(gap) if gap.number == number => {
                let mut text = String::new();
                gap.nodes.iter().for_each(|node| node.plain(&mut text));
                found.push(if on_back { text } else { gap.hint.unwrap_or("...").to_string() });
            }
            Node::Gap(gap) => collect(&gap.nodes, number, on_back, found),
            Node::Text(_) => {}
        }
    }
}

impl Node<'_> {
    fn show(&self, number: u32, on_back: bool, found: &mut bool, out: &mut String) {
        let gap = match self {
            Node::Text(text) => return out.push_str(text),
            Node::Gap(gap) => gap,
        };
        let active = gap.number == number;
        *found |= active;
        let class = if active { "cloze" } else { "cloze-inactive" };
        out.push_str(&format!("<span class=\"{class}\" data-ordinal=\"{}\">", gap.number));
        if active && !on_back {
            out.push_str(&format!("[{}]", gap.hint.unwrap_or("...")));
        } else {
            gap.nodes.iter().for_each(|node| node.show(number, on_back, found, out));
        }
        out.push_str("</span>");
    }

    fn plain(&self, out: &mut String) {
        match self {
            Node::Text(text) => out.push_str(text),
            Node::Gap(gap) => gap.nodes.iter().for_each(|node| node.plain(out)),
        }
    }
}

fn parse(html: &str) -> Vec<Node<'_>> {
    // More gaps within gaps than anybody writes stay text.
    const DEEPEST: usize = 16;
    let mut done: Vec<Node<'_>> = vec![];
    let mut open: Vec<Gap<'_>> = vec![];
    let mut rest = html;
    let mut at = 0;
    while at < rest.len() {
        let gap = if open.len() < DEEPEST { opening(&rest[at..]) } else { None };
        let closes = !open.is_empty() && rest[at..].starts_with("}}");
        if gap.is_none() && !closes {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        text_node(&rest[..at], &mut open, &mut done);
        if let Some((number, length)) = gap {
            open.push(Gap { number, hint: None, nodes: vec![] });
            rest = &rest[at + length..];
        } else if let Some(gap) = open.pop() {
            rest = &rest[at + 2..];
            push(Node::Gap(gap), &mut open, &mut done);
        }
        at = 0;
    }
    // A gap without an end is lost, with all that it holds.
    if open.is_empty() {
        text_node(rest, &mut open, &mut done);
    }
    done
}

/// `{{c12::` with its number and its length.
fn opening(text: &str) -> Option<(u32, usize)> {
    let rest = text.strip_prefix("{{c")?;
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    rest[digits..].starts_with("::").then_some(())?;
    Some((rest[..digits].parse().ok()?, 3 + digits + 2))
}

/// Within a gap, what follows `::` is its hint.
fn text_node<'t>(text: &'t str, open: &mut [Gap<'t>], done: &mut Vec<Node<'t>>) {
    let mut text = text;
    if let Some(gap) = open.last_mut()
        && let Some((before, hint)) = text.split_once("::")
    {
        gap.hint = Some(hint);
        text = before;
    }
    if !text.is_empty() {
        push(Node::Text(text), open, done);
    }
}

fn push<'t>(node: Node<'t>, open: &mut [Gap<'t>], done: &mut Vec<Node<'t>>) {
    match open.last_mut() {
        Some(gap) => gap.nodes.push(node),
        None => done.push(node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_gap_is_asked_for_and_the_others_are_shown() {
        let text_of = |on_back| text("{{c1::Rust::a language}} has {{c2::no {{c1::GC}}}}.", 1, on_back);
        assert_eq!(
            text_of(false),
            "<span class=\"cloze\" data-ordinal=\"1\">[a language]</span> has \
             <span class=\"cloze-inactive\" data-ordinal=\"2\">no <span class=\"cloze\" data-ordinal=\"1\">[...]</span></span>."
        );
        assert_eq!(
            text_of(true),
            "<span class=\"cloze\" data-ordinal=\"1\">Rust</span> has \
             <span class=\"cloze-inactive\" data-ordinal=\"2\">no <span class=\"cloze\" data-ordinal=\"1\">GC</span></span>."
        );
        assert_eq!(only("{{c1::a::b}} {{c2::c}} {{c1::d}}", 1, false), "b, ...");
        assert_eq!(only("{{c1::a::b}} {{c2::c}} {{c1::d}}", 1, true), "a, d");
    }

    #[test]
    fn what_is_no_gap_stays() {
        assert_eq!(text("no gap", 1, false), "");
        assert_eq!(
            text("{{c1::a}} }} {{c::b}} {{c2::open", 1, true),
            "<span class=\"cloze\" data-ordinal=\"1\">a</span> }} {{c::b}} "
        );
        let deep = "{{c1::".repeat(100_000);
        assert_eq!(text(&deep, 1, true), "");
    }
}
