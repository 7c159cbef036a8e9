//! Where converters lose the structure of an answer: the cards of `fixtures/cards`, as the program builds them.

use std::process::Command;
use std::sync::OnceLock;

use scraper::Html;
use serde_json::Value;

/// The back of the card whose front holds `question`.
fn back(question: &str) -> &'static str {
    static PACKAGE: OnceLock<Value> = OnceLock::new();
    let package = PACKAGE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["build", "fixtures/cards", "--name", "cards", "--formats", "json", "--no-ledger", "-o"])
            .arg(folder.path())
            .output()
            .expect("recto runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = std::fs::read(folder.path().join("cards.json")).expect("a file");
        serde_json::from_slice(&text).expect("JSON")
    });
    let notes = package["notes"].as_array().expect("notes");
    let field = |note: &'static Value, at: usize| note["fields"][at].as_str().expect("a field");
    let note = notes.iter().find(|note| field(note, 0).contains(question)).expect(question);
    field(note, 1)
}

/// What a reader sees.
fn text(html: &str) -> String {
    Html::parse_fragment(html).root_element().text().collect()
}

fn count(html: &str, selector: &str) -> usize {
    let selector = scraper::Selector::parse(selector).expect("a selector");
    Html::parse_fragment(html).select(&selector).count()
}

#[test]
fn a_comment_in_a_shell_script_is_no_heading() {
    let back = text(back("comment in a shell script"));
    assert!(back.contains("\n## not a heading\n") && back.contains("\n# also no heading\n\n---\n"), "{back}");
    assert!(back.ends_with("The end of the answer is still here."), "{back}");
}

#[test]
fn headings_and_rules_are_parts_of_the_answer() {
    let back = back("headings inside an answer");
    assert_eq!(["h4", "h5", "h6", "hr"].map(|tag| count(back, tag)), [1, 1, 1, 1], "{back}");
    assert!(text(back).ends_with("The rule above ends nothing."));
}

#[test]
fn lists_keep_their_kind_and_their_depth() {
    let back = back("How deep may lists go");
    assert_eq!(count(back, "ul > li > ul > li > ul > li"), 3, "two spaces are enough: {back}");
    assert_eq!(count(back, "ol > li > ol > li > ol > li"), 1, "{back}");
    assert!(back.contains("</ul>\n<ol>\n<li>First"), "a numbered list does not join the one above: {back}");
    assert_eq!(count(back, "ol[start='7'] > li"), 2, "{back}");
}

#[test]
fn a_fence_loses_the_indentation_of_its_list_or_quote() {
    let back = text(back("fence inside a list"));
    for code in ["\ncargo run", "if x:\n    return y\n", "const a = 1;\n  const b = 2;\n"] {
        assert!(back.contains(code), "{code}: {back}");
    }
}

#[test]
fn code_has_no_invisible_characters_and_keeps_tabs() {
    let back = text(back("take for its own"));
    assert!(back.contains("[sound:b.mp3] \\(x\\) std::vector"), "{back}");
    assert!(back.chars().all(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')));
    assert!(text(self::back("other languages")).contains("\tgo func() {\n\t\tdefer close(ch)\n"));
}

#[test]
fn the_last_block_of_the_document_is_kept() {
    assert!(text(back("last block kept")).trim_end().ends_with("the very last line"));
}

#[test]
fn text_in_angle_brackets_is_text() {
    let said = "Map<int, int>, List<T>, <your-name>, a < b && c > d, std::vector<std::string>, docker run <image:tag>";
    assert!(text(back("kept in prose")).contains(said));
}
