//! Formulas as Anki's MathJax takes them: `\(…\)` and `\[…\]`.
//!
//! Everywhere else these delimiters are broken (see the `hazard` module). So that a formula's own survive, they are
//! noncharacters of Unicode until the field is finished.

use std::borrow::Cow;

use super::{Style, escape};

const INLINE: Delimiters = Delimiters { open: '\u{FDD0}', close: '\u{FDD1}', anki: ["\\(", "\\)"] };
const DISPLAY: Delimiters = Delimiters { open: '\u{FDD2}', close: '\u{FDD3}', anki: ["\\[", "\\]"] };

struct Delimiters {
    open: char,
    close: char,
    anki: [&'static str; 2],
}

/// A formula within a line, to be finished.
pub(super) fn inline(formula: &str) -> String {
    html(formula, &INLINE)
}

/// A formula on lines of its own, to be finished.
pub(super) fn display(formula: &str) -> String {
    html(formula, &DISPLAY)
}

fn html(formula: &str, delimiters: &Delimiters) -> String {
    let formula = formula.trim();
    // Within a formula MathJax would take this for its end.
    if formula.replace("\\\\", "").contains(delimiters.anki[1]) {
        return format!("<code>{}</code>", escape(formula));
    }
    format!("{}{}{}", delimiters.open, escape(formula), delimiters.close)
}

/// The finished formula that `html` begins with, and its length in `html`.
pub(super) fn finish(html: &str, style: Style) -> Option<(String, usize)> {
    let first = html.chars().next()?;
    let delimiters = [INLINE, DISPLAY].into_iter().find(|delimiters| delimiters.open == first)?;
    let body = &html[first.len_utf8()..];
    let end = body.find(delimiters.close)?;
    let [open, close] = delimiters.anki;
    let length = first.len_utf8() + end + delimiters.close.len_utf8();
    Some((format!("{open}{}{close}", spaced(&body[..end], style)), length))
}

/// What Anki reads in formulas too, apart: TeX does not mind a space there.
fn spaced(formula: &str, style: Style) -> Cow<'_, str> {
    let mut formula = Cow::Borrowed(formula);
    let mut part = |what: &str, with: &str| {
        while formula.contains(what) {
            formula = Cow::Owned(formula.replace(what, with));
        }
    };
    part("[sound:", "[ sound:");
    part("[anki:", "[ anki:");
    if style == Style::Cloze {
        part("{{", "{ {");
        part("}}", "} }");
        part("::", ": :");
    }
    formula
}
