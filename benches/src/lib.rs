//! Documents to measure with, made of a few words by a counter: the same on every machine, of any size.

pub mod words;

use std::fmt::Write;

use words::Words;

/// What the cards of a workload look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Numbered questions in parts, each with a scenario and a technical answer in a list; mojibake and run-in lists.
    Seed,
    /// All shapes of question, each in documents of its own where there are several.
    Mixed,
    /// Questions about a listing, answered with another one, in six languages.
    Code,
    /// Questions with a picture in front and one behind; see [`picture`].
    Pictures,
    /// A heading and a line.
    Plain,
}

pub const SHAPES: [(&str, Shape); 5] = [
    ("seed", Shape::Seed),
    ("mixed", Shape::Mixed),
    ("code", Shape::Code),
    ("pictures", Shape::Pictures),
    ("plain", Shape::Plain),
];

/// How many pictures there are, however many cards show them.
pub const PICTURES: usize = 100;

/// `cards` cards in `files` documents, as even as can be.
pub fn documents(shape: Shape, cards: usize, files: usize) -> impl Iterator<Item = String> {
    (0..files).map(move |file| {
        let (start, end) = (cards * file / files, cards * (file + 1) / files);
        document(shape, start..end, file)
    })
}

/// The document of some cards; `number` is its own.
fn document(shape: Shape, cards: std::ops::Range<usize>, number: usize) -> String {
    let mut words = Words::new(cards.start as u64 + 1);
    let mut out = format!("# Notes on {} {number}\n\n", words.noun());
    let first = cards.start;
    for card in cards {
        if (card - first).is_multiple_of(PART) {
            let part = (card - first) / PART + 1;
            let _ = write!(out, "## Part {part}: {} and {}\n\n", capital(words.noun()), words.noun());
        }
        match shape {
            Shape::Seed => seed(&mut out, card, (card - first) % PART, &mut words),
            Shape::Mixed => mixed(&mut out, card, (card - first) / PART, &mut words),
            Shape::Code => code(&mut out, card, &mut words),
            Shape::Pictures => pictures(&mut out, card, &mut words),
            Shape::Plain => {
                let _ = write!(out, "### {}?\n\n{}\n\n", question(card, &mut words), words.sentence());
            }
        }
    }
    out
}

/// Cards of a part.
const PART: usize = 20;

fn question(card: usize, words: &mut Words) -> String {
    let (one, other) = (words.noun(), words.noun());
    match card % 4 {
        0 => format!("Why does the {one} {card} {} a {other}", words.verb()),
        1 => format!("What happens to {one} {card} when the {other} is {}", words.adjective()),
        2 => format!("How would you {} the {one} of {other} {card}", words.verb()),
        _ => format!("Which {one} keeps {other} {card} {}", words.adjective()),
    }
}

/// `place` is that in its part, whose last question has a recommendation behind it.
fn seed(out: &mut String, card: usize, place: usize, words: &mut Words) {
    let _ = write!(
        out,
        "### Q{}: The {} {} {card}\n**Scenario:** \"{} {}?\"\n\n**The Technical Answer:**\n",
        place + 1,
        capital(words.adjective()),
        capital(words.noun()),
        words.sentence(),
        question(card, words),
    );
    for label in ["The Cause", "The Effect", "The Fix"] {
        let _ = match (label, card % 5) {
            ("The Fix", 0) => write!(
                out,
                "* **{label}:** 1.  {}\n    2.  {} This is â€œgood enoughâ€\u{9d}.\n",
                words.sentence(),
                words.sentence()
            ),
            _ => writeln!(
                out,
                "* **{label}:** {} Then `{}.{}()` is **{}**.",
                words.sentence(),
                capital(words.noun()),
                words.verb(),
                words.adjective()
            ),
        };
    }
    out.push('\n');
    if place == PART - 1 {
        let _ = write!(
            out,
            "> ðŸ“º **Recommended Watch:** [{}](https://example.org/{card})\n\n---\n\n",
            words.sentence()
        );
    }
}

