//! Whether what stands on a back answers anything.

use super::flow::Flow;
use super::label::{LabelRole, role_of};
use super::words::Words;
use crate::document::{Piece, Role};

/// Whether pieces say something besides the titles of their parts.
pub fn answers(flow: &Flow<'_, '_>, pieces: &[Piece]) -> bool {
    let is_title = |piece: &Piece| matches!(piece.role, Role::Heading(_));
    let titled = pieces.iter().any(is_title) && !pieces.iter().all(is_title);
    let said = || pieces.iter().filter(|piece| !is_title(piece)).cloned().collect::<Vec<_>>();
    is_answer(flow, &if titled { flow.document.plain(&said()) } else { flow.document.plain(pieces) })
}

/// Whether a back says something, and not "TODO".
pub fn is_answer(flow: &Flow<'_, '_>, back: &str) -> bool {
    /// A placeholder may go on: "TODO – somebody please write this".
    const LONGEST_EXCUSE: usize = 80;
    let words = Words::get();
    let plain = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if back.lines().filter(|line| !line.trim().is_empty()).all(is_open) {
        return false;
    }
    let all = back.lines().map(str::trim).filter(|line| line.chars().any(char::is_alphanumeric));
    // "Situation:", "Your answer:" with nothing behind them in their line.
    let bare = |line: &str| line.ends_with([':', '：']) && role_of(line, flow.hints).is_some();
    let mut lines = all.clone().skip_while(|line| bare(line));
    let Some(first) = lines.next() else {
        return all.count() == 0
            && back.chars().any(|c| !c.is_whitespace() && !"-–—…._*#[]()（）".contains(c));
    };
    let said = plain(first);
    let said = said
        .split_once([':', '：'])
        .map(|(label, rest)| (label, plain(rest)))
        .filter(|(label, _)| role_of(label, flow.hints).is_some())
        .map_or(said.clone(), |(_, rest)| rest);
    let named = behind_answer(flow, &said);
    let more = lines.next().is_some();
    if !more && is_aside(first) {
        return false;
    }
    let is_label = said.is_empty() && !more;
    let excuse = !more && said.chars().count() <= LONGEST_EXCUSE && (is_excuse(&said) || is_excuse(named));
    !(words.unanswered.has(&said) || is_label || excuse)
}

/// "TODO", "…" or "Root cause: ???": a line that waits for its text.
fn is_open(line: &str) -> bool {
    /// Characters of the longest label.
    const LONGEST: usize = 48;
    let is_blank = |text: &str| {
        let marks = text.trim_matches(|c: char| c.is_whitespace() || "*_[]()（）".contains(c));
        // "?" and "??" are operators.
        let asks = ["???", "？？？"].iter().any(|asks| marks.contains(asks));
        !marks.is_empty() && marks.chars().all(|c| "…._-–—".contains(c) || (asks && "?？".contains(c)))
    };
    let waits = |text: &str| {
        let words = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        is_blank(text) || Words::get().unanswered.has(&words)
    };
    let labelled = line.split_once([':', '：']).filter(|(label, _)| label.chars().count() <= LONGEST);
    waits(line) || labelled.is_some_and(|(_, rest)| waits(rest))
}

/// "Sample answer coming soon": what is said of the answer.
fn behind_answer<'t>(flow: &Flow<'_, '_>, said: &'t str) -> &'t str {
    /// Words of the longest name for an answer.
    const LONGEST: usize = 3;
    // "a" alone is an article in many languages.
    let ends = said.match_indices(' ').map(|(at, _)| at).take(LONGEST).filter(|&at| at > 1);
    let name =
        ends.filter(|&at| matches!(role_of(&said[..at], flow.hints), Some((LabelRole::Answer, _)))).last();
    name.map_or(said, |end| &said[end + 1..])
}

/// A few words in parentheses and nothing else: "(still looking for a good story)".
fn is_aside(line: &str) -> bool {
    /// Words of the shortest one: `(x, y)` is an answer.
    const FEWEST: usize = 3;
    let line = line.trim();
    let inner = line.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）']));
    // "[Write your own answer here.]" is a sentence; "[one, two, three]" is a list.
    let sentence = line.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let sentence = sentence.filter(|inner| inner.starts_with(char::is_uppercase) && !inner.contains(','));
    inner.or(sentence).is_some_and(|inner| {
        let words = inner.split_whitespace();
        words.clone().count() >= FEWEST
            && words.flat_map(str::chars).all(|c| c.is_alphabetic() || "'’.,!-…".contains(c))
    })
}

/// "todo" and its like at the begin of a short line, or "no answer yet" in so many words.
fn is_excuse(said: &str) -> bool {
    /// Words that say when an answer will come, or who may write it.
    const LONGEST_REASON: usize = 5;
    let short = ["todo", "tbd", "tba", "wip", "fixme"]
        .iter()
        .any(|word| said.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    let words = Words::get();
    let phrase = words.unanswered.starts(said).map(|end| said.split_at(end));
    let ends = |rest: &str| rest.starts_with([',', '.', '!', ';', '(', '，', '。', '！']);
    // "to be added after the seminar": when, in few words.
    let waits = |phrase: &str, rest: &str| {
        phrase.matches(' ').count() >= 2
            && rest.split_whitespace().count() <= LONGEST_REASON
            && !rest.contains('.')
    };
    short
        || phrase.is_some_and(|(phrase, rest)| {
            phrase.contains(' ') && (ends(rest) || words.answer.within(phrase) || waits(phrase, rest))
        })
}
