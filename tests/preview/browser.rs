//! The page in Chromium, as `driver.py` sees it.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::serving::Preview;
use crate::support::python;

const QUIZ: &str = "---\ntags: [rust]\n---\n\n# Numbers\n\n## Part A\n\n### What is one?\n\nThe first. <script>ran = 1</script>\n\n\
    #### More\n\n![a dot](dot.svg) \\(a^2\\)\n\n### What is two?\n\nThe second, in a résumé.\n\n### Why is it so?\n\n\
    ### What is three?\n\nThe third.\n\n## Part B\n\n\
    | Question | Answer |\n|---|---|\n| What is zero? | Nothing |\n| What is many? | Much |\n";
const OTHER: &str =
    "# Words\n\n## What is a word?\n\nLetters, said together.\n\n## What is a page?\n\nMany words.\n";
const DOT: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><circle r=\"4\"/></svg>";

fn quiz() -> Preview {
    Preview::of(&[
        ("project/a.md", QUIZ.as_bytes()),
        ("project/b.md", OTHER.as_bytes()),
        ("project/dot.svg", DOT),
    ])
}

/// What the driver saw.
///
/// # Panics
/// If there is no Chromium: a test of the page must not pass without it.
fn driver(arguments: &[&str]) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/preview");
    let python = python::environment("preview", &[(&*folder.join("requirements.txt"), &[])]);
    let output = python::run(Command::new(python).arg(folder.join("driver.py")).args(arguments)).stdout;
    serde_json::from_slice(&output).expect("driver.py prints JSON")
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("texts")).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_reader_finds_turns_and_studies_every_card() {
    let preview = quiz();
    let seen = driver(&["tour", &preview.url()]);
    let text = |key: &str| seen[key].as_str().unwrap_or_else(|| panic!("{key}: {seen}"));
    assert_eq!(text("title"), "Quiz · recto");
    assert_eq!(texts(&seen["faults"]), NONE, "nothing fails, and nothing leaves the machine");

    let all = [
        "Numbers",
        "Part A",
        "What is one?",
        "What is two?",
        "has no answer",
        "What is three?",
        "Part B",
        "What is zero?",
        "What is many?",
        "Words",
        "What is a word?",
        "What is a page?",
    ];
    let titles = texts(&seen["titles"]);
    assert!(
        titles.len() == all.len() && titles.iter().zip(all).all(|(title, wanted)| title.contains(wanted)),
        "{titles:?}"
    );
    assert_eq!(texts(&seen["parts"]), ["Numbers\n5", "Part A\n3", "Part B\n2", "Words\n2"]);

    assert!(text("question").ends_with("What is one?"), "{}", text("question"));
    assert!(text("answer").contains("The first.") && text("phone").contains("The first."));
    assert_eq!(texts(&seen["classes"]["desktop"]), ["card", "card1", "isLin"]);
    assert_eq!(texts(&seen["classes"]["phone"]), ["card", "card1"]);
    assert_eq!(seen["script"], serde_json::json!(["undefined", ""]));
    assert_eq!(seen["picture"], 8);
    assert_eq!(seen["phone size"], serde_json::json!([393, 852]));
    assert_eq!((text("back"), text("clicked")), ("question", "answer"));
    assert_eq!(seen["next"], serde_json::json!(["What is two?", "question"]));
    assert_eq!(text("swiped"), "answer");
    assert_eq!(seen["swiped on"], serde_json::json!(["What is three?", "question"]));

    assert_eq!(texts(&seen["search"]), ["Numbers", "Part A", "What is two?"]);
    assert_eq!(text("found"), "1 of 7 cards");
    assert_eq!(texts(&seen["tagged"]).len(), 5);
    assert_eq!(texts(&seen["shape"]), ["What is zero?", "What is many?"]);
    assert!(
        texts(&seen["finding"]).iter().any(|title| title.contains("has no answer")),
        "{}",
        seen["finding"]
    );
    for said in ["has no answer", "a.md:21:5", "### Why is it so?", "recto explain question-unanswered"] {
        assert!(text("panel").contains(said), "{said} in {}", text("panel"));
    }
    assert!(texts(&seen["folded"]).iter().all(|row| !row.contains("What is one?")), "{}", seen["folded"]);

    let order = texts(&seen["study"]["order"]);
    assert_eq!(order.len(), 8, "seven cards, one of them twice: {order:?}");
    assert!(order[0] == order[5] && order[0].contains("What is one?"), "{order:?}");
    assert!(
        seen["study"]["said"].as_str().is_some_and(|said| said.contains("7 cards, 1 of them not known")),
        "{}",
        seen["study"]
    );

    assert_ne!(seen["ground"]["day"], seen["ground"]["night"]);
    assert_eq!(texts(&seen["screens"]).len(), 4, "{}", seen["screens"]);
    assert_eq!(seen["narrow"], serde_json::json!([393, 1]));
    assert_eq!(
        seen["drawer"],
        serde_json::json!([true, null, false]),
        "the list stays until a card is chosen"
    );
}

