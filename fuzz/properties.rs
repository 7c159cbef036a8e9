//! What holds for any bytes. The fuzzer looks for some for which it does not; `tests/properties.rs` tries random ones, and
//! all that are in the corpus.

use std::io::{Cursor, Write};

use recto::config::Config;
use recto::emit::apkg::{self, read::Limits};
use recto::emit::csv::Flavour;
use recto::identity::ledger;
use recto::package::{Package, Released, contract};
use recto::project::{self, Options};
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::{self, Hints};
use recto::source::{RepairKind, Source};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Any document gives a package that keeps the contract, is written, and is read again as what it was.
pub fn document(bytes: &[u8]) {
    read_as(&Hints::default(), bytes);
}

/// As [`document`], with one shape named as the only one that is read, which the first byte chooses.
pub fn shapes(bytes: &[u8]) {
    let Some((&chosen, bytes)) = bytes.split_first() else { return };
    let mut hints = Hints::default();
    hints.shapes.extend(shape::names().nth(usize::from(chosen) % shape::names().count()));
    read_as(&hints, bytes);
}

fn read_as(hints: &Hints, bytes: &[u8]) {
    let Some(package) = packaged(hints, bytes) else { return };
    let violations = contract::check(&package);
    assert!(violations.is_empty(), "{}", violations[0]);
    let [mut oldest, mut modern] = [(); 2].map(|()| Cursor::new(vec![]));
    apkg::write(&package, &mut oldest).expect("memory");
    apkg::modern::write(&package, &mut modern).expect("memory");
    for mut written in [oldest, modern] {
        apkg::check::check(&package, &mut written).expect("what was written");
    }
}

/// Any text is a project's settings, or is refused.
pub fn settings(bytes: &[u8]) {
    drop(Config::parse("recto.toml".as_ref(), &String::from_utf8_lossy(bytes)));
}

fn packaged(hints: &Hints, bytes: &[u8]) -> Option<Package> {
    let mut source = Source::new("test.md", bytes).ok()?;
    project::repair(&mut source);
    let readings = [project::read(&source, hints)];
    let options = Options {
        name: "test".into(),
        subdecks: true,
        keep_unanswered: true,
        reverse: true,
        time: 1,
        ..Options::default()
    };
    let lines = 1 + String::from_utf8_lossy(bytes).matches(['\n', '\r']).count();
    let before = project::begin(&readings, &options);
    for entry in project::entries(&readings, &options, &before).0 {
        assert!(entry.line() <= lines);
    }
    let resolver = Resolver::new(&NoFiles, Rules::default());
    let released = project::release(&readings, &options, &before, resolver);
    // The next build changes nothing.
    let resolver = Resolver::new(&NoFiles, Rules::default());
    let again = project::release(&readings, &Options { time: 2, ..options }, &released.project, resolver);
    let [first, second] = [&released.package, &again.package].map(|package| Released::from(package.clone()));
    assert!(first == second, "the next build makes another deck");
    Some(released.package)
}

/// Words and marks of question documents, of which a byte chooses one each: any row of them is a document.
const WORDS: [&str; 64] = [
    "\n",
    "\n\n",
    "\n\n\n",
    "# ",
    "## ",
    "### ",
    "- ",
    "  - ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "    ",
    "\t",
    "---\n",
    "***\n",
    "```\n",
    "```rust\n",
    "~~~\n",
    "| a | b |\n|-|-|\n",
    "| x | y |\n",
    "|",
    "Q: ",
    "A: ",
    "**Q:** ",
    "**A:** ",
    "Question 1: ",
    "Answer: ",
    "**Answer:**",
    "Scenario: ",
    "Part 1",
    "What is it? ",
    "Explain it. ",
    "one ",
    "two.",
    "?",
    "%\n",
    "::",
    ">>",
    ":: ",
    "term\n: meaning\n",
    "{{c1::gap}}",
    "==gap==",
    "<details>\n",
    "<summary>Why?</summary>\n",
    "</details>\n",
    "<b>",
    "</b>",
    "<!-- recto: question -->\n",
    "<!-- recto: ignore -->\n",
    "[x](#y)",
    "![x](y.png)",
    "[^1]",
    "[^1]: note\n",
    "$x$",
    "\\(x\\)",
    "- [x] ",
    "- [ ] ",
    "**",
    "`",
    "::: note\n",
    "START\n",
    "END\n",
    "#card",
];

/// As [`document`], of words that shapes look for.
pub fn words(bytes: &[u8]) {
    document(spelled(bytes).as_bytes());
}

/// The document that bytes choose from [`WORDS`].
pub fn spelled(bytes: &[u8]) -> String {
    bytes.iter().take(300).map(|byte| WORDS[usize::from(byte % 64)]).collect()
}

/// What was repaired stays as it is, and is said with its place; plain ASCII is never touched.
pub fn mojibake(bytes: &[u8]) {
    let Ok(source) = Source::new("test.md", bytes) else { return };
    let again = Source::new("test.md", source.text.as_bytes()).expect("UTF-8");
    let broken = again.repairs.iter().filter(|repair| repair.kind == RepairKind::Mojibake).count();
    assert!(broken == 0 && again.text == source.text, "{:?} is repaired again", source.text);
    assert!(!bytes.is_ascii() || source.repairs.is_empty());
}

/// A ledger that is read is written, and is then the same.
pub fn ledger(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(ledger) = ledger::read(text) else { return };
    let written = ledger::write(&ledger);
    let again = ledger::read(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert!(again == ledger, "{written}");
    assert!(ledger::write(&again) == written);
}

const SMALL: Limits = Limits { collection: 1 << 22, media_list: 1 << 16, media: 1 << 22, growth: 100 };

/// Any bytes are a package or none.
pub fn package(bytes: &[u8]) {
    inspect(bytes);
}

fn inspect(bytes: &[u8]) {
    let Ok(found) = apkg::read::inspect(Cursor::new(bytes), &SMALL) else { return };
    let released = found.released;
    drop(recto::diff::between(&released, &released));
    drop(contract::check_released(released, "", |_| true));
}

/// Any bytes as the database of a package in each form; the list of media stands behind the last line end.
pub fn database(bytes: &[u8]) {
    let at = bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (database, list) = bytes.split_at(at);
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [("collection.anki2", database), ("media", list), ("0", b"x")] {
        zip.start_file(name, options).expect("memory");
        zip.write_all(bytes).expect("memory");
    }
    inspect(zip.finish().expect("memory").get_ref());
}

/// What stands in a CSV file is what a reader of such files gives back.
pub fn csv(bytes: &[u8]) {
    let Some(package) = packaged(&Hints::default(), bytes) else { return };
    let mut out = vec![];
    recto::emit::csv::write(&package, Flavour::Full, &mut out).expect("memory");
    let text = String::from_utf8(out).expect("UTF-8");
    let body: String = text.split_inclusive('\n').skip_while(|line| line.starts_with('#')).collect();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), package.notes.len());
    for note in &package.notes {
        let row = rows.iter().find(|row| row.iter().any(|value| value == note.guid)).expect("each note");
        for field in &note.fields {
            assert!(row.iter().any(|value| value == field), "{field:?} is not in {row:?}");
        }
    }
}
