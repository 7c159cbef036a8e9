//! Damaged documents: whatever is cut, doubled or thrown in, reading neither panics nor makes a deck that breaks the
//! contract with Anki.

#[path = "support/fixtures.rs"]
mod fixtures;

use fixtures::documents;
use recto::package::contract;
use recto::project::{self, Options};
use recto::render::{NoFiles, Resolver, Rules};
use recto::shape::Hints;
use recto::source::Source;

/// What real documents are damaged with, and what attacks a reader of Markdown.
const ODD: [&str; 24] = [
    "```",
    "</details>",
    "<details>",
    "<summary>",
    "---",
    "%",
    "?",
    "**",
    "## ",
    "- [x] ",
    "| a | b |",
    ":::note",
    "Q:",
    "A:",
    "{{c1::x}}",
    "[sound:a.mp3]",
    "\u{feff}",
    "\u{0}",
    "\t\t",
    "> ",
    "1. ",
    "<b",
    "&#0;",
    "\\(",
];

/// A small generator, so that the test needs no seed from outside.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for _ in 0..1 + dice.roll(6) {
        let at = dice.roll(lines.len());
        match dice.roll(6) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, ODD[dice.roll(ODD.len())].to_string()),
            2 => lines[at].insert_str(0, ODD[dice.roll(ODD.len())]),
            3 => lines[at].push_str(ODD[dice.roll(ODD.len())]),
            4 => lines.insert(at, lines[dice.roll(lines.len())].clone()),
            _ => {
                let cut = dice.roll(lines[at].chars().count());
                lines[at] = lines[at].chars().take(cut).collect();
            }
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

fn check(text: &str) {
    let Ok(mut source) = Source::new("test.md", text.as_bytes()) else { return };
    project::repair(&mut source);
    let readings = [project::read(&source, &Hints::default())];
    let options = Options {
        name: "test".into(),
        subdecks: true,
        keep_unanswered: true,
        reverse: true,
        time: 1,
        ..Options::default()
    };
    let before = project::begin(&readings, &options);
    let resolver = Resolver::new(&NoFiles, Rules::default());
    let package = project::release(&readings, &options, &before, resolver).package;
    let violations = contract::check(&package);
    assert!(violations.is_empty(), "{}\n{text}", violations[0]);
    for entry in project::entries(&readings, &options, &before).0 {
        assert!(entry.line() <= 1 + text.matches(['\n', '\r']).count());
        entry.front_text();
        entry.back_text();
    }
}

#[test]
fn damage_does_no_harm() {
    const ROUNDS: usize = 25;
    let mut dice = Dice(1);
    for path in documents("fixtures") {
        let text = String::from_utf8(std::fs::read(&path).expect("a fixture")).expect("UTF-8");
        check(&text);
        for _ in 0..ROUNDS {
            check(&damaged(&text, &mut dice));
        }
    }
}
