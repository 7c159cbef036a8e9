//! Repair of UTF-8 that was read as Windows-1252 and saved again: `ðŸ“–` for 📖, `â€”` for a dash.
//!
//! Clean text must never change, so the unit of decision is a run of characters that Windows-1252 has: if one
//! letter of it does not fit the pattern, the whole run is as the author wrote it. See `evidence` for what
//! counts as proof in the others.

use super::evidence::{self, Context, Strength};
use super::patch::Edit;
use super::{Span, windows_1252};

/// One step of the broken text and what it stands for.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Its bytes, as a range of the run's bytes, which is one of its characters too.
    start: usize,
    end: usize,
    out: char,
    kind: PieceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    Decoded,
    /// Decoded although its last byte was lost.
    Completed,
    /// An emoji of which too little is left.
    Broken,
    /// Stays what it is.
    Sign,
    Letter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Clean,
    /// Only a quotation mark that lost its last byte, or the like: needs a broken document.
    Tail,
    Weak,
    Strong,
    /// Quoted alone, as in a text about mojibake: needs a document with nothing clean in it.
    Mention,
}

struct Run {
    span: Span,
    replacement: String,
    verdict: Verdict,
}

/// What the document shows as a whole.
#[derive(Default)]
struct Document {
    strong: bool,
    /// A Latin letter that is not broken. A broken document would have broken it as well.
    clean_letter: bool,
    /// Any character that is not broken.
    clean: bool,
}

/// The edits that repair one round of damage.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    // Every broken character starts with one of À to ÿ, and all of these start with the same byte.
    if !text.as_bytes().contains(&0xC3) {
        return Vec::new();
    }
    let mut document = Document::default();
    let mut runs = find_runs(text, &mut document);
    join_words(text, &mut runs);
    document.strong |= runs.iter().any(|run| run.verdict == Verdict::Strong);
    let repaired = runs.into_iter().filter(|run| match run.verdict {
        Verdict::Strong => true,
        Verdict::Tail => document.strong,
        Verdict::Weak => document.strong && !document.clean_letter,
        Verdict::Mention => !document.clean,
        Verdict::Clean => false,
    });
    repaired.map(|run| Edit { span: run.span, replacement: run.replacement, repair: None }).collect()
}

/// All runs that could be repaired. What cannot goes into the account of the document.
fn find_runs(text: &str, document: &mut Document) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut bytes = Vec::new();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(skipped) = text.as_bytes()[at..].iter().position(|&byte| byte >= 0x80) {
        let start = at + skipped;
        bytes.clear();
        at = text.len();
        for (offset, c) in text[start..].char_indices() {
            let Some(byte) = windows_1252::byte(c) else {
                at = start + offset;
                if offset == 0 {
                    document.clean = true;
                    document.clean_letter |= matches!(c, '\u{100}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}');
                    at += c.len_utf8();
                }
                break;
            };
            bytes.push(byte);
        }
        if !bytes.is_empty() {
            split(&bytes, start == 0, &mut pieces);
            let run = Run::new(text, Span { start, end: at }, &bytes, &pieces);
            document.strong |= pieces.iter().any(|piece| piece.kind == PieceKind::Broken);
            document.clean_letter |= pieces.iter().any(|piece| piece.kind == PieceKind::Letter);
            if run.verdict == Verdict::Clean {
                document.clean = true;
            } else {
                document.clean |= run.verdict == Verdict::Mention && pieces[0].kind == PieceKind::Sign;
                runs.push(run);
            }
        }
    }
    runs
}

/// Segments the bytes of a run into UTF-8 sequences and what is left over.
fn split(bytes: &[u8], opens_text: bool, pieces: &mut Vec<Piece>) {
    pieces.clear();
    let mut start = 0;
    while start < bytes.len() {
        let rest = &bytes[start..];
        let last = pieces.last().copied();
        let (len, out, kind) = decoded(rest)
            .map(|c| (c.len_utf8(), c, PieceKind::Decoded))
            .or_else(|| completed(rest, last))
            .unwrap_or_else(|| {
                let c = windows_1252::character(rest[0]);
                let kind = if c.is_alphabetic() && !"ƒªºµˆ".contains(c) {
                    PieceKind::Letter
                } else {
                    PieceKind::Sign
                };
                (1, c, kind)
            });
        // A broken BOM; as a character it would only spoil the first line.
        let out = if opens_text && start == 0 && out == '\u{FEFF}' { '\0' } else { out };
        pieces.push(Piece { start, end: start + len, out, kind });
        start += len;
    }
}

fn decoded(bytes: &[u8]) -> Option<char> {
    let len = match bytes[0] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(bytes.get(..len)?).ok()?.chars().next()?;
    evidence::is_plausible(c).then_some(c)
}

