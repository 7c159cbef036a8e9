//! `recto verify`, and what a package says of itself.

mod support;

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use recto::emit::apkg::{self, check};
use recto::package::Package;
use recto::package::origin::{self, Hash, Origin};
use support::{anki, sample};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const QUESTIONS: &str = "# Quiz\n\n## What is one?\n\nThe first number.\n\n## What is two?\n\n![](two.svg)\n";
const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h7"/></svg>"#;

struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        files.iter().for_each(|(name, text)| drop(folder.write(name, text.as_bytes())));
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    fn recto(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.current_dir(self.0.path()).args(arguments).env_remove("SOURCE_DATE_EPOCH");
        command.output().expect("recto runs")
    }

    /// Gives what is printed.
    #[track_caller]
    fn run(&self, arguments: &[&str], code: i32) -> String {
        let output = self.recto(arguments);
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let (out, errors) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{out}{errors}");
        assert!(!errors.contains("panicked"), "{errors}");
        out + &errors
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.path().join(name)).expect("a file")
    }
}

fn entry(package: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(package)).expect("an archive");
    let mut text = String::new();
    zip.by_name(name).expect("an entry").read_to_string(&mut text).expect("text");
    text
}

/// The package with one more file in its archive.
fn with_file(package: &[u8], name: &str, text: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(package.to_vec())).expect("an archive");
    zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
    zip.write_all(text).expect("an entry");
    zip.finish().expect("an archive").into_inner()
}

fn written(package: &Package) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    apkg::write(package, &mut out).expect("a package");
    out.into_inner()
}

const LOOK: &str = ".card { color: teal }\n";

#[test]
fn a_package_says_how_it_was_made() {
    let folder = Folder::new(&[
        ("quiz/a/one.md", QUESTIONS),
        ("quiz/a/two.svg", SVG),
        ("quiz/recto.toml", "[card]\ncss = \"look.css\"\n"),
        ("quiz/look.css", LOOK),
        (
            "quiz/b.md",
            "# More\r\n\r\n## What is three?\r\n\r\nThe third.\r\n\r\n## What is four?\r\n\r\nThe fourth.\r\n",
        ),
    ]);
    folder.run(&["build", "quiz", "--name", "Quiz"], 0);
    let origin: Origin =
        serde_json::from_str(&entry(&folder.read("dist/quiz.apkg"), "recto.json")).expect("an origin");
    assert_eq!((origin.recto.as_str(), origin.project.name.as_str()), (env!("CARGO_PKG_VERSION"), "Quiz"));
    let ledger = String::from_utf8(folder.read("quiz/recto.lock")).expect("UTF-8");
    assert!(!origin.project.id.is_empty() && ledger.contains(&origin.project.id), "{ledger}");
    let sources: Vec<(&str, &Hash)> =
        origin.sources.iter().map(|(file, hash)| (file.as_str(), hash)).collect();
    let unix = Hash::of(b"# More\n\n## What is three?\n\nThe third.\n\n## What is four?\n\nThe fourth.\n");
    assert_eq!(
        sources,
        [
            ("a/one.md", &Hash::of(QUESTIONS.as_bytes())),
            ("b.md", &unix),
            ("look.css", &Hash::of(LOOK.as_bytes())),
            ("recto.toml", &Hash::of(b"[card]\ncss = \"look.css\"\n")),
        ]
    );

    let said = folder.run(&["verify", "dist/quiz.apkg"], 0);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "dist/quiz.apkg: sound");
    assert_eq!(lines[1], "  4 notes, 4 cards, 1 deck, 2 note types, 1 media file");
    assert_eq!(
        lines[2],
        format!("  made by recto {} for Quiz (project {}) of", env!("CARGO_PKG_VERSION"), origin.project.id)
    );
    assert_eq!(lines[4], format!("    {}  b.md", unix.as_str()));
}

