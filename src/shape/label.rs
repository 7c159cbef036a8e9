//! Labels: what a line says that it is.

use super::hints::Hints;
use super::line::Line;
use super::normal::{is_unspaced, normal};
use super::words::{self, Entries, Words};

/// What a labelled line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelRole {
    Question,
    Scenario,
    Answer,
    /// The right option of a multiple-choice question.
    Key,
    /// Starts answer material and stays visible: "Tip", "Key points".
    AnswerPart,
    /// Situation, task, action, result.
    Star,
    /// Further material: "Recommended watch", "See also".
    Extra,
    /// Information about a part or question: "Key concepts", "Difficulty".
    Concepts,
    /// "Show answer".
    Reveal,
}

/// A line's label: `**Answer:**`, `Q:`, `Ответ —`, `【答案】`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub role: LabelRole,
    /// Byte of the line's text behind the label and its colon.
    pub length: usize,
    /// The label is one letter: `A:`.
    pub letter: bool,
    /// A number is part of the label: "Solution 2".
    pub numbered: bool,
    /// Nothing but the label stands in the line.
    pub alone: bool,
    /// The label is bold or italic.
    pub strong: bool,
    /// The label is the name of one who speaks: "Interviewer".
    pub speaker: bool,
}

/// A label is short; what is longer before a colon is a sentence.
const LONGEST_LABEL: usize = 48;

impl Label {
    /// Whether it introduces an answer, and is no letter, which may be an option's.
    pub fn answers(&self) -> bool {
        self.role == LabelRole::Answer && !self.letter
    }

    /// A line that is all label, of a part that recto knows by its return.
    pub fn part(text: &str) -> Label {
        Label {
            role: LabelRole::AnswerPart,
            length: text.len(),
            letter: false,
            numbered: false,
            alone: true,
            strong: true,
            speaker: false,
        }
    }

    pub fn read(line: &Line, hints: &Hints) -> Option<Label> {
        let text = &line.text;
        let start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        if start > 0 && text[..start].contains(['`', '"', '“', '«', '$', '=', '/']) {
            return None;
        }
        let limit = text[start..].char_indices().nth(LONGEST_LABEL).map_or(text.len(), |(at, _)| start + at);
        let head = &text[start..limit];
        let strong = line.strong_end() > start;
        // The places where a label may end, most certain first.
        let colon = head.find([':', '：', '﹕', '︰', '】', ']', '」']).map(|at| start + at);
        let is_dash = |behind: &str| ["- ", "-- ", "–", "—"].iter().any(|dash| behind.starts_with(dash));
        let dash = head.match_indices(' ').find(|(at, _)| is_dash(&head[at + 1..])).map(|(at, _)| start + at);
        let dot = head.find(['.', ')', '．', '、', '）']).map(|at| start + at);
        let bold = (strong && line.strong_end() < limit).then_some(line.strong_end());
        let whole = (limit == text.len()).then_some(limit);
        let digit = |c: char| c.is_ascii_digit();
        for (at, kind) in [(colon, ':'), (bold, 'b'), (dash, '-'), (dot, '.'), (whole, '$')] {
            let Some(at) = at else { continue };
            let Some((role, speaker)) = role_of(&text[start..at], hints) else { continue };
            let word = normal(&text[start..at]);
            let letter = word.chars().filter(|c| c.is_alphabetic()).count() == 1
                && !word.chars().all(|c| is_unspaced(&c.to_string()));
            let is_version = word
                .split_once('.')
                .is_some_and(|(major, minor)| major.ends_with(digit) && minor.starts_with(digit));
            if letter && is_version && !word.starts_with('q') {
                continue; // "[v0.15.2]"
            }
            let allowed = match kind {
                ':' => true,
                'b' => !text[at..].starts_with(char::is_alphanumeric),
                '-' => {
                    !letter
                        && (strong
                            || matches!(role, LabelRole::Question | LabelRole::Answer | LabelRole::Key))
                }
                '.' => {
                    let closed = text[at..].starts_with(['.', '．', '、']);
                    let closed = closed || (matches!(&*word, "q" | "a") && text[at..].starts_with(')'));
                    let numbered = word.chars().any(|c| c.is_ascii_digit());
                    let next = text[at..].chars().nth(1);
                    let spaced = next.is_none_or(char::is_whitespace) || !text[at..].starts_with('.');
                    let is_q = word.starts_with('q');
                    // "Q." and "Ans."; a whole word with a full stop is a sentence, "v8.x" and "v0.15" are names.
                    let short = (letter && (!numbered || spaced || is_q))
                        || (word.is_ascii() && word.len() <= 4 && spaced);
                    let version = next.is_some_and(|next| next.is_ascii_digit());
                    // "Ответ. Узел": the word itself, and behind it what it announces.
                    let announces = closed
                        && !letter
                        && Words::get().answer.has(&word)
                        && text[at..].chars().nth(2).is_some();
                    !version
                        && (announces
                            || closed && short && matches!(role, LabelRole::Question | LabelRole::Answer)
                            || numbered && (!letter || spaced || is_q) && role == LabelRole::Question)
                }
                // A word or two in plain text is a sentence rather than a label, but for "Answer" itself.
                _ => {
                    !letter
                        && (strong
                            || line.heading
                            || matches!(role, LabelRole::Answer | LabelRole::Key)
                                && !text.trim_end().ends_with('.'))
                }
            };
            if !allowed {
                continue;
            }
            let rest = &text[at..];
            let length = text.len()
                - rest
                    .trim_start_matches(|c: char| c.is_whitespace() || ":：﹕︰】].)）．、」*-–—".contains(c))
                    .len();
            let alone = !text[length..].chars().any(char::is_alphanumeric) && text[length..].trim().len() < 3;
            if kind == '$' && !alone {
                continue;
            }
            let numbered = word.chars().any(|c| c.is_ascii_digit());
            return Some(Label { role, length, letter, numbered, alone, strong, speaker });
        }
        None
    }
}

