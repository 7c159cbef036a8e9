//! What authors should know about their documents. Reading and rendering find it; the program alone prints it.

mod code;
mod human;

pub use code::{CODES, Code, Entry};
pub use human::{Look, human};

use crate::source::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something would be lost: nothing is built.
    Error,
    /// Something will be other than the author may think.
    Warning,
    /// Worth knowing for those who ask.
    Note,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// Name of the source.
    pub file: String,
    /// In the source's text; none where the file as a whole is meant.
    pub span: Option<Span>,
    pub code: Code,
    pub severity: Severity,
    /// One line, without a full stop.
    pub message: String,
    /// What the author can do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding with the severity of its code.
    pub fn new(code: Code, file: &str, span: Option<Span>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            file: file.to_string(),
            span,
            code,
            severity: code.entry().severity,
            message: message.into(),
            help: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}
