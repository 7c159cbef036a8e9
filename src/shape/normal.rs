//! Texts in the form in which `words.toml` is looked up. `build.rs` reads this file, too.

/// Lower case and half width, white space folded, without parentheses, and without what is no letter or digit at the ends.
pub fn normal(text: &str) -> String {
    /// From a letter or digit to its full-width form.
    const FULL_WIDTH: u32 = 0xfee0;
    let mut out = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut push = |c: char| match c {
        '(' | '（' => depth += 1,
        ')' | '）' => depth = depth.saturating_sub(1),
        _ if depth > 0 => {}
        '’' => out.push('\''),
        '\u{fe0f}' | '\u{200d}' => {}
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            out.push(char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c).to_ascii_lowercase());
        }
        c if c.is_whitespace() => {
            if out.as_bytes().last() != Some(&b' ') {
                out.push(' ');
            }
        }
        c => out.push(c),
    };
    for c in text.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut push);
        }
    }
    let is_edge = |c: char| !c.is_alphanumeric() && !is_mark(c);
    out.truncate(out.trim_end_matches(is_edge).len());
    out.drain(..out.len() - out.trim_start_matches(is_edge).len());
    out
}

/// How many kinds of texts there are.
pub const KINDS: usize = 256 * 32;

/// The kind of a text, by its first byte and its length: few entries share one.
pub fn kind(text: &str) -> usize {
    usize::from(text.bytes().next().unwrap_or_default()) * 32 + text.len() % 32
}

/// Vowel signs and the like: part of a word though no letters.
pub fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Han, Kana and Thai are written without spaces between words.
pub fn is_unspaced(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '々'))
}
