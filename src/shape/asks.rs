//! Whether a text asks something.

use super::normal::normal;
use super::words::Words;

/// A question or a prompt: a question mark outside code, or words that ask ("Why …", "Explain …") at its begin.
pub fn asks(text: &str) -> bool {
    has_question_mark(text) || begins_asking(text)
}

pub fn has_question_mark(text: &str) -> bool {
    last_question_mark(text).is_some()
}

/// The byte behind the last question mark that is none of code that stands in prose: `a?.b`, `x ?? y`, `?id=3`.
pub fn last_question_mark(text: &str) -> Option<usize> {
    if text.is_ascii() && !text.contains('?') && !text.contains(';') {
        return None;
    }
    // Where the last mark stood, and the first letter or digit from there on: each part is looked through once.
    let mut known = (text.len(), None);
    text.rmatch_indices(|c| is_mark(c) || is_greek_mark(c)).find_map(|(at, mark)| {
        let end = at + mark.len();
        let before = text[..at].chars().next_back()?;
        let after = text[end..].chars().next();
        let next = text[end..known.0].chars().find(|c| c.is_alphanumeric()).or(known.1);
        known = (at, next);
        let is_mark = mark.chars().all(is_mark) || ('\u{370}'..='\u{3ff}').contains(&before);
        let closes = before.is_alphanumeric() || ")]}\"'`*…!.>:".contains(before) || !before.is_ascii();
        // French sets a space before it. So does an operator, but nothing new begins behind that.
        let spaced = matches!(before, ' ' | '\u{a0}' | '\u{202f}')
            && after.is_none_or(|after| after == '"' || after == '*' || after.is_whitespace())
            && next.is_none_or(|next: char| !next.is_lowercase());
        let ends = after.is_none_or(|after| {
            after.is_whitespace()
                || "*_)]\"'!`,:".contains(after)
                || !after.is_ascii()
                || self::is_mark(after)
        });
        let closes = closes || (after.is_none() && !before.is_whitespace() && !self::is_mark(before));
        (is_mark && ((closes && ends) || spaced)).then_some(end)
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '?' | '？' | '؟' | '՞' | '︖' | '⁇' | '❓' | '❔')
}

/// Greek has a semicolon for it.
fn is_greek_mark(c: char) -> bool {
    matches!(c, ';' | '\u{37e}')
}

/// Whether a text begins (or, in some languages, ends) as a prompt does: "Explain …".
pub fn prompts(text: &str) -> bool {
    let words = Words::get();
    let text = normal(text);
    words.imperative.starts(&text).is_some_and(|length| length < text.len())
        || words.imperative_end.ends(&text).is_some()
}

fn begins_asking(text: &str) -> bool {
    let words = Words::get();
    let text = normal(text);
    let text = text.strip_suffix(|c: char| c == ':').unwrap_or(&text);
    let several = text.contains(' ') || text.chars().count() > 4 && !text.is_ascii();
    if !several {
        return false;
    }
    let interrogative = words.interrogative.starts(text).filter(|&length| length < text.len());
    interrogative.is_some_and(|length| !tells(&text[length..]))
        || words.imperative.starts(text).is_some_and(|length| length < text.len())
        || words.imperative_end.ends(text).is_some()
        || words.interrogative.ends_unspaced(text)
}

/// Whether a text begins as the answer to a statement does: "False – …", "True.", "X".
pub fn is_verdict(text: &str) -> bool {
    const SIGNS: [char; 3] = ['o', 'x', '×'];
    const ENDS: [char; 14] = ['.', ',', ';', ':', '-', '–', '—', '!', '→', '。', '，', '、', '：', '！'];
    let text = normal(text);
    let sign = || text.chars().next().filter(|c| SIGNS.contains(c)).map(char::len_utf8);
    let Some(end) = Words::get().verdict.starts(&text).or_else(sign) else { return false };
    let rest = text[end..].trim_start();
    rest.is_empty() || rest.starts_with(ENDS)
}

/// Whether a subject follows the word that asks: "What we learned", "How I work".
fn tells(rest: &str) -> bool {
    const SUBJECTS: [&str; 5] = ["we", "i", "you", "they", "it"];
    rest.split_whitespace().next().is_some_and(|word| SUBJECTS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_ask() {
        for text in [
            "What is DNS?",
            "¿Qué es?",
            "什么是 DNS？",
            "ما هو؟",
            "Explain DNS",
            "Tell me about DNS",
            "Опишите DNS",
            "Décrivez le DNS",
            "DNS nedir?",
            "DNSとは何ですか",
            "Why",
            "How do you like `a?.b`?",
            "Is it? Explain.",
            "For what is `data-`?",
            "À quoi sert DNS ? Expliquez.",
        ] {
            assert_eq!(asks(text), text != "Why", "{text}");
        }
    }

    #[test]
    fn verdicts_end_at_a_sign() {
        for text in ["True.", "False – because", "X — 아니다", "Верно. Да", "falsch, denn"] {
            assert!(is_verdict(text), "{text}");
        }
        for text in ["False positives cost time", "Xylem", "x + 1", "True to its name"] {
            assert!(!is_verdict(text), "{text}");
        }
    }

    #[test]
    fn statements_and_code_do_not() {
        for text in [
            "DNS",
            "Overview of DNS",
            "What we learned",
            "The `a?.b` operator",
            "x ?? y",
            "You can use the ? operator",
            "/path?id=3",
            "Die Antwort",
            "Установка",
            "安装",
        ] {
            assert!(!asks(text), "{text}");
        }
    }
}
