//! The same commit gives the same bytes, wherever, whenever and by whomever it is built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// Two documents, a picture, a link to a file, a stylesheet, mojibake, code, a gap, a tag that a Turkish locale would
/// write in another way.
const FILES: [(&str, &str); 6] = [
    ("recto.toml", "name = \"Quiz\"\n"),
    ("card.css", ".card { color: teal }\n"),
    (
        "questions/part-2.md",
        "---\ntags: [INDEX]\n---\n# Lists\n\n## What is a list?\n\nA row of things.\n\n```rust\nlet a = [1, 2];\n```\n\n\
         ## Where is more?\n\nIn [the other part](part-10.md) and the [notes](../notes.txt).\n",
    ),
    (
        "questions/part-10.md",
        "# Trees\n\n## What is a tree \u{e2}\u{20ac}\u{201d} in short?\n\n![A tree](tree.svg)\n\n## What is a root?\n\n\
         The node without a parent: 1 \u{2264} 2.\n",
    ),
    (
        "questions/tree.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M4 1v7\"/></svg>\n",
    ),
    ("notes.txt", "Notes.\n"),
];

fn root(folder: &TempDir) -> PathBuf {
    folder.path().join("repository")
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("none"))
        .output()
        .expect("the test needs git");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn recto(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command.envs(environment.iter().copied()).output().expect("recto runs")
}

/// Builds, and gives what was written by name.
#[track_caller]
fn built(folder: &Path, sources: &str, environment: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let path = out.path().to_str().expect("UTF-8");
    let arguments =
        ["build", sources, "--subdecks", "--sums", "--locked", "--formats", "apkg,csv,json", "-o", path];
    let output = recto(folder, &arguments, environment);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(out.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

#[track_caller]
fn same(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)], how: &str) {
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|file| file.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(one), names(other), "{how}");
    for ((name, bytes), (_, others)) in one.iter().zip(other) {
        assert!(bytes == others, "{name} differs {how}");
    }
}

/// Copies the sources, the files of each folder in this order.
fn copy(from: &Path, to: &Path, reverse: bool) {
    fs::create_dir_all(to).expect("a folder");
    let mut entries: Vec<PathBuf> =
        fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    if reverse {
        entries.reverse();
    }
    for entry in entries.iter().filter(|entry| !entry.ends_with(".git")) {
        let target = to.join(entry.file_name().expect("a name"));
        if entry.is_dir() {
            copy(entry, &target, reverse);
        } else {
            fs::write(&target, fs::read(entry).expect("a file")).expect("a file");
            let file = fs::File::options().write(true).open(&target).expect("a file");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(86_400)).expect("a time");
        }
    }
}

