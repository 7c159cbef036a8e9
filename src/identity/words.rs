//! Words as they are compared: in lower case, without punctuation and Markdown.

/// What a text is made of, as far as words are compared.
pub enum Step {
    /// Of a word, in lower case.
    Letter(char),
    /// The word is over.
    End,
}

/// Goes through the words of a text. Characters of scripts without spaces are words of their own.
pub fn scan(text: &str, mut step: impl FnMut(Step)) {
    let mut in_word = false;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            in_word = true;
            step(Step::Letter(c.to_ascii_lowercase()));
        } else if is_unspaced(c) {
            if std::mem::take(&mut in_word) {
                step(Step::End);
            }
            step(Step::Letter(c));
            step(Step::End);
        } else if c.is_alphanumeric() || is_mark(c) {
            in_word = true;
            c.to_lowercase().for_each(|c| step(Step::Letter(c)));
        } else if c != '\'' && c != '’' && std::mem::take(&mut in_word) {
            step(Step::End);
        }
    }
    if in_word {
        step(Step::End);
    }
}

/// The words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![];
    let mut word = String::new();
    scan(text, |step| match step {
        Step::Letter(c) => word.push(c),
        Step::End => words.push(std::mem::take(&mut word)),
    });
    words
}

/// Signs of code that change what is asked: `a == b` and `a === b`, `C` and `C++`.
const SIGNS: &str = "+#=<>%&|^~@$";

/// The runs of `SIGNS` in a text.
pub fn operators(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !SIGNS.contains(c));
    runs.filter(|run| !run.is_empty()).map(str::to_string).collect()
}

/// Han, Kana, Thai, Lao, Khmer, Burmese: written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Vowel signs and accents that stand as characters of their own.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// The letters, digits and signs of code of a text, in lower case: what stays of a question through changes of style.
pub fn key(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || is_mark(*c) || SIGNS.contains(*c);
    text.chars().filter(kept).flat_map(char::to_lowercase).collect()
}
