//! Projects and packages of strangers, as a CI meets them in pull requests: a clear message, no hang, and nothing read or
//! written outside of the project.
#![cfg(unix)]

mod limits;
mod links;
mod packages;
mod terminal;

use std::io::Read;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const QUESTIONS: &str = "# Quiz\n\n## What is one?\n\nThe first number.\n";

/// A project in a folder of its own beside another folder with a secret.
struct Project(TempDir);

/// How a run ended.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
    time: Duration,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Project {
        let project = Project(tempfile::tempdir().expect("a temporary folder"));
        std::fs::create_dir_all(project.path(".git")).expect("a folder");
        std::fs::create_dir(project.outside("")).expect("a folder");
        std::fs::write(project.outside("secret"), "password = hunter2\n").expect("a file");
        for (name, text) in files {
            let path = project.path(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("project").join(name)
    }

    fn outside(&self, name: &str) -> PathBuf {
        self.0.path().join("outside").join(name)
    }

    /// A link in the project.
    fn link(&self, name: &str, target: impl AsRef<Path>) {
        symlink(target, self.path(name)).expect("a link");
    }

    fn pipe(&self, name: &str) {
        rustix::fs::mkfifoat(rustix::fs::CWD, self.path(name), 0o644.into()).expect("a pipe");
    }

    /// Runs recto in the project, which must end within a minute.
    fn run(&self, arguments: &[&str]) -> Ended {
        self.run_within(4_000_000, arguments)
    }

    /// Runs recto in the project with at most so many kilobytes of memory, a part of which is the program itself.
    fn run_within(&self, memory: usize, arguments: &[&str]) -> Ended {
        let start = Instant::now();
        let mut child = Command::new("sh")
            .arg("-c")
            .arg(format!("ulimit -v {memory}; exec \"$0\" \"$@\""))
            .arg(env!("CARGO_BIN_EXE_recto"))
            .args(arguments)
            .current_dir(self.path(""))
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("recto runs");
        let mut out = child.stdout.take().expect("its output");
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            out.read_to_string(&mut text).map(|_| text).expect("UTF-8")
        });
        let mut err = child.stderr.take().expect("its errors");
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            err.read_to_string(&mut text).map(|_| text).expect("UTF-8")
        });
        let code = loop {
            if let Some(status) = child.try_wait().expect("a child") {
                break status.code();
            }
            if start.elapsed() > Duration::from_secs(60) {
                child.kill().expect("a child");
                child.wait().expect("a child");
                panic!("recto {arguments:?} hangs");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let (out, err) = (reader.join().expect("output"), errors.join().expect("errors"));
        assert!(!err.contains("panicked"), "{err}");
        Ended { code, out, err, time: start.elapsed() }
    }

    #[track_caller]
    fn refuses(&self, arguments: &[&str], message: &str) -> Ended {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.err.contains(message), "{}", ended.err);
        assert!(!ended.err.contains("hunter2"), "{}", ended.err);
        ended
    }

    #[track_caller]
    fn builds(&self, arguments: &[&str]) -> Ended {
        let ended = self.run(arguments);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended
    }
}
