//! What a project changes of its cards' look.

use std::fmt;

use sha2::{Digest, Sha256};

/// A side of a card. A project may put a template of its own in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Front,
    Back,
    ReverseFront,
    ReverseBack,
    ClozeFront,
    ClozeBack,
}

/// Recto's own templates and the names under which a project replaces them, in the order of `Side`.
pub const TEMPLATES: [(&str, &str); 6] = [
    ("front", include_str!("front.html")),
    ("back", include_str!("back.html")),
    ("reverse-front", include_str!("reverse-front.html")),
    ("reverse-back", include_str!("reverse-back.html")),
    ("cloze-front", include_str!("cloze-front.html")),
    ("cloze-back", include_str!("cloze-back.html")),
];

pub const CSS: &str = include_str!("card.css");

/// A project's own look; by default none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Put after recto's own CSS.
    css: String,
    templates: [Option<String>; TEMPLATES.len()],
}

/// Why a look is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookError {
    /// `@import`, or `url(…)` with an address: a phone without a network would show another card.
    Fetches,
    /// `<script`, or a handler such as `onclick=`.
    Runs,
    /// A front that would be empty for every note.
    NoFront,
    /// A template without `{{^Retired}}`: a question that the author withdraws could never leave the learner.
    NoRetired,
}

impl Look {
    /// Puts CSS behind recto's own.
    ///
    /// # Errors
    /// If it loads anything at review time.
    pub fn add_css(&mut self, css: &str) -> Result<(), LookError> {
        if fetches(css) {
            return Err(LookError::Fetches);
        }
        self.css.push_str(css);
        Ok(())
    }

    /// Puts a template in place of recto's own of that name, one of [`TEMPLATES`].
    ///
    /// # Errors
    /// If it runs or loads anything, or would lose cards.
    pub fn replace(&mut self, name: &str, template: &str) -> Result<(), LookError> {
        let lower = template.to_lowercase();
        if lower.contains("<script") || lower.contains("javascript:") || has_handler(&lower) {
            return Err(LookError::Runs);
        }
        if fetches(template) || lower.contains("src=\"http") || lower.contains("src=\"//") {
            return Err(LookError::Fetches);
        }
        if name.ends_with("front") && !template.contains("{{^Retired}}") {
            return Err(LookError::NoRetired);
        }
        if name.ends_with("front")
            && !["Front}}", "Back}}", "cloze:Text}}"].iter().any(|f| template.contains(f))
        {
            return Err(LookError::NoFront);
        }
        if let Some(at) = TEMPLATES.iter().position(|(known, _)| *known == name) {
            self.templates[at] = Some(template.to_string());
        }
        Ok(())
    }

    /// A hash of what the project says, empty where it says nothing.
    pub fn digest(&self) -> String {
        if *self == Look::default() {
            return String::new();
        }
        let mut hasher = Sha256::new();
        let templates = self.templates.iter().map(|text| text.as_deref().unwrap_or_default());
        for text in [self.css.as_str()].into_iter().chain(templates) {
            hasher.update(text);
            hasher.update([0]);
        }
        hasher.finalize()[..5].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn template(&self, side: Side) -> &str {
        self.templates[side as usize].as_deref().unwrap_or(TEMPLATES[side as usize].1)
    }

    pub(super) fn css(&self) -> String {
        if self.css.trim().is_empty() { CSS.to_string() } else { format!("{CSS}\n{}", self.css) }
    }
}

fn fetches(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("@import")
        || lower
            .split("url(")
            .skip(1)
            .any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with("data:"))
}

fn has_handler(lower: &str) -> bool {
    lower.match_indices("on").any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let name = lower[at..].find(|c: char| !c.is_ascii_lowercase()).unwrap_or(0);
        before.is_some_and(|c| c.is_whitespace() || c == '/')
            && name > 2
            && lower[at + name..].trim_start().starts_with('=')
    })
}

impl fmt::Display for LookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LookError::Fetches => "it loads something when a card is shown: put it into the file itself as a data: URL",
            LookError::Runs => "it runs a script: cards of recto run none",
            LookError::NoFront => "it shows no field: name {{Front}}, {{Back}} or {{cloze:Text}}",
            LookError::NoRetired => {
                "it does not say {{^Retired}}…{{/Retired}} around the question: a question that you withdraw would stay"
            }
        })
    }
}

impl std::error::Error for LookError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_loads_runs_or_loses_cards_is_refused() {
        let mut look = Look::default();
        for css in
            ["@import 'x.css';", ".a { background: url(https://a.example/x.png) }", "a{b:URL( 'x.woff' )}"]
        {
            assert_eq!(look.add_css(css), Err(LookError::Fetches), "{css}");
        }
        let front = |inner: &str| format!("{{{{^Retired}}}}{inner}{{{{/Retired}}}}");
        let examples = [
            ("{{Front}}".to_string(), LookError::NoRetired),
            (front("{{Context}}"), LookError::NoFront),
            (front("{{Front}}<script>x()</script>"), LookError::Runs),
            (front("<b onclick = \"x()\">{{Front}}</b>"), LookError::Runs),
            (front("<img src=\"https://a.example/x.png\">{{Front}}"), LookError::Fetches),
        ];
        for (template, error) in examples {
            assert_eq!(look.replace("front", &template), Err(error), "{template}");
        }
        assert_eq!(look, Look::default());
    }

    #[test]
    fn what_a_project_says_comes_after_or_instead() {
        let mut look = Look::default();
        look.add_css(".title { color: teal; background: url(data:image/png;base64,AA) }")
            .expect("no address");
        look.replace("front", "{{^Retired}}<h1>{{Front}}</h1> on = 1{{/Retired}}").expect("a front");
        assert!(look.css().starts_with(CSS) && look.css().ends_with("AA) }"));
        assert!(look.template(Side::Front).contains("<h1>"));
        assert_eq!(look.template(Side::Back), TEMPLATES[1].1);
    }
}
