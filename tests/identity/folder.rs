//! A folder with documents, and the program that is run in it.

use std::path::PathBuf;
use std::process::{Command, Output};

use recto::identity::ledger::{self, Known, Ledger};
use tempfile::TempDir;

pub struct Folder(TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs recto at a time, in seconds since 1970; without one, by the clock.
    pub fn recto(&self, arguments: &[&str], time: Option<i64>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.current_dir(self.0.path()).args(arguments).env_remove("SOURCE_DATE_EPOCH");
        if let Some(time) = time {
            command.env("SOURCE_DATE_EPOCH", time.to_string());
        }
        command.output().expect("recto runs")
    }

    /// # Panics
    /// If the build fails.
    #[track_caller]
    pub fn build(&self, arguments: &[&str], time: i64) -> String {
        let arguments = [&["build"], arguments].concat();
        let output = self.recto(&arguments, Some(time));
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output) + &stderr(&output)
    }

    pub fn git(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("git");
        for (key, value) in
            [("user.name", "A"), ("user.email", "a@example.org"), ("init.defaultBranch", "main")]
        {
            command.args(["-c", &format!("{key}={value}")]);
        }
        command.current_dir(self.0.path()).args(arguments).output().expect("the test needs git")
    }

    pub fn ledger(&self) -> Ledger {
        let text = String::from_utf8(self.read("recto.lock")).expect("UTF-8");
        ledger::read(&text).expect("a ledger")
    }

    /// Id and line of the live card with this question.
    #[track_caller]
    pub fn card(&self, question: &str) -> (String, Known) {
        let ledger = self.ledger();
        let mut live = ledger.projects.values().flat_map(|project| project.live());
        let (id, known) = live.find(|(_, known)| known.question == question).expect(question);
        (id.to_string(), known.clone())
    }
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