/// The time is that of a test build on a machine that does other work; `tests/preview/measure.sh` measures.
#[test]
fn the_page_follows_each_save_and_keeps_its_place() {
    let many: String =
        (0..60).map(|number| format!("## What is number {number}?\n\nIt is {number}.\n\n")).collect();
    let text = format!("# Many\n\n{many}## What is last?\n\nThe end.\n");
    let preview = Preview::of(&[("project/many.md", text.as_bytes())]);
    let seen = driver(&["follow", &preview.url(), &preview.path("many.md").to_string_lossy()]);
    assert_eq!(texts(&seen["faults"]), NONE);
    let seconds: Vec<f64> =
        seen["seconds"].as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    assert!(seconds.len() == 8 && seconds.iter().all(|seconds| *seconds < 3.0), "{seconds:?}");
    assert_eq!((&seen["kept"], &seen["side"]), (&Value::Bool(true), &Value::from("answer")));
    let error = seen["error"].as_str().expect("an error");
    assert!(error.contains("recto.toml") && error.contains("name = "), "{error}");
    assert!(
        seen["still"].as_str().is_some_and(|text| text.contains("Edited for the time 7.")),
        "{}",
        seen["still"]
    );
    assert!(seen["missing"][0].as_str().is_some_and(|said| said.contains("1 error")), "{}", seen["missing"]);
    assert!(
        seen["missing"][1].as_str().is_some_and(|said| said.contains("nothing.png is not there")),
        "{}",
        seen["missing"]
    );
    assert_eq!(seen["above"], "What is last?");
}

/// What the driver saw of a project of that many cards.
fn large(cards: usize) -> Value {
    let text: String = (0..cards)
        .map(|number| {
            format!(
                "## What is number {number}?\n\nIt is number {number}, which comes before {}.\n\n",
                number + 1
            )
        })
        .collect();
    let preview = Preview::of(&[("project/many.md", format!("# Many\n\n{text}").as_bytes())]);
    let seen = driver(&["large", &preview.url(), &cards.to_string()]);
    assert!(
        seen["summary"].as_str().is_some_and(|said| said.starts_with(&format!("{cards} cards"))),
        "{seen}"
    );
    assert!(seen["rows"].as_u64().is_some_and(|rows| rows < 80), "only the rows in sight: {seen}");
    seen
}

/// Beside a thousand, for a machine that does much else is slow with both; the best of three, for it is so now and then.
#[test]
fn ten_thousand_cards_are_no_burden() {
    let (thousand, many) = (large(1_000), large(10_000));
    let seconds = |seen: &Value, what: &str| {
        let several = seen[what].as_array().expect("a list");
        several.iter().filter_map(Value::as_f64).reduce(f64::min).expect("seconds")
    };
    for (what, times, more) in [("loads", 4.0, 0.5), ("ends", 2.0, 0.5), ("searches", 4.0, 0.5)] {
        let most = times * seconds(&thousand, what) + more;
        assert!(seconds(&many, what) < most, "{what}: {thousand} {many}");
    }
}

#[test]
fn one_file_holds_the_page_and_needs_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [("a.md", QUIZ.as_bytes()), ("dot.svg", DOT)] {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let write = || {
        let output = Command::new(env!("CARGO_BIN_EXE_recto"))
            .args(["preview", "a.md", "--out", "page.html"])
            .current_dir(folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("recto runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(folder.path().join("page.html")).expect("a page")
    };
    let page = write();
    assert_eq!(page, write(), "the same sources give the same page");
    let text = String::from_utf8(page).expect("UTF-8");
    assert!(!text.contains(&folder.path().display().to_string()), "nothing of this machine");
    std::fs::remove_file(folder.path().join("dot.svg")).expect("a file");
    let seen = driver(&["alone", &folder.path().join("page.html").to_string_lossy()]);
    assert_eq!(texts(&seen["faults"]), NONE);
    assert!(seen["answer"].as_str().is_some_and(|answer| answer.contains("The first.")), "{seen}");
    assert_eq!((&seen["picture"], &seen["buttons"]), (&Value::from(8), &Value::from(0)));
    assert_eq!(texts(&seen["found"]), ["What is two?"]);
}

#[test]
fn nobody_is_shut_out() {
    let preview = quiz();
    let seen = driver(&["audit", &preview.url()]);
    for (state, found) in seen["found"].as_object().expect("states") {
        assert_eq!(texts(found), NONE, "{state}");
    }
    assert_eq!(texts(&seen["landmarks"]), ["header", "nav", "main", "search"]);
    assert!(!texts(&seen["faulty"]).is_empty(), "the check finds what it is for");
}
