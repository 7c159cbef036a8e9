//! What the fuzzer looks for (`fuzz/`), with random bytes and with all that it found.

#[path = "support/fixtures.rs"]
mod fixtures;
#[path = "../fuzz/properties.rs"]
mod properties;

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Runs a property with the corpus of its fuzz target, and with `cases` inputs that are the same each time.
fn check(target: &str, cases: u32, inputs: impl Strategy<Value = Vec<u8>>, property: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> =
        corpus.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    for file in files {
        println!("{}", file.display());
        property(&std::fs::read(file).expect("a file"));
    }
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, random)
        .run(&inputs, |bytes| {
            property(&bytes);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Text of many scripts with marks between.
fn text() -> impl Strategy<Value = Vec<u8>> {
    "(\\PC|[#*_`|>:?\\[\\]()<!&\\\\ \n-]){0,200}".prop_map(String::into_bytes)
}

#[test]
fn documents() {
    check("document", 200, prop_oneof![text(), vec(any::<u8>(), 0..300)], properties::document);
}

#[test]
fn shapes() {
    let spelled = |(shape, bytes): (u8, Vec<u8>)| [&[shape], properties::spelled(&bytes).as_bytes()].concat();
    check("shapes", 300, (any::<u8>(), vec(any::<u8>(), 0..120)).prop_map(spelled), properties::shapes);
}

/// The fixtures of each shape, read as if there were no other.
#[test]
fn shapes_alone() {
    for (chosen, shape) in recto::shape::names().enumerate() {
        for document in fixtures::documents(&format!("fixtures/shapes/{shape}")) {
            println!("{}", document.display());
            let text = std::fs::read(document).expect("a file");
            properties::shapes(&[&[u8::try_from(chosen).expect("few")], text.as_slice()].concat());
        }
    }
}

#[test]
fn words() {
    check("words", 300, vec(any::<u8>(), 0..120), properties::words);
}

#[test]
fn mojibake() {
    let broken = text().prop_map(|bytes| {
        let latin = bytes.iter().map(|byte| char::from(*byte));
        latin.collect::<String>().into_bytes()
    });
    check("mojibake", 500, prop_oneof![broken, text()], properties::mojibake);
}

#[test]
fn ledgers() {
    let lines = "(\\{\"recto.lock\":1\\}\n)?(\\{\"(project|card|deck)\":\"[a-z0]{1,4}\",\"(name|place|file)\":\"[a-z]{0,3}\"\\}\n){0,4}";
    check("ledger", 300, lines.prop_map(String::into_bytes), properties::ledger);
}

#[test]
fn settings() {
    let lines = "(\\[{0,2}(build|read|card|deck|check|labels)\\]{0,2}\n|[a-z-]{1,8} = (\"\\PC{0,9}\"|[0-9]{1,20}|\\[\\]|true)\n){0,8}";
    check("settings", 300, lines.prop_map(String::into_bytes), properties::settings);
}

#[test]
fn packages() {
    check("package", 200, vec(any::<u8>(), 0..300), properties::package);
    check("database", 100, vec(any::<u8>(), 0..600), properties::database);
}

#[test]
fn csv() {
    check("csv", 100, text(), properties::csv);
}
