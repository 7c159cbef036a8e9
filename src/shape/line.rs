//! One line as a reader sees it: its text, what is bold in it, its number, its label.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::hints::Hints;
use super::words::Words;
use crate::document::{Document, Piece, tag_name};

/// The visible characters of a line, each with its place in the source.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub text: String,
    /// For each run of text: its first byte in `text`, its first byte in the source, and whether the two run in step.
    runs: Vec<(usize, usize, bool)>,
    /// End in the source.
    end: usize,
    /// Bytes of `text` up to the end of the bold or italic run that the line begins with.
    strong: usize,
    /// It is a heading.
    pub heading: bool,
    /// Everything that can be read is bold.
    pub all_strong: bool,
    /// Everything that can be read is a link.
    pub all_link: bool,
    /// Everything that can be read is italic.
    pub all_emphasis: bool,
}

impl Line {
    pub fn read(document: &Document<'_>, piece: &Piece) -> Line {
        let mut line = Line {
            end: piece.span.end,
            all_strong: true,
            all_link: true,
            all_emphasis: true,
            ..Line::default()
        };
        let (mut strong, mut emphasis, mut link) = (0usize, 0usize, 0usize);
        let mut leading = true;
        for (event, range) in document.clip(piece) {
            let start = range.start.max(piece.span.start);
            match &event {
                Event::Start(Tag::Strong) => strong += 1,
                Event::Start(Tag::Emphasis) => emphasis += 1,
                Event::Start(Tag::Link { .. }) => link += 1,
                Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                Event::End(TagEnd::Emphasis) => emphasis = emphasis.saturating_sub(1),
                Event::End(TagEnd::Link) => link = link.saturating_sub(1),
                Event::InlineHtml(html) | Event::Html(html) => {
                    for tag in html.split_inclusive('>') {
                        let tag = &tag[tag.find('<').unwrap_or(0)..];
                        let step = if tag.starts_with("</") { -1isize } else { 1 };
                        match tag_name(tag).as_deref() {
                            Some("b" | "strong") => strong = strong.saturating_add_signed(step),
                            Some("i" | "em") => emphasis = emphasis.saturating_add_signed(step),
                            Some("a") => link = link.saturating_add_signed(step),
                            _ => {}
                        }
                    }
                    if let Event::Html(html) = &event {
                        line.push(&crate::document::strip_tags(html), start, false);
                    } else if !crate::document::is_known_tag(html) {
                        line.push(html, start, true);
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    let in_step = text.len() == range.len()
                        || matches!(event, Event::Text(_))
                            && range.len() >= text.len()
                            && range.start < piece.span.start;
                    let readable = text.chars().any(char::is_alphanumeric);
                    if readable {
                        line.all_strong &= strong > 0;
                        line.all_link &= link > 0;
                        line.all_emphasis &= emphasis > 0;
                        leading &= strong + emphasis > 0;
                    }
                    line.push(text, start, in_step);
                    if leading && strong + emphasis > 0 {
                        line.strong = line.text.len();
                    }
                }
                Event::SoftBreak | Event::HardBreak => line.push(" ", start, false),
                _ => {}
            }
        }
        let readable = line.text.chars().any(char::is_alphanumeric);
        // `** Why? **` is no bold text for Markdown, but is meant as such.
        let text = line.text.trim();
        line.all_strong |= text.len() > 4 && text.starts_with("**") && text.ends_with("**");
        line.all_strong &= readable;
        line.all_link &= readable;
        line.all_emphasis &= readable;
        line
    }

    fn push(&mut self, text: &str, source: usize, in_step: bool) {
        self.runs.push((self.text.len(), source, in_step));
        self.text.push_str(text);
    }

    /// Where the first character at or behind byte `at` of the text that is no white space stands in the source.
    pub fn offset(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let at = at + (rest.len() - rest.trim_start().len());
        if at >= self.text.len() {
            return self.end;
        }
        let run = self.runs.partition_point(|&(start, ..)| start <= at) - 1;
        let (start, source, in_step) = self.runs[run];
        if in_step { source + (at - start) } else { source }
    }

    /// Where the character before byte `at` ends in the source.
    pub fn offset_before(&self, at: usize) -> usize {
        let kept = self.text[..at].trim_end().len();
        let Some(run) = self.runs.partition_point(|&(start, ..)| start < kept).checked_sub(1) else {
            return self.offset(0);
        };
        let (start, source, in_step) = self.runs[run];
        if in_step { source + (kept - start) } else { self.runs.get(run + 1).map_or(self.end, |next| next.1) }
    }

    /// Bytes of the text up to the end of the bold or italic run that the line begins with.
    pub fn strong_end(&self) -> usize {
        self.strong
    }

    pub fn number(&self) -> Option<Number> {
        Number::read(&self.text)
    }

    pub fn label(&self, hints: &Hints) -> Option<Label> {
        Label::read(self, hints)
    }
}

/// A number that a question or section begins with: `12.`, `Q12:`, `第3题：`, `2.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    pub value: u32,
    /// A word for question stands before the number.
    pub question: bool,
    /// A word for section ("Part") stands before the number.
    pub section: bool,
    /// Bytes of the line's text that the number and what closes it take.
    pub length: usize,
}

