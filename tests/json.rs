//! The JSON form of a package.

mod support;

use recto::emit::json;
use serde_json::Value;
use support::sample;

#[test]
fn holds_everything_but_the_bytes_of_media() {
    let mut package = sample::package();
    sample::add_cloze(&mut package);
    let mut text = Vec::new();
    json::write(&package, &mut text).expect("a file in memory");

    let value: Value = serde_json::from_slice(&text).expect("JSON");

    assert_eq!(value["project"], "sample");
    assert_eq!(value["decks"][1]["name"], "Sample::01 First");
    assert_eq!(value["note_types"][1]["kind"], "cloze");
    assert_eq!(value["notes"][6]["cards"][1]["ord"], 1);
    assert_eq!(value["notes"][3]["fields"][0], package.notes[3].fields[0].as_str());
    assert_eq!(value["media"], serde_json::json!([{ "name": "dot-0a1b2c3d.svg" }]));
    assert_eq!(text.last(), Some(&b'\n'));
}
