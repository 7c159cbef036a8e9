//! The program as a user meets it: exit codes, messages, files.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Folder {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        Folder(folder)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("recto runs")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.current_dir(self.0.path()).args(arguments).env_remove("SOURCE_DATE_EPOCH");
        command
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }
}

const QUESTIONS: &[u8] =
    b"# Quiz\n\n## What is one?\n\nThe first number.\n\n## What is two?\n\nThe second.\n";

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

#[track_caller]
fn assert_fails(output: &Output, expected_code: i32, message: &str) {
    assert_eq!(code(output), expected_code, "{}", stderr(output));
    assert!(stderr(output).contains(message), "{}", stderr(output));
    assert!(!stderr(output).contains("panicked"), "{}", stderr(output));
}

#[test]
fn a_build_says_what_it_wrote() {
    let folder = Folder::new(&[("quiz.md", QUESTIONS)]);
    let output = folder.run(&["build", "quiz.md"]);
    assert_eq!(code(&output), 0);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!(lines[0], "quiz: 2 cards in 1 part");
    assert!(lines[1].trim_start().starts_with("dist/quiz.apkg"), "{lines:?}");
    assert!(lines[2].trim_start().starts_with("dist/quiz.csv"), "{lines:?}");
    assert!(stderr(&output).is_empty());
}

