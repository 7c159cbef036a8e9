//! Mathematics: which dollars mean it, and which are prices and shell variables.
//!
//! The parser takes `$…$` and `$$…$$` for mathematics by their white space alone. Here the text is made unambiguous
//! for it: every other dollar gets a backslash, `\(…\)` and `\[…\]` become dollars, and a formula between two lines
//! `$$` becomes a fence, so that no line of it can be taken for a list or a heading.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::parser;
use super::tag::is_known_tag;
use super::verbatim::Verbatim;
use crate::source::{Edit, Source, Span};

/// A formula between two lines `$$` has at most so many lines; what is farther apart does not belong together.
const LINES: usize = 60;

pub fn mark(source: &mut Source) {
    if !["$", "\\(", "\\["].iter().any(|sign| source.text[source.body_start..].contains(sign)) {
        return;
    }
    let edits = fences(source);
    source.patch(edits);
    let edits = delimiters(source);
    source.patch(edits);
}

/// Turns two lines `$$`, or `\[` and `\]`, into the lines of a fence.
fn fences(source: &Source) -> Vec<Edit> {
    let body = &source.text[source.body_start..];
    if !body.lines().any(|line| matches!(bare(line), "$$" | "\\[")) {
        return vec![];
    }
    let verbatim = Verbatim::without_math(source);
    let mut edits = vec![];
    // The delimiter that is open: its place, what closes it, and how many lines are behind it.
    let mut open: Option<(Span, &str, usize)> = None;
    let mut at = source.body_start;
    for line in body.split_inclusive('\n') {
        let text = bare(line);
        let start = at + line.find(text).unwrap_or(0);
        let span = Span { start, end: start + text.len() };
        at += line.len();
        if verbatim.holds(start) {
            open = None;
            continue;
        }
        open = match open {
            Some((first, close, lines)) if text == close => {
                if lines > 0 {
                    edits.push(Edit { span: first, replacement: "```math".to_string(), repair: None });
                    edits.push(Edit { span, replacement: "```".to_string(), repair: None });
                }
                None
            }
            Some((first, close, lines)) if lines < LINES && !text.starts_with('#') => {
                Some((first, close, lines + 1))
            }
            _ if text == "$$" => Some((span, "$$", 0)),
            _ if text == "\\[" => Some((span, "\\]", 0)),
            _ => None,
        };
    }
    edits
}

/// The line without what lists and quotes put in front of it.
fn bare(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>']).trim_end()
}

/// What may begin or end a formula, in one paragraph, heading or cell.
enum Mark {
    /// One dollar or two.
    Dollars(Range<usize>),
    /// `\(` or, for a formula on a line of its own, `\[`.
    Open {
        at: usize,
        display: bool,
    },
    Close {
        at: usize,
        display: bool,
    },
    Code(Range<usize>),
    /// Nothing reaches over a link or a tag.
    Barrier,
}

fn delimiters(source: &Source) -> Vec<Edit> {
    let text = &source.text;
    let mut edits = vec![];
    let mut marks = vec![];
    let mut in_code = false;
    for (event, range) in parser::events_without_math(text, source.body_start) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => find(text, range, &mut marks),
            Event::Code(_) => marks.push(Mark::Code(range)),
            Event::InlineHtml(html) if is_known_tag(&html) => marks.push(Mark::Barrier),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => {
                marks.push(Mark::Barrier);
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            Event::Start(_) | Event::End(_) => decide(text, &std::mem::take(&mut marks), &mut edits),
            _ => {}
        }
    }
    edits
}

/// The marks in a text event. An escaped character begins an event of its own, right behind its backslash.
fn find(text: &str, range: Range<usize>, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let escaped = range.start > 0 && bytes[range.start - 1] == b'\\';
    if escaped {
        let at = range.start - 1;
        match bytes[range.start] {
            b'(' => marks.push(Mark::Open { at, display: false }),
            b'[' => marks.push(Mark::Open { at, display: true }),
            b')' => marks.push(Mark::Close { at, display: false }),
            b']' => marks.push(Mark::Close { at, display: true }),
            _ => {}
        }
    }
    let mut at = range.start + usize::from(escaped && bytes[range.start] == b'$');
    while let Some(found) = text[at..range.end].find('$') {
        let start = at + found;
        let end = start + bytes[start..range.end].iter().take_while(|&&byte| byte == b'$').count();
        marks.push(Mark::Dollars(start..end));
        at = end;
    }
}

