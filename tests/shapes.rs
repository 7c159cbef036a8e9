//! Every document below `fixtures/shapes`, read as `recto cards` and `recto cards --why` read it, beside what is
//! expected: `NAME.cards` and `NAME.why`. `SNAPSHOTS=overwrite cargo test --test shapes` writes them anew.

#[path = "support/fixtures.rs"]
mod fixtures;

use std::path::Path;
use std::process::Command;

use fixtures::documents;
use snapbox::{Assert, Data};

#[test]
fn documents_are_read_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shapes");
    let found = documents("fixtures/shapes");
    assert!(found.len() > 40, "the fixtures are there: {}", found.len());
    let assert = Assert::new().action_env("SNAPSHOTS");
    for document in found {
        for (extension, flag) in [("cards", None), ("why", Some("--why"))] {
            let name = document.strip_prefix(&root).expect("below the root");
            let output = Command::new(env!("CARGO_BIN_EXE_recto"))
                .current_dir(&root)
                .arg("cards")
                .arg(name)
                .args(flag)
                .output()
                .expect("recto runs");
            let printed = [output.stdout, output.stderr].concat();
            let printed = String::from_utf8(printed).expect("UTF-8").replace('\\', "/");
            assert.eq(printed, Data::read_from(&document.with_extension(extension), None).raw());
        }
    }
}
