//! Documents without end, broad or deep.

use std::fs::File;
use std::time::Duration;

use crate::{Project, QUESTIONS};

#[test]
fn more_markdown_than_allowed_is_refused_at_once() {
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    let huge = File::create(project.path("huge.md")).expect("a file");
    huge.set_len(1 << 30).expect("a file with a hole");
    let ended = project.refuses(&["build", "huge.md"], "huge.md: more than 16.0 MB of Markdown in all");
    assert!(ended.time < Duration::from_secs(10), "{ended:?}");
    project.refuses(&["build", "quiz.md", "--max-markdown", "10B"], "more than 10 B of Markdown in all");
    for command in ["cards", "check"] {
        project.refuses(&[command, "."], "more than 16.0 MB of Markdown in all");
    }
}

#[test]
fn long_lines_and_many_headings_are_read() {
    let line = format!("## What is it?\n\n{} ![gone](gone.png) x\n", "word".repeat(500_000));
    let headings: String = (0..20_000).map(|n| format!("## What is {n}?\n\nA {n}.\n\n")).collect();
    let project = Project::new(&[("line.md", &line), ("headings.md", &headings)]);
    let ended = project.run(&["build", "line.md"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("gone.png is not there") && ended.err.len() < 1000, "{}", ended.err.len());
    assert!(project.builds(&["build", "headings.md"]).out.starts_with("headings: 20000 cards"));
}

#[test]
fn settings_without_end_are_refused() {
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    let write = |text: &str| std::fs::write(project.path("recto.toml"), text).expect("a file");
    write(&"# \n".repeat(2_000_000));
    project.refuses(&["build", "quiz.md"], "more than 4000000 bytes");
    write(&format!("a = {}", "[".repeat(100_000)));
    project.refuses(&["build", "quiz.md"], "recto.toml");
    write(&format!("{}x = 1", "a.".repeat(100_000)));
    project.refuses(&["build", "quiz.md"], "recto.toml");
}

#[test]
fn front_matter_and_pictures_may_be_deep() {
    let lists = format!("---\na: {}\n---\n## What?\n\nA.\n", "[".repeat(20_000));
    let aliases: String =
        (1..30).map(|n| format!("a{n}: &a{n} [*a{p}, *a{p}, *a{p}, *a{p}]\n", p = n - 1)).collect();
    let aliases = format!("---\na0: &a0 x\n{aliases}tags: *a29\n---\n## What?\n\nA.\n");
    let groups = format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<g>".repeat(200_000));
    let project = Project::new(&[
        ("lists.md", &lists),
        ("aliases.md", &aliases),
        ("picture.md", "## What?\n\nx ![](groups.svg)\n"),
        ("groups.svg", &groups),
    ]);
    project.builds(&["build", "lists.md"]);
    project.builds(&["build", "aliases.md"]);
    let ended = project.run(&["build", "picture.md"]);
    assert!(ended.err.contains("has more than 500 elements within each other"), "{}", ended.err);
}