#[test]
fn nothing_to_build_is_a_finding_and_leaves_no_file() {
    let folder = Folder::new(&[
        ("empty.md", b"  \n"),
        ("prose.md", b"# Notes\n\nJust a text.\n"),
        ("list.md", b"- What is one?\n- What is two?\n"),
        ("bare/note.txt", b"x"),
    ]);
    assert_fails(&folder.run(&["build", "empty.md"]), 1, "empty.md: the document is empty");
    assert_fails(
        &folder.run(&["build", "prose.md"]),
        1,
        "no question with an answer found\n  looked for: headings",
    );
    assert_fails(&folder.run(&["build", "list.md"]), 1, "2 questions found, but no answer");
    assert_fails(&folder.run(&["build", "bare"]), 1, "no Markdown in bare");
    assert!(!folder.path("dist").exists());
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_place() {
    let folder = Folder::new(&[("latin.md", b"# Ok\n\ncaf\xe9\n"), ("quiz.md", QUESTIONS)]);
    assert_fails(
        &folder.run(&["build", "latin.md"]),
        2,
        "recto: latin.md:3:4: not UTF-8: byte 0xE9\n 3 | caf\u{fffd}\n        ^ save the file as UTF-8\n",
    );
    assert_fails(
        &folder.run(&["build", "quiz.md", "--name", "Collection"]),
        2,
        "give another one with --name",
    );
    assert_fails(&folder.run(&["build", "none.md"]), 2, "none.md: no such file or folder");
    assert_fails(&folder.run(&["build", "quiz.md", "--formats", "pdf"]), 2, "possible values");
    assert_fails(&folder.run(&["build"]), 2, "recto: name a Markdown file or a folder");
}

#[test]
fn a_failed_build_leaves_the_old_files() {
    let folder = Folder::new(&[("quiz.md", QUESTIONS)]);
    assert_eq!(code(&folder.run(&["build", "quiz.md"])), 0);
    let before = std::fs::read(folder.path("dist/quiz.apkg")).expect("a package");
    std::fs::write(folder.path("quiz.md"), b"# Quiz\n").expect("a file");
    assert_eq!(code(&folder.run(&["build", "quiz.md"])), 1);
    assert_eq!(std::fs::read(folder.path("dist/quiz.apkg")).expect("a package"), before);
    let files = std::fs::read_dir(folder.path("dist")).expect("the folder").count();
    assert_eq!(files, 2, "no half-written file is left");
}

#[test]
fn encodings_are_understood() {
    let text = std::str::from_utf8(QUESTIONS).expect("UTF-8");
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let crlf = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let folder = Folder::new(&[("a.md", &utf16), ("b.md", crlf.as_bytes()), ("c.md", QUESTIONS)]);
    let cards = |name: &str| {
        let printed = stdout(&folder.run(&["cards", name])).replace(name, "x.md");
        assert!(printed.starts_with("x.md:3  heading"), "{printed}");
        printed
    };
    assert_eq!(cards("a.md"), cards("c.md"));
    assert_eq!(cards("b.md"), cards("c.md"));
}

#[test]
fn front_matter_names_the_deck_and_adds_tags() {
    let matter = b"---\ndeck: Numbers\ntags: [maths, easy]\n---\n";
    let folder = Folder::new(&[("quiz.md", &[matter, QUESTIONS].concat())]);
    let output = folder.run(&["cards", "quiz.md", "--format", "jsonl"]);
    let first: serde_json::Value =
        serde_json::from_str(stdout(&output).lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["tags"], serde_json::json!(["numbers", "numbers::maths", "numbers::easy"]));
    assert_eq!(first["line"], 7);
    assert_eq!(stdout(&folder.run(&["build", "quiz.md"])).lines().next(), Some("Numbers: 2 cards in 1 part"));
    assert!(folder.path("dist/numbers.apkg").exists());
}

#[test]
fn standard_input_is_a_document() {
    let folder = Folder::new(&[]);
    let mut child = folder
        .command(&["cards", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("recto runs");
    child.stdin.take().expect("a pipe").write_all(QUESTIONS).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(code(&output), 0);
    assert_eq!(stdout(&output).lines().count(), 2);
}

#[test]
fn a_broken_pipe_is_no_error() {
    let many: String = (0..20_000).map(|n| format!("## What is {n}?\n\nA number.\n\n")).collect();
    let folder = Folder::new(&[("many.md", many.as_bytes())]);
    let mut child = folder
        .command(&["cards", "many.md"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("recto runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!((code(&output), stderr(&output)), (0, ""));
}

#[test]
fn unanswered_questions_are_listed_and_kept_on_demand() {
    let text =
        b"## What is one?\n\nA number.\n\n## What is two?\n\nTODO\n\n## What is three?\n\nA number too.\n";
    let folder = Folder::new(&[("q.md", text)]);
    assert_eq!(stdout(&folder.run(&["cards", "--unanswered", "q.md"])), "q.md:5: What is two?\n");
    let lines = |arguments: &[&str]| stdout(&folder.run(arguments)).lines().count();
    assert_eq!(lines(&["cards", "q.md", "--format", "jsonl"]), 2);
    assert_eq!(lines(&["cards", "q.md", "--unanswered", "keep", "--format", "jsonl"]), 3);
    let built = folder.run(&["build", "q.md"]);
    assert!(stdout(&built).contains("1 unanswered question left out"), "{}", stdout(&built));
    let kept = folder.run(&["build", "q.md", "--unanswered", "keep"]);
    assert!(stdout(&kept).starts_with("q: 3 cards"), "{}", stdout(&kept));
}

#[test]
fn authors_correct_the_reading() {
    let text = "# Course\n\n## Basics\n\n### Sets\n\nCollections.\n\n### Maps\n\nLook-ups.\n\n## Background\n\n### Why sets?\n\nA story.\n\n### Why maps?\n\nAnother.\n";
    let questions = text.replace("## Basics\n", "## Basics\n\n<!-- recto: questions -->\n");
    let notes = questions.replace("## Background\n", "## Background\n\n<!-- recto: notes -->\n");
    let level = format!("<!-- recto: level 3 -->\n{text}");
    let bold = "# Course\n\n## What is a set?\n\n**Why no order?**\n\nHashes.\n\n**Why once?**\n\nEquality.\n\n## What is a map?\n\n**Why keys?**\n\nLook-ups.\n";
    let shapes = format!("<!-- recto: shapes = bold-line -->\n{bold}");
    let labels = "# Aufgaben\n\n<!-- recto: answer = Weg -->\n\n### Summe\n\n**Weg:** addieren\n\n### Produkt\n\n**Weg:** malnehmen\n";
    let folder = Folder::new(&[
        ("text.md", text.as_bytes()),
        ("questions.md", questions.as_bytes()),
        ("notes.md", notes.as_bytes()),
        ("level.md", level.as_bytes()),
        ("bold.md", bold.as_bytes()),
        ("shapes.md", shapes.as_bytes()),
        ("shapes/recto.toml", b"name = \"maths\"\n[read]\nshapes = [\"bold-line\"]\n"),
        ("shapes/text.md", bold.as_bytes()),
        ("labels.md", labels.as_bytes()),
        ("toml/recto.toml", b"name = \"maths\"\n[read]\nlevel = 3\nnotes = [\"Background\"]\n"),
        ("toml/text.md", text.as_bytes()),
        ("wrong/recto.toml", b"[read]\nlevels = 3\n"),
        ("wrong/text.md", text.as_bytes()),
    ]);
    let fronts = |name: &str| -> Vec<String> {
        let output = folder.run(&["cards", name, "--format", "jsonl"]);
        let card = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
        stdout(&output).lines().map(|line| card(line)["front"].as_str().expect("text").to_string()).collect()
    };
    assert_eq!(fronts("text.md"), ["Why sets?", "Why maps?"]);
    assert_eq!(fronts("questions.md"), ["Sets", "Maps", "Why sets?", "Why maps?"]);
    assert_eq!(fronts("notes.md"), ["Sets", "Maps"]);
    assert_eq!(fronts("level.md"), ["Sets", "Maps", "Why sets?", "Why maps?"]);
    assert_eq!(fronts("bold.md"), ["What is a set?", "What is a map?"]);
    assert_eq!(fronts("shapes.md"), ["Why no order?", "Why once?", "Why keys?"]);
    assert_eq!(fronts("shapes/text.md"), ["Why no order?", "Why once?", "Why keys?"]);
    assert_eq!(fronts("labels.md"), ["Summe", "Produkt"]);
    assert_eq!(fronts("toml/text.md"), ["Sets", "Maps"]);
    assert_fails(
        &folder.run(&["cards", "wrong/text.md"]),
        2,
        "no key is called `levels` here\n --> wrong/recto.toml:2:1\n",
    );
}

#[test]
fn a_folder_is_one_deck_with_its_files_as_parts() {
    let folder = Folder::new(&[
        ("deck/part-2.md", b"# Two\n\n## What is two?\n\nA number.\n\n## What is four?\n\nIts square.\n"),
        (
            "deck/part-10.md",
            b"# Ten\n\n## What is ten?\n\nA number.\n\n## What is a hundred?\n\nIts square.\n",
        ),
        ("deck/.hidden/x.md", QUESTIONS),
    ]);
    let output = folder.run(&["cards", "deck", "--format", "jsonl"]);
    let tags: Vec<String> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["tags"][0].to_string())
        .collect();
    assert_eq!(tags, ["\"deck::two\"", "\"deck::two\"", "\"deck::ten\"", "\"deck::ten\""]);
}

#[test]
fn local_pictures_go_into_the_package() {
    let text =
        b"## What is this?\n\n![a dot](img/dot.png)\n\n## And this?\n\nSee ![gone](img/gone.png). A dash.\n";
    let folder = Folder::new(&[("q.md", text), ("img/dot.png", b"not really a picture")]);
    let output = folder.run(&["build", "q.md", "--formats", "json"]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        stderr(&output),
        "error[media-missing]: img/gone.png is not there\n --> q.md:7:5\n  |\n7 | See ![gone](img/gone.png). A dash.\n  |     ^^^^^^^^^^^^^^^^^^^^^\n  |\n  = help: correct the path, or build with --allow-missing to keep its description as text\n\nrecto: nothing was written: 1 error\n"
    );
    assert!(!folder.path("dist").exists());
    let output = folder.run(&["build", "q.md", "--formats", "json", "--allow-missing"]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).starts_with("warning[media-missing]"), "{}", stderr(&output));
    let json = std::fs::read_to_string(folder.path("dist/q.json")).expect("a file");
    let package: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let name = package["media"][0]["name"].as_str().expect("a name");
    assert!(
        name.starts_with("dot-") && Path::new(name).extension().is_some_and(|extension| extension == "png")
    );
    assert!(package["notes"][0]["fields"][1].as_str().expect("a field").contains(name));
    assert_eq!(package["notes"][1]["fields"][1], "<p>See <em>[gone]</em>. A dash.</p>");
}

#[test]
fn a_diff_compares_a_package_with_sources() {
    let folder = Folder::new(&[("quiz.md", QUESTIONS)]);
    assert_eq!(code(&folder.run(&["build", "quiz.md"])), 0);
    let same = folder.run(&["diff", "dist/quiz.apkg", "quiz.md", "--exit-code"]);
    assert_eq!((code(&same), stdout(&same)), (0, "2 unchanged\n"));

    let text = String::from_utf8_lossy(QUESTIONS).replace("The first number.", "The first whole number.");
    std::fs::write(folder.path("quiz.md"), text).expect("a file");
    let changed = folder
        .command(&["diff", "dist/quiz.apkg", "quiz.md"])
        .env("SOURCE_DATE_EPOCH", "1800000000")
        .output();
    let changed = changed.expect("recto runs");
    assert_eq!(code(&changed), 0, "{}", stderr(&changed));
    assert!(stdout(&changed).contains("Back: The first {+whole +}number."), "{}", stdout(&changed));
    assert_eq!(code(&folder.run(&["diff", "dist/quiz.apkg", "quiz.md", "--exit-code"])), 1);
    let json = folder.run(&["diff", "dist/quiz.apkg", "quiz.md", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["changed"][0]["title"], "What is one?");
}

#[test]
fn a_diff_needs_packages() {
    let folder = Folder::new(&[("quiz.md", QUESTIONS), ("no.apkg", b"no package")]);
    assert_fails(&folder.run(&["diff", "quiz.md", "quiz.md"]), 2, "quiz.md: this is no Anki package");
    assert_fails(&folder.run(&["diff", "no.apkg", "quiz.md"]), 2, "no.apkg: this is no Anki package");
    assert_fails(&folder.run(&["diff", "gone.apkg", "quiz.md"]), 2, "gone.apkg: No such file");
    assert_fails(&folder.run(&["diff"]), 2, "Usage");
}

#[test]
fn a_project_has_a_look_of_its_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    let build = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(folder.path())
            .args(["build", "notes.md", "--formats", "json"])
            .args(arguments)
            .env("SOURCE_DATE_EPOCH", "1900000000")
            .output()
            .expect("recto runs");
        let json = std::fs::read_to_string(folder.path().join("dist/notes.json")).unwrap_or_default();
        let package: serde_json::Value = serde_json::from_str(&json).unwrap_or_default();
        (package["note_types"][0].clone(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    write("notes.md", "## What is one?\n\n1\n\n## What is two?\n\n2\n");
    let (own, _) = build(&[]);
    write("card.css", ".title { color: teal; }");
    let (beside, _) = build(&[]);
    assert!(beside["css"].as_str().expect("CSS").ends_with("\n.title { color: teal; }"));
    // Anki takes a new look only if the note type's time grew; without a change it does not grow.
    assert!(beside["modified"].as_i64() > own["modified"].as_i64());
    assert_eq!(build(&[]).0, beside);

    write("recto.toml", "[card]\nfront = \"front.html\"\n");
    write("front.html", "{{^Retired}}<h1>{{Front}}</h1>{{/Retired}}");
    let (replaced, _) = build(&[]);
    assert_eq!(replaced["templates"][0]["front"], "{{^Retired}}<h1>{{Front}}</h1>{{/Retired}}");
    assert!(replaced["modified"].as_i64() > beside["modified"].as_i64());

    write("front.html", "{{^Retired}}{{Front}}<script>x()</script>{{/Retired}}");
    assert!(build(&[]).1.contains("front.html: it runs a script: cards of recto run none"));
    write("recto.toml", "[card]\nfornt = \"front.html\"\n");
    assert!(build(&[]).1.contains("no key is called `fornt` here"));
    write("recto.toml", "");
    write("more.css", "@import 'x.css';");
    assert!(build(&["--css", "more.css"]).1.contains("more.css: it loads something when a card is shown"));
}

#[test]
fn terms_are_asked_both_ways_on_demand() {
    let text = "# Words\n\nBaseline:::What letters stand on.\nAscender:::What stands above.\n\nKerning\n: Space between two letters.\n\nTracking\n: Space across a run of letters.\n\n\
                What is leading?\n: Space between lines.\n";
    let folder = Folder::new(&[("words.md", text.as_bytes())]);
    let cards = |arguments: &[&str]| -> Vec<usize> {
        let output = folder.run(&[&["build", "words.md", "--formats", "json"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let json = std::fs::read(folder.0.path().join("dist/words.json")).expect("a file");
        let package: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        let notes = package["notes"].as_array().expect("notes");
        notes.iter().map(|note| note["cards"].as_array().expect("cards").len()).collect()
    };
    assert_eq!(cards(&[]), [2, 2, 1, 1, 1]);
    assert_eq!(cards(&["--reverse"]), [2, 2, 2, 2, 1]);
}

#[test]
fn diagrams_are_named_to_those_who_ask() {
    let text = "## What happens?\n\n```mermaid\ngraph TD; A-->B\n```\n\n## And then?\n\nNothing.\n";
    let folder = Folder::new(&[("a.md", text.as_bytes())]);
    assert_eq!(stderr(&folder.run(&["build", "a.md"])), "");
    let output = folder.run(&["build", "a.md", "--verbose"]);
    let said = stderr(&output);
    assert!(said.contains("note[diagram]: a mermaid diagram stands on the card as code"), "{said}");
    assert!(said.contains("a.md:3:1"), "{said}");
}

#[test]
fn every_clone_builds_the_same_once_the_repository_is_known() {
    let config = b"[remote \"origin\"]\n\turl = git@github.com:team/cards.git\n";
    let text = b"## What is one?\n\nSee [two](#what-is-two).\n\n## What is two?\n\n2\n";
    let folder = Folder::new(&[("a.md", text), (".git/config", config), (".git/HEAD", b"")]);
    let build = || {
        let output = folder.run(&["build", "a.md", "--formats", "json"]);
        assert!(output.status.success(), "{}", stderr(&output));
        std::fs::read_to_string(folder.0.path().join("dist/a.json")).expect("a file")
    };
    let first = build();
    assert!(first.contains("https://github.com/team/cards/blob/HEAD/a.md#what-is-two"));
    std::fs::write(folder.0.path().join(".git/config"), "[remote \"origin\"]\n\turl = /srv/mirror\n")
        .expect("a file");
    assert_eq!(build(), first);
}

#[test]
fn quiet_says_nothing_but_errors_and_what_was_asked_for() {
    let warned = String::from_utf8_lossy(QUESTIONS).replace("The first", "See [it](gone.md). The first");
    let folder = Folder::new(&[("quiz.md", QUESTIONS), ("warned.md", warned.as_bytes())]);
    assert!(stderr(&folder.run(&["build", "warned.md"])).contains("warning[link-broken]"));
    for arguments in
        [&["build", "quiz.md", "-q"][..], &["--quiet", "build", "warned.md"], &["check", "-q", "warned.md"]]
    {
        let output = folder.run(arguments);
        assert_eq!((code(&output), stdout(&output), stderr(&output)), (0, "", ""), "{arguments:?}");
    }
    assert!(stdout(&folder.run(&["cards", "quiz.md", "-q"])).starts_with("quiz.md:3"));
    assert_fails(&folder.run(&["build", "none.md", "-q"]), 2, "no such file");
}

#[test]
fn colours_are_shown_where_they_are_wanted() {
    let warned = String::from_utf8_lossy(QUESTIONS).replace("The first", "See [it](gone.md). The first");
    let folder = Folder::new(&[
        ("quiz.md", warned.as_bytes()),
        ("bad/recto.toml", b"nam = 1\n"),
        ("bad/q.md", QUESTIONS),
    ]);
    let coloured = |arguments: &[&str]| {
        let output = folder.command(arguments).env("NO_COLOR", "1").output().expect("recto runs");
        [stdout(&output), stderr(&output)].concat().contains('\u{1b}')
    };
    for arguments in [&["check", "quiz.md"][..], &["build", "quiz.md"], &["build", "bad/q.md"]] {
        assert!(!coloured(arguments), "no terminal");
        assert!(coloured(&[arguments, &["--color", "always"]].concat()), "{arguments:?}");
        assert!(!coloured(&[arguments, &["--color", "never"]].concat()), "{arguments:?}");
    }
    assert_fails(
        &folder.run(&["check", "quiz.md", "--color", "red"]),
        2,
        "possible values: auto, always, never",
    );
}

/// Whoever reads our output, and our messages, may go away.
#[test]
fn no_command_minds_a_broken_pipe() {
    let warned = String::from_utf8_lossy(QUESTIONS).replace("The first", "See [it](gone.md). The first");
    let folder = Folder::new(&[("quiz.md", QUESTIONS), ("warned.md", warned.as_bytes())]);
    assert_eq!(code(&folder.run(&["build", "quiz.md"])), 0);
    for arguments in [
        &["build", "quiz.md", "--verbose"][..],
        &["build", "warned.md"],
        &["check", "warned.md"],
        &["adopt", "dist/quiz.apkg", "quiz.md", "--ledger", "other.lock"],
        &["init"],
        &["schema"],
        &["explain"],
        &["diff", "dist/quiz.apkg", "warned.md"],
        &["verify", "dist/quiz.apkg"],
        &["man"],
    ] {
        let mut child = folder
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("recto runs");
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().expect("an end").code(), Some(0), "{arguments:?}");
    }
}
