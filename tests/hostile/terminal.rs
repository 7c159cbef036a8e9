//! Names and texts that would order the reader's terminal, or the CI that shows them.

use crate::{Project, QUESTIONS};

#[test]
fn names_with_line_breaks_are_refused() {
    for name in ["a\n::error::x.md", "a\u{1b}[31m.md", "a\u{9b}31m.md"] {
        let project = Project::new(&[(name, QUESTIONS)]);
        let ended =
            project.refuses(&["build", "."], "a name with a line break or control character: rename it");
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(!ended.err.trim_end().contains(char::is_control), "{:?}", ended.err);
    }
}

#[test]
fn messages_hold_no_orders() {
    let text = "## What \u{1b}]0;x\u{7}?\n\n![x](a%0A::error::x%1b[31m.png)\n\nx\u{9b}2J\n";
    let project = Project::new(&[("quiz.md", text)]);
    for arguments in [
        &["build", "quiz.md"][..],
        &["check", "quiz.md"],
        &["cards", "quiz.md"],
        &["cards", "quiz.md", "--why"],
    ] {
        let ended = project.run(arguments);
        let shown = ended.out + &ended.err;
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
    }
    // Programs get every byte.
    let ended = project.builds(&["cards", "quiz.md", "--format", "jsonl"]);
    assert!(ended.out.contains("x\u{9b}2J") || ended.out.contains("x2J"), "{}", ended.out);
    project.refuses(&["build", "gone\u{1b}[31m.md"], "gone␛[31m.md: no such file or folder");
}
