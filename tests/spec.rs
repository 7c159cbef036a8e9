//! The examples of CommonMark and of GitHub's extensions, through the card renderer.
//!
//! They are read from the tests of the parser's own crate (MIT), in the version that `Cargo.lock` names.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use recto::document::{self, Document, Piece, Role};
use recto::render::{self, NoFiles, Resolver, Rules, Style};
use recto::source::Source;
use scraper::{Html, Node, node::Element};
use serde_json::Value;

/// Examples by file and number that differ on a card, and why.
const DIFFERENT: &[(&str, &[usize], &str)] = &[
    ("spec", &[98], "two rules at the very begin are front matter without a line"),
    (
        "spec",
        &[150, 163, 201, 491, 494, 524, 536, 613, 614, 615, 617, 623],
        "a tag that HTML does not know, or that running text only names, is text, such as List<T>",
    ),
    ("spec", &[153, 154, 169], "ids and attributes that do nothing on a card are dropped"),
    ("spec", &[170, 172, 173, 176, 178], "scripts and styles are dropped"),
    ("spec", &[171], "a form's element is dropped, its text kept"),
    ("spec", &[297], "what stands below a number of two digits is its own, three columns in or four"),
    ("gfm_table", &[5], "a line without a bar ends a table"),
    (
        "spec",
        &[598, 601],
        "text in angle brackets that is no address of the web, such as <host:port>, stays text",
    ),
    ("spec", &[602, 608, 611], "bare addresses are links, as on GitHub"),
];

struct Example {
    file: &'static str,
    /// From 1, as in the specification.
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn examples_look_on_a_card_as_the_specification_says() {
    let mut count = 0;
    let mut unexpected = vec![];
    let mut stale: BTreeSet<(&str, usize)> = DIFFERENT
        .iter()
        .flat_map(|&(file, numbers, _)| numbers.iter().map(move |&number| (file, number)))
        .collect();
    for file in ["spec", "gfm_table", "gfm_strikethrough", "gfm_tasklist"] {
        for example in examples(file) {
            count += 1;
            let (card, wanted) = (normal(&card(&example.markdown)), normal(&example.html));
            if card == wanted || stale.remove(&(example.file, example.number)) {
                continue;
            }
            unexpected.push(format!(
                "{} {}\n{}\n--- wanted\n{wanted}\n--- card\n{card}\n",
                example.file, example.number, example.markdown
            ));
        }
    }
    assert!(count > 660, "{count} examples");
    assert!(unexpected.is_empty(), "{} differ:\n{}", unexpected.len(), unexpected.join("\n"));
    assert!(stale.is_empty(), "no longer different: {stale:?}");
}

/// All blocks of a document, as they would stand on a card.
fn card(markdown: &str) -> String {
    let mut source = Source::new("example.md", markdown.as_bytes()).expect("UTF-8");
    document::repair(&mut source);
    let document = Document::parse(&source);
    let pieces: Vec<Piece> = document.top().iter().map(|&id| document.piece(id)).collect();
    assert!(pieces.iter().all(|piece| piece.role != Role::Title));
    let mut resolver = Resolver::new(&NoFiles, Rules::default());
    render::fields(&document, &pieces, Style::Basic, &mut resolver)
}

/// The examples in a file of the parser's test suite: pairs of raw strings.
fn examples(file: &'static str) -> Vec<Example> {
    let path = parser().join("tests/suite").join(file).with_extension("rs");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let strings: Vec<String> =
        text.split("r##\"").skip(1).filter_map(|rest| rest.split("\"##").next()).map(String::from).collect();
    let pairs = strings.chunks_exact(2).zip(1..);
    pairs
        .map(|(pair, number)| Example { file, number, markdown: pair[0].clone(), html: pair[1].clone() })
        .collect()
}

/// Where Cargo keeps the source of the Markdown parser.
fn parser() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let parser = packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("the parser");
    PathBuf::from(parser["manifest_path"].as_str().expect("a path")).with_file_name("")
}

/// HTML as a browser reads it, written in one way: entities decoded, attributes sorted, white space between blocks and
/// runs of it in text dropped, and without what only a card has.
fn normal(html: &str) -> String {
    let mut out = String::new();
    let document = Html::parse_fragment(html.trim_end());
    write(document.tree.root(), false, &mut out);
    out.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn write(node: ego_tree::NodeRef<'_, Node>, verbatim: bool, out: &mut String) {
    match node.value() {
        Node::Text(text) if verbatim => out.push_str(text),
        Node::Text(text) => {
            for part in text.split_inclusive([' ', '\n', '\t']) {
                let word = part.trim_end_matches([' ', '\n', '\t']);
                out.push_str(word);
                if word.len() < part.len() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
        }
        Node::Element(element) if element.name() == "img" && leads_nowhere(element) => {
            let description = element.attr("alt").filter(|description| !description.is_empty());
            out.push_str(&description.map_or_else(String::new, |text| format!("<em>[{text}]</em>")));
        }
        Node::Element(element) => {
            let name = element.name();
            let inner = verbatim || name == "pre";
            let shown = name != "html" && !is_of_the_card(element) && !leads_nowhere(element);
            let block = !INLINE.contains(&name);
            if shown {
                if block {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                }
                out.push_str(&tag(element));
            }
            node.children().for_each(|child| write(child, inner, out));
            if shown {
                if block && !inner {
                    out.truncate(out.trim_end_matches(' ').len());
                }
                out.push_str(&format!("</{name}>"));
                if block {
                    out.push('\n');
                }
            }
        }
        _ => node.children().for_each(|child| write(child, verbatim, out)),
    }
}

/// Highlighting and what breaks Anki's own markup.
fn is_of_the_card(element: &Element) -> bool {
    element.name() == "span" && element.attrs().all(|(name, _)| name == "class")
}

/// The examples' own addresses, such as `/url`, name files that are not there: on a card a link's
/// text stands alone, and a picture's description for it.
fn leads_nowhere(element: &Element) -> bool {
    let address = element.attr("href").or_else(|| element.attr("src"));
    ["a", "img"].contains(&element.name()) && address.is_none_or(|address| !is_of_the_web(address))
}

fn is_of_the_web(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.to_ascii_lowercase().starts_with(scheme))
}

const INLINE: [&str; 13] =
    ["a", "em", "strong", "code", "img", "del", "input", "span", "sup", "sub", "br", "i", "b"];

fn tag(element: &Element) -> String {
    let mut attributes: Vec<String> = element
        .attrs()
        .filter(|(name, _)| *name != "class")
        .map(|(name, value)| format!(" {name}=\"{}\"", value.replace('"', "&quot;")))
        .collect();
    attributes.sort();
    format!("<{}{}>", element.name(), attributes.concat())
}
