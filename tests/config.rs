//! `recto.toml`: what it names, what it says, and what is said of one that is wrong.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn recto(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1800000000");
    command.output().expect("recto runs")
}

/// What a command prints that ends well.
#[track_caller]
fn stdout(folder: &Path, arguments: &[&str]) -> String {
    let output = recto(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What a command says that ends with this code.
#[track_caller]
fn stderr(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = recto(folder, arguments);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// The package in a JSON file.
fn package(folder: &Path, name: &str) -> Value {
    let text = fs::read(folder.join(name)).expect("a package");
    serde_json::from_slice(&text).expect("JSON")
}

/// Fronts without their markup, of the cards that are no tombstones.
fn fronts(package: &Value) -> Vec<String> {
    let notes = package["notes"].as_array().expect("notes").iter();
    let live = notes.filter(|note| note["fields"][5] == "");
    live.map(|note| text(&note["fields"][0])).collect()
}

fn tombstones(package: &Value) -> Vec<String> {
    let notes = package["notes"].as_array().expect("notes").iter();
    notes.filter(|note| note["fields"][5] == "1").map(|note| text(&note["fields"][0])).collect()
}

fn text(html: &Value) -> String {
    let html = html.as_str().expect("a field");
    let (_, rest) = html.split_once("\">").expect("a title");
    rest.split("</div>").next().unwrap_or_default().to_string()
}

fn guid<'p>(package: &'p Value, front: &str) -> &'p str {
    let notes = package["notes"].as_array().expect("notes").iter();
    let mut notes = notes.filter(|note| text(&note["fields"][0]) == front);
    notes.next().and_then(|note| note["guid"].as_str()).unwrap_or_else(|| panic!("no {front}"))
}

fn questions(title: &str, names: &[&str]) -> String {
    let question = |name: &&str| format!("## What is {name}?\n\nA thing that is called {name} by some.\n\n");
    format!("# {title}\n\n{}", names.iter().map(question).collect::<String>())
}

fn course() -> TempDir {
    folder(&[
        ("recto.toml", "name = \"course\"\nsources = [\"basics/\", \"extra/*.md\"]\nignore = [\"draft*\"]\n"),
        ("basics/part-2.md", &questions("Two", &["b", "c"])),
        ("basics/part-10.md", &questions("Ten", &["d"])),
        ("basics/draft.md", &questions("Draft", &["x"])),
        ("extra/a.md", &questions("Extra", &["e"])),
        ("extra/deep/y.md", &questions("Deep", &["y"])),
        ("README.md", &questions("Readme", &["z"])),
    ])
}

#[test]
fn a_build_without_paths_takes_what_recto_toml_names() {
    let folder = course();
    let path = folder.path();
    let said = stdout(path, &["build", "--formats", "json"]);
    assert!(said.starts_with("course: 4 cards in 3 parts\n  dist/course.json  "), "{said}");
    let package = package(path, "dist/course.json");
    assert_eq!(fronts(&package), ["What is b?", "What is c?", "What is d?", "What is e?"]);
    // From a folder below, into the same place.
    fs::remove_dir_all(path.join("dist")).expect("a folder");
    stdout(&path.join("basics"), &["build", "--formats", "json"]);
    assert_eq!(self::package(path, "dist/course.json"), package);
    assert!(!path.join("basics/dist").exists() && !path.join("basics/recto.lock").exists());

    let cards = stdout(path, &["cards"]);
    assert!(cards.starts_with("basics/part-2.md:3  heading") && cards.contains("extra/a.md:3"), "{cards}");
    assert!(stdout(path, &["check"]).ends_with("no findings: 4 cards in 3 files\n"));
    stdout(path, &["build"]);
    assert_eq!(stdout(path, &["diff", "dist/course.apkg"]), "4 unchanged\n");
    assert!(stdout(path, &["build", "--verify", "dist/course.apkg"]).contains("byte for byte"));
}

#[test]
fn a_part_of_the_project_keeps_its_cards() {
    let folder = course();
    let path = folder.path();
    stdout(path, &["build", "--formats", "json"]);
    let (whole, ledger) =
        (package(path, "dist/course.json"), fs::read(path.join("recto.lock")).expect("one"));
    let said = stdout(path, &["build", "extra/a.md", "--formats", "json"]);
    assert!(said.starts_with("course: 1 card in 1 part\n  a: 1 card\n    dist/a.json"), "{said}");
    let part = package(path, "dist/a.json");
    assert_eq!(part["notes"][0]["guid"], whole["notes"][3]["guid"]);
    assert_eq!(part["notes"][0]["tags"], whole["notes"][3]["tags"]);
    assert_eq!(part["decks"][0]["name"], "a");
    assert_eq!(fs::read(path.join("recto.lock")).expect("one"), ledger, "nothing was withdrawn");
    let cards = stdout(path, &["cards", "extra/a.md"]);
    assert!(cards.starts_with("extra/a.md:3") && !cards.contains("part-2"), "{cards}");
    assert!(
        stdout(path, &["check", "extra"]).ends_with("1 card in 1 file\n") || path.join("extra/deep").exists()
    );

    // What is no part of it is a project of its own.
    let said = stdout(path, &["build", "README.md", "--formats", "json"]);
    assert!(said.starts_with("README: 1 card"), "{said}");
    assert_eq!(tombstones(&package(path, "dist/readme.json")), [""; 0]);
    stdout(path, &["build", "--formats", "json"]);
    assert_eq!(package(path, "dist/course.json"), whole);
}

#[test]
fn options_win_over_the_file() {
    let folder = folder(&[
        (
            "toml/recto.toml",
            "sources = [\"q.md\", \"p.md\"]\ntags = [\"Easy Ones\"]\n[build]\noutput = \"out\"\nformats = [\"csv\", \"json\"]\ncsv = \"full\"\nsubdecks = true\nreverse = true\nunanswered = \"keep\"\nsums = true\n",
        ),
        (
            "toml/q.md",
            "# Words\n\nKerning\n: Space between two letters.\n\nTracking\n: Space across letters.\n",
        ),
        (
            "toml/p.md",
            "# Numbers\n\n## What is one?\n\n## What is two?\n\nA number.\n\n## What is three?\n\nAnother number.\n",
        ),
    ]);
    let path = folder.path().join("toml");
    stdout(&path, &["build"]);
    let written = package(&path, "out/toml.json");
    assert_eq!(written["project"], "toml", "the folder's name");
    assert!(written["decks"].as_array().expect("decks").len() > 1, "{}", written["decks"]);
    let tags = |note: &Value| note["tags"].as_array().expect("tags").contains(&"toml::easy-ones".into());
    assert!(written["notes"].as_array().expect("notes").iter().all(tags));
    assert_eq!(written["notes"][0]["cards"].as_array().map(Vec::len), Some(2));
    assert!(written["notes"].as_array().expect("notes").iter().any(|note| note["fields"][1] == ""));
    assert!(fs::read_to_string(path.join("out/toml.csv")).expect("a file").contains("#notetype column"));
    assert!(path.join("out/SHA256SUMS").exists() && !path.join("out/toml.apkg").exists());

    let flags = [
        "build",
        "-o",
        "other",
        "--formats",
        "json",
        "--subdecks=false",
        "--reverse=false",
        "--unanswered=drop",
        "--sums=false",
        "--no-ledger",
    ];
    stdout(&path, &flags);
    let other = package(&path, "other/toml.json");
    assert_eq!(other["decks"].as_array().map(Vec::len), Some(1));
    assert_eq!(other["notes"][0]["cards"].as_array().map(Vec::len), Some(1));
    assert!(!other["notes"].as_array().expect("notes").iter().any(|note| note["fields"][1] == ""));
    assert_eq!(fs::read_dir(path.join("other")).expect("a folder").count(), 1);

    write(&path, "recto.toml", "sources = [\"q.md\"]\n[build]\nmax-media = \"10\"\n");
    write(&path, "q.md", "# Q\n\n## What is this?\n\n![x](x.svg)\n");
    write(&path, "x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    assert!(stderr(&path, &["build"], 1).contains("error[media-large]"));
    assert_eq!(recto(&path, &["check"]).status.code(), Some(1));
    stdout(&path, &["build", "--max-media", "1MB"]);
    stdout(&path, &["check", "--max-media", "1MB"]);
}

const DECKS: &str = "name = \"course\"\ntags = [\"all\"]\n[build]\nformats = [\"apkg\", \"json\"]\n\
    [[deck]]\nname = \"Course::Basics\"\nsources = [\"basics/\"]\ntags = [\"basic\"]\n\
    [[deck]]\nname = \"More\"\nsources = [\"more/\"]\nsubdecks = true\n";

fn decks() -> TempDir {
    folder(&[
        ("recto.toml", DECKS),
        ("basics/a.md", &format!("{}![a dot](dot.svg)\n", questions("A", &["apple", "banana"]))),
        ("basics/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
        ("more/b.md", &questions("B", &["cherry", "damson"])),
    ])
}

#[test]
fn several_decks_are_one_project() {
    let folder = decks();
    let path = folder.path();
    let said = stdout(path, &["build"]);
    let lines: Vec<&str> = said.lines().map(|line| line.split("  1").next().unwrap_or(line)).collect();
    assert_eq!(lines[0], "course: 4 cards in 2 parts");
    assert_eq!(lines[1], "  Course::Basics: 2 cards");
    assert!(lines[2].starts_with("    dist/course-basics.apkg"), "{said}");
    assert_eq!(lines[4], "  More: 2 cards");
    assert!(lines[7].starts_with("  recto.lock"), "{said}");
    let [basics, more] = ["dist/course-basics.json", "dist/more.json"].map(|name| package(path, name));
    assert_eq!(fronts(&basics), ["What is apple?", "What is banana?"]);
    assert_eq!(fronts(&more), ["What is cherry?", "What is damson?"]);
    assert_eq!(basics["note_types"], more["note_types"]);
    assert_eq!(basics["notes"][0]["tags"], serde_json::json!(["course::a", "course::all", "course::basic"]));
    assert_eq!(more["notes"][0]["tags"], serde_json::json!(["course::b", "course::all"]));
    assert_eq!(basics["decks"].as_array().map(Vec::len), Some(2), "Course and Course::Basics");
    assert_eq!(more["decks"].as_array().map(Vec::len), Some(2), "More and its part");
    let media = |package: &Value| package["media"].as_array().map(Vec::len);
    assert_eq!([media(&basics), media(&more)], [Some(1), Some(0)]);
    for due in 0..2 {
        assert_eq!(more["notes"][due]["cards"][0]["due"], due + 1);
    }
    assert!(stdout(path, &["verify", "dist/more.apkg"]).contains("for course (project "));
    assert!(stdout(path, &["verify", "dist/more.apkg"]).contains(", deck More of"));
    for name in ["dist/more.apkg", "dist/course-basics.apkg"] {
        assert!(stdout(path, &["build", "--verify", name]).contains("byte for byte"));
        assert_eq!(stdout(path, &["diff", name]), "2 unchanged\n");
    }
    let previous =
        ["build", "--previous", "dist/more.apkg", "--previous", "dist/course-basics.apkg", "--locked"];
    stdout(path, &previous);
    // A deck that was given up is only told, beside others.
    let toml = fs::read_to_string(path.join("recto.toml")).expect("the settings");
    write(path, "recto.toml", &toml.replace("Course::Basics", "Course::Fruits"));
    let told = stderr(path, &previous[..5], 0);
    assert!(told.contains("dist/course-basics.apkg: it is none of these decks"), "{told}");
    write(path, "recto.toml", &toml);

    fs::remove_dir_all(path.join("dist")).expect("a folder");
    stdout(path, &["build", "--deck", "More"]);
    assert!(path.join("dist/more.apkg").exists() && !path.join("dist/course-basics.apkg").exists());
    assert!(stderr(path, &["build", "--deck", "Mor"], 2).contains("it has Course::Basics, More"));
}

#[test]
fn a_question_that_moves_to_another_deck_stays_one_note() {
    let folder = decks();
    let path = folder.path();
    stdout(path, &["build"]);
    let before = package(path, "dist/course-basics.json");
    write(path, "basics/a.md", &questions("A", &["apple"]));
    write(path, "more/b.md", &questions("B", &["banana", "cherry"]));
    stdout(path, &["build"]);
    let [basics, more] = ["dist/course-basics.json", "dist/more.json"].map(|name| package(path, name));
    assert_eq!(guid(&more, "What is banana?"), guid(&before, "What is banana?"));
    // Whoever has only the first deck keeps the question; it was not withdrawn.
    assert_eq!(tombstones(&basics), [""; 0]);
    // What is gone is told to those who had it, and to nobody else.
    assert_eq!(tombstones(&more), ["What is damson?"]);
}

#[test]
fn a_deck_that_is_split_later_loses_nothing() {
    let folder = decks();
    let path = folder.path();
    write(
        path,
        "recto.toml",
        "name = \"course\"\nsources = [\"basics\", \"more\"]\n[build]\nformats = [\"json\"]\n",
    );
    stdout(path, &["build"]);
    let whole = package(path, "dist/course.json");
    write(path, "recto.toml", DECKS);
    stdout(path, &["build"]);
    for (name, fronts) in [
        ("dist/course-basics.json", ["What is apple?", "What is banana?"]),
        ("dist/more.json", ["What is cherry?", "What is damson?"]),
    ] {
        let deck = package(path, name);
        for front in fronts {
            assert_eq!(guid(&deck, front), guid(&whole, front));
        }
    }
}

#[test]
fn decks_that_overlap_hold_the_same_notes() {
    let folder = decks();
    let path = folder.path();
    let all = "[[deck]]\nname = \"All\"\n";
    write(path, "recto.toml", &format!("{DECKS}{all}"));
    stdout(path, &["build"]);
    let [basics, all] = ["dist/course-basics.json", "dist/all.json"].map(|name| package(path, name));
    for key in ["guid", "fields", "tags", "modified", "id"] {
        assert_eq!(all["notes"][1][key], basics["notes"][1][key], "{key}");
    }
    assert_eq!(all["notes"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_document_in_no_deck_is_told() {
    let folder = decks();
    let path = folder.path();
    write(
        path,
        "recto.toml",
        &DECKS.replace("tags = [\"all\"]", "sources = [\"basics\", \"more\", \"rest\"]"),
    );
    write(path, "rest/c.md", &questions("C", &["elder"]));
    assert!(stderr(path, &["build"], 1).contains("rest/c.md is in no [[deck]] of recto.toml"));
    assert!(!path.join("dist").exists());
}

#[test]
fn what_is_wrong_is_shown_with_its_line_and_what_to_do() {
    for (toml, place, message, help) in [
        ("soruces = [\"a.md\"]\n", "1:1", "no key is called `soruces` here", "did you mean `sources`?"),
        (
            "[build]\nmax_media = \"5MB\"\n",
            "2:1",
            "no key is called `max_media` here",
            "did you mean `max-media`?",
        ),
        (
            "[check]\nsources = [\"a.md\"]\n",
            "2:1",
            "`sources` here",
            "`sources` belongs above the first line in [brackets]",
        ),
        ("subdecks = true\n", "1:1", "`subdecks` here", "`subdecks` belongs below [build]"),
        ("[read]\nlevels = 3\n", "2:1", "no key is called `levels` here", "did you mean `level`?"),
        ("sources = \"a.md\"\n", "1:11", "expected a list", "write it as a list: [\"a.md\"]"),
        ("name = 5\n", "1:8", "invalid type: integer `5`, expected a string", ""),
        (
            "[read]\nshapes = [\"bold\"]\n",
            "2:11",
            "no shape is called bold: write one of heading, cloze,",
            "",
        ),
        ("[read]\nlevel = 7\n", "2:9", "headings have levels 1 to 6", ""),
        (
            "[build]\nformats = [\"apkg\", \"pdf\"]\n",
            "2:20",
            "`pdf` is not known here",
            "write one of: apkg, csv, json",
        ),
        ("[build]\nmax-media = \"5 pounds\"\n", "2:13", "give a size such as 500kB", ""),
        ("sources = [\"../a.md\"]\n", "1:12", "documents lie in the folder of recto.toml or below it", ""),
        (
            "sources = [\n  \"a.md\",\n  \"qs/\",\n]\n",
            "3:3",
            "qs/: no such file or folder",
            "did you mean q/?",
        ),
        ("sources = [\"q/*.txt\"]\n", "1:12", "no document matches q/*.txt", ""),
        (
            "[check]\nallow = [\"mojibak\"]\n",
            "2:10",
            "no finding is called mojibak",
            "did you mean `mojibake`?",
        ),
        ("[check]\nallow = [\"media-missing\"]\n", "2:10", "media-missing is an error", ""),
        ("[card]\nfornt = \"a.html\"\n", "2:1", "no key is called `fornt` here", "did you mean `front`?"),
        (
            "[read.labels]\nanser = [\"x\"]\n",
            "2:1",
            "no key is called `anser` here",
            "did you mean `answer`?",
        ),
        ("forge = \"gitub\"\n", "1:9", "`gitub` is not known here", "did you mean `github`?"),
        ("[deck]\nname = \"x\"\n", "1:1", "expected a list", "[[deck]]"),
        ("[[deck]]\nsources = [\"a.md\"]\n", "1:1", "missing field `name`", ""),
        (
            "[[deck]]\nname = \"a b\"\n[[deck]]\nname = \"A-B\"\n",
            "4:8",
            "would both be called a-b",
            "another name",
        ),
        ("[[deck]]\nname = \"Collection\"\n", "2:8", "Anki takes a file of that name", "another name"),
        ("name = \"a\nlang = \"en\"\n", "1:10", "string", ""),
    ] {
        let folder = folder(&[("recto.toml", toml), ("a.md", &questions("A", &["a"])), ("q/b.md", "# B\n")]);
        for arguments in [&["build"][..], &["check", "."], &["cards"]] {
            let named = toml.contains("qs/") || toml.contains("*");
            if arguments.len() == 2 && named {
                continue;
            }
            let said = stderr(folder.path(), arguments, 2);
            assert!(said.starts_with("error: ") && said.contains(message), "{toml}\n{said}");
            assert!(said.contains(&format!("--> recto.toml:{place}\n")), "{toml}\n{said}");
            assert!(said.contains(help), "{toml}\n{said}");
        }
    }
}

#[test]
fn without_sources_a_path_is_asked_for() {
    let folder = folder(&[("q.md", "# Q\n")]);
    assert!(stderr(folder.path(), &["build"], 2).contains("`recto build .` takes all that is here"));
    write(folder.path(), "recto.toml", "name = \"q\"\n");
    assert!(stderr(folder.path(), &["build"], 2).contains("recto.toml names no sources: add `sources = "));
}

const PAGE: &str = include_str!("../docs/configuration.md");

/// The files that the examples of the page name.
fn example() -> TempDir {
    let front = "{{^Retired}}{{Front}}{{/Retired}}";
    folder(&[
        ("questions/a.md", &questions("A", &["apple", "banana"])),
        ("questions/b.md", &questions("B", &["cherry"]).replace("## ", "### ")),
        ("questions/old/c.md", &questions("C", &["damson"])),
        ("extra/a.md", &questions("Extra", &["elder", "fig"])),
        ("look/card.css", ".card { color: teal }"),
        ("look/front.html", front),
        ("look/back.html", "{{Front}}<hr>{{Back}}"),
        ("look/reverse-front.html", "{{#Reverse}}{{^Retired}}{{Back}}{{/Retired}}{{/Reverse}}"),
        ("look/reverse-back.html", "{{Back}}<hr>{{Front}}"),
        ("look/cloze-front.html", "{{^Retired}}{{cloze:Text}}{{/Retired}}"),
        ("look/cloze-back.html", "{{cloze:Text}}<hr>{{Extra}}"),
    ])
}

#[test]
fn every_example_of_the_page_builds() {
    let mut examples = 0;
    for example_text in PAGE.split("```toml\n").skip(1) {
        let (toml, _) = example_text.split_once("\n```\n").expect("its end");
        let folder = example();
        write(folder.path(), "recto.toml", toml);
        stdout(folder.path(), &["build"]);
        examples += 1;
    }
    assert!(examples >= 8, "{examples}");
    let shown = PAGE.split("```text\n").nth(1).and_then(|text| text.split_once("```")).expect("an error").0;
    let folder = example();
    write(folder.path(), "recto.toml", "name = \"x\"\nsoruces = [\"questions/\"]\n");
    assert_eq!(stderr(folder.path(), &["build"], 2), shown);
}

/// All keys that the schema has, without those of the labels' roles.
fn keys() -> Vec<String> {
    let schema: Value = serde_json::from_str(&recto::config::schema()).expect("JSON");
    let tables = schema["$defs"].as_object().expect("definitions").values().chain([&schema]);
    let keys = tables.filter_map(|table| table["properties"].as_object()).flatten();
    keys.map(|(key, _)| key.clone()).collect()
}

#[test]
fn the_schema_is_current_and_the_page_and_the_template_have_its_keys() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recto.schema.json");
    let there = fs::read_to_string(path).expect("the schema").replace('\r', "");
    assert!(there == recto::config::schema(), "run `cargo run -- schema > docs/recto.schema.json`");
    let folder = folder(&[("a.md", &questions("A", &["a"]))]);
    assert_eq!(stdout(folder.path(), &["schema"]), there);
    let template = stdout(folder.path(), &["init", "--print"]);
    assert!(keys().len() > 35, "{:?}", keys());
    for key in keys() {
        let shown = PAGE.contains(&format!("`{key}`")) || PAGE.contains(&format!("`read.{key}`"));
        assert!(shown || PAGE.contains(&format!("[{key}]")), "{key} on the page");
        let set = template.lines().any(|line| {
            let line = line.trim_start_matches("# ");
            line.starts_with(&format!("{key} =")) || line.starts_with('[') && line.contains(key.as_str())
        });
        assert!(set, "{key} in the template");
    }
    // What is commented out there is right, too.
    fn bare(line: &str) -> &str {
        let rest = line.strip_prefix("# ").filter(|rest| rest.contains(" = ") || rest.starts_with('['));
        rest.unwrap_or(line)
    }
    let all: Vec<&str> = template.lines().map(bare).collect();
    recto::config::Config::parse(Path::new("recto.toml"), &all.join("\n"))
        .unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn init_writes_what_is_in_the_folder() {
    let folder = folder(&[
        (".git/config", "[remote \"origin\"]\n\turl = git@github.com:team/rust-cards.git\n"),
        (".git/HEAD", "ref: refs/heads/main\n"),
        (".gitignore", "*.lock\n"),
        ("README.md", "# Rust\n\nQuestions about it.\n"),
        ("CHANGELOG.md", &questions("Changes", &["new", "old"])),
        ("questions/a.md", &questions("A", &["apple", "banana"])),
        ("questions/CONTRIBUTING.md", &questions("How", &["a rule"])),
        ("extra.md", &questions("Extra", &["cherry"])),
    ]);
    let path = folder.path();
    let said = stdout(path, &["init"]);
    assert_eq!(
        said,
        "recto.toml: written\n  extra.md  1 card\n  questions/  2 cards in 1 file\n  without questions: CHANGELOG.md, README.md\n  \
         `recto build` makes the deck rust-cards of 3 cards\n  \
         .gitignore leaves out recto.lock, without which learners lose their progress: add !recto.lock\n  \
         .gitignore: add dist/, where the decks are written; commit recto.toml and recto.lock\n\
         Next: `recto check`, `recto cards`, `recto build`, without a path\n"
    );
    let toml = fs::read_to_string(path.join("recto.toml")).expect("a file");
    for line in [
        "name = \"rust-cards\"",
        "sources = [\"extra.md\", \"questions/\"]",
        "ignore = [\"questions/CONTRIBUTING.md\"]",
        "repository = \"https://github.com/team/rust-cards\"",
        "# lang = \"en\"",
    ] {
        assert!(toml.lines().any(|other| other == line), "{line}\n{toml}");
    }
    assert!(stdout(path, &["build"]).starts_with("rust-cards: 3 cards in 2 parts\n"));
    let again = stderr(path, &["init"], 2);
    assert_eq!(again, "recto: recto.toml is there already: nothing was changed\n");
    assert_eq!(fs::read_to_string(path.join("recto.toml")).expect("a file"), toml);
}

#[test]
fn init_knows_the_language_and_many_files() {
    let many: Vec<(String, String)> = (1..8)
        .map(|n| (format!("{n}.md"), format!("# 基础 {n}\n\n## 什么是问题 {n}？\n\n这是一个数据库。\n")))
        .collect();
    let mut files: Vec<(&str, &str)> =
        many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("LICENSE.md", "# Licence\n\n## What is permitted?\n\nAll.\n"));
    let folder = folder(&files);
    let said = stdout(folder.path(), &["init", "--schema"]);
    assert!(said.contains("recto.schema.json: written\n"), "{said}");
    let toml = fs::read_to_string(folder.path().join("recto.toml")).expect("a file");
    assert!(toml.starts_with("#:schema ./recto.schema.json\n"), "{toml}");
    assert!(toml.contains("\nlang = \"zh-Hans\"\n") || toml.contains("\nlang = \"zh-CN\"\n"), "{toml}");
    assert!(
        toml.contains("\nsources = [\"*.md\"]\n") && toml.contains("\nignore = [\"/LICENSE.md\"]\n"),
        "{toml}"
    );
    assert!(stdout(folder.path(), &["build"]).contains(": 7 cards in 7 parts"));

    let empty = tempfile::tempdir().expect("a folder");
    assert!(
        stderr(empty.path(), &["init"], 1).contains("no question with an answer in .: nothing was written")
    );
    assert_eq!(fs::read_dir(empty.path()).expect("a folder").count(), 0);
}