#[test]
fn the_machine_is_not_in_it() {
    let folder = Folder::new(&[("deep/quiz.md", QUESTIONS), ("deep/two.svg", SVG)]);
    let absolute = folder.0.path().join("deep/quiz.md");
    folder.run(&["build", absolute.to_str().expect("UTF-8"), "--no-ledger"], 0);
    let text = entry(&folder.read("dist/quiz.apkg"), "recto.json");
    assert!(text.contains("\"quiz.md\"") && !text.contains("deep"), "{text}");
}

/// Anki takes from a package what it knows by name.
#[test]
fn anki_imports_it_as_before() {
    let folder = Folder::new(&[]);
    let mut package = sample::package();
    let plain = folder.write("plain.apkg", &written(&package));
    package.origin = Some(Origin {
        deck: None,
        recto: "0.1.0".into(),
        project: origin::Project { id: "x".into(), name: "Sample".into() },
        sources: [("a.md".to_string(), Hash::of(b"a"))].into(),
    });
    let known = folder.write("known.apkg", &written(&package));
    assert!(entry(&folder.read("known.apkg"), "recto.json").ends_with("}\n"));
    let collection = anki::import(&[&known, &plain]);
    assert_eq!((collection.imports[0].new, collection.imports[1].duplicate), (6, 6));
    assert_eq!(collection.media.keys().collect::<Vec<_>>(), ["dot-0a1b2c3d.svg"]);
    assert_eq!(collection.integrity, "");
}

#[test]
fn what_was_written_is_what_was_to_be_written() {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let file = |package: &Package| Cursor::new(written(package));
    check::check(&package, file(&package)).expect("the same");
    let differs = |part: &str, change: &dyn Fn(&mut Package)| {
        let mut other = package.clone();
        change(&mut other);
        let error = check::check(&package, file(&other)).expect_err(part).to_string();
        assert!(error.ends_with(&format!("{part} differs")), "{error}");
    };
    differs("the number of notes", &|other| drop(other.notes.pop()));
    differs("note `plain00000000001`", &|other| other.notes[0].fields[1].push('.'));
    differs("note `plain00000000001`", &|other| other.notes[0].modified += 1);
    differs("note `plain00000000001`", &|other| drop(other.notes[0].tags.pop()));
    differs("note `math000000000003`", &|other| other.notes[2].cards[0].due = 9);
    differs("note `cloze00000000007`", &|other| other.notes[6].cards.truncate(1));
    differs("note `short00000000006`", &|other| other.notes[5].cards[0].deck = 2);
    differs("note type `sample cloze`", &|other| other.note_types[1].css.push(' '));
    differs("deck `Sample`", &|other| other.decks[0].description.clear());
    differs("media file `dot-0a1b2c3d.svg`", &|other| other.media[0].bytes.push(b' '));
    differs("the number of decks, note types or media files", &|other| drop(other.media.pop()));
    differs("what it says of how it was made", &|other| other.origin = Some(Origin::default()));
    let mut half = file(&package).into_inner();
    half.truncate(half.len() / 2);
    let error = check::check(&package, Cursor::new(half)).expect_err("half a file");
    assert_eq!(error.to_string(), "what was written cannot be read again");
}

