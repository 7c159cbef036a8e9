//! The example workflow on a repository of questions, from its first release on.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use tempfile::TempDir;

use crate::host::{Host, TOKEN};
use crate::install;
use crate::runner::{Outcome, Runner, Workflow, read};
use crate::support::{anki, python};

const FIRST: &str = "# Ownership\n\n## What is a move?\n\nThe value has a new owner.\n\n## What is a borrow?\n\n\
    A reference to a value that another one owns.\n\n## What is a slice?\n\nA view of a part.\n";

/// Stands for the host's own program in the one step that writes: it takes the files to the host.
const GH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
[ "$1 $2" = "release create" ] && [ "$GH_TOKEN" = "$EXPECTED_TOKEN" ]
tag=$3 files=() notes='' title='' verified=''
shift 3
while [ $# -gt 0 ]; do
  case $1 in
    --verify-tag) verified=$(git rev-parse --verify "refs/tags/$tag") ;;
    --title) shift; title=$1 ;;
    --notes-file) shift; notes=$(cat "$1") ;;
    -*) echo "unknown: $1" >&2; exit 1 ;;
    *) files+=("$1") ;;
  esac
  shift
done
[ -n "$verified" ] && [ "$title" = "$tag" ]
number=$(find "$RELEASES" -name '*.json' | wc -l)
mkdir "$RELEASES/$tag"
cp "${files[@]}" "$RELEASES/$tag"
jq -n --arg time "2026-01-01T00:00:0${number}Z" --arg body "$notes" \
  '{published_at: $time, draft: false, prerelease: false, body: $body}' >"$RELEASES/$tag.json"
"#;

/// A repository of questions, and its host.
struct Repository {
    folder: TempDir,
    host: Host,
}

impl Repository {
    /// With one document and its ledger committed.
    fn new() -> Repository {
        let repository =
            Repository { folder: tempfile::tempdir().expect("a temporary folder"), host: Host::start() };
        install::release(&repository.host);
        fs::create_dir_all(repository.root().join("questions")).expect("a folder");
        repository.git(&["init", "-q", "-b", "main"]);
        repository.git(&["remote", "add", "origin", "https://github.com/team/questions.git"]);
        repository.write(
            "recto.toml",
            "name = \"Rust\"\nsources = [\"questions/\"]\n[check]\ndeny = [\"question-unanswered\"]\n",
        );
        repository.write("questions/ownership.md", FIRST);
        repository.build();
        repository.commit("The first questions");
        let programs = repository.folder.path().join("programs");
        fs::create_dir(&programs).expect("a folder");
        fs::write(programs.join("gh"), GH).expect("a file");
        fs::set_permissions(programs.join("gh"), fs::Permissions::from_mode(0o755)).expect("a program");
        repository
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("questions")
    }

