//! The files of the action and the workflows against the host's published schemas, and what linters say of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::runner::TOP;
use crate::support::python;

/// A program of the environment that all tests here share.
fn program(name: &str) -> Command {
    let requirements = Path::new(TOP).join("tests/action/requirements.txt");
    let python = python::environment("action", &[(&requirements, &[])]);
    let mut command = Command::new(python.with_file_name(name));
    command.current_dir(TOP);
    command
}

/// All files with this extension in a folder of the repository.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new(TOP).join(folder)).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| Path::new(folder).join(entry.expect("an entry").file_name()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

fn workflows() -> Vec<PathBuf> {
    [files(".github/workflows", "yml"), files("docs/examples", "yml")].concat()
}

#[test]
fn files_are_as_the_host_reads_them() {
    python::run(program("check-jsonschema").args([
        "--builtin-schema",
        "vendor.github-actions",
        "action.yml",
    ]));
    python::run(
        program("check-jsonschema").args(["--builtin-schema", "vendor.github-workflows"]).args(workflows()),
    );
}

#[test]
fn nothing_is_open_to_strangers() {
    let mut zizmor = program("zizmor");
    zizmor.args(["--offline", "--no-progress", "--config", "tests/action/zizmor.yml", "action.yml"]);
    python::run(zizmor.args(workflows()));
}

#[test]
fn scripts_are_sound() {
    let scripts = [files(".github/action", "sh"), files(".github/release", "sh")].concat();
    python::run(program("shellcheck").args(scripts));
    python::run(program("shellcheck").arg(".ci/run"));
}

/// Checks that cannot fail prove nothing.
#[test]
fn faults_would_be_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("faulty.yml");
    let workflow = "on: pull_request_target\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ github.head_ref }}\n";
    fs::write(&path, workflow).expect("a file");
    let zizmor =
        program("zizmor").args(["--offline", "--no-progress"]).arg(&path).output().expect("zizmor runs");
    let said = String::from_utf8_lossy(&zizmor.stdout);
    assert!(!zizmor.status.success());
    for fault in ["template-injection", "dangerous-triggers", "excessive-permissions"] {
        assert!(said.contains(fault), "{fault}: {said}");
    }
    fs::write(&path, "on: push\njobs:\n  a:\n    steps:\n      - run: 1\n").expect("a file");
    let schema =
        program("check-jsonschema").args(["--builtin-schema", "vendor.github-workflows"]).arg(&path).output();
    assert!(!schema.expect("check-jsonschema runs").status.success());
}