#[test]
fn faults_of_any_tools_package_are_named() {
    let folder = Folder::new(&[]);
    let mut package = sample::package();
    // What only recto asks of itself is no fault of others.
    package.notes[0].guid = "a,b;c".into();
    package.notes[0].tags = vec!["Elsewhere".into()];
    package.notes[0].cards[0].due = 0;
    folder.write("other.apkg", &written(&package));
    let said = folder.run(&["verify", "other.apkg"], 0);
    assert_eq!(
        said,
        "other.apkg: sound\n  6 notes, 1 of them retired, 6 cards, 3 decks, 1 note type, 1 media file\n"
    );

    package.notes[5].guid = package.notes[4].guid.clone();
    package.notes[1].fields[0] = "See <img src=\"gone.png\">".into();
    package.note_types[0].templates[0].back.push_str("{{Nothing}}");
    let bytes = with_file(&written(&package), "7", b"seven");
    folder.write("faulty.apkg", &bytes);
    let said = folder.run(&["verify", "faulty.apkg"], 1);
    for line in [
        "faulty.apkg: 5 faults",
        "  file `7`: not in the list of media, so Anki leaves it there",
        "  note type `sample question`: template `Question` names the field `Nothing`, which does not exist (rule 6)",
        "  note `retired0000000005`: another note has the same guid (rule 1)",
        "  note `image00000000002`: the media file `gone.png` is not in the package (rule 11)",
        "  media file `dot-0a1b2c3d.svg`: no field uses the file, so Anki leaves it out (rule 11)",
    ] {
        assert!(said.lines().any(|there| there == line), "{line}\n{said}");
    }
}

/// Recto's own packages are held to all of its rules.
#[test]
fn a_change_of_our_own_package_is_found() {
    let folder = Folder::new(&[]);
    let mut package = sample::package();
    package.notes[0].tags = vec!["Elsewhere".into()];
    package.origin = Some(Origin {
        project: origin::Project { id: "x".into(), name: "Sample".into() },
        ..Origin::default()
    });
    folder.write("own.apkg", &written(&package));
    let said = folder.run(&["verify", "own.apkg"], 1);
    assert!(said.contains("the tag `Elsewhere` is not under the project's name (rule 10)"), "{said}");
}

#[test]
fn many_faults_are_counted_and_no_file_is_an_error() {
    let folder = Folder::new(&[("no.apkg", "text")]);
    let mut package = sample::many(30);
    package.notes.iter_mut().for_each(|note| note.fields[0].clear());
    folder.write("empty.apkg", &written(&package));
    let said = folder.run(&["verify", "empty.apkg"], 1);
    assert!(said.starts_with("empty.apkg: 60 faults\n"), "{said}");
    assert!(said.ends_with("  and 50 faults more; --verbose lists them\n"), "{said}");
    assert_eq!(folder.run(&["verify", "empty.apkg", "--verbose"], 1).lines().count(), 62);
    let said = folder.run(&["verify", "no.apkg", "empty.apkg"], 1);
    assert!(said.starts_with("no.apkg: 1 fault\n  this is no Anki package, or a damaged one"), "{said}");
    assert!(folder.run(&["verify", "none.apkg"], 2).contains("none.apkg"));
    folder.run(&["verify"], 2);
}

#[test]
fn sums_are_those_of_coreutils() {
    let folder = Folder::new(&[("quiz.md", QUESTIONS), ("two.svg", SVG), ("dist/other.bin", "x")]);
    folder.write("dist/SHA256SUMS", b"00  gone.apkg\n11  other.bin\n22  quiz.csv\n");
    folder.run(&["build", "quiz.md", "--sums"], 0);
    let sums = String::from_utf8(folder.read("dist/SHA256SUMS")).expect("UTF-8");
    let names: Vec<&str> = sums.lines().map(|line| line.split_once("  ").expect("two spaces").1).collect();
    assert_eq!(names, ["other.bin", "quiz.apkg", "quiz.csv"]);
    let sum = |name: &str| sums.lines().find(|line| line.ends_with(name)).expect("a line")[..64].to_string();
    // Of text without CRLF a source's hash is the same sum.
    assert_eq!(sum("quiz.csv"), Hash::of(&folder.read("dist/quiz.csv")).as_str());
    if Path::new("/usr/bin/sha256sum").exists() {
        folder.run(&["build", "quiz.md", "--sums", "-o", "fresh"], 0);
        let fresh = folder.0.path().join("fresh");
        let output = Command::new("sha256sum").args(["-c", "SHA256SUMS"]).current_dir(fresh).output();
        assert!(output.expect("sha256sum runs").status.success());
    }
}