fn mixed(out: &mut String, card: usize, part: usize, words: &mut Words) {
    let asked = question(card, words);
    let answer = words.sentence();
    let _ = match part % 8 {
        0 => write!(out, "### {asked}?\n\n{answer}\n\n- {}\n- {}\n\n", words.sentence(), words.sentence()),
        1 => write!(out, "Q: {asked}?\nA: {answer}\n\n"),
        2 => write!(out, "<details>\n<summary>{asked}?</summary>\n\n{answer}\n\n</details>\n\n"),
        3 => write!(out, "**{card}. {asked}?**\n\n{answer}\n\n"),
        4 if card.is_multiple_of(PART) => {
            write!(out, "| Question | Answer |\n|---|---|\n| {asked}? | {answer} |\n")
        }
        4 => writeln!(out, "| {asked}? | {answer} |"),
        5 => write!(
            out,
            "\n### {asked}?\n\n- [ ] {}\n- [x] {}\n- [ ] {}\n\n",
            words.sentence(),
            answer,
            words.sentence()
        ),
        6 => write!(out, "{} {card}\n: {answer}\n\n", capital(words.noun())),
        _ => write!(
            out,
            "### {asked}?\n\n> {answer}\n\n$$a_{card} \\le \\sum_i b_i$$\n\n| {} | {} |\n|---|---|\n| 1 | *2* |\n\n",
            words.noun(),
            words.noun()
        ),
    };
}

fn code(out: &mut String, card: usize, words: &mut Words) {
    let [a, b, c] = [words.noun(), words.noun(), words.verb()];
    let (language, listing) = match card % 6 {
        0 => (
            "rust",
            format!(
                "fn {c}({a}: &[u8]) -> usize {{\n    // {card}\n    {a}.iter().filter(|b| **b > {card}).count()\n}}\n"
            ),
        ),
        1 => (
            "python",
            format!(
                "def {c}({a}, {b}={card}):\n    \"\"\"Of {b}.\"\"\"\n    return [x for x in {a} if x != {b}]\n"
            ),
        ),
        2 => (
            "js",
            format!(
                "const {c} = async ({a}) => {{\n  const {b} = await fetch(`/x/${{{a}.id}}`);\n  return {b}.json() ?? {card};\n}};\n"
            ),
        ),
        3 => (
            "sql",
            format!(
                "SELECT {a}.id, COUNT(*) AS n\nFROM {a} JOIN {b} ON {b}.id = {a}.ref\nWHERE {a}.size > {card}\nGROUP BY {a}.id;\n"
            ),
        ),
        4 => (
            "bash",
            format!("for {a} in *.{b}; do\n  echo \"${a} {card}\" | grep -v '^#' >> {c}.txt\ndone\n"),
        ),
        _ => (
            "java",
            format!(
                "public static int {c}(List<String> {a}) {{\n    int {b} = {card};\n    return {a}.stream().mapToInt(String::length).sum() + {b};\n}}\n"
            ),
        ),
    };
    let _ = write!(
        out,
        "### {}?\n\n```{language}\n{listing}```\n\n**Answer:** {}\n\n```{language}\n{}```\n\n",
        question(card, words),
        words.sentence(),
        listing.replace(&card.to_string(), &(card + 1).to_string()),
    );
}

fn pictures(out: &mut String, card: usize, words: &mut Words) {
    let (one, other) = (card % PICTURES, (card * 7 + 1) % PICTURES);
    let _ = write!(
        out,
        "### {}?\n\n![{}](pictures/{one}.svg)\n\n**Answer:** {}\n\n<img src=\"pictures/{other}.svg\" width=\"40\" alt=\"{}\">\n\n",
        question(card, words),
        words.noun(),
        words.sentence(),
        words.noun(),
    );
}

/// The picture `pictures/NUMBER.svg`.
pub fn picture(number: usize) -> String {
    let mut words = Words::new(number as u64);
    let mut out = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"300\">\n");
    for line in 0..20 {
        let _ = writeln!(out, "<text x=\"{number}\" y=\"{}\">{}</text>", line * 15, words.sentence());
    }
    out.push_str("</svg>\n");
    out
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use recto::project;
    use recto::shape::Hints;
    use recto::source::Source;

    #[test]
    fn a_workload_has_its_cards() {
        for (name, shape) in SHAPES {
            for files in [1, 7] {
                let cards: usize = documents(shape, 340, files)
                    .map(|text| {
                        let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
                        project::repair(&mut source);
                        project::read(&source, &Hints::default()).findings.cards.len()
                    })
                    .sum();
                assert_eq!(cards, 340, "{name} in {files} files");
            }
        }
    }
}