    fn git(&self, arguments: &[&str]) {
        python::run(
            Command::new("git")
                .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
                .args(arguments)
                .current_dir(self.root())
                .env("GIT_CONFIG_GLOBAL", "/dev/null"),
        );
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root().join(name), text).expect("a file");
    }

    /// What the maintainer does at home.
    fn build(&self) {
        python::run(
            Command::new(env!("CARGO_BIN_EXE_recto"))
                .args(["build", "--output", "../home"])
                .current_dir(self.root()),
        );
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// Runs a job of the example workflow in a fresh checkout of `reference`.
    fn run(&self, job: &str, reference: &str) -> Outcome {
        let workflow: Workflow = read("docs/examples/recto.yml");
        self.checkout(reference, |runner| runner.job(&workflow.jobs[job]))
    }

    /// Runs the action by itself in a fresh checkout of the branch.
    fn action(&self, with: &[(&str, &str)]) -> Outcome {
        self.checkout("main", |runner| runner.action(with))
    }

    fn checkout(&self, reference: &str, run: impl FnOnce(&mut Runner<'_>) -> Outcome) -> Outcome {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let checkout = folder.path().join("a checkout");
        let path = checkout.to_str().expect("UTF-8");
        let origin = format!("file://{}", self.root().display());
        self.git(&["clone", "-q", "--depth", "1", "--branch", reference, &origin, path]);
        let mut runner = Runner::new(&self.host, &checkout);
        runner.prefer(&self.folder.path().join("programs"));
        runner.github.insert("ref_name", reference.to_string());
        runner.environment.insert("RELEASES", self.host.releases().display().to_string());
        runner.environment.insert("EXPECTED_TOKEN", TOKEN.to_string());
        run(&mut runner)
    }

    fn tag(&self, tag: &str) -> Outcome {
        self.git(&["tag", tag]);
        self.run("release", tag)
    }

    fn released(&self, tag: &str, name: &str) -> PathBuf {
        self.host.releases().join(tag).join(name)
    }

    /// The notes of a release.
    fn notes(&self, tag: &str) -> String {
        let text = fs::read(self.host.releases().join(format!("{tag}.json"))).expect("a release");
        let release: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        release["body"].as_str().expect("a text").to_string()
    }
}

fn sums_are_right(folder: &Path) {
    let said = python::run(Command::new("sha256sum").args(["--check", "SHA256SUMS"]).current_dir(folder));
    assert_eq!(String::from_utf8_lossy(&said.stdout), "rust.apkg: OK\nrust.csv: OK\n");
}

#[test]
fn from_a_first_release_through_a_pull_request_to_the_second() {
    let repository = Repository::new();

    let outcome = repository.tag("v1").succeeded();
    assert_eq!(outcome.commands("error"), [""; 0]);
    assert_eq!(
        repository.notes("v1"),
        "The first release: 3 cards.\n\nOpen *rust.apkg* in Anki or AnkiDroid. Whoever has an earlier release keeps \
         their progress."
    );
    sums_are_right(&self::folder(&repository, "v1"));

    // A pull request with a question that has no answer.
    repository.git(&["checkout", "-q", "-b", "faulty"]);
    let second = FIRST.replace("A view of a part.", "A view of a part of a sequence.");
    repository.write("questions/ownership.md", &(second.clone() + "\n## What is a lifetime?\n"));
    repository.commit("Lifetimes");
    let outcome = repository.run("check", "faulty");
    assert_eq!(outcome.code, 1, "{}", outcome.log);
    let errors = outcome.commands("error");
    let at = "::error file=questions/ownership.md,line=15,endLine=15,col=4,endColumn=23,title=question-unanswered::";
    assert!(errors.iter().any(|error| error.starts_with(at)), "{errors:?}");
    assert_eq!(errors.len(), 1, "{errors:?}");
    let warnings = outcome.commands("warning");
    let ledger = "::warning file=recto.lock,title=ledger-outdated::";
    assert!(warnings.len() == 1 && warnings[0].starts_with(ledger), "{warnings:?}");
    for part in [
        "1 error, 1 warning: 3 cards in 1 file",
        "What is a lifetime?",
        "1 question changed",
        "<ins> of a sequence</ins>",
    ] {
        assert!(outcome.summary.contains(part), "{part}: {}", outcome.summary);
    }

    // Mended, but the ledger is not brought up to date: a release would lose somebody's progress.
    let second = second + "\n## What is a lifetime?\n\nHow long a reference is good.\n";
    repository.write("questions/ownership.md", &second);
    repository.commit("An answer");
    let outcome = repository.tag("v2-early");
    assert_eq!(outcome.code, 1, "{}", outcome.log);
    let errors = outcome.commands("error");
    assert_eq!(errors.len(), 1, "{}", outcome.log);
    assert!(errors[0].contains("recto.lock would change: 1 new, 1 changed%0A"), "{errors:?}");
    assert!(!repository.host.releases().join("v2-early").exists());

    repository.build();
    repository.commit("The ledger");
    let outcome = repository.run("check", "faulty").succeeded();
    assert_eq!(outcome.commands("error"), [""; 0]);
    repository.tag("v2").succeeded();
    let notes = repository.notes("v2");
    for part in ["1 new question, 1 changed", "What is a lifetime?", "What is a slice?"] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
    sums_are_right(&self::folder(&repository, "v2"));

    let [first, second] = ["v1", "v2"].map(|tag| repository.released(tag, "rust.apkg"));
    let collection = anki::import(&[&first, Path::new(anki::REVIEW), &second, &second]);
    assert_eq!(collection.notes.len(), 4, "{:?}", collection.notes);
    assert_eq!(collection.cards.iter().filter(|card| card.reviews > 0).count(), 3);
    let fates: Vec<_> =
        collection.imports.iter().map(|import| (import.new, import.updated, import.duplicate)).collect();
    assert_eq!(fates.first(), Some(&(3, 0, 0)));
    assert_eq!(fates[fates.len() - 2..], [(1, 1, 2), (0, 0, 4)]);
    assert_eq!(collection.integrity, "");
}

fn folder(repository: &Repository, tag: &str) -> PathBuf {
    repository.host.releases().join(tag)
}

#[test]
fn what_learners_have_is_the_newest_release_with_a_package() {
    let repository = Repository::new();
    let build = [("mode", "build"), ("previous", "release")];
    assert!(repository.action(&build).succeeded().outputs["changes"].is_empty());

    let package = fs::read(repository.folder.path().join("home/rust.apkg")).expect("a package");
    let of = |time: u32, draft: bool, prerelease: bool| json!({"published_at": format!("2026-01-{time:02}T00:00:00Z"), "draft": draft, "prerelease": prerelease});
    let host = &repository.host;
    host.publish("v2", &of(2, false, false), &[("rust.apkg", &package), ("rust.csv", b"")]);
    host.publish("v1", &of(1, false, false), &[("rust.apkg", b"older")]);
    host.publish("v3", &of(3, false, false), &[("notes.pdf", b"no package")]);
    host.publish("v4-rc", &of(4, false, true), &[("rust.apkg", b"for a few")]);
    host.publish("draft", &of(5, true, false), &[("rust.apkg", b"for nobody")]);
    host.publish("main", &of(6, false, false), &[("rust.apkg", b"made by an earlier run of this one")]);
    let outcome = repository.action(&build).succeeded();
    assert!(outcome.log.contains("\nrust.apkg of v2\n"), "{}", outcome.log);
    assert_eq!(outcome.outputs["changes"], "3 unchanged");
    assert_eq!(outcome.outputs["files"], "dist/SHA256SUMS\ndist/rust.apkg\ndist/rust.csv");

    let refused = repository.action(&[build[0], build[1], ("token", "wrong")]);
    assert_ne!(refused.code, 0, "no release and no answer are two things: {}", refused.log);
}

#[test]
fn a_package_or_a_folder_may_be_named() {
    let repository = Repository::new();
    fs::create_dir(repository.root().join("released")).expect("a folder");
    fs::copy(repository.folder.path().join("home/rust.apkg"), repository.root().join("released/old.apkg"))
        .expect("a file");
    repository.write("questions/ownership.md", &FIRST.replace("A view of", "What shows"));
    repository.build();
    repository.commit("A release in the repository");
    for previous in ["released", "released/old.apkg"] {
        for mode in ["build", "check"] {
            let with = [("mode", mode), ("previous", previous)];
            let outcome = repository.action(&with).succeeded();
            assert_eq!(
                outcome.outputs["changes"], "1 changed, 2 unchanged",
                "{mode} {previous}: {}",
                outcome.log
            );
            assert!(outcome.summary.contains("What is a slice?"), "{}", outcome.summary);
        }
    }
    let outcome = repository.action(&[("previous", "none.apkg")]);
    assert_eq!((outcome.code, outcome.commands("error").len()), (2, 1), "{}", outcome.log);
    let inside = [("mode", "check"), ("working-directory", "questions"), ("previous", "../released")];
    repository.action(&inside).succeeded();
}

/// Each deck of a repository has a package of its own in the release.
#[test]
fn several_decks_are_compared_one_by_one() {
    let repository = Repository::new();
    let decks = "name = \"Rust\"\n[[deck]]\nname = \"Ownership\"\nsources = [\"questions/ownership.md\"]\n\
        [[deck]]\nname = \"Traits\"\nsources = [\"questions/traits.md\"]\n";
    let traits = "# Traits\n\n## What is a trait?\n\nWhat types have in common.\n";
    repository.write("recto.toml", decks);
    repository.write("questions/traits.md", traits);
    repository.build();
    repository.commit("Two decks");
    repository.tag("v1").succeeded();
    assert!(repository.notes("v1").starts_with("## ownership\n\nThe first release: 3 cards."));

    repository.write("questions/traits.md", &traits.replace("have", "share"));
    repository.build();
    repository.commit("A word");
    for with in [[("mode", "build"), ("previous", "release")], [("mode", "check"), ("previous", "release")]] {
        let outcome = repository.action(&with).succeeded();
        assert_eq!(outcome.outputs["changes"], "3 unchanged\n1 changed, 0 unchanged", "{}", outcome.log);
    }
    repository.write("recto.toml", &decks.replace("Traits", "Types"));
    repository.build();
    repository.commit("Another name");
    let built = repository.action(&[("mode", "build"), ("previous", "release")]).succeeded();
    assert!(built.log.contains("traits.apkg: it is none of these decks"), "{}", built.log);
    let outcome = repository.action(&[("mode", "check"), ("previous", "release")]).succeeded();
    assert_eq!(outcome.outputs["changes"], "3 unchanged");
    assert_eq!(outcome.commands("warning").len(), 1, "{}", outcome.log);
}

/// Titles and answers come from strangers.
#[test]
fn a_question_is_no_command() {
    let repository = Repository::new();
    let text = "# T\n\n## ::error::What is this?\n\n::set-output name=x::y\n\n## ::add-mask::What?\n\n`x`\n";
    repository.write("questions/ownership.md", text);
    repository.write("recto.toml", "name = \"::error::\"\nsources = [\"questions/\"]\n");
    repository.build();
    repository.commit("Commands");
    for with in [
        [("mode", "build"), ("arguments", "--verbose\n--subdecks")],
        [("mode", "check"), ("format", "human")],
        [("mode", "check"), ("format", "json")],
        [("mode", "check"), ("format", "github")],
    ] {
        let outcome = repository.action(&with).succeeded();
        for kind in ["error", "add-mask", "set-output"] {
            assert_eq!(outcome.commands(kind), [""; 0], "{}", outcome.log);
        }
    }
}

#[test]
fn inputs_are_those_of_the_commands() {
    let repository = Repository::new();
    let with = [
        ("mode", "build"),
        ("paths", "questions/ownership.md\n\nquestions/ownership.md\n"),
        ("name", "Other name"),
        ("ledger", "other.lock"),
        ("locked", "false"),
        ("sums", "false"),
        ("output", "out put"),
        ("formats", "apkg,json"),
        ("csv", "full"),
        ("subdecks", "true"),
        ("arguments", "--unanswered=keep\n--allow-missing"),
    ];
    let outcome = repository.action(&with).succeeded();
    assert_eq!(outcome.outputs["files"], "out put/other-name.apkg\nout put/other-name.json");
    assert!(outcome.log.contains("other.lock"), "{}", outcome.log);

    let outcome = repository.action(&[("format", "sarif")]).succeeded();
    assert!(outcome.outputs["files"].ends_with("recto.sarif"));

    for (with, said) in [
        ([("mode", "buidl"), ("format", "json")], "mode is buidl: say check or build"),
        ([("mode", "build"), ("locked", "yes")], "locked is yes: say true or false"),
        ([("mode", "check"), ("paths", "nowhere")], "nowhere: no such file or folder"),
        ([("mode", "check"), ("arguments", "--colour")], "unexpected argument"),
    ] {
        let outcome = repository.action(&with);
        assert_eq!(outcome.code, 2, "{}", outcome.log);
        let errors = outcome.commands("error");
        assert!(errors.len() == 1 && errors[0].contains(said), "{said}: {}", outcome.log);
    }
}

#[test]
fn pull_requests_can_write_nothing() {
    let workflow: Workflow = read("docs/examples/recto.yml");
    let allowed = |job: &str| workflow.jobs[job].permissions.clone().into_iter().collect::<Vec<_>>();
    assert_eq!(allowed("check"), [("contents".to_string(), "read".to_string())]);
    assert_eq!(allowed("release"), [("contents".to_string(), "write".to_string())]);
}
