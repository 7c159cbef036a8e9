//! `recto build --watch`, `--open`, and what is seen on a terminal meanwhile.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const QUESTIONS: &str = "# Quiz\n\n## What is one?\n\nThe first number.\n\n## What is two?\n\nThe second.\n";
/// A busy machine may take its time.
const PATIENCE: Duration = Duration::from_secs(60);

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("notes")).expect("a folder");
    fs::write(folder.path().join("notes/quiz.md"), QUESTIONS).expect("a file");
    folder
}

fn recto(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// A build that watches, with the lines that it says on both streams.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    folder: TempDir,
}

impl Watching {
    fn start(folder: TempDir, arguments: &[&str]) -> Watching {
        let mut child = recto(folder.path(), &[&["build", "--watch"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("recto runs");
        let (sender, lines) = channel();
        let streams: [Box<dyn std::io::Read + Send>; 2] = [
            Box::new(child.stdout.take().expect("its output")),
            Box::new(child.stderr.take().expect("its errors")),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        Watching { child, lines, folder }
    }

    #[track_caller]
    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line")
    }

    /// Waits for a line that says this. Gives the lines before it.
    #[track_caller]
    fn until(&self, text: &str) -> Vec<String> {
        let mut before = vec![];
        loop {
            let line = self.line();
            if line.contains(text) {
                return before;
            }
            before.push(line);
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_save_is_one_line_and_one_build() {
    let watching = Watching::start(folder(), &["notes"]);
    let first = watching.until("built again at each change; Ctrl-C stops it");
    assert_eq!(first[0], "notes: 2 cards in 1 part");
    assert!(first[1].starts_with("  dist/notes.apkg  "), "{first:?}");

    watching.write("notes/quiz.md", &QUESTIONS.replace("The second.", "The second one."));
    assert_eq!(watching.line(), "notes: 2 cards in 1 part; 1 changed");
    let csv = fs::read_to_string(watching.path("dist/notes.csv")).expect("a file");
    assert!(csv.contains("The second one."));
    let ledger = fs::read_to_string(watching.path("notes/recto.lock")).expect("a ledger");

    // As editors do that write beside the file and move it into its place; then into a new file and a new folder.
    watching.write("notes/.quiz.md.swp", &QUESTIONS.replace("The second.", "The second, after one."));
    fs::rename(watching.path("notes/.quiz.md.swp"), watching.path("notes/quiz.md")).expect("a move");
    assert_eq!(watching.line(), "notes: 2 cards in 1 part; 1 changed");
    assert_ne!(fs::read_to_string(watching.path("notes/recto.lock")).expect("a ledger"), ledger);
    watching.write("notes/more.md", "# More\n\n## What is three?\n\nThe third.\n");
    // Of two documents each names its cards' part.
    assert_eq!(watching.line(), "notes: 3 cards in 2 parts; 1 new, 2 changed");
    fs::remove_file(watching.path("notes/more.md")).expect("a file");
    assert_eq!(watching.line(), "notes: 2 cards in 1 part; 2 changed, 1 retired");

    // What it wrote itself made it build no more.
    assert!(watching.lines.recv_timeout(Duration::from_millis(300)).is_err());
}

#[test]
fn quiet_says_errors_only() {
    let watching = Watching::start(folder(), &["notes", "--quiet"]);
    let start = Instant::now();
    while !watching.path("dist/notes.apkg").exists() && start.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(20));
    }
    watching.write("notes/quiz.md", &QUESTIONS.replace("The second.", "![Two](two.svg)"));
    let first = watching.line();
    assert!(first.starts_with("error["), "{first}");
}

#[test]
fn errors_are_said_and_survived() {
    let folder = folder();
    fs::write(folder.path().join("notes/recto.toml"), "nmae = 'x'\n").expect("a file");
    let watching = Watching::start(folder, &["notes"]);
    // Even from the very first build on.
    watching.until("nmae");
    fs::remove_file(watching.path("notes/recto.toml")).expect("a file");
    watching.until("notes: 2 cards in 1 part");
    let built = fs::read(watching.path("dist/notes.apkg")).expect("a package");

    watching.write("notes/quiz.md", &QUESTIONS.replace("The second.", "![Two](pictures/two.svg)"));
    let before = watching.until("nothing was written: 1 error");
    assert!(before.iter().any(|line| line.contains("pictures/two.svg")), "{before:?}");
    assert_eq!(fs::read(watching.path("dist/notes.apkg")).expect("a package"), built);
    // The picture comes where nothing was before.
    fs::create_dir(watching.path("notes/pictures")).expect("a folder");
    watching.until("nothing was written: 1 error");
    watching.write(
        "notes/pictures/two.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M1 1\"/></svg>",
    );
    watching.until("notes: 2 cards in 1 part; 1 changed");

    fs::remove_file(watching.path("notes/quiz.md")).expect("a file");
    watching.until("no Markdown in notes");
    watching.write("notes/quiz.md", QUESTIONS);
    watching.until("notes: 2 cards in 1 part; 1 changed");
}

#[test]
fn files_may_be_written_beside_the_documents() {
    let watching = Watching::start(folder(), &["notes", "-o", "notes", "--sums"]);
    watching.until("built again");
    watching.write("notes/quiz.md", &QUESTIONS.replace("The second.", "The second one."));
    assert_eq!(watching.line(), "notes: 2 cards in 1 part; 1 changed");
    assert!(watching.lines.recv_timeout(Duration::from_millis(300)).is_err());
}

#[test]
fn ctrl_c_stops_it_at_once() {
    let mut watching = Watching::start(folder(), &["notes"]);
    watching.until("built again");
    let sent = Instant::now();
    let process = rustix::process::Pid::from_child(&watching.child);
    rustix::process::kill_process(process, rustix::process::Signal::INT).expect("a signal");
    let status = watching.child.wait().expect("it ends");
    assert_eq!(status.signal(), Some(2));
    assert!(sent.elapsed() < Duration::from_secs(2), "{:?}", sent.elapsed());
    let left: Vec<_> = fs::read_dir(watching.path("dist")).expect("a folder").flatten().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn what_cannot_be_watched() {
    let folder = folder();
    let refused = |arguments: &[&str]| {
        let output = recto(folder.path(), arguments).stdin(Stdio::null()).output().expect("recto runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    assert!(refused(&["build", "-", "--watch"]).contains("standard input cannot be watched"));
    for option in ["--locked", "--open"] {
        assert!(refused(&["build", "notes", "--watch", option]).contains("cannot be used with"), "{option}");
    }
}

/// A pipe that takes nothing any more until somebody reads.
fn full_pipe() -> (std::io::PipeReader, std::io::PipeWriter) {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    let flags = fcntl_getfl(&writer).expect("flags");
    fcntl_setfl(&writer, flags | OFlags::NONBLOCK).expect("flags");
    while writer.write(b"\n").is_ok() {}
    fcntl_setfl(&writer, flags).expect("flags");
    (reader, writer)
}

#[test]
fn the_preview_sees_a_save_of_its_first_moment() {
    let folder = folder();
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    // It has read the questions and cannot say so.
    let (mut reader, writer) = full_pipe();
    let child = recto(folder.path(), &["preview", "notes", "--no-open", "--port", &port.to_string()])
        .stdout(writer)
        .spawn()
        .expect("recto runs");
    let watching = Watching { child, lines: channel().1, folder };
    let began = Instant::now();
    let until = |done: &dyn Fn() -> bool| {
        while !done() {
            assert!(began.elapsed() < PATIENCE, "too late");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let server = || TcpStream::connect(("127.0.0.1", port)).ok();
    until(&|| server().is_some());
    watching.write("notes/quiz.md", &QUESTIONS.replace("What is two?", "Who is two?"));
    std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    let shown = || {
        let mut stream = server()?;
        write!(stream, "GET /deck.json HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")
            .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer.contains("Who is two?"))
    };
    until(&|| shown() == Some(true));
}

/// A folder with a program that notes what it is asked to open.
fn opener(folder: &Path) -> String {
    let programs = folder.join("programs");
    fs::create_dir(&programs).expect("a folder");
    // All that the `open` crate tries.
    for name in ["xdg-open", "open", "gio", "gnome-open", "kde-open", "wslview"] {
        let program = programs.join(name);
        fs::write(&program, format!("#!/bin/sh\necho \"$@\" >>'{}/opened'\n", folder.display()))
            .expect("a file");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a file");
    }
    format!("{}:{}", programs.display(), std::env::var("PATH").expect("a path"))
}

#[test]
fn the_package_is_opened_with_the_systems_program() {
    let folder = folder();
    let path = opener(folder.path());
    let output =
        recto(folder.path(), &["build", "notes", "--open"]).env("PATH", &path).output().expect("recto runs");
    assert!(output.status.success());
    let asked = folder.path().join("opened");
    let began = Instant::now();
    let package = folder.path().canonicalize().expect("a folder").join("dist/notes.apkg");
    while !fs::read_to_string(&asked).is_ok_and(|text| text.ends_with('\n')) {
        assert!(began.elapsed() < PATIENCE, "nothing was opened");
        std::thread::sleep(Duration::from_millis(20));
    }
    let text = fs::read_to_string(&asked).expect("a file");
    assert_eq!(text.lines().collect::<Vec<_>>(), [package.to_str().expect("UTF-8")]);
}

#[test]
fn without_a_package_or_a_program_nothing_opens() {
    let folder = folder();
    let output =
        recto(folder.path(), &["build", "notes", "--open", "--formats", "csv"]).output().expect("recto runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("add apkg to --formats"));
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let output =
        recto(folder.path(), &["build", "notes", "--open"]).env("PATH", &empty).output().expect("recto runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no program opens it; import it in Anki"));
    assert!(folder.path().join("dist/notes.apkg").exists());
}

/// Runs a program on a terminal of its own, and prints all that it draws.
const TERMINAL: &str = "\
import os, pty, sys
def copy(fd):
    data = os.read(fd, 65536)
    return data
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], copy, lambda fd: b'')))
";

/// What a terminal gets from a build of this many questions.
fn on_a_terminal(questions: usize) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("many.md"), many(questions)).expect("a file");
    let output = Command::new("python3")
        .args(["-c", TERMINAL, env!("CARGO_BIN_EXE_recto"), "build", "many.md", "--no-ledger"])
        .current_dir(folder.path())
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .output()
        .expect("the test needs python3");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{text}");
    text
}

fn many(questions: usize) -> String {
    let question = |number| format!("## What is the number {number}?\n\nIt comes after {}.\n\n", number - 1);
    (1..=questions).map(question).collect()
}

#[test]
fn long_work_shows_progress_on_a_terminal() {
    let shown = on_a_terminal(40_000);
    assert!(shown.contains("making cards"), "{shown:?}");
    // It goes without a trace: what stays on the line is what the build says.
    let last = shown.lines().find(|line| line.contains("many: 40000 cards")).expect("a line");
    let after = last.rsplit("\u{1b}[2K").next().expect("a part");
    assert!(after.trim().starts_with("many: 40000 cards"), "{last:?}");
}

#[test]
fn short_work_shows_none() {
    let shown = on_a_terminal(2);
    assert!(shown.starts_with("many: 2 cards in 1 part"), "{shown:?}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn a_pipe_gets_no_progress() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("many.md"), many(40_000)).expect("a file");
    let began = Instant::now();
    let output = recto(folder.path(), &["build", "many.md", "--no-ledger"]).output().expect("recto runs");
    assert!(began.elapsed() > Duration::from_millis(500), "it is long work");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!String::from_utf8_lossy(&output.stdout).contains('\u{1b}'));
}
