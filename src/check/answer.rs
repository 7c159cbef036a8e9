//! Answers that nobody can learn: too long for a card, or no more than the question.

use std::collections::HashSet;

use super::{Asked, Project};
use crate::card::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Role;
use crate::identity::words;

/// Letters of a line on a card, as wide as `note_type/card.css` lets it become.
const LINE: usize = 70;

pub fn check(project: &Project<'_>) -> Vec<Diagnostic> {
    let limit = project.settings.longest_answer;
    let basic = project.asked.iter().filter(|asked| asked.card.kind == Kind::Basic);
    basic.filter_map(|asked| too_long(asked, limit).or_else(|| repeats(asked))).collect()
}

/// `limit` is a number of lines; zero is none.
fn too_long(asked: &Asked<'_>, limit: usize) -> Option<Diagnostic> {
    let lines = lines(&asked.back);
    (limit > 0 && lines > limit).then(|| {
        let message = format!("the answer has {lines} lines on a card, more than {limit}");
        asked
            .finding(Code::AnswerLong, message)
            .help("make several questions of it, or raise longest-answer below [check] in recto.toml")
    })
}

/// How many lines of [`LINE`] letters a text takes.
fn lines(text: &str) -> usize {
    text.lines().map(|line| line.chars().count().div_ceil(LINE).max(1)).sum()
}

/// Words of the shortest question that is looked at: the capital of Luxembourg is Luxembourg.
const SHORTEST: usize = 3;

/// Whether an answer has no word that its question has not, and most of those.
fn repeats(asked: &Asked<'_>) -> Option<Diagnostic> {
    let document = &asked.reading.document;
    // An option that the question offers is an answer.
    let offers = |asked: &Asked<'_>| asked.card.front.iter().any(|piece| piece.role == Role::Options);
    let title = asked.card.front.first().map(|piece| document.plain(std::slice::from_ref(piece)))?;
    let (question, answer) = (set(&title), set(&asked.back));
    let says_nothing = question.len() >= SHORTEST
        && !answer.is_empty()
        && answer.is_subset(&question)
        && answer.len() * 2 >= question.len()
        && !shows(asked)
        && !offers(asked);
    says_nothing.then(|| {
        asked
            .finding(Code::AnswerRepeats, "the answer only repeats the question")
            .help("say what the question does not say already")
    })
}

fn set(text: &str) -> HashSet<String> {
    words::words(text).into_iter().chain(words::operators(text)).collect()
}

/// Whether the answer has a picture, a sound, code or a formula, which say more than their words.
fn shows(asked: &Asked<'_>) -> bool {
    asked.card.back.iter().any(|piece| {
        let text = asked.reading.document.slice(piece.span);
        ["![", "<img", "<audio", "<video", "```", "~~~", "`", "$", "[sound:"]
            .iter()
            .any(|sign| text.contains(sign))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_they_stand_on_a_card() {
        assert_eq!(lines(""), 0);
        assert_eq!(lines("a\n\nb"), 3);
        assert_eq!(lines(&format!("{}\n{}", "é".repeat(70), "x".repeat(71))), 3);
    }
}
