//! The language of a text, for fonts, line breaks and the direction of reading.
//!
//! Only what can be told by its letters is told: Chinese, Japanese and Korean need their own fonts, Arabic and Hebrew
//! run from right to left. No statistics, whose verdict an edit could turn.

/// Of a text's letters, the share of a script from which on the text counts as written in it: answers about programs
/// hold many Latin words in every language.
const SHARE: f64 = 0.2;
/// Japanese has more kana than this among its own letters; Chinese has none.
const KANA: f64 = 0.05;

/// Characters of simplified Chinese that traditional Chinese writes otherwise, and the other way round.
const SIMPLIFIED: &str =
    "这个们为说时会对学国来后开关问题应该请实际资料库数据结构线进过还样经发现实现机种类变与从将两应区别什";
const TRADITIONAL: &str =
    "這個們為說時會對學國來後開關問題應該請實際資料庫數據結構線進過還樣經發現實現機種類變與從將兩應區別麼";

/// The scripts that matter here.
#[derive(Debug, Default)]
struct Letters {
    all: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    arabic: usize,
    hebrew: usize,
}

/// The language of a card as BCP 47 names it, empty where it is not known. `declared` is what the document or the project
/// says of itself; a card that is plainly written in other letters has another language.
pub fn of<'t>(text: &str, declared: Option<&'t str>) -> &'t str {
    let declared = declared.filter(|tag| is_tag(tag)).unwrap_or("");
    let letters = Letters::count(text);
    let primary = declared.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    let or =
        |own: &[&str], other: &'static str| if own.contains(&primary.as_str()) { declared } else { other };
    let is = |count: usize| count > 0 && count as f64 >= SHARE * letters.all as f64;
    if is(letters.han + letters.kana + letters.hangul) {
        let own = (letters.han + letters.kana + letters.hangul) as f64;
        return if letters.hangul > letters.han + letters.kana {
            "ko"
        } else if letters.kana as f64 > KANA * own {
            "ja"
        } else {
            or(&["zh", "ja", "yue", "ko"], chinese(text))
        };
    }
    if is(letters.hebrew) {
        return or(&["he", "yi"], "he");
    }
    if is(letters.arabic) {
        return or(&["ar", "fa", "ur", "ps", "ckb", "ug", "sd"], arabic(text));
    }
    // An answer of Latin words in an Arabic document runs from left to right.
    if ["ar", "fa", "ur", "ps", "ckb", "ug", "sd", "he", "yi"].contains(&primary.as_str()) {
        ""
    } else {
        declared
    }
}

/// `en`, `pt-BR`: not "English".
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or("");
    (2..=3).contains(&primary.len())
        && primary.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn chinese(text: &str) -> &'static str {
    let count =
        |of: &str, other: &str| text.chars().filter(|&c| of.contains(c) && !other.contains(c)).count();
    if count(TRADITIONAL, SIMPLIFIED) > count(SIMPLIFIED, TRADITIONAL) { "zh-Hant" } else { "zh-Hans" }
}

fn arabic(text: &str) -> &'static str {
    if text.contains(['ٹ', 'ڈ', 'ڑ', 'ے']) {
        "ur"
    } else if text.contains(['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']) {
        "fa"
    } else {
        "ar"
    }
}

impl Letters {
    fn count(text: &str) -> Letters {
        let mut letters = Letters::default();
        if text.is_ascii() {
            return letters;
        }
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters.all += 1;
            match c {
                '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => {
                    letters.kana += 1
                }
                '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => {
                    letters.han += 1
                }
                '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}' => {
                    letters.hangul += 1
                }
                '\u{0590}'..='\u{05FF}' | '\u{FB1D}'..='\u{FB4F}' => letters.hebrew += 1,
                '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}' => {
                    letters.arabic += 1
                }
                _ => {}
            }
        }
        letters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_the_language() {
        let examples = [
            ("What is a closure?", None, ""),
            ("What is a closure?", Some("en-GB"), "en-GB"),
            ("What is a closure?", Some("English"), ""),
            ("什么是闭包？ closure in JavaScript", None, "zh-Hans"),
            ("什麼是閉包？請說明它與作用域的關係", None, "zh-Hant"),
            ("クロージャとは何ですか", None, "ja"),
            ("依存性注入", Some("ja"), "ja"),
            ("클로저란 무엇인가요?", None, "ko"),
            ("ما هو `useEffect` في React؟", None, "ar"),
            ("بستار چیست؟", None, "fa"),
            ("מהו סגור?", None, "he"),
            ("npm install react", Some("ar"), ""),
            ("Что такое замыкание?", Some("ru"), "ru"),
            ("The character 你 in UTF-8 has how many bytes?", None, ""),
        ];
        for (text, declared, wanted) in examples {
            assert_eq!(of(text, declared), wanted, "{text}");
        }
    }
}
