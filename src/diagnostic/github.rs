//! Diagnostics as commands of a workflow on GitHub, which shows them beside the lines of a pull request.
//!
//! The form is that of "Workflow commands for GitHub Actions": `::error file=…,line=…,col=…,title=…::message`.

use super::{Diagnostic, Severity, place};
use crate::source::Source;

/// A finding as one command, without a line end.
pub fn github(diagnostic: &Diagnostic, source: Option<&Source>) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut out = format!("::{command} file={}", property(&diagnostic.file));
    if let Some(region) = place::region(diagnostic, source) {
        out.push_str(&format!(",line={},endLine={}", region.start.line, region.end.line));
        // Columns are allowed within one line only.
        if region.start.line == region.end.line {
            out.push_str(&format!(",col={},endColumn={}", region.start.column, region.end.column));
        }
    }
    out.push_str(&format!(",title={}::", property(diagnostic.code.entry().name)));
    out.push_str(&data(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        out.push_str(&data(&format!("\n{help}")));
    }
    out
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let source = Source::new("a,b: 100%.md", "# T\n\nü link\nmore\n".as_bytes()).expect("UTF-8");
        let start = source.text.find("link").expect("there");
        let span = |end| Some(Span { start, end });
        let mut finding =
            Diagnostic::new(Code::LinkBroken, &source.name, span(start + 4), "50%\r\n::error::x");
        assert_eq!(
            github(&finding, Some(&source)),
            "::warning file=a%2Cb%3A 100%25.md,line=3,endLine=3,col=3,endColumn=7,title=link-broken::50%25%0D%0A::error::x"
        );
        finding = Diagnostic { span: span(source.text.len()), ..finding }.help("look");
        assert_eq!(
            github(&finding, Some(&source)),
            "::warning file=a%2Cb%3A 100%25.md,line=3,endLine=4,title=link-broken::50%25%0D%0A::error::x%0Alook"
        );
        assert_eq!(
            github(&Diagnostic::new(Code::Diagram, "x.md", None, "m"), None),
            "::notice file=x.md,title=diagram::m"
        );
    }
}
