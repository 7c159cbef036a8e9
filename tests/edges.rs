//! Where a rule of reading ends, in a document each: what a mutation of the rule once went unnoticed for
//! (`tests/mutants`).

use recto::project::{read, repair};
use recto::shape::Hints;
use recto::source::Source;

/// The cards of a document, each as `front => back`, with a stroke between blocks.
fn cards(text: &str) -> Vec<String> {
    let mut source = Source::new("notes.md", text.as_bytes()).expect("UTF-8");
    repair(&mut source);
    let reading = read(&source, &Hints::default());
    let plain = |pieces: &[_]| {
        let text = reading.document.plain(pieces);
        text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    let card = |card: &recto::card::Card| format!("{} => {}", plain(&card.front), plain(&card.back));
    reading.findings.cards.iter().map(card).collect()
}

#[track_caller]
fn reads(text: &str, wanted: &[&str]) {
    assert_eq!(cards(text), wanted, "{text}");
}

#[test]
fn a_sign_before_the_last_question_mark() {
    reads("## Hash or %?\n\nOne.\n\n## Dot or $?\n\nTwo.\n", &["Hash or %? => One.", "Dot or $? => Two."]);
}

#[test]
fn a_word_that_may_excuse_begins_an_answer() {
    reads(
        "## What is the state?\n\nPending, for it is lazy.\n\n## Why is it?\n\nSo.\n",
        &["What is the state? => Pending, for it is lazy.", "Why is it? => So."],
    );
}

#[test]
fn a_key_of_other_questions_answers_none() {
    let question = |number: u32| format!("## {number}. What?\n\nA) one\n\nB) two\n\n");
    let questions: String = (1..=3).map(question).collect();
    assert!(
        cards(&format!("{questions}## Answers\n\n1. A 2. B 3. A 4. B 5. A 6. B 7. A 8. B 9. A\n")).len() < 3
    );
    assert_eq!(cards(&format!("{questions}## Answers\n\n1. A 2. B 3. A\n")).len(), 3);
}

#[test]
fn the_only_key_may_stand_first() {
    let question = |number: u32| format!("## {number}. What?\n\nA) one\n\nB) two\n\n");
    let questions: String = (1..=3).map(question).collect();
    assert_eq!(cards(&format!("## Answers\n\n1. A 2. B 3. A\n\n{questions}")).len(), 3);
}

#[test]
fn a_verdict_opens_an_answer_only_in_front() {
    let marked = "## Why is rain?\n\n**Answer:** Clouds.\n\n## Why is snow?\n\n**Answer:** Frost.\n\n";
    reads(
        &format!("{marked}## Is it?\n\nMany say so.\n\nTrue, but late.\n"),
        &["Why is rain? => Clouds.", "Why is snow? => Frost.", "Is it? => Many say so. | True, but late."],
    );
}

#[test]
fn one_highlighted_gap_is_enough() {
    assert_eq!(cards("#flashcards\n\nThe capital of France is ==Paris==.\n").len(), 1);
}

#[test]
fn a_long_summary_shows_no_answer() {
    let details = |what: &str| {
        format!(
            "<details>\n<summary>The show in the old theatre about the {what} of the town</summary>\n\nText.\n\n</details>\n\n"
        )
    };
    let all: String = ["mayor", "baker", "miller"].map(details).concat();
    assert_eq!(cards(&format!("# Interview questions\n\n{all}")).len(), 3);
}

#[test]
fn a_tag_stands_apart() {
    reads("Take the SIM#card\n\nIt fits.\n", &[]);
    reads("What fits? #card\n\nIt.\n", &["What fits? => It."]);
}

#[test]
fn only_the_named_shape_is_read() {
    let text = "## Why is it?\n\nSo.\n\n## What is it?\n\nThat.\n\n**Who?**\n\nShe.\n\n**When?**\n\nNow.\n";
    assert_eq!(
        cards(&format!("<!-- recto: shapes = bold-line -->\n\n{text}")),
        ["Who? => She.", "When? => Now."]
    );
}

#[test]
fn a_bold_letter_is_no_label() {
    let marked = "## Why is rain?\n\n**Answer:** Clouds.\n\n## Why is snow?\n\n**Answer:** Frost.\n\n";
    reads(
        &format!("{marked}## What moves it?\n\nIt depends.\n\n**Key**board input does.\n"),
        &[
            "Why is rain? => Clouds.",
            "Why is snow? => Frost.",
            "What moves it? => It depends. | Keyboard input does.",
        ],
    );
}

#[test]
fn an_example_has_a_letter() {
    reads(
        "## Which is it?\n\n**Example A:** carrots.\n\n## Why is it?\n\nSo.\n",
        &["Which is it? => Example A: carrots.", "Why is it? => So."],
    );
}

#[test]
fn terms_in_italics() {
    reads(
        "# Glossary\n\n*Epoch* – one pass.\n\n*Batch* – a part.\n\n*Loss* – an error.\n",
        &["Epoch => one pass.", "Batch => a part.", "Loss => an error."],
    );
}

#[test]
fn a_list_of_terms_has_a_dash_in_each_line() {
    let text = "# Glossary\n\ncat - an animal\ndog - another\nhen - a bird\n";
    assert_eq!(cards(&format!("{text}cow - a third\n")).len(), 4);
    reads(&format!("{text}and so on\n"), &[]);
}

#[test]
fn two_numbered_titles_of_an_interview() {
    reads(
        "# Interview questions\n\n## 1. What is DNS?\n\nNames.\n\n## 2. Routing\n\nWays.\n",
        &["What is DNS? => Names.", "Routing => Ways."],
    );
}

#[test]
fn prose_that_asks_now_and_then() {
    let prose = "One day it rained.\n\nThen it did not.\n\nSo they went.\n\n";
    reads(&format!("Why?\n\n{prose}Who?\n\n{prose}When?\n\n{prose}{prose}"), &[]);
}

#[test]
fn a_page_with_a_licence_is_no_list_of_questions() {
    let body = "Text about it that is too long to be the meaning of a term. ".repeat(7);
    let section = |title: &str| format!("## {title}\n\n{body}\n\n[Back to top](#top)\n\n");
    let page = ["Closures", "How does this work", "Hoisting", "Why use strict", "Prototypes", "Currying"]
        .map(section)
        .concat();
    assert_eq!(cards(&page).len(), 6);
    reads(&format!("{page}{}", section("License")), &[]);
}

#[test]
fn headings_that_the_author_calls_questions() {
    reads(
        "# Words\n\n## Signs\n\n<!-- recto: questions -->\n\n### Alpha\n\nThe first.\n\n### Beta\n\nThe second.\n",
        &["Alpha => The first.", "Beta => The second."],
    );
}

#[test]
fn a_list_below_a_term_tells_what_it_means() {
    let text = "# Glossary\n\n**Epoch** – one pass:\n\n- **Batch**: a part\n- **Step**: a change\n- **Loss**: an error\n\n**Layer** – a row.\n\n**Node** – a cell.\n";
    assert_eq!(cards(text).len(), 3, "{:?}", cards(text));
}

#[test]
fn numbers_may_be_left_out() {
    let card = |marks: &str, number: u32| format!("{marks} {number}. Topic {number}\n\nText {number}.\n\n");
    let first: String = (1..=4).map(|number| card("###", number)).collect();
    let text = format!("# Interview questions\n\n{first}{}{}", card("##", 7), card("###", 8));
    assert_eq!(cards(&text).len(), 6, "{:?}", cards(&text));
}

#[test]
fn braces_alone_are_no_gap() {
    reads("Write {{c1}} there.\n\nThen {{c2}} here.\n\nAnd {{c3}} below.\n", &[]);
}

#[test]
fn the_author_may_name_the_deepest_level() {
    reads(
        "<!-- recto: level 6 -->\n\n###### Alpha\n\nOne.\n\n###### Beta\n\nTwo.\n",
        &["Alpha => One.", "Beta => Two."],
    );
}

#[test]
fn a_chain_of_arrows_has_no_answer() {
    let text = "# Interview questions\n\n- one → two\n- three → four\n- five → six\n";
    assert_eq!(cards(text).len(), 3);
    reads("# Interview questions\n\n- one → two → a\n- three → four → b\n- five → six → c\n", &[]);
}