/// Whether a line of Markdown, no heading, begins with a label such as `**Answer:**` or `A:`.
pub fn is_answer(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || "*_>-+".contains(c));
    let head = text.find([':', '：']).filter(|at| *at <= LONGEST_LABEL);
    let role = head.and_then(|at| role_of(&text[..at], &Hints::default()));
    matches!(role, Some((LabelRole::Answer | LabelRole::Key, _)))
}

/// The role of a label's words, numbers and modifiers put aside; whether it names a speaker.
pub fn role_of(label: &str, hints: &Hints) -> Option<(LabelRole, bool)> {
    let words = Words::get();
    let mut text = normal(label);
    loop {
        if let Some(role) = hints.role(&text) {
            return Some((role, false));
        }
        if let Some(found) = exact_role(&text) {
            return Some(found);
        }
        let trimmed = strip_digits(&text);
        if trimmed.len() < text.len() {
            text = trimmed.to_string();
            continue;
        }
        // "Prompt B", as "Prompt 2".
        let lettered = text.rsplit_once(' ').filter(|(_, letter)| letter.len() == 1);
        let found = lettered.and_then(|(head, _)| exact_role(head));
        if let Some((LabelRole::Question | LabelRole::Scenario, _)) = found {
            return found;
        }
        text = strip_modifier(words, &text).filter(|rest| rest.chars().nth(1).is_some())?;
    }
}

/// The role of these very words. Those who speak come first, then roles in the order of their certainty.
fn exact_role(text: &str) -> Option<(LabelRole, bool)> {
    const WORDS: &Words = Words::get();
    static ROLES: [(&Entries, LabelRole, bool); 11] = [
        (&WORDS.speaker_question, LabelRole::Question, true),
        (&WORDS.speaker_answer, LabelRole::Answer, true),
        (&WORDS.answer, LabelRole::Answer, false),
        (&WORDS.question, LabelRole::Question, false),
        (&WORDS.key, LabelRole::Key, false),
        (&WORDS.scenario, LabelRole::Scenario, false),
        (&WORDS.star, LabelRole::Star, false),
        (&WORDS.answer_part, LabelRole::AnswerPart, false),
        (&WORDS.extra, LabelRole::Extra, false),
        (&WORDS.concepts, LabelRole::Concepts, false),
        (&WORDS.reveal, LabelRole::Reveal, false),
    ];
    let word = words::find(text)?;
    ROLES.iter().find(|(entries, ..)| entries.hold(word)).map(|&(_, role, speaker)| (role, speaker))
}

fn strip_digits(text: &str) -> &str {
    let text = text.strip_prefix('第').unwrap_or(text);
    let edge = |c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '#' | '№' | '-');
    let stripped = text.trim_end_matches(edge);
    let stripped = if stripped.is_empty() { text } else { stripped };
    let front = stripped.trim_start_matches(edge);
    if front.is_empty() { stripped } else { front }
}

fn strip_modifier(words: &Words, text: &str) -> Option<String> {
    if let Some(length) = words.modifier.starts(text)
        && length < text.len()
    {
        return Some(text[length..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_string());
    }
    let length = words.modifier.ends(text)?;
    (length < text.len())
        .then(|| text[..text.len() - length].trim_end_matches(|c: char| !c.is_alphanumeric()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(label: &str) -> Option<LabelRole> {
        role_of(label, &Hints::default()).map(|(role, _)| role)
    }

    #[test]
    fn labels_of_many_languages_are_known() {
        let answers = [
            "Answer",
            "The Technical Answer",
            "Sample answer (short)",
            "✅ Solution",
            "Respuesta",
            "Resposta",
            "Réponse",
            "Musterlösung",
            "Risposta",
            "Odpowiedź",
            "Cevap",
            "Ответ",
            "Відповідь",
            "الإجابة",
            "उत्तर",
            "参考答案",
            "答え",
            "답변",
            "Trả lời",
            "A",
            "Answer 3",
        ];
        for label in answers {
            assert_eq!(role(label), Some(LabelRole::Answer), "{label}");
        }
        for label in ["Question", "Frage", "Вопрос", "問題", "질문", "Pregunta", "Q"] {
            assert_eq!(role(label), Some(LabelRole::Question), "{label}");
        }
        for (label, wanted) in [
            ("Scenario", LabelRole::Scenario),
            ("Scenario C", LabelRole::Scenario),
            ("Pregunta b", LabelRole::Question),
            ("Szenario", LabelRole::Scenario),
            ("Tip", LabelRole::AnswerPart),
            ("Situation", LabelRole::Star),
            ("Recommended Watch", LabelRole::Extra),
            ("Key Concepts", LabelRole::Concepts),
            ("Show answer", LabelRole::Reveal),
        ] {
            assert_eq!(role(label), Some(wanted), "{label}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in ["Closure", "Why it rains", "Thread Safety", "Наследование", "The Bug", ""] {
            assert!(matches!(role(text), None | Some(LabelRole::AnswerPart)), "{text}: {:?}", role(text));
        }
    }
}
