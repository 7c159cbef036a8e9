//! From the bytes of a file to text with one kind of line end.
//!
//! Neither line numbers nor columns change on the way: a lone CR is a line end in the file too, a BOM is no
//! character to its author, and NUL is replaced by one character.

use std::fmt;

/// The first place where a file stops being text. Line and column count from 1, the column in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    pub line: usize,
    pub column: usize,
    /// The first bad byte; for UTF-16 the first byte of the bad unit, or the byte left over at the end.
    pub byte: u8,
    pub kind: DecodeErrorKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// No byte order mark, or that of UTF-8, and a byte that UTF-8 does not allow there.
    Utf8,
    /// Half of a surrogate pair in UTF-16.
    UnpairedSurrogate(u16),
    /// UTF-16 with an odd number of bytes.
    OddLength,
}

impl DecodeError {
    /// What the author can do about it.
    pub fn help(&self) -> &'static str {
        "save the file as UTF-8"
    }

    fn after(valid: &str, byte: u8, kind: DecodeErrorKind) -> Self {
        let valid = normalise(valid.to_owned());
        let last = valid.rsplit('\n').next().unwrap_or_default();
        let line = 1 + valid.bytes().filter(|&b| b == b'\n').count();
        Self { line, column: 1 + last.chars().count(), byte, kind }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DecodeErrorKind::Utf8 => write!(f, "not UTF-8: byte 0x{:02X}", self.byte),
            DecodeErrorKind::UnpairedSurrogate(unit) => {
                write!(f, "not UTF-16: unpaired surrogate 0x{unit:04X}")
            }
            DecodeErrorKind::OddLength => {
                write!(f, "not UTF-16: odd number of bytes, 0x{:02X} left over", self.byte)
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// What a file of UTF-8 has beside its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form {
    pub byte_order_mark: bool,
    /// CRLF and other line ends in one file.
    pub mixed_line_ends: bool,
}

impl Form {
    /// Nothing is said of UTF-16.
    pub(super) fn of(bytes: &[u8]) -> Form {
        let Ok(text) = std::str::from_utf8(bytes) else { return Form::default() };
        let pairs = if text.contains('\r') { text.matches("\r\n").count() } else { 0 };
        let mixed_line_ends = pairs > 0 && text.matches(['\r', '\n']).count() > 2 * pairs;
        Form { byte_order_mark: text.starts_with('\u{FEFF}'), mixed_line_ends }
    }
}

/// Decodes a file: UTF-8 with or without BOM, UTF-16 of either byte order with BOM. Programs that do not look add a BOM to
/// one that is there. Line ends become LF, NUL becomes U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Result<String, DecodeError> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))?,
    };
    let text = match text.trim_start_matches('\u{FEFF}') {
        inner if inner.len() < text.len() => inner.to_owned(),
        _ => text,
    };
    Ok(normalise(text))
}

fn utf8(bytes: &[u8]) -> Result<String, DecodeError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            let valid = std::str::from_utf8(valid).unwrap_or_default();
            Err(DecodeError::after(valid, rest[0], DecodeErrorKind::Utf8))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let (pairs, left_over) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        match decoded {
            Ok(c) => {
                at += c.len_utf16();
                text.push(c);
            }
            Err(error) => {
                let kind = DecodeErrorKind::UnpairedSurrogate(error.unpaired_surrogate());
                return Err(DecodeError::after(&text, pairs[at][0], kind));
            }
        }
    }
    match left_over {
        [] => Ok(text),
        [byte, ..] => Err(DecodeError::after(&text, *byte, DecodeErrorKind::OddLength)),
    }
}

fn normalise(text: String) -> String {
    if !text.bytes().any(|b| b == b'\r' || b == 0) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.bytes().position(|b| b == b'\r' || b == 0) {
        clean.push_str(&rest[..at]);
        let end_of_line = rest.as_bytes()[at] == b'\r';
        rest = &rest[at + 1..];
        if end_of_line {
            clean.push('\n');
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        } else {
            clean.push(char::REPLACEMENT_CHARACTER);
        }
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, bom: u16, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(bom).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn every_line_end_becomes_lf_and_nul_becomes_visible() {
        assert_eq!(decode(b"a\r\nb\rc\n\r\r\nd\0").unwrap(), "a\nb\nc\n\n\nd\u{FFFD}");
    }

    #[test]
    fn byte_order_marks_choose_the_encoding() {
        let text = "Größe 📖\nja";
        assert_eq!(decode("\u{FEFF}Größe 📖\r\nja".as_bytes()).unwrap(), text);
        assert_eq!(decode(&wide(text, 0xFEFF, u16::to_le_bytes)).unwrap(), text);
        assert_eq!(decode(&wide(text, 0xFEFF, u16::to_be_bytes)).unwrap(), text);
    }

    #[test]
    fn the_first_bad_byte_is_named_with_its_place() {
        let error = decode("one\r\ntwo\rcaf\u{e9} ".as_bytes()).map(|_| ()).err();
        assert_eq!(error, None);
        let error = decode(b"one\r\ntwo\rna\xC3\xAFve \xE9\xE9").unwrap_err();
        assert_eq!(
            format!("{error} at line {}, column {}", error.line, error.column),
            "not UTF-8: byte 0xE9 at line 3, column 7"
        );
        assert_eq!(error.help(), "save the file as UTF-8");
    }

    #[test]
    fn a_file_cut_inside_a_character_is_refused() {
        let error = decode(b"ok \xF0\x9F\x93").unwrap_err();
        assert_eq!((error.line, error.column, error.byte), (1, 4, 0xF0));
    }

    #[test]
    fn broken_utf16_is_refused() {
        let odd = decode(b"\xFF\xFEa\0\n\0b").unwrap_err();
        assert_eq!(odd.to_string(), "not UTF-16: odd number of bytes, 0x62 left over");
        assert_eq!((odd.line, odd.column), (2, 1));
        let half = decode(b"\xFE\xFF\0a\xD8\x3D\0b").unwrap_err();
        assert_eq!(half.to_string(), "not UTF-16: unpaired surrogate 0xD83D");
        assert_eq!((half.line, half.column), (1, 2));
    }

    #[test]
    fn binary_does_not_panic() {
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for start in 0..64 {
            let _ = decode(&noise[start..]);
        }
        assert_eq!(decode(&[0; 3]).unwrap(), "\u{FFFD}\u{FFFD}\u{FFFD}");
    }
}
