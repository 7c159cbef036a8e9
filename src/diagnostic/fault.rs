//! What is wrong in a file that is no document, so that nothing can be done at all.

use std::fmt;
use std::ops::Range;

use annotate_snippets::Level;

use super::human::{Look, Place, shown};

/// An error at a place of a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file's name as it is shown.
    pub file: String,
    pub text: String,
    /// In bytes of the text.
    pub span: Range<usize>,
    /// One line, without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Fault {
    /// The place, the line and a caret, as `human` shows findings.
    pub fn show(&self, look: Look) -> String {
        let start = self.span.start.min(self.text.len());
        let line_start = self.text[..start].rfind('\n').map_or(0, |end| end + 1);
        let text = self.text[line_start..].lines().next().unwrap_or_default();
        let start = (start - line_start).min(text.len());
        let end = self.span.end.saturating_sub(line_start).clamp(start, text.len());
        let line = self.text[..line_start].matches('\n').count() + 1;
        let place = Place { line, text, start, end };
        let title = Level::ERROR.primary_title(&self.message);
        shown(title, &self.file, Some(place), self.help.as_deref(), look)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(Look::Plain))
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_its_line() {
        let fault = Fault {
            file: "recto.toml".to_string(),
            text: "# ü\r\nname = 1\r\n".to_string(),
            span: 13..14,
            message: "no text".to_string(),
            help: Some("write \"1\"".to_string()),
        };
        let shown = "error: no text\n --> recto.toml:2:8\n  |\n2 | name = 1\n  |        ^\n  |\n  = help: write \"1\"";
        assert_eq!(fault.to_string(), shown);
        let end = Fault { span: 99..100, ..fault };
        assert!(end.to_string().contains("recto.toml:3:1"), "{end}");
    }
}
