//! Words as they are compared: in lower case, without punctuation and Markdown.

/// Hands each word of a text to `found`. Characters of scripts without spaces are words of their own.
pub fn each(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            found(word);
            word.clear();
        }
    };
    let mut rest = text;
    loop {
        // Most of a text are runs of ASCII, each taken at once.
        let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        word.extend(rest[..run].bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        let mut behind = rest[run..].chars();
        let Some(c) = behind.next() else { break };
        rest = behind.as_str();
        if is_unspaced(c) {
            end(&mut word);
            word.push(c);
            end(&mut word);
        } else if c.is_alphanumeric() || is_mark(c) {
            word.extend(c.to_lowercase());
        } else if c != '\'' && c != '’' {
            end(&mut word);
        }
    }
    end(&mut word);
}

/// The words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![];
    each(text, |word| words.push(word.to_string()));
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
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() || is_mark(c) || SIGNS.contains(c) {
            key.extend(c.to_lowercase());
        }
    }
    key
}
