//! Questions that stand twice in other words.
//!
//! Only what is nearly certain is told: "What is a thread?" and "What is a thread pool?" differ in one word and are two
//! questions. So either the questions have the same words but for their form and order, or their answers are near copies
//! of each other and the questions share half of their words.

use std::collections::{BTreeSet, HashMap};

use super::{Asked, Project};
use crate::diagnostic::{Code, Diagnostic};
use crate::identity::{Signature, words};

/// More texts than this in one place of the index are a pattern of the document, not copies.
const CROWD: usize = 8;
/// Different words and pairs of words that an answer has at least, to be compared.
const FEWEST: u32 = 12;
/// Of 1: how much two answers share that are near copies.
const COPY: f64 = 0.7;
/// Of 1: how many words their questions share.
const HALF: f64 = 0.5;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let texts: Vec<Text> = project.asked.iter().map(Text::new).collect();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut by_words: HashMap<Vec<&str>, usize> = HashMap::new();
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.words.is_empty()) {
        let earlier = *by_words.entry(text.sorted()).or_insert(at);
        if earlier != at && text.asks_as(&texts[earlier]) {
            pairs.insert((at, earlier));
        }
    }
    for group in by_parts(&texts).into_values().filter(|group| (2..=CROWD).contains(&group.len())) {
        for (index, &earlier) in group.iter().enumerate() {
            let near = |&&at: &&usize| texts[at].answers_as(&texts[earlier]);
            pairs.extend(group[index + 1..].iter().filter(near).map(|&at| (at, earlier)));
        }
    }
    let mut told = BTreeSet::new();
    let mut found = vec![];
    for (at, earlier) in pairs {
        let (asked, other) = (&project.asked[at], &project.asked[earlier]);
        // The same text is another finding; one is enough for each question.
        if words::key(&asked.front) == words::key(&other.front) || !told.insert(at) {
            continue;
        }
        let message = format!("almost the same stands in {}: {}", other.place(asked), other.title());
        found.push(asked.finding(Code::QuestionSimilar, message).help("make one question of the two"));
    }
    found
}

/// Neighbouring signs of a signature. Near copies share many; its bands are for longer texts than most answers.
type Part = [(usize, u8); 2];

/// The answers by parts of their signatures.
fn by_parts(texts: &[Text]) -> HashMap<Part, Vec<usize>> {
    let mut index: HashMap<Part, Vec<usize>> = HashMap::new();
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| text.answer.size >= FEWEST) {
        let signs: Vec<(usize, u8)> = text.answer.signs().collect();
        for part in signs.windows(2) {
            index.entry([part[0], part[1]]).or_default().push(at);
        }
    }
    index
}

impl Asked<'_> {
    /// The question's first line, cut.
    fn title(&self) -> String {
        const LONGEST: usize = 80;
        self.front.lines().next().unwrap_or_default().chars().take(LONGEST).collect()
    }
}

/// A card as it is compared.
struct Text {
    /// The question's words in order, without their endings and without articles.
    words: Vec<String>,
    answer: Signature,
}

impl Text {
    fn new(asked: &Asked<'_>) -> Text {
        let front = spelt_out(&asked.front);
        let words = words::words(&front).into_iter().chain(words::operators(&front));
        let words = words.filter(|word| !["a", "an", "the"].contains(&word.as_str()));
        Text {
            words: words.map(|word| stem(&word).to_string()).collect(),
            answer: Signature::new(&asked.back),
        }
    }

    fn sorted(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        words.sort_unstable();
        words
    }

    /// Whether a question with the same words asks the same: "from A to B" is not "from B to A", but "between A and B" is
    /// "between B and A".
    fn asks_as(&self, other: &Text) -> bool {
        let has = |wanted: &[&str]| self.words.iter().any(|word| wanted.contains(&word.as_str()));
        self.words == other.words
            || has(&["between", "and", "vs", "versus"]) && !has(&["to", "from", "into", "than"])
    }

    fn answers_as(&self, other: &Text) -> bool {
        // Hardly any two answers that are looked at are near copies.
        if self.answer.resemblance(&other.answer, |_, _| 1.0) < COPY {
            return false;
        }
        let (own, others): (BTreeSet<_>, BTreeSet<_>) =
            (self.words.iter().collect(), other.words.iter().collect());
        let shared =
            2.0 * own.intersection(&others).count() as f64 / (own.len() + others.len()).max(1) as f64;
        shared >= HALF
    }
}

/// "What's" as "what is", which words alone would not tell.
fn spelt_out(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    ["what", "who", "where", "when", "how", "why"]
        .iter()
        .fold(text, |text, word| text.replace(&format!("{word}'s "), &format!("{word} is ")))
}

/// An English word without the ending of its plural.
fn stem(word: &str) -> &str {
    const SHORTEST: usize = 4;
    let plural = word.len() > SHORTEST && word.is_ascii() && !word.ends_with("ss") && !word.ends_with("us");
    let word = if plural { word.strip_suffix('s').unwrap_or(word) } else { word };
    // "class" and "classes", "process" and "processes"
    word.strip_suffix('e').filter(|rest| rest.ends_with("ss")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_short_forms_are_one() {
        for (a, b) in [("closures", "closure"), ("processes", "process"), ("classes", "class")] {
            assert_eq!(stem(a), stem(b));
        }
        for word in ["css", "status", "this", "aws", "access"] {
            assert_eq!(stem(word), word);
        }
        assert_eq!(spelt_out("What’s new?"), "what is new?");
    }
}
