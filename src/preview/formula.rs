//! Formulas as MathML, which browsers show without a script. Anki's MathJax typesets the same TeX.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Event, Parser, ParserError, Storage, push_mathml};
use regex::{Captures, Regex};

use crate::render;

/// `html` with `\(…\)` and `\[…\]` typeset, where MathJax would do it: not in code, and not across tags. What the
/// typesetter does not know stays as it was written.
pub fn typeset(html: &str) -> Cow<'_, str> {
    static FORMULA: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)<pre[\s>].*?</pre>|<code[\s>].*?</code>|<style[\s>].*?</style>|<[^>]*>|\\\(([^<]*?)\\\)|\\\[([^<]*?)\\\]")
            .expect("a valid expression")
    });
    if !html.contains("\\(") && !html.contains("\\[") {
        return Cow::Borrowed(html);
    }
    FORMULA.replace_all(html, |found: &Captures<'_>| {
        let (tex, display) = match (found.get(1), found.get(2)) {
            (Some(tex), _) => (tex, DisplayMode::Inline),
            (None, Some(tex)) => (tex, DisplayMode::Block),
            (None, None) => return found[0].to_string(),
        };
        // A sign that would begin a tag within `\text` is no text that the typesetter could be trusted with.
        let tex = render::unescape(tex.as_str()).replace('<', "\\lt ");
        mathml(&tex, display).unwrap_or_else(|| format!("<span class=\"tex\">{}</span>", &found[0]))
    })
}

fn mathml(tex: &str, display_mode: DisplayMode) -> Option<String> {
    // The typesetter is young; a formula that it stumbles over is no reason to lose the card.
    catch_unwind(AssertUnwindSafe(|| {
        let storage = Storage::new();
        let events: Vec<Event<'_>> = Parser::new(tex, &storage).collect::<Result<_, _>>().ok()?;
        let mut out = String::new();
        let config = RenderConfig { display_mode, ..RenderConfig::default() };
        push_mathml(&mut out, events.into_iter().map(Ok::<_, ParserError>), config).ok()?;
        Some(escaped(&out))
    }))
    .ok()
    .flatten()
}

/// The typesetter writes a sign such as `<` as it is.
fn escaped(mathml: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"</?(?:math|m[a-z]+)(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt);|[<&]")
            .expect("a valid expression")
    });
    let escape = |found: &Captures<'_>| match &found[0] {
        "<" => "&lt;".to_string(),
        "&" => "&amp;".to_string(),
        kept => kept.to_string(),
    };
    TAG.replace_all(mathml, escape).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_typeset_where_mathjax_would() {
        let html = typeset(r"<p>\(a &lt; b\)</p>\[\frac{1}{2}\]");
        assert!(html.starts_with("<p><math"), "{html}");
        assert!(html.contains("<mo>&lt;</mo>"), "{html}");
        assert!(html.contains("display=\"block\"") && html.contains("<mfrac"), "{html}");
        for kept in
            [r"<code>\(a\)</code>", r"<pre>\[a\]</pre>", r"\(a<b>b</b>\)", r#"<i title="\(a\)">x</i>"#]
        {
            assert_eq!(typeset(kept), kept);
        }
    }

    #[test]
    fn nothing_but_formulas_comes_of_them() {
        for tex in [
            r"a&lt;img src=x&gt;",
            r"\text{&lt;img src=x&gt;}",
            r"\text{&amp;lt;b&amp;gt;}",
            r"\mathrm{&lt;b&gt;x&lt;/b&gt;}",
        ] {
            let html = typeset(&format!(r"\({tex}\)")).into_owned();
            for tag in html.split('<').skip(1) {
                let name = tag.trim_start_matches('/');
                assert!(name.starts_with('m') || name.starts_with("span"), "{html}");
            }
        }
    }

    #[test]
    fn what_is_not_known_stays_as_it_was_written() {
        let html = r"\(\nosuchcommand{a}\)";
        assert_eq!(typeset(html), format!("<span class=\"tex\">{html}</span>"));
        let html = r"\(\frac{1}{\)";
        assert!(typeset(html).contains(html));
    }
}
