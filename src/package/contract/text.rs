//! Rule 12: what any text must keep so that Anki shows it as it is.

use unicode_normalization::is_nfc;

use super::Fault;

/// What Anki interprets in every field, even inside code. `[sound:` is the matter of the media check.
const HAZARDS: [&str; 5] = ["[latex]", "[$]", "[$$]", "[anki:", "[[type:"];

/// Faults of a text that Anki neither changes nor runs: names, descriptions, templates, fields.
/// `part` names the text; it is called for a fault alone.
pub fn check(text: &str, part: impl Fn() -> String, faults: &mut Vec<Fault>) {
    // Most texts have no byte of a control character, and this is asked of every one.
    let may_control =
        |byte: u8| byte < 0x20 && byte != b'\n' && byte != b'\t' || byte == 0x7f || byte == 0xC2;
    let is_control = |&c: &char| c.is_control() && c != '\n' && c != '\t';
    if text.bytes().fold(false, |any, byte| any | may_control(byte))
        && let Some(character) = text.chars().find(is_control)
    {
        faults.push(Fault::Control { part: part(), character });
    }
    if !text.is_ascii() && !is_nfc(text) {
        faults.push(Fault::Composed { part: part() });
    }
    if after(text, '<', "<script").next().is_some() {
        faults.push(Fault::Script { part: part() });
    }
}

/// Faults of a field.
pub fn check_field(html: &str, part: impl Fn() -> String, faults: &mut Vec<Fault>) {
    check(html, &part, faults);
    for text in HAZARDS.into_iter().filter(|_| html.contains('[')) {
        if after(html, '[', text).next().is_some() {
            faults.push(Fault::Hazard { part: part(), text });
        }
    }
    let opens_with_newline = |rest: &str| {
        let tag = rest
            .split_once('>')
            .filter(|(inner, _)| inner.is_empty() || inner.starts_with(char::is_whitespace));
        tag.is_some_and(|(_, content)| content.starts_with('\n'))
    };
    if after(html, '<', "<pre").any(opens_with_newline) {
        faults.push(Fault::PreNewline { part: part() });
    }
}

/// What follows each `prefix` in `text`, in upper or lower case; `first` is its first character.
pub fn after<'a>(text: &'a str, first: char, prefix: &'static str) -> impl Iterator<Item = &'a str> {
    text.match_indices(first).filter_map(move |(start, _)| {
        let (head, rest) = text[start..].split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then_some(rest)
    })
}
