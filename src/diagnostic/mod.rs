//! What authors should know about their documents. Reading, rendering and checking find it; the program alone prints it.

mod code;
mod explain;
mod fault;
mod github;
mod human;
mod json;
mod place;
mod sarif;

pub use code::{CODES, Code, Entry};
pub use explain::{explain, section};
pub use fault::Fault;
pub use github::github;
pub use human::{Look, human};
pub use json::json;
pub use sarif::sarif;

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

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
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
    /// How `recto check --fix` mends it.
    pub fix: Option<Fix>,
}

/// A change of the author's file that has no alternative.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fix {
    /// In the decoded text before any repair: a byte, what stands there, and what is to stand there.
    Replace { at: usize, before: String, after: String },
    /// The mark at the beginning goes.
    ByteOrderMark,
    /// All lines end as most do.
    LineEnds,
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
            fix: None,
        }
    }

    pub fn fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(fix);
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}
