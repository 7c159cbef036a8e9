//! The examples of `docs/push.md`.

use std::process::Command;

use super::server::{Desk, NOW, Server};

/// The texts of the page's fenced blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    const PAGE: &str = include_str!("../../docs/push.md");
    let fence = format!("```{language}\n");
    let after = PAGE.split(fence.as_str()).skip(1);
    after.map(|rest| rest.split("```").next().expect("an end")).collect()
}

#[cfg(unix)]
#[test]
fn the_examples_of_the_page_are_true() {
    let desk = Desk::new();
    desk.write("questions.md", blocks("markdown")[0]);
    let server = Server::start(NOW, desk.folder.path(), &[]);
    let programs = std::path::Path::new(env!("CARGO_BIN_EXE_recto")).parent().expect("a folder");
    let path = std::env::join_paths(
        [programs.into()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").expect("a path"))),
    );
    let path = path.expect("a path");
    let examples: Vec<&str> =
        blocks("console").into_iter().flat_map(|block| block.split("$ ").skip(1)).collect();
    assert!(examples.len() > 5, "{examples:?}");
    for example in examples {
        let (command, expected) = example.split_once('\n').expect("a line");
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(desk.folder.path())
            .env("PATH", &path)
            .env("RECTO_ANKI_URL", &server.url)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{command}");
    }
}