/// Pairs the marks of one paragraph from left to right.
fn decide(text: &str, marks: &[Mark], edits: &mut Vec<Edit>) {
    let mut replace = |range: Range<usize>, with: &str| {
        edits.push(Edit { span: range.into(), replacement: with.to_string(), repair: None });
    };
    let mut at = 0;
    while let Some(mark) = marks.get(at) {
        let rest = &marks[at + 1..];
        match (mark, rest) {
            // GitHub's `` $`…`$ ``.
            (Mark::Dollars(open), [Mark::Code(code), Mark::Dollars(close), ..])
                if open.len() == 1 && open.end == code.start && code.end == close.start =>
            {
                replace(open.start..open.end + 1, "$");
                replace(close.start - 1..close.end, "$");
                at += 3;
            }
            (Mark::Dollars(open), [Mark::Dollars(close), ..])
                if open.len() == close.len() && is_formula(text, open, close) =>
            {
                at += 2;
            }
            (Mark::Dollars(open), _) => {
                replace(open.clone(), &"\\$".repeat(open.len()));
                at += 1;
            }
            (&Mark::Open { at: open, display }, [Mark::Close { at: close, display: other }, ..])
                if display == *other && is_meant(&text[open + 2..*close], display) =>
            {
                let content = &text[open + 2..*close];
                let dollars = if display { "$$" } else { "$" };
                let start = *close - content.trim_start().len();
                let end = open + 2 + content.trim_end().len();
                replace(open..start, dollars);
                replace(end..close + 2, dollars);
                at += 2;
            }
            _ => at += 1,
        }
    }
}

/// Whether what stands between two dollars, or two pairs of them, is a formula.
fn is_formula(text: &str, open: &Range<usize>, close: &Range<usize>) -> bool {
    let content = &text[open.end..close.start];
    let before = text[..open.start].chars().next_back();
    let after = text[close.end..].chars().next();
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    if content.trim().is_empty() || !apart(before) || !apart(after) {
        return false;
    }
    let words = words(content);
    let has_sign = content.contains(['\\', '^', '_', '=']);
    if open.len() == 2 {
        return words == 0 || has_sign;
    }
    let tight = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    if open.len() != 1 || !tight(content.chars().next()) || !tight(content.chars().next_back()) {
        return false;
    }
    if content.starts_with(|c: char| c.is_ascii_digit()) {
        return words == 0 || content.contains(['\\', '^', '_', '{']);
    }
    words <= 2 || has_sign
}

/// Words of prose: letters only, and more than one.
fn words(content: &str) -> usize {
    content
        .split_whitespace()
        .map(|word| word.trim_end_matches([',', '.', ';', ':', ')', '?', '!']).trim_start_matches('('))
        .filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic))
        .count()
}

