//! Numbers of questions and sections.

use super::words::Words;

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
        Number::read_in(text, false)
    }

    /// The number of a heading, where no quantity stands: "1.5 ping commands" is the fifth of its section.
    pub fn read_title(text: &str) -> Option<Number> {
        Number::read_in(text, true)
    }

    fn read_in(text: &str, is_title: bool) -> Option<Number> {
        let words = Words::get();
        let is_digit = |c: char| digit(c).is_some();
        let body = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut at = text.len() - body.len();
        let bracket = text[..at].trim_end().chars().next_back().filter(|c| "([#№【（".contains(*c));
        let mut question = false;
        let mut section = false;
        let mut weak = false;
        let mut labels = false;
        // What is longer before a digit is a sentence.
        let head = &body[..body.char_indices().nth(40).map_or(body.len(), |(at, _)| at)];
        let first_digit = head.find(is_digit)?;
        if first_digit > 0 {
            let lower = head.to_lowercase();
            let word =
                lower.get(..first_digit)?.trim_matches(|c: char| c.is_whitespace() || ".#-№:(".contains(c));
            let word = [" no", " nr", " n°", " nº", " num"]
                .iter()
                .find_map(|suffix| word.strip_suffix(suffix))
                .unwrap_or(word);
            question = word == "第" || words.question_word_number.has(word) || words.question.has(word);
            section = words.section.has(word);
            if !question && !section {
                return None;
            }
            weak = word != "q" && word.len() == 1;
            labels = head[..first_digit].contains(':');
            at += first_digit;
        }
        let digits = &text[at..];
        let length = digits.find(|c| !is_digit(c)).unwrap_or(digits.len());
        let value = digits[..length]
            .chars()
            .filter_map(digit)
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
        let behind = match separator {
            // Typewriters have two hyphens for a dash.
            Some('-') => closed.trim_start_matches('-'),
            Some(c) => &closed[c.len_utf8()..],
            None => closed,
        };
        let ends = separator.is_some()
            && behind.chars().next().is_none_or(|next| next.is_whitespace() || !next.is_ascii());
        if (weak && (levels > 1 || !ends)) || (labels && !ends) {
            return None; // "V8 engine", "v8.cache", "v0.15.2"; "Situation: 60 services"
        }
        let tail = match separator {
            Some(c) => {
                let dashed = "-–—|".contains(c);
                if dashed && (closed.len() == rest.len() || !behind.starts_with(' ')) {
                    return None; // "3-tier", "2–4 years"
                }
                if c == ':' && behind.starts_with(|c: char| c.is_ascii_digit()) {
                    return None; // a time or ratio
                }
                behind
            }
            None if keycap || bracket.is_some() || unit > 0 => rest,
            None if (question
                || section
                || (levels > 1
                    && (is_title || !rest.trim_start().starts_with(|c: char| c.is_ascii_lowercase()))))
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

/// The value of a decimal digit, in the scripts whose authors number with their own.
fn digit(c: char) -> Option<u32> {
    /// Arabic, Persian, Devanagari, Bengali, Thai, full width.
    const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];
    let value = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10);
    if c.is_ascii() { c.to_digit(10) } else { ZEROS.iter().find_map(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Value, whether it counts questions or sections, and the text behind it.
    fn read(text: &str) -> Option<(u32, char, &str)> {
        let number = Number::read(text)?;
        let kind = if number.question {
            'q'
        } else if number.section {
            's'
        } else {
            '-'
        };
        Some((number.value, kind, &text[number.length..]))
    }

    #[test]
    fn numbers_are_not_part_of_the_question() {
        let examples = [
            ("12. Why", (12, '-', "Why")),
            ("3) Why", (3, '-', "Why")),
            ("(4) Why", (4, '-', "Why")),
            ("Q12: Why", (12, 'q', "Why")),
            ("Question 12 – Why", (12, 'q', "Why")),
            ("Q.7 Why", (7, 'q', "Why")),
            ("Q1.2 -- Why", (1, 'q', "Why")),
            ("#5. Why", (5, '-', "Why")),
            ("2.1 Why", (2, '-', "Why")),
            ("第3题：为什么", (3, 'q', "为什么")),
            ("問８：なぜ", (8, 'q', "なぜ")),
            ("प्रश्न १२. क्यों", (12, 'q', "क्यों")),
            ("٣. لماذا", (3, '-', "لماذا")),
            ("12、为什么", (12, '-', "为什么")),
            ("QUESTION N° 7", (7, 'q', "")),
            ("Câu 4: Vì sao", (4, 'q', "Vì sao")),
            ("Pregunta 2. Por qué", (2, 'q', "Por qué")),
            ("Part 3: Storage", (3, 's', "Storage")),
            ("1️⃣ Why", (1, '-', "Why")),
        ];
        for (text, wanted) in examples {
            assert_eq!(read(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_title_begins_with_no_quantity() {
        let number = Number::read_title("1.5 ping commands").expect("a number");
        assert_eq!((number.value, number.length), (1, 4));
        assert!(Number::read("1.5 ping commands").is_none());
        assert!(Number::read_title("3-tier systems").is_none());
    }

    #[test]
    fn not_every_digit_is_a_number() {
        for text in [
            "3-tier systems",
            "2–4 years",
            "10 tips",
            "3.5 percent",
            "12:30 in the morning",
            "HTTP/2 why",
            "C99. Why",
            "V8 engine",
            "Situation: 60 services",
            "v8.cache",
            "[v0.15.2] - why",
            "",
        ] {
            assert!(Number::read(text).is_none(), "{text}: {:?}", read(text));
        }
    }
}
