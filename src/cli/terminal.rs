//! What the terminal shows. Names and texts of strangers are part of it: they give it no orders, neither to a terminal by
//! control characters nor to a CI by lines that only look like ours.

use std::fmt::Arguments;
use std::io::{self, IsTerminal, Write};

use super::output;
use crate::diagnostic::Look;

/// Prints a line to standard error. As `std`'s, but safe, and a closed pipe is no panic.
macro_rules! eprintln {
    ($($part:tt)*) => { $crate::cli::terminal::line(std::io::stderr(), format_args!($($part)*)) };
}

pub fn line(stream: impl Write + IsTerminal, text: Arguments<'_>) {
    let coloured = output::look(&stream) == Look::Coloured;
    let mut out = Safe { out: io::BufWriter::new(stream), coloured };
    let written = writeln!(out, "{text}").and_then(|()| out.flush());
    if written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        // Nobody could be told.
        std::process::exit(2);
    }
}

/// A writer that shows control characters instead of obeying them; line ends, tabs and, where colours are shown, colours
/// pass.
pub struct Safe<W> {
    pub out: W,
    pub coloured: bool,
}

impl<W: Write> Write for Safe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut shown = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'\x1b' if self.coloured && colour(after).is_some() => {
                    let (colour, after) = after.split_at(colour(after).unwrap_or_default());
                    shown.push(byte);
                    shown.extend_from_slice(colour);
                    rest = after;
                }
                b'\n' | b'\t' => shown.push(byte),
                // Unicode has a picture of each.
                0..0x20 => shown.extend_from_slice(&[0xe2, 0x90, 0x80 + byte]),
                0x7f => shown.extend_from_slice("\u{2421}".as_bytes()),
                0xc2 if after.first().is_some_and(|next| (0x80..0xa0).contains(next)) => {
                    shown.extend_from_slice("\u{fffd}".as_bytes());
                    rest = &after[1..];
                }
                _ => shown.push(byte),
            }
        }
        self.out.write_all(&shown)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The length of a colour's sequence behind its escape.
fn colour(bytes: &[u8]) -> Option<usize> {
    let numbers = bytes.strip_prefix(b"[")?;
    let end = numbers.iter().position(|byte| !byte.is_ascii_digit() && *byte != b';')?;
    (numbers[end] == b'm').then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, coloured: bool) -> String {
        let mut out = vec![];
        Safe { out: &mut out, coloured }.write_all(text.as_bytes()).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn nothing_orders_the_terminal() {
        let text = "a\tb\x1b[31mc\x1b[2Jd\x1b]0;e\x07\r\x7f\u{9b}31mf\u{a0}é\x1b";
        assert_eq!(shown(text, false), "a\tb␛[31mc␛[2Jd␛]0;e␇␍␡\u{fffd}31mf\u{a0}é␛");
        assert_eq!(shown(text, true), "a\tb\x1b[31mc␛[2Jd␛]0;e␇␍␡\u{fffd}31mf\u{a0}é␛");
    }
}