/// A repository whose ledger is committed, released twice.
fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = root(&folder);
    for (name, text) in FILES {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    git(&root, &["init", "-q", "-b", "trunk"]);
    git(&root, &["remote", "add", "origin", "https://github.com/team/quiz.git"]);
    for (time, text) in [("1750000000", ""), ("1760000000", "\n## What is new?\n\nThis one.\n")] {
        let path = root.join("questions/part-2.md");
        let before = fs::read_to_string(&path).expect("a file");
        fs::write(&path, before + text).expect("a file");
        let build = ["build", "questions", "--subdecks", "-o", "../first"];
        let output = recto(&root, &build, &[("SOURCE_DATE_EPOCH", time)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        git(&root, &["add", "."]);
        git(&root, &["commit", "-qm", "release"]);
    }
    folder
}

#[test]
fn the_same_commit_gives_the_same_bytes() {
    let folder = repository();
    let root = root(&folder);
    let path = |path: &Path| path.to_str().expect("UTF-8").to_string();
    let released = built(&root, "questions", &[]);
    let names: Vec<&str> = released.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["SHA256SUMS", "quiz.apkg", "quiz.csv", "quiz.json"]);
    let json = String::from_utf8_lossy(&released[3].1);
    assert!(json.contains("https://github.com/team/quiz/blob/") && json.contains(".svg"), "{json}");
    let first = fs::read(folder.path().join("first/quiz.apkg")).expect("a package");
    assert!(first == released[1].1, "the release itself is made again");

    same(&released, &built(&root, "questions", &[]), "at the second run");
    let absolute = path(&root.join("questions"));
    same(&released, &built(folder.path(), &absolute, &[]), "by an absolute path from elsewhere");
    let foreign = [
        ("HOME", "/nonexistent"),
        ("USER", "somebody"),
        ("LOGNAME", "somebody"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
        ("TERM", "dumb"),
        ("COLUMNS", "20"),
    ];
    same(&released, &built(&root, "questions", &foreign), "for another user in another place");
    for clock in ["1", "1900000000", "4102444800"] {
        same(&released, &built(&root, "questions", &[("SOURCE_DATE_EPOCH", clock)]), "at another time");
    }

    let clone = folder.path().join("elsewhere/with a space/klön");
    git(folder.path(), &["clone", "-q", &path(&root), &path(&clone)]);
    same(&released, &built(&clone, "questions", &foreign), "from a fresh clone");
    let shallow = folder.path().join("shallow");
    git(folder.path(), &["clone", "-q", "--depth=1", &format!("file://{}", path(&root)), &path(&shallow)]);
    git(&shallow, &["checkout", "-q", "--detach"]);
    git(&shallow, &["remote", "remove", "origin"]);
    same(
        &released,
        &built(&shallow, "questions", &[]),
        "from a shallow clone without a branch and an origin",
    );
    let windows = folder.path().join("windows");
    git(
        folder.path(),
        &["clone", "-q", "-c", "core.autocrlf=true", "--no-checkout", &path(&root), &path(&windows)],
    );
    git(&windows, &["-c", "core.autocrlf=true", "checkout", "-q", "trunk"]);
    assert!(fs::read_to_string(windows.join("questions/part-10.md")).expect("a file").contains("\r\n"));
    same(&released, &built(&windows, "questions", &[]), "from a clone with the line ends of Windows");
    for (name, reverse) in [("a", false), ("b", true)] {
        let plain = folder.path().join(name);
        copy(&root, &plain, reverse);
        same(&released, &built(&plain, "questions", &[]), "without git, with files listed in another order");
    }
}

#[test]
fn a_release_is_made_again_or_it_is_said_what_differs() {
    let folder = repository();
    let root = root(&folder);
    let released = folder.path().join("first/quiz.apkg");
    let released = released.to_str().expect("UTF-8");
    let ledger = fs::read(root.join("recto.lock")).expect("a ledger");
    let verify = |arguments: &[&str], code: i32| {
        let output = recto(&root, &[&["build", "questions", "--verify", released], arguments].concat(), &[]);
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{text}");
        text.into_owned()
    };
    assert_eq!(verify(&["--subdecks"], 0), format!("{released}: made again, byte for byte\n"));
    assert!(verify(&[], 1).contains("\nMoved, for those who import the deck for the first time\n"));

    let path = root.join("questions/part-10.md");
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(&path, format!("{text}\n")).expect("a file");
    let said = verify(&["--subdecks"], 1);
    assert_eq!(said, format!("{released}: the same cards in other bytes\n  part-10.md: has changed\n"));
    fs::write(&path, text.replace("without a parent", "without parents")).expect("a file");
    fs::write(
        root.join("questions/part-11.md"),
        "# More\n\n## What else?\n\nNothing.\n\n## Who else?\n\nNobody.\n",
    )
    .expect("a file");
    let said = verify(&["--subdecks"], 1);
    for part in [
        "these sources give another one\n",
        "  part-10.md: has changed\n",
        "  part-11.md: was not among its sources\n",
        "2 new, 1 changed",
        "[-a parent",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert_eq!(fs::read(root.join("recto.lock")).expect("a ledger"), ledger, "nothing is written");
    assert!(!root.join("dist").exists());
    let missing = recto(&root, &["build", "questions", "--verify", "none.apkg"], &[]);
    assert_eq!(missing.status.code(), Some(2));
}
