//! Where the action takes the program from.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::host::Host;
use crate::runner::{Outcome, Runner, TOP};
use crate::support::python;

pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// Puts the files of a release of recto on the host, with the scripts of the release workflow.
pub fn release(host: &Host) {
    let scripts = Path::new(TOP).join(".github/release");
    python::run(
        Command::new(scripts.join("pack.sh"))
            .arg(env!("CARGO_BIN_EXE_recto"))
            .arg("x86_64-unknown-linux-musl")
            .arg(host.recto()),
    );
    python::run(Command::new(scripts.join("sums.sh")).arg(COMMIT).arg(host.recto()));
}

/// A folder with questions, and one with a cargo that says what it was asked for.
struct Place {
    questions: TempDir,
    programs: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place {
            questions: tempfile::tempdir().expect("a temporary folder"),
            programs: tempfile::tempdir().expect("a temporary folder"),
        };
        fs::write(place.questions.path().join("quiz.md"), "# Quiz\n\n## What is one?\n\nThe first number.\n")
            .expect("a file");
        place.program(
            "cargo",
            &format!(
                "#!/bin/sh\necho \"cargo $*\"\nfor root; do :; done\nmkdir -p \"$root/bin\"\ncp '{}' \"$root/bin\"\n",
                env!("CARGO_BIN_EXE_recto")
            ),
        );
        place
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.programs.path().join(name);
        fs::write(&path, text).expect("a file");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program");
    }

    fn run(&self, host: &Host, reference: &str) -> Outcome {
        let mut runner = Runner::new(host, self.questions.path());
        runner.prefer(self.programs.path());
        runner.github.insert("action_ref", reference.to_string());
        runner.action(&[("paths", "quiz.md")])
    }
}

fn built(outcome: &Outcome) -> bool {
    let wanted = format!("cargo install --quiet --locked --path {TOP} --root ");
    let built = outcome.log.lines().any(|line| line.starts_with(&wanted));
    assert_eq!(built, outcome.log.contains("No released program for"), "{}", outcome.log);
    built
}

#[test]
fn a_released_program_is_taken_where_it_is_of_the_same_commit() {
    let (host, place) = (Host::start(), Place::new());
    release(&host);
    let version = env!("CARGO_PKG_VERSION");
    let minor = version.rsplit_once('.').expect("three numbers").0;
    for reference in [&format!("v{version}"), &format!("v{minor}"), COMMIT] {
        let outcome = place.run(&host, reference).succeeded();
        assert!(!built(&outcome), "{reference}: {}", outcome.log);
        assert_eq!(outcome.outputs["version"], version);
    }
    let other = COMMIT.replace('0', "f");
    for reference in ["main", "v99", "v0.1.00", "very", &other, ""] {
        assert!(built(&place.run(&host, reference).succeeded()), "{reference}");
    }
}

#[test]
fn without_a_release_it_is_built() {
    let (host, place) = (Host::start(), Place::new());
    let outcome = place.run(&host, "v0.1.0").succeeded();
    assert!(built(&outcome));
    assert_eq!(outcome.outputs["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_program_that_is_not_the_released_one_stops_the_job() {
    let (host, place) = (Host::start(), Place::new());
    release(&host);
    let archive = host.recto().join("recto-x86_64-unknown-linux-musl.tar.gz");
    let mut bytes = fs::read(&archive).expect("a file");
    *bytes.last_mut().expect("bytes") ^= 1;
    fs::write(archive, bytes).expect("a file");
    let outcome = place.run(&host, "v0.1.0");
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.commands("error").len(), 1, "{}", outcome.log);
    assert!(outcome.log.contains("is not the file that its SHA256SUMS names"), "{}", outcome.log);
    assert!(!built(&outcome));

    fs::write(host.recto().join("COMMIT"), format!("{COMMIT}\n\n")).expect("a file");
    assert_eq!(place.run(&host, COMMIT).code, 1, "nor is another commit believed");
}

#[test]
fn other_machines_build() {
    let (host, place) = (Host::start(), Place::new());
    release(&host);
    let mut runner = Runner::new(&host, place.questions.path());
    runner.prefer(place.programs.path());
    runner.environment.insert("RUNNER_ARCH", "ARM".to_string());
    assert!(built(&runner.action(&[("paths", "quiz.md")]).succeeded()));
}
