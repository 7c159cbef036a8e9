use super::*;

fn strings(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|&tag| tag.to_owned()).collect()
}

#[test]
fn yaml_with_every_key() {
    let text = "---\nDeck: Rust::Basics\ntitle: 'One: two'\nTAGS: [a, \"b c\", 2024]\nlang: de\ndate: 2024-01-02\n\
                nested: {a: [1, 2]}\n---\n# Body\n";
    let (front, body) = read(text);
    assert_eq!(&text[body..], "# Body\n");
    assert_eq!(front.deck.as_deref(), Some("Rust::Basics"));
    assert_eq!(front.title.as_deref(), Some("One: two"));
    assert_eq!(front.tags, strings(&["a", "b c", "2024"]));
    assert_eq!(front.lang.as_deref(), Some("de"));
    assert!(front.present && front.problem.is_none());
}

#[test]
fn toml_with_every_key() {
    let text = "+++\n\"Anki Deck\" = \"D\"\ntitle = 7\ntags = ['x', \"y\"]\ndate = 2024-01-02\n[extra]\nlang = 'no'\n+++\nBody";
    let (front, body) = read(text);
    assert_eq!(&text[body..], "Body");
    assert_eq!((front.deck.as_deref(), front.title.as_deref()), (Some("D"), Some("7")));
    assert_eq!((front.tags, front.lang), (strings(&["x", "y"]), None));
    assert_eq!(front.problem, None);
}

#[test]
fn tags_in_every_form() {
    let tags = |value: &str| read(&format!("---\ntags: {value}\n---\n")).0.tags;
    assert_eq!(tags("a, b c ,d"), strings(&["a", "b c", "d"]));
    assert_eq!(tags("a b  c"), strings(&["a", "b", "c"]));
    assert_eq!(tags("\n  - '#a'\n  - b"), strings(&["a", "b"]));
    assert_eq!(tags("2024"), strings(&["2024"]));
    assert_eq!(tags(""), strings(&[]));
    assert_eq!(tags("[]"), strings(&[]));
}

#[test]
fn scalars_stay_as_written() {
    let (front, _) = read("---\ntitle: 1.10\ndeck: 007\nlang: no\n---\n");
    assert_eq!(front.title.as_deref(), Some("1.10"));
    assert_eq!(front.deck.as_deref(), Some("007"));
    assert_eq!(front.lang.as_deref(), Some("no"));
    let (front, _) = read("---\ntitle: ~\ndeck:\n---\n");
    assert_eq!((front.title, front.deck, front.present), (None, None, true));
}

#[test]
fn a_refused_block_is_read_line_by_line() {
    let text = "---\n# about\ntitle: Rust: the basics # really\ndeck: \"D\"\ntags:\n  - a\n  - 'b'\nother: [\n---\nBody";
    let (front, body) = read(text);
    assert_eq!(&text[body..], "Body");
    assert_eq!(front.title.as_deref(), Some("Rust: the basics"));
    assert_eq!(front.deck.as_deref(), Some("D"));
    assert_eq!(front.tags, strings(&["a", "b"]));
    assert!(front.problem.is_some());
    let (front, body) = read("+++\ntitle = Bare words\ntags = [\"a\", 'b']\n+++\n");
    assert_eq!((front.title.as_deref(), body), (Some("Bare words"), 45));
    assert_eq!(front.tags, strings(&["a", "b"]));
    assert_eq!(read("---\ntitle: a\ntitle: b\n---\n").0.title.as_deref(), Some("b"));
}

#[test]
fn rules_and_cards_are_not_front_matter() {
    for text in [
        "---\n\nSome prose here.\n\n---\nMore\n",
        "---\n# Heading\n---\n",
        "---\n- one\n- two\n---\n",
        "---\nQ: What is it?\nA: This.\n---\nQ: And?\n",
        "---\n**Q**: What is it?\n---\n",
        "---\nThe answer to this is: 42\n---\n",
        "---\ntitle: never closed\n",
        "\n---\ntitle: not at the top\n---\n",
        " ---\ntitle: indented\n---\n",
        "----\ntitle: a longer rule\n----\n",
        "+++\nprose\n+++\n",
        "---",
        "",
    ] {
        assert_eq!(read(text), (FrontMatter::default(), 0), "{text}");
    }
}

#[test]
fn an_empty_block_and_other_ends() {
    assert_eq!(read("---\n---\nBody").1, 8);
    assert!(read("---  \n\n---").0.present);
    assert_eq!(read("---\ndeck: a\n...\n---\n").1, 16);
    assert_eq!(read("---\nlayout: page\n---\n").1, 21);
}

#[test]
fn hostile_blocks_end_in_time() {
    let bombs = [
        format!("a: {}", "[".repeat(200_000)),
        format!("{}b: 1", "a: {".repeat(200_000)),
        (0..100_000).map(|depth| format!("{}a:\n", " ".repeat(depth % 300))).collect::<String>(),
        (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, i| {
            format!("{text}a{i}: &a{i} [{}]\n", format!("*a{}, ", i - 1).repeat(9))
        }),
        "? ".repeat(50_000),
        "!!a &b *c %d @e `f\0\u{85}\u{2028}".to_owned(),
    ];
    for bomb in bombs {
        read(&format!("---\n{bomb}\n---\n"));
        read(&format!("+++\n{bomb}\n+++\n"));
        read(&format!("+++\na = {}\n+++\n", "[".repeat(100_000)));
    }
}
