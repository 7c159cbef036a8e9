//! The stand-in for AnkiConnect, and recto in front of it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

use super::support::python;

/// An Anki, and what speaks the protocol before it.
#[derive(Clone, Copy)]
pub struct Version {
    /// The name of its virtual environment.
    environment: &'static str,
    requirements: &'static str,
    /// The Python that it needs, if not any.
    python: Option<&'static str>,
    options: &'static [&'static str],
}

/// The importer in Rust, which AnkiConnect meets from 26.9 on.
pub const NOW: Version =
    Version { environment: "anki", requirements: "tests/anki/requirements.txt", python: None, options: &[] };
/// The importer in Python, which AnkiConnect meets up to 26.5.
pub const BEFORE: Version =
    Version { environment: "anki-24.11", requirements: "tests/replay/requirements-24.11.txt", ..NOW };
/// Another author's server, as far as it goes.
pub const PUBLISHED: Version = Version {
    environment: "push-published",
    requirements: "tests/push/requirements-published.txt",
    python: Some("3.12"),
    options: &["--published"],
};

impl Version {
    /// Says so where it must be left out.
    pub fn is_here(&self) -> bool {
        let here = self.python.is_none_or(|version| python::find(version).is_some());
        if !here {
            eprintln!("left out: {} needs Python {}", self.environment, self.python.unwrap_or("3"));
        }
        here
    }

    fn python(&self, root: &Path) -> PathBuf {
        let found = self.python.and_then(python::find).unwrap_or("python3".into());
        python::environment_of(&found, self.environment, &[(&root.join(self.requirements), &[])])
    }
}

pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// With the collection in this folder.
    pub fn start(version: Version, folder: &Path, options: &[&str]) -> Server {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut child = Command::new(version.python(root))
            .arg(root.join("tests/push/ankiconnect.py"))
            .arg(folder.join("collection.anki2"))
            .args(version.options)
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut port = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut port).expect("a port");
        Server { child, url: format!("http://127.0.0.1:{}", port.trim()) }
    }

    pub fn ask(&self, action: &str, params: Value) -> Value {
        let request = json!({ "action": action, "version": 6, "params": params }).to_string();
        let mut answer = ureq::post(&self.url).send(request).expect("the server answers");
        let text = answer.body_mut().read_to_string().expect("text");
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(answer["error"], Value::Null, "{action}");
        answer["result"].clone()
    }

    pub fn dump(&self) -> Value {
        self.ask("dump", json!({}))
    }

    /// Acts as a learner with the note that begins so.
    pub fn learn(&self, first: &str, what: Value) {
        let mut params = what;
        params["first"] = json!(first);
        self.ask("learn", params);
    }

    /// Closes the collection and ends.
    pub fn stop(mut self) {
        let quit = json!({ "action": "quit" }).to_string();
        ureq::post(&self.url).send(quit).expect("the server answers");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with documents and a collection.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

pub const QUESTIONS: &str = "\
# Basics

## What is ownership?

One owner.

## What is a borrow?

![A dot](dot.svg) A reference.

## What is a term?

It has a {{gap}} here.
";

impl Desk {
    pub fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a folder") };
        desk.write("questions.md", QUESTIONS);
        desk.write(
            "dot.svg",
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M4 1v7"/></svg>"#,
        );
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    pub fn edit(&self, from: &str, to: &str) {
        let text = fs::read_to_string(self.path("questions.md")).expect("a file");
        assert!(text.contains(from), "{from}");
        self.write("questions.md", &text.replace(from, to));
    }

    pub fn recto(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_recto"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env_remove("RECTO_ANKI_URL")
            .env_remove("RECTO_ANKI_KEY")
            .output()
            .expect("recto runs")
    }

    /// Pushes; gives what it says.
    #[track_caller]
    pub fn push(&self, server: &Server, options: &[&str]) -> String {
        let output = self.try_push(server, options);
        assert_eq!(output.0, Some(0), "{}", output.1);
        output.1
    }

    /// The exit code, and all that is said.
    pub fn try_push(&self, server: &Server, options: &[&str]) -> (Option<i32>, String) {
        let output = self.recto(&[&["push", "questions.md", "--url", &server.url], options].concat());
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).expect("UTF-8"))
    }
}

/// The note of a dump that begins so.
#[track_caller]
pub fn note<'a>(dump: &'a Value, first: &str) -> &'a Value {
    let notes = dump["notes"].as_array().expect("notes");
    let begins = |note: &&Value| note["fields"][0].as_str().is_some_and(|text| text.contains(first));
    let found: Vec<&Value> = notes.iter().filter(begins).collect();
    assert_eq!(found.len(), 1, "{first}: {notes:#?}");
    found[0]
}