/// Whether brackets with backslashes hold a formula rather than being escaped for Markdown.
fn is_meant(content: &str, display: bool) -> bool {
    let formula = content.trim();
    let has_sign = formula.contains(['\\', '^', '_', '=', '+', '<', '>']);
    let is_short = formula.chars().count() == 1 && formula.chars().all(char::is_alphabetic);
    // `P(B)`, `O(n log n)`
    let is_call = formula.ends_with(')') && formula.chars().nth(1) == Some('(');
    let says_something = formula.chars().any(char::is_alphanumeric);
    says_something && !content.contains('$') && (has_sign || ((is_short || is_call) && !display))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::CowStr;

    /// The formulas in a text, those on lines of their own in brackets, and what else stands there.
    fn read(text: &str) -> (Vec<String>, String) {
        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
        mark(&mut source);
        let (mut formulas, mut prose) = (vec![], String::new());
        let mut fence = false;
        for (event, _) in parser::events(&source.text, 0) {
            match event {
                Event::InlineMath(formula) => formulas.push(formula.to_string()),
                Event::DisplayMath(formula) => formulas.push(format!("[{}]", formula.trim())),
                Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info))) => {
                    fence = info == CowStr::from("math");
                }
                Event::Text(text) if fence => formulas.push(format!("[{}]", text.trim())),
                Event::End(TagEnd::CodeBlock) => fence = false,
                Event::Text(text) | Event::Code(text) => prose.push_str(&text),
                _ => {}
            }
        }
        (formulas, prose)
    }

    #[test]
    fn formulas_are_found() {
        let examples: &[(&str, &[&str])] = &[
            ("Let $x$ be $n+1$.", &["x", "n+1"]),
            ("$O(n \\log n)$, not $O(n^2)$!", &["O(n \\log n)", "O(n^2)"]),
            ("$$E = mc^2$$", &["[E = mc^2]"]),
            ("is $$a_i * b_i * c$$ so", &["[a_i * b_i * c]"]),
            ("\\(x\\) and \\( a_1 + b_1 \\)", &["x", "a_1 + b_1"]),
            ("\\(P(B)\\) is \\(O(n log n)\\)", &["P(B)", "O(n log n)"]),
            ("\\[ \\frac{1}{2} \\]", &["[\\frac{1}{2}]"]),
            ("$$\na\n\n= b\n- c\n$$\n", &["[a\n\n= b\n- c]"]),
            ("> \\[\n> x = 1\n> \\]\n", &["[x = 1]"]),
            ("- item\n\n  $$\n  x\n  $$\n", &["[x]"]),
            ("GitHub's $`a_b`$ form", &["a_b"]),
            ("$2^{10}$ is $1024$ and $5x$", &["2^{10}", "1024", "5x"]),
            ("| a | b |\n|---|---|\n| $x_1$ | $5 |\n", &["x_1"]),
            ("$\\{1, 2\\}$", &["\\{1, 2\\}"]),
            ("P: $P(A \\mid B)$, 精度 $p$。", &["P(A \\mid B)", "p"]),
        ];
        for (text, formulas) in examples {
            assert_eq!(read(text).0, *formulas, "{text}");
        }
    }

    #[test]
    fn prices_and_variables_are_none() {
        let examples = [
            "The price is $5 or $6.",
            "It costs $5 or 6$ a month",
            "from US$5 to US$10",
            "$10k–$20k, $1.5M vs. $2M",
            "$HOME and $PATH, also $HOME/$USER:$x",
            "set $FOO to $BAR",
            "a 5$ note and a 10$ note",
            "kill -9 $$ and $$",
            "jQuery's $(this) and $(that)",
            "$_POST, $_GET and $_SERVER",
            "$5, $6 (= 11 dollars), not 12$",
        ];
        for text in examples {
            assert_eq!(read(text), (vec![], text.to_string()), "{text}");
        }
    }

    #[test]
    fn code_tags_and_escapes_stay() {
        let same = [
            "`$x$` and `\\(y\\)`",
            "```sh\necho $a $b\n$$\nx\n$$\n```\n",
            "<a href=\"?a=$x&b=$y\">z</a>",
            "\\$5 and \\$6",
            "array\\[0\\], f\\(a, b\\) and \\(optional\\)",
            "[a](/$x) [b](/$y)",
        ];
        for text in same {
            let (formulas, prose) = read(text);
            assert!(formulas.is_empty() && !prose.contains("\\$"), "{text}: {formulas:?} {prose}");
        }
        assert_eq!(read("a\\[0\\], f\\(a, b\\)").1, "a[0], f(a, b)");
    }

    #[test]
    fn a_lone_line_of_dollars_swallows_nothing() {
        for text in ["$$\n\n## Next\n\n$$\n", "a\n\n$$\n\nb\n"] {
            assert!(read(text).0.is_empty(), "{text}");
        }
    }
}