/// Sequences whose last byte is undefined in Windows-1252 and was dropped by the program that broke the text.
fn completed(bytes: &[u8], last: Option<Piece>) -> Option<(usize, char, PieceKind)> {
    let after_symbol = last.is_some_and(|piece| {
        piece.kind == PieceKind::Decoded && matches!(piece.out, '\u{2000}'..='\u{2BFF}' | '\u{1F000}'..)
    });
    match bytes {
        [0xEF, 0xB8, ..] if after_symbol => Some((2, '\u{FE0F}', PieceKind::Completed)),
        // Between two emoji it was the joiner, elsewhere the closing quotation mark.
        [0xE2, 0x80, 0xF0, 0x9F, ..] if after_symbol => Some((2, '\u{200D}', PieceKind::Completed)),
        [0xE2, 0x80, ..] => Some((2, '”', PieceKind::Completed)),
        [0xF0, 0x9F, rest @ ..] => {
            let kept = rest.iter().take_while(|&byte| byte & 0xC0 == 0x80).take(1).count();
            Some((2 + kept, '\0', PieceKind::Broken))
        }
        _ => None,
    }
}

impl Run {
    fn new(text: &str, span: Span, bytes: &[u8], pieces: &[Piece]) -> Self {
        let mut replacement = String::new();
        let mut raw = text[span.range()].chars();
        for piece in pieces {
            let raw = raw.by_ref().take(piece.end - piece.start);
            let kept = !matches!(piece.kind, PieceKind::Decoded | PieceKind::Completed);
            if kept {
                replacement.extend(raw);
            } else {
                raw.for_each(drop);
                replacement.extend((piece.out != '\0').then_some(piece.out));
            }
        }
        Self { span, verdict: verdict(text, span, bytes, pieces), replacement }
    }
}

fn verdict(text: &str, span: Span, bytes: &[u8], pieces: &[Piece]) -> Verdict {
    let has = |kind| pieces.iter().any(|piece| piece.kind == kind);
    if has(PieceKind::Letter) || !(has(PieceKind::Decoded) || has(PieceKind::Completed)) {
        return Verdict::Clean;
    }
    match strength(text, span, bytes, pieces) {
        Some(_) if is_mention(text, span, pieces) => Verdict::Mention,
        Some(Strength::Strong) => Verdict::Strong,
        Some(Strength::Weak) => Verdict::Weak,
        None => Verdict::Tail,
    }
}

/// The strongest proof in a run, `None` if nothing in it decodes without completion.
fn strength(text: &str, span: Span, bytes: &[u8], pieces: &[Piece]) -> Option<Strength> {
    let mut behind = text[..span.start].chars().rev();
    let mut before = [behind.next(), behind.next()];
    let mut strongest = None;
    for (index, piece) in pieces.iter().enumerate() {
        if piece.kind == PieceKind::Decoded {
            let next = pieces.get(index + 1).map(|next| next.out);
            let context = Context { before, after: next.or_else(|| text[span.end..].chars().next()) };
            let found = evidence::judge(&bytes[piece.start..piece.end], piece.out, context);
            strongest = strongest.max(Some(found));
            if index > 0 && is_nested(pieces[index - 1].out, piece.out) {
                strongest = Some(Strength::Strong);
            }
        }
        before = [Some(piece.out), before[0]];
    }
    let script =
        |piece: &Piece| (piece.kind == PieceKind::Decoded).then(|| evidence::script(piece.out)).flatten();
    for letters in pieces.chunk_by(|a, b| script(a).is_some() && script(a) == script(b)) {
        if letters.len() > 1 {
            let signs = letters.iter().flat_map(|letter| &bytes[letter.start + 1..letter.end]).copied();
            strongest = strongest.max(Some(evidence::judge_script(signs)));
        }
    }
    strongest
}

/// Whether two neighbours are broken text themselves: damage that was done twice.
fn is_nested(first: char, second: char) -> bool {
    let byte = |c| windows_1252::byte(c).unwrap_or_default();
    matches!(byte(first), 0xC2..=0xF4) && matches!(byte(second), 0x80..=0xBF)
}

/// Whether the run stands alone between quotation marks or backticks.
fn is_mention(text: &str, span: Span, pieces: &[Piece]) -> bool {
    let sign = |piece: Option<&Piece>, signs: &str| {
        piece.is_some_and(|piece| piece.kind == PieceKind::Sign && signs.contains(piece.out))
    };
    if sign(pieces.first(), "“‘„‚«‹”’»›") && sign(pieces.last(), "”’“‘»›«‹") {
        return true;
    }
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before == after && matches!(before, Some('"' | '\'' | '`'))
}

/// A word with a strong run in it is broken as a whole.
fn join_words(text: &str, runs: &mut [Run]) {
    let same_word = |a: &Run, b: &Run| {
        let gap = &text.as_bytes()[a.span.end..b.span.start];
        a.verdict != Verdict::Mention && gap.len() <= 40 && gap.iter().all(u8::is_ascii_alphanumeric)
    };
    for word in runs.chunk_by_mut(same_word) {
        if word.iter().any(|run| run.verdict == Verdict::Strong) {
            for run in word.iter_mut().filter(|run| run.verdict == Verdict::Weak) {
                run.verdict = Verdict::Strong;
            }
        }
    }
}