impl Number {
    pub fn read(text: &str) -> Option<Number> {
        let words = Words::get();
        let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        let body = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut at = text.len() - body.len();
        let bracket = text[..at].trim_end().chars().next_back().filter(|c| "([#№【（".contains(*c));
        let lower = body.get(..body.char_indices().nth(40).map_or(body.len(), |(at, _)| at))?.to_lowercase();
        let mut question = false;
        let mut section = false;
        let first_digit = body.find(is_digit)?;
        if first_digit > 0 {
            let word =
                lower.get(..first_digit)?.trim_matches(|c: char| c.is_whitespace() || ".#-№:(".contains(c));
            let word = word.strip_suffix(" no").or(word.strip_suffix(" nr")).unwrap_or(word);
            question = word == "第" || words.question_word_number.has(word) || words.question.has(word);
            section = words.section.has(word);
            if !question && !section {
                return None;
            }
            at += first_digit;
        }
        let digits = &text[at..];
        let length = digits.find(|c| !is_digit(c)).unwrap_or(digits.len());
        let value = digits[..length]
            .chars()
            .map(|c| c.to_digit(10).unwrap_or(u32::from(c) - u32::from('０').min(u32::from(c))))
            .try_fold(0u32, |value, digit| value.checked_mul(10)?.checked_add(digit))?;
        at += length;
        let mut levels = 1;
        while let Some(rest) = text[at..].strip_prefix('.')
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            at += 1 + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            levels += 1;
        }
        // Unit words of 第…题, and keycap emoji.
        let rest = text[at..].trim_start_matches(['\u{fe0f}', '\u{20e3}']);
        let keycap = rest.len() < text.len() - at;
        let unit = rest
            .chars()
            .next()
            .filter(|c| "题題问問章节節篇条讲讲回장과편".contains(*c))
            .map_or(0, char::len_utf8);
        section |= unit > 0 && rest.starts_with(['章', '节', '節', '篇', '장', '편']);
        question |= unit > 0 && rest.starts_with(['题', '題', '问', '問']);
        let rest = &rest[unit..];
        let closed = rest.trim_start_matches([' ', '\u{a0}']);
        let separator = closed.chars().next().filter(|c| ".):：、．）]】-–—|".contains(*c));
        let tail = match separator {
            Some(c) => {
                let tail = &closed[c.len_utf8()..];
                let dashed = "-–—|".contains(c);
                if dashed && (closed.len() == rest.len() || !tail.starts_with(' ')) {
                    return None; // "3-tier", "2–4 years"
                }
                if c == ':' && tail.starts_with(|c: char| c.is_ascii_digit()) {
                    return None; // a time or ratio
                }
                tail
            }
            None if keycap || bracket.is_some() || unit > 0 => rest,
            None if (question || section || levels > 1)
                && (rest.is_empty() || rest.starts_with(char::is_whitespace)) =>
            {
                rest
            }
            None => return None,
        };
        // A second closing character as in "**1.)**" or "1) -" belongs to the number.
        let tail = tail.trim_start_matches([')', ']', '.', ' ', '\u{a0}']);
        Some(Number { value, question, section, length: text.len() - tail.len() })
    }
}

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
    fn read(line: &Line, hints: &Hints) -> Option<Label> {
        let text = &line.text;
        let start = text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        if start > 0 && text[..start].contains(['`', '"', '“', '«', '$', '=', '/']) {
            return None;
        }
        let limit = text[start..].char_indices().nth(LONGEST_LABEL).map_or(text.len(), |(at, _)| start + at);
        let head = &text[start..limit];
        let strong = line.strong > start;
        // The places where a label may end, most certain first.
        let colon = head.find([':', '：', '﹕', '︰', '】', ']', '」']).map(|at| start + at);
        let dash = [" - ", " – ", " — ", " —", " –"]
            .iter()
            .filter_map(|dash| head.find(dash))
            .min()
            .map(|at| start + at);
        let dot = head.find(['.', ')', '．', '、', '）']).map(|at| start + at);
        let bold = (strong && line.strong < limit).then_some(line.strong);
        let whole = (limit == text.len()).then_some(limit);
        for (at, kind) in [(colon, ':'), (bold, 'b'), (dash, '-'), (dot, '.'), (whole, '$')] {
            let Some(at) = at else { continue };
            let Some((role, speaker)) = role_of(&text[start..at], hints) else { continue };
            let word = normal(&text[start..at]);
            let letter = word.chars().filter(|c| c.is_alphabetic()).count() == 1
                && !word.chars().all(|c| super::words::is_unspaced(&c.to_string()));
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
                    let numbered = word.chars().any(|c| c.is_ascii_digit());
                    closed && letter && matches!(role, LabelRole::Question | LabelRole::Answer)
                        || numbered && role == LabelRole::Question
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

/// Lower case, white space folded, without parentheses, and without what is no letter or digit at the ends.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0usize;
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '’' => out.push('\''),
            '\u{fe0f}' | '\u{200d}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    let is_edge = |c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c);
    out.trim_matches(is_edge).to_string()
}

/// The role of a label's words, numbers and modifiers put aside; whether it names a speaker.
pub fn role_of(label: &str, hints: &Hints) -> Option<(LabelRole, bool)> {
    let words = Words::get();
    let mut text = normal(label);
    loop {
        if let Some(role) = hints.role(&text) {
            return Some((role, false));
        }
        if let Some(found) = exact_role(words, &text) {
            return Some(found);
        }
        let trimmed = strip_digits(&text);
        if trimmed.len() < text.len() {
            text = trimmed.to_string();
            continue;
        }
        let shorter = strip_modifier(words, &text)?;
        text = shorter;
    }
}

fn exact_role(words: &Words, text: &str) -> Option<(LabelRole, bool)> {
    let roles = [
        (&words.answer, LabelRole::Answer),
        (&words.question, LabelRole::Question),
        (&words.key, LabelRole::Key),
        (&words.scenario, LabelRole::Scenario),
        (&words.star, LabelRole::Star),
        (&words.answer_part, LabelRole::AnswerPart),
        (&words.extra, LabelRole::Extra),
        (&words.concepts, LabelRole::Concepts),
        (&words.reveal, LabelRole::Reveal),
    ];
    if words.speaker_question.has(text) {
        return Some((LabelRole::Question, true));
    }
    if words.speaker_answer.has(text) {
        return Some((LabelRole::Answer, true));
    }
    roles.iter().find(|(entries, _)| entries.has(text)).map(|&(_, role)| (role, false))
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
