//! What stands around a question and is no part of it: how difficult it is, stars that rate it, a link to its source.
//!
//! `[Easy] What is hoisting?`, `What is a closure? (Medium)`, `🟢 What is this?`, `Explain indexes ⭐⭐ [[src]](…)`

use std::ops::Range;

use super::asks::last_question_mark;
use super::normal::normal;
use super::words::Words;

const SIGNS: &str = "⭐★☆🌟🟢🟡🟠🔴🔵⚪⚫\u{fe0f}\u{200d}";
/// Signs that only stand before a question.
const BULLETS: &str = "❓❔🔹🔸🔷🔶▶►▸➤➜👉•";
const SOURCES: [&str; 5] = ["[src]", "[source]", "[ref]", "[link]", "[edit]"];
/// Brackets around a difficulty. The parser has taken the ticks of code away.
const BRACKETS: [(char, char); 5] = [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('{', '}')];
/// Bytes of the longest difficulty with its brackets.
const LONGEST: usize = 48;

/// The part of a title without such marks at its ends; all of it, if nothing else were left.
pub fn bare(text: &str) -> Range<usize> {
    let end = text.len() - trailing(text);
    let start = leading(&text[..end]);
    if text[start..end].chars().any(char::is_alphanumeric) { start..end } else { 0..text.len() }
}

/// Whether what stands around the bare part of a text says in words how difficult it is.
pub fn is_rated(text: &str, bare: &Range<usize>) -> bool {
    let around = [&text[..bare.start], &text[bare.end..]];
    around.iter().any(|mark| mark.chars().any(char::is_alphabetic))
}

/// Bytes of the marks that a text begins with.
pub fn leading(text: &str) -> usize {
    let is_mark = |c: char| c.is_whitespace() || is_sign(c) || (!c.is_ascii() && BULLETS.contains(c));
    let mut rest = text;
    loop {
        let less = rest.trim_start_matches(is_mark);
        let signed = less.len() < rest.trim_start().len();
        let less = bracketed(less).or_else(|| if signed { named(less) } else { None }).unwrap_or(less);
        if less.len() == rest.len() {
            break;
        }
        rest = less;
    }
    // White space alone is no mark.
    if rest.len() == text.trim_start().len() { 0 } else { text.len() - rest.len() }
}

/// What follows a difficulty in brackets.
fn bracketed(text: &str) -> Option<&str> {
    let open = text.chars().next()?;
    let close = BRACKETS.iter().find(|(other, _)| *other == open)?.1;
    let (inner, rest) = text[open.len_utf8()..].split_once(close)?;
    let rest = rest.trim_start_matches([' ', '\u{a0}', ':', '-', '–', '—', '*']);
    // "[M]" in a list of "[E]", "[M]" and "[H]".
    let letter = open == '[' && matches!(inner, "E" | "M" | "H");
    (letter || is_difficulty(inner)).then_some(rest)
}

/// What follows a difficulty and a colon or dash: `🟢 Easy: …`.
fn named(text: &str) -> Option<&str> {
    let at = text.find([':', '：', '-', '–', '—', '|', '(']).filter(|&at| at <= LONGEST)?;
    if text[at..].starts_with('(') {
        return None;
    }
    let rest = text[at..].trim_start_matches(|c: char| !c.is_alphanumeric() && !"([\"'`¿".contains(c));
    is_difficulty(&text[..at]).then_some(rest)
}

/// Bytes of the marks that a text ends with.
fn trailing(text: &str) -> usize {
    let is_mark = |c: char| c.is_whitespace() || is_sign(c);
    let mut kept = text;
    loop {
        let less = kept.trim_end_matches(is_mark);
        let less = SOURCES.iter().find_map(|source| less.strip_suffix(source)).unwrap_or(less);
        let less = without_difficulty(less).unwrap_or(less);
        if less.len() == kept.len() {
            break;
        }
        kept = less;
    }
    if kept.len() == text.trim_end().len() { 0 } else { text.len() - kept.len() }
}

/// The text before a difficulty in brackets, behind a question mark, or behind a coloured sign.
fn without_difficulty(text: &str) -> Option<&str> {
    let last = text.chars().next_back()?;
    if let Some(&(open, close)) = BRACKETS.iter().find(|(_, close)| *close == last) {
        let inner = &text[..text.len() - close.len_utf8()];
        let at = inner.rfind(open)?;
        return is_difficulty(&inner[at + open.len_utf8()..]).then(|| &text[..at]);
    }
    // What stands further from the end than that is no difficulty.
    let tail = &text[text.char_indices().rev().nth(LONGEST + 1).map_or(0, |(at, _)| at)..];
    let sign = tail.char_indices().rev().find(|(_, c)| is_sign(*c));
    let sign = sign.map(|(at, c)| at + c.len_utf8());
    let at = text.len() - tail.len() + sign.max(last_question_mark(tail))?;
    is_difficulty(&text[at..]).then(|| &text[..at])
}

/// The signs are looked through only for what may be one.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && SIGNS.contains(c)
}

fn is_difficulty(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let words = Words::get();
    let text = normal(text);
    let named = text.split_once(' ').filter(|(label, _)| words.concepts.has(label.trim_end_matches(':')));
    words.difficulty.has(&text) || named.is_some_and(|(_, rest)| words.difficulty.has(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go() {
        for (text, wanted) in [
            ("[Easy] What is hoisting?", "What is hoisting?"),
            ("[M] Derive it", "Derive it"),
            ("What is a closure? (Medium)", "What is a closure?"),
            ("🟢 What is this?", "What is this?"),
            ("➤ What is Redis?", "What is Redis?"),
            ("What is a zombie?[edit]", "What is a zombie?"),
            ("Explain loops 🔴 Hard", "Explain loops"),
            ("🟡 Medium: Explain loops", "Explain loops"),
            ("Explain indexes ⭐⭐ [src]", "Explain indexes"),
            ("What is a proxy? — Advanced", "What is a proxy?"),
            ("【简单】什么是闭包？", "什么是闭包？"),
            ("Что такое замыкание? [сложный]", "Что такое замыкание?"),
            ("(Difficulty: hard) Explain heaps", "Explain heaps"),
        ] {
            assert_eq!(text[bare(text)].trim(), wanted, "{text}");
        }
    }

    #[test]
    fn words_of_the_question_stay() {
        for text in [
            "What is hard real time?",
            "Is Rust hard?",
            "Explain the easy path",
            "[Flux] Why?",
            "Easy",
            "⭐",
            "What is NAT (basic idea)?",
            "Advanced",
        ] {
            assert_eq!(&text[bare(text)], text, "{text}");
        }
    }
}
