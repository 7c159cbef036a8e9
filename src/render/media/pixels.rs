//! Sizes of pictures, from their headers, so that a card does not jump while they load.

use super::Format;

/// Width and height as the picture is shown, or nothing if the header does not tell.
pub fn of(format: Format, bytes: &[u8]) -> Option<(usize, usize)> {
    if format.extension == "svg" {
        return None;
    }
    let size = imagesize::blob_size(bytes).ok()?;
    let shown = if is_turned(bytes) { (size.height, size.width) } else { (size.width, size.height) };
    (shown.0 > 0 && shown.1 > 0).then_some(shown)
}

/// Whether a JPEG says that it is to be turned by a quarter: orientation 5 to 8 of its Exif header.
fn is_turned(bytes: &[u8]) -> bool {
    let Some(at) = bytes.get(..4096.min(bytes.len())).and_then(|head| find(head, b"Exif\0\0")) else {
        return false;
    };
    let tiff = &bytes[at + 6..];
    let big = tiff.starts_with(b"MM");
    let short = |at: usize| {
        let pair: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(usize::from(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }))
    };
    // The first directory stands at an offset below 64 kB in every camera's file.
    let directory = if big { short(6) } else { short(4) };
    let Some((directory, count)) = directory.and_then(|at| Some((at, short(at)?))) else { return false };
    let orientation = (0..count.min(64))
        .map(|entry| directory + 2 + 12 * entry)
        .find(|&entry| short(entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8));
    orientation.is_some_and(|orientation| (5..=8).contains(&orientation))
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of 3 × 2 pixels, as far as its header.
    fn jpeg(orientation: u8) -> Vec<u8> {
        let mut bytes =
            b"\xff\xd8\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        bytes.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(b"\xff\xc0\x00\x11\x08\x00\x02\x00\x03\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01");
        bytes
    }

    #[test]
    fn headers_tell_the_size() {
        let gif = Format::of("a.gif").unwrap();
        assert_eq!(of(gif, b"GIF89a\x0a\x00\x14\x00\x00\x00\x00;"), Some((10, 20)));
        assert_eq!(of(gif, b"no picture"), None);
    }

    #[test]
    fn turned_photographs_have_turned_sizes() {
        let format = Format::of("a.jpg").unwrap();
        assert_eq!(of(format, &jpeg(1)), Some((3, 2)));
        assert_eq!(of(format, &jpeg(6)), Some((2, 3)));
    }
}
