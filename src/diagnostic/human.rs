//! Diagnostics for people: the place, the line and a caret.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, Title};

use super::{Diagnostic, Severity};
use crate::source::{Source, Span};

/// Whether the reader sees colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    Coloured,
}

/// ```text
/// error[media-missing]: img/gone.png is not there
///  --> quiz.md:7:1
///   |
/// 7 | ![gone](img/gone.png)
///   | ^^^^^^^^^^^^^^^^^^^^^
///   |
///   = help: …
/// ```
///
/// `source` is the file that the finding is about, where there is one. Ends without a line end.
pub fn human(diagnostic: &Diagnostic, source: Option<&Source>, look: Look) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // Names of files and what authors wrote are part of it. A CI takes some lines for orders.
    let message = diagnostic.message.replace(['\n', '\r'], "\u{2424}");
    let title = level.primary_title(&message).id(diagnostic.code.entry().name);
    let place = source.zip(diagnostic.span).map(|(source, span)| Place::new(source, span));
    shown(title, &diagnostic.file, place, diagnostic.help.as_deref(), look)
}

/// A title with what belongs to it. `place` is where in the file it is, if it is not about the file as a whole.
pub(super) fn shown(
    title: Title<'_>,
    file: &str,
    place: Option<Place<'_>>,
    help: Option<&str>,
    look: Look,
) -> String {
    let mut group = annotate_snippets::Group::with_title(title);
    if let Some(place) = &place {
        let annotation = AnnotationKind::Primary.span(place.start..place.end);
        let snippet = Snippet::source(place.text).line_start(place.line).path(file);
        group = group.element(snippet.annotation(annotation));
    } else {
        group = group.element(annotate_snippets::Origin::path(file));
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = match look {
        Look::Plain => Renderer::plain(),
        Look::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// A span within one line of the author's file, in bytes.
pub(super) struct Place<'s> {
    pub line: usize,
    pub text: &'s str,
    pub start: usize,
    pub end: usize,
}

impl<'s> Place<'s> {
    fn new(source: &'s Source, span: Span) -> Place<'s> {
        let (from, to) = (source.position(span.start), source.position(span.end));
        let text = source.author_line(from.line);
        let byte = |column: usize| text.char_indices().nth(column - 1).map_or(text.len(), |(at, _)| at);
        let start = byte(from.column);
        let end = if to.line == from.line { byte(to.column) } else { text.trim_end().len() };
        Place { line: from.line, text, start, end: end.max(start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_finding_shows_its_line() {
        let source = Source::new("q.md", "# Ä\n\nsee ![gone](gone.png), ünd\nmore\n".as_bytes()).unwrap();
        let start = source.text.find("![").unwrap();
        let finding = Diagnostic::new(
            Code::MediaMissing,
            "q.md",
            Some(Span { start, end: start + 17 }),
            "gone.png is not there",
        )
        .help("look again");
        assert_eq!(
            human(&finding, Some(&source), Look::Plain),
            "error[media-missing]: gone.png is not there\n --> q.md:3:5\n  |\n3 | see ![gone](gone.png), ünd\n  |     ^^^^^^^^^^^^^^^^^\n  |\n  = help: look again"
        );
        assert!(human(&finding, Some(&source), Look::Coloured).contains("\u{1b}["));
    }

    #[test]
    fn a_span_over_lines_is_marked_to_the_end_of_its_first() {
        let source = Source::new("q.md", b"a <img\nsrc=x>").unwrap();
        let finding =
            Diagnostic::new(Code::MediaMissing, "q.md", Some(Span { start: 2, end: 13 }), "x is not there");
        let shown = human(&finding, Some(&source), Look::Plain);
        assert!(shown.contains("1 | a <img\n  |   ^^^^"), "{shown}");
    }
}
