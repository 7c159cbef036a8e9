//! What Anki would take for markup of its own.
//!
//! `[sound:…]`, `[latex]`, `[$]`, `[anki:…]`, `[[type:…]]`, `\(` and `\[` are interpreted in every field, in code too;
//! `{{c1::`, `::` and `}}` in cloze notes (contract rule 12). An empty `<span>` breaks them, and survives Anki's
//! editor, which entities do not.

use std::borrow::Cow;

use super::html::Style;
use super::math;

pub(super) const BREAK: &str = "<span></span>";

/// What is broken behind its first character, in every note.
const HAZARDS: &[&str] = &[
    "[sound:", "[latex]", "[/latex]", "[$", "[/$", "[anki:", "[/anki:", "[[type:", "\\(", "\\[", "\\)", "\\]",
];
const CLOZE_HAZARDS: &[&str] = &["{{c", "}}", "::"];

/// The HTML with all hazards in its text broken, in its attributes spelled as entities, and with finished formulas.
pub fn defuse(html: &str, style: Style) -> Cow<'_, str> {
    // 0xEF begins the marks of a formula.
    let is_candidate = |byte: &u8| {
        matches!(byte, b'[' | b'\\' | 0xEF) || (style == Style::Cloze && matches!(byte, b'{' | b'}' | b':'))
    };
    if !html.as_bytes().iter().any(&is_candidate) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len() + 64);
    let mut in_tag = false;
    let mut copied = 0;
    let mut at = 0;
    while let Some(&byte) = html.as_bytes().get(at) {
        at += 1;
        match byte {
            b'<' => in_tag = true,
            b'>' => in_tag = false,
            0xEF if !in_tag => {
                if let Some((formula, length)) = math::finish(&html[at - 1..], style) {
                    out.push_str(&html[copied..at - 1]);
                    out.push_str(&formula);
                    at += length - 1;
                    copied = at;
                }
            }
            _ if is_candidate(&byte) && is_hazard(&html[at - 1..], style) => {
                out.push_str(&html[copied..at - 1]);
                if in_tag {
                    out.push_str(&format!("&#{byte};"));
                } else {
                    out.push(char::from(byte));
                    out.push_str(BREAK);
                }
                copied = at;
            }
            _ => {}
        }
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

pub(super) fn is_hazard(text: &str, style: Style) -> bool {
    let starts =
        |hazard: &str| text.get(..hazard.len()).is_some_and(|head| head.eq_ignore_ascii_case(hazard));
    HAZARDS.iter().any(|hazard| starts(hazard))
        || (style == Style::Cloze && CLOZE_HAZARDS.iter().any(|hazard| starts(hazard)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anki_would_interpret_is_broken() {
        let examples = [
            ("[sound:a.mp3]", "[<span></span>sound:a.mp3]"),
            ("<code>[LaTeX]x[/latex]</code>", "<code>[<span></span>LaTeX]x[<span></span>/latex]</code>"),
            ("\\(x\\)", "\\<span></span>(x\\<span></span>)"),
            ("<img alt=\"[sound:x]\">", "<img alt=\"&#91;sound:x]\">"),
            ("a[0] \\n [x]", "a[0] \\n [x]"),
            ("{{c1::x}}", "{{c1::x}}"),
        ];
        for (html, wanted) in examples {
            assert_eq!(defuse(html, Style::Basic), wanted);
        }
        let formula = format!("{} in \\(text\\)", math::inline("\\frac{a}{b_{c}}::{{x}}"));
        assert_eq!(
            defuse(&formula, Style::Basic),
            "\\(\\frac{a}{b_{c}}::{{x}}\\) in \\<span></span>(text\\<span></span>)"
        );
        assert!(defuse(&formula, Style::Cloze).starts_with("\\(\\frac{a}{b_{c} }: :{ {x} }\\) in"));
        assert_eq!(defuse("{{c1::x}}", Style::Cloze), "{<span></span>{c1:<span></span>:x}<span></span>}");
    }
}
