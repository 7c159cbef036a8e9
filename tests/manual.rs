//! Completions and manual pages.

use std::io::Write;
use std::process::{Command, Stdio};

fn recto(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_recto")).args(arguments).output().expect("recto runs");
    (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// What bash offers after a line's words, of which the last is being written.
#[cfg(unix)]
fn offered(script: &str, words: &[&str]) -> Vec<String> {
    let words = words.join(" ");
    let ask = format!(
        "set -u\n{script}\nCOMP_WORDS=({words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\nCOMPREPLY=()\n\
         _recto recto \"${{COMP_WORDS[$COMP_CWORD]}}\" \"${{COMP_WORDS[$COMP_CWORD-1]}}\" 2>/dev/null\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    let mut bash = Command::new("bash")
        .args(["--norc", "--noprofile"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash runs");
    bash.stdin.take().expect("its input").write_all(ask.as_bytes()).expect("a script");
    let output = bash.wait_with_output().expect("bash ends");
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_values() {
    let (code, script) = recto(&["completions", "bash"]);
    assert_eq!(code, Some(0));
    assert_eq!(offered(&script, &["recto", "ver"]), ["verify"]);
    assert_eq!(offered(&script, &["recto", "build", "--ver"]), ["--verify", "--verbose", "--version"]);
    assert_eq!(offered(&script, &["recto", "build", "--csv", "f"]), ["full"]);
}

#[test]
fn every_shell_has_its_script() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, script) = recto(&["completions", shell]);
        assert!(code == Some(0) && script.contains("verify") && script.contains("locked"), "{shell}");
    }
    assert_eq!(recto(&["completions", "dos"]).0, Some(2));
}

#[test]
fn each_command_has_a_page() {
    let (code, page) = recto(&["man"]);
    assert_eq!(code, Some(0));
    assert!(page.contains(".TH recto 1") && page.contains(".SH SUBCOMMANDS"), "{page}");
    for command in [
        "build",
        "cards",
        "push",
        "preview",
        "check",
        "explain",
        "diff",
        "verify",
        "adopt",
        "identity",
        "init",
        "schema",
        "completions",
        "man",
    ] {
        assert!(page.contains(&format!("recto\\-{command}(1)")), "{command} in the overview");
        let (code, page) = recto(&["man", command]);
        assert_eq!(code, Some(0), "{command}");
        assert!(page.contains(&format!(".TH recto-{command} 1")), "{page}");
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{page}");
    }
    assert_eq!(recto(&["man", "nothing"]).0, Some(2));
    let (code, page) = recto(&["man", "identity", "same"]);
    assert!(code == Some(0) && page.contains(".TH recto-identity-same 1"), "{page}");
    assert_eq!(recto(&["man", "identity", "nothing"]).0, Some(2));
}

/// The names of all commands, from the overview.
fn commands() -> Vec<String> {
    let (_, overview) = recto(&["--help"]);
    let (_, list) = overview.split_once("Commands:\n").expect("a list");
    let names = list.lines().take_while(|line| !line.is_empty());
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_string).collect()
}

#[test]
fn help_is_short_with_h_and_has_examples_with_help() {
    let all = commands();
    assert!(all.len() >= 12, "{all:?}");
    for command in all.iter().filter(|command| *command != "help") {
        let (short, long) = (recto(&[command, "-h"]).1, recto(&[command, "--help"]).1);
        assert!(long.contains("\nExamples:\n  recto "), "{command}: {long}");
        assert!(!short.contains("Examples:"), "{short}");
        for option in ["--quiet", "--color"] {
            assert!(short.contains(option) && long.contains(option), "{command}");
        }
        let example = |line: &str| line.split_whitespace().nth(1).map(str::to_string);
        let (_, examples) = long.split_once("\nExamples:\n").expect("examples");
        for line in examples.lines().filter(|line| line.starts_with("  recto ")) {
            let named = example(line).expect("a command");
            assert!(all.contains(&named), "{line}");
        }
    }
}

/// Where there is a `man` that reads files.
#[cfg(unix)]
#[test]
fn man_renders_a_page_without_a_warning() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("recto-build.1");
    std::fs::write(&page, recto(&["man", "build"]).1).expect("a file");
    let Ok(output) = Command::new("man").args(["--warnings", "-P", "cat", "-l"]).arg(&page).output() else {
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    if output.status.success() && text.contains("NAME") {
        assert!(text.contains("recto-build - Write a deck") && text.contains("--locked"), "{text}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}
