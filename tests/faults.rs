//! Broken machines: a full disk, a process killed at any moment, two builds at once. Files are the old ones or the new
//! ones, whole, and the ledger and the deck belong together.
#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What a build leaves.
const FILES: [&str; 4] = ["recto.lock", "dist/quiz.apkg", "dist/quiz.csv", "dist/SHA256SUMS"];

struct Project(TempDir);

/// The files of a release, in the order of `FILES`.
type Release = Vec<Option<Vec<u8>>>;

impl Project {
    fn new() -> Project {
        Project(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes the questions of an edition: another answer, one question more, one less.
    fn edit(&self, edition: usize) {
        let questions = (edition % 5..edition % 5 + 40)
            .map(|n| format!("## What is the number {n}?\n\nIt is {n}, says edition {edition}.\n\n"));
        fs::write(self.path("quiz.md"), questions.collect::<String>()).expect("a file");
    }

    /// A build of an edition, to be started. Its time is that of the edition.
    fn build(&self, edition: usize) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.args(["build", "quiz.md", "--sums"]).current_dir(self.0.path());
        command.env("SOURCE_DATE_EPOCH", (1_700_000_000 + edition).to_string());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn release(&self) -> Release {
        FILES.iter().map(|name| fs::read(self.path(name)).ok()).collect()
    }

    /// Builds an edition to its end.
    fn finish(&self, edition: usize) -> Release {
        let output = self.build(edition).output().expect("recto runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.release()
    }

    /// Files that are not in their places.
    fn unfinished(&self) -> usize {
        let folders = [self.path(""), self.path("dist")];
        let entries = folders.iter().filter_map(|folder| folder.read_dir().ok()).flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".recto-")).count()
    }
}

/// Each file is that of one of the two releases, and files are replaced in their order, the ledger first.
#[track_caller]
fn assert_whole(found: &Release, old: &Release, new: &Release) {
    let mut all_new = true;
    for (at, name) in FILES.iter().enumerate() {
        assert!(
            found[at] == old[at] || found[at] == new[at],
            "{name} is neither the old file nor the new one"
        );
        all_new &= found[at] == new[at];
        assert!(all_new || found[at] == old[at], "{name} is ahead of the ledger, or of a file before it");
    }
}

#[test]
fn a_build_may_be_killed_at_any_moment() {
    const KILLS: usize = 200;
    let project = Project::new();
    project.edit(0);
    let start = Instant::now();
    let mut old = project.finish(0);
    let mut longest = start.elapsed();
    let mut dice = 1_u64;
    let (mut killed, mut between) = (0, 0);
    for edition in 1..=KILLS {
        project.edit(edition);
        let mut child = project.build(edition).spawn().expect("recto runs");
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Most of a build is reading; its files are written at the end.
        std::thread::sleep(longest.mul_f64((dice >> 40) as f64 / f64::from(1 << 24)));
        child.kill().expect("a child");
        killed += usize::from(!child.wait().expect("a child").success());
        let found = project.release();
        let start = Instant::now();
        let new = project.finish(edition);
        longest = (longest * 3 + start.elapsed()) / 4;
        assert_whole(&found, &old, &new);
        between += usize::from(found != old && found != new);
        old = new;
    }
    assert!(killed > KILLS / 3, "only {killed} of {KILLS} builds were killed before their end");
    println!("{killed} killed, {between} between two files");
}

/// A limit on the length of files stands for a full disk: every write beyond it fails.
#[test]
fn a_full_disk_leaves_the_old_files() {
    let project = Project::new();
    project.edit(0);
    let old = project.finish(0);
    project.edit(1);
    let lengths: Vec<usize> = old.iter().flatten().map(Vec::len).collect();
    let most = lengths.iter().max().expect("files") / 512 + 2;
    let mut failed = 0;
    for blocks in 0..most {
        let output = limited(&project, blocks);
        if output.status.success() {
            continue;
        }
        failed += 1;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("recto.lock") || told.contains("dist/"), "{told}");
        assert!(project.release() == old, "{blocks} blocks: {told}");
        assert_eq!(project.unfinished(), 0, "{told}");
    }
    assert!(failed >= most / 2, "{failed} of {most}");
    project.finish(1);
}

/// A build that may write no more than so many blocks of 512 bytes into a file.
fn limited(project: &Project, blocks: usize) -> Output {
    let mut shell = Command::new("sh");
    let recto = env!("CARGO_BIN_EXE_recto");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec {recto} build quiz.md --sums")]);
    shell.current_dir(project.0.path()).env("SOURCE_DATE_EPOCH", "1700000001").output().expect("a shell")
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let project = Project::new();
    project.edit(0);
    for command in ["cards", "build", "check"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let status = Command::new(env!("CARGO_BIN_EXE_recto"))
            .args([command, "quiz.md"])
            .current_dir(project.0.path())
            .stdout(full)
            .stderr(Stdio::piped())
            .status();
        assert_eq!(status.expect("recto runs").code(), Some(2), "{command}");
    }
}

#[test]
fn builds_at_once_wait_for_each_other() {
    const BUILDS: usize = 8;
    let project = Project::new();
    project.edit(0);
    project.finish(0);
    project.edit(3);
    let builds: Vec<Child> = (0..BUILDS).map(|_| project.build(3).spawn().expect("recto runs")).collect();
    for build in builds {
        let output = build.wait_with_output().expect("a child");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        assert!(told.is_empty() || told == "recto: waits for another build of this project\n", "{told}");
    }
    let after = project.release();
    assert!(after == project.finish(3), "the next build changes something");
    assert_eq!(project.unfinished(), 0);
}

#[test]
fn a_build_waits_and_reads_what_is_there_then() {
    let project = Project::new();
    project.edit(0);
    project.finish(0);
    let folder = fs::File::open(project.path("")).expect("a folder");
    folder.lock().expect("a lock");
    let mut child = project.build(1).spawn().expect("recto runs");
    std::thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().expect("a child").is_none(), "it does not wait");
    project.edit(1);
    folder.unlock().expect("a lock");
    assert!(child.wait().expect("a child").success());
    let csv = fs::read_to_string(project.path("dist/quiz.csv")).expect("a file");
    assert!(csv.contains("edition 1") && !csv.contains("edition 0"));
}

#[test]
fn what_killed_builds_left_is_swept() {
    let project = Project::new();
    project.edit(0);
    fs::create_dir(project.path("dist")).expect("a folder");
    for name in [".recto-old", "dist/.recto-old", "dist/.recto-new", "dist/old"] {
        let file = fs::File::create(project.path(name)).expect("a file");
        if name.ends_with("old") {
            let hours = Duration::from_secs(7200);
            file.set_modified(std::time::SystemTime::now() - hours).expect("a time");
        }
    }
    project.finish(0);
    assert!(!project.path(".recto-old").exists() && !project.path("dist/.recto-old").exists());
    assert!(project.path("dist/.recto-new").exists() && project.path("dist/old").exists());
}
