//! How surely a piece of a run is mojibake, judged against what clean text could say in its place.
//!
//! Read as clean text, a broken character is an accented letter with one to three signs behind it. Some of
//! these occur: `«HYVÄ»`, `“hâlâ…”`, `3 Å²`, `« é »`. They have in common that all signs can close a word, and
//! that a capital does not follow a lowercase letter. Everything else is proof.

use super::windows_1252;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Clean text could say the same: repaired only in a document that is broken elsewhere.
    Weak,
    Strong,
}

use Strength::{Strong, Weak};

/// What stands around a piece; `None` at the ends of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub(super) before: [Option<char>; 2],
    pub(super) after: Option<char>,
}

impl Context {
    fn after_lowercase(self) -> bool {
        self.before[0].is_some_and(char::is_lowercase)
    }

    fn after_letter(self) -> bool {
        self.before[0].is_some_and(char::is_alphabetic)
    }

    fn after_quote(self) -> bool {
        self.before[0].is_some_and(|c| "\"'`“”‘’„‚«»‹›\u{A0}".contains(c))
    }

    fn before_lowercase(self) -> bool {
        self.after.is_some_and(char::is_lowercase)
    }
}

/// Signs that may stand directly behind a word, with those of footnotes, units and trade marks.
const CLOSING: &str = "…‘’“”–—™›†‡•\u{A0}\u{AD}«»¹²³ªº°±·©®´§¶";
/// Those of them that may have a word directly behind them too.
const JOINING: &str = "…–—’\u{A0}\u{AD}´·";
/// Signs that stand directly behind a single letter in formulas, lists and quotations.
const BEHIND_SYMBOL: &str = "\u{A0}\u{AD}«»¹²³ªº°±·´";

/// Judges one decoded character. `bytes` is its UTF-8, two to four bytes.
pub(super) fn judge(bytes: &[u8], decoded: char, context: Context) -> Strength {
    let mut tail = ['\0'; 3];
    for (sign, &byte) in tail.iter_mut().zip(&bytes[1..]) {
        *sign = windows_1252::character(byte);
    }
    let tail = &tail[..bytes.len() - 1];
    if tail.iter().any(|&sign| windows_1252::is_undefined(sign)) {
        return Strong;
    }
    match bytes.len() {
        2 => pair(windows_1252::character(bytes[0]), tail[0], decoded, context),
        3 => triple(tail, decoded, context),
        _ => Strong,
    }
}

/// A capital letter and one sign.
fn pair(lead: char, sign: char, decoded: char, context: Context) -> Strength {
    if script(decoded).is_some() {
        return Weak;
    }
    // No language writes these behind a capital.
    if "ŒœŸƒˆ˜".contains(sign) {
        return Strong;
    }
    if context.after_lowercase() && decoded.is_uppercase() {
        return Weak;
    }
    // `mÅ` and `kÅ` are units; a longer word does not go on with a capital.
    let inside_word = context.after_lowercase()
        && (context.before_lowercase() || lead != 'Å' || context.before[1].is_some_and(char::is_alphabetic));
    let strong = match sign {
        // Sámi and Estonian have these letters behind Ä and Å.
        'Š' | 'š' | 'Ž' | 'ž' => inside_word || lead == 'Ã',
        '\u{A0}'..='\u{BF}' if inside_word => true,
        '\u{A0}'..='\u{BF}' => symbol(lead, sign, context),
        _ => inside_word && context.before_lowercase() && !JOINING.contains(sign),
    };
    if strong { Strong } else { Weak }
}

/// A capital letter and a Latin-1 sign, not behind a lowercase letter: a word in capitals or a lone symbol.
fn symbol(lead: char, sign: char, context: Context) -> bool {
    if context.after_letter() {
        return context.before_lowercase() && !JOINING.contains(sign) && sign != '»';
    }
    if lead == 'Â' && context.before[0].is_some_and(|c| c.is_ascii_digit()) {
        return true;
    }
    if BEHIND_SYMBOL.contains(sign) {
        return context.before_lowercase() && "«»ªº".contains(sign) && !context.after_quote();
    }
    context.before_lowercase() || (matches!(lead, 'Â' | 'Ã') && !context.after_quote())
}

/// A small letter and two signs.
fn triple(tail: &[char], decoded: char, context: Context) -> Strength {
    if script(decoded).is_some() {
        return Weak;
    }
    let [first, second] = [tail[0], tail[1]];
    let strong = if "šž".contains(first) && CLOSING.contains(second) {
        // Inari Sámi has these letters behind â.
        !context.after_letter() && !context.after_quote() && !"…‘’“”«»".contains(second)
    } else if !CLOSING.contains(first) || !CLOSING.contains(second) {
        true
    } else if context.after_letter() && context.before_lowercase() {
        !JOINING.contains(second)
    } else if context.after_letter() || context.after_quote() {
        false
    } else {
        // Arrows, and the geometric shapes that are no dash with a quotation mark behind it.
        "†‡".contains(first) || ("–—•™".contains(first) && "²³ºª°±·©®".contains(second))
    };
    if strong { Strong } else { Weak }
}

/// Two or more letters of one script in a row: their signs must not all be the same, as in `À–É–Î`, and one
/// of them must be more than a quotation mark or a dash.
pub(super) fn judge_script(signs: impl Iterator<Item = u8> + Clone) -> Strength {
    let first = signs.clone().next();
    let differ = signs.clone().any(|sign| Some(sign) != first);
    let telling =
        signs.clone().map(windows_1252::character).any(|sign| !"…‘’“”–—™›‹„‚†‡•€‰\u{A0}".contains(sign));
    if differ && (telling || signs.count() >= 4) { Strong } else { Weak }
}

/// A number for the script of a letter whose encoding, taken alone, proves nothing.
pub(super) fn script(c: char) -> Option<u32> {
    match c as u32 {
        0x0370..=0x03FF => Some(1),
        0x0400..=0x04FF => Some(2),
        0x05B0..=0x05F4 => Some(3),
        0x0600..=0x06FF => Some(4),
        // One block for each script of India, then Thai.
        block @ 0x0900..=0x0EFF => Some(0x100 + block / 0x80),
        0x10A0..=0x10FF => Some(5),
        // Chinese, Japanese and Korean, which stand in one text with the full-width signs.
        0x3000..=0x9FFF | 0xAC00..=0xD7A3 => Some(6),
        _ => None,
    }
}

/// Whether a decoded character is one that documents hold, or rather an accident of clean text.
pub(super) fn is_plausible(c: char) -> bool {
    // Text that was broken twice.
    if windows_1252::is_undefined(c) || matches!(c, 'ƒ' | 'ˆ' | '˜') {
        return true;
    }
    matches!(
        c,
        '\u{A0}'..='\u{17F}'
            // Vietnamese ơ and ư, Romanian ș and ț.
            | '\u{1A0}' | '\u{1A1}' | '\u{1AF}' | '\u{1B0}' | '\u{218}'..='\u{21B}'
            | '\u{300}'..='\u{36F}'
            | '\u{386}'..='\u{4FF}'
            | '\u{5B0}'..='\u{5F4}'
            | '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{620}'..='\u{6D4}' | '\u{6F0}'..='\u{6F9}'
            | '\u{900}'..='\u{EFF}'
            | '\u{10A0}'..='\u{10FF}'
            | '\u{1E00}'..='\u{2BFF}'
            | '\u{3000}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FE30}'..='\u{FE4F}' | '\u{FEFF}'..='\u{FFEE}' | '\u{FFFD}'
            | '\u{1D400}'..='\u{1D7FF}'
            | '\u{1F000}'..='\u{1FAFF}'
    )
}
