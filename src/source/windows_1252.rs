//! The Windows-1252 code page, from characters back to bytes.

/// Bytes 0x80 to 0x9F; the five undefined ones are the C1 controls, as browsers read them.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The byte of a non-ASCII character, `None` if the code page does not have it. All C1 controls map to
/// themselves: programs that read UTF-8 as ISO 8859-1 leave them behind.
pub(super) fn byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{FF}' => Some(c as u8),
        'ƒ' | 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | 'ˆ' | '˜' | '\u{2013}'..='\u{2122}' => {
            UPPER.iter().position(|&upper| upper == c).map(|index| 0x80 + index as u8)
        }
        _ => None,
    }
}

/// The character of a byte from 0x80 on.
pub(super) fn character(byte: u8) -> char {
    match byte {
        0x80..=0x9F => UPPER[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Whether the character stands for an undefined byte. Clean text never has one.
pub(super) fn is_undefined(c: char) -> bool {
    matches!(c, '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_upper_byte_has_its_character() {
        for b in 0x80..=0xFF_u8 {
            assert_eq!(byte(character(b)), Some(b));
        }
        assert_eq!(byte('č'), None);
        assert_eq!(byte('→'), None);
    }
}
