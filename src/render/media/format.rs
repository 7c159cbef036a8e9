//! Kinds of files that a card can show or play.

/// What stands on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Picture,
    Sound,
    Film,
}

/// A format by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub medium: Medium,
    /// Lower case, without the dot.
    pub extension: &'static str,
    mime: &'static str,
    /// Where it fails, and what to use instead. Seen with Anki's import (contract, "Media") or known of the systems.
    pub caution: Option<&'static str>,
}

const fn format(medium: Medium, extension: &'static str, mime: &'static str) -> Format {
    Format { medium, extension, mime, caution: None }
}

const fn risky(medium: Medium, extension: &'static str, mime: &'static str, caution: &'static str) -> Format {
    Format { medium, extension, mime, caution: Some(caution) }
}

use Medium::{Film, Picture, Sound};

const HEIF: &str = "only Apple's systems show it; save it as JPEG or PNG";
const NEW_PICTURE: &str = "older phones and desktops do not show it; save it as PNG, JPEG or WebP";
const PRINT: &str = "browsers do not show it, so Anki does not; save it as PNG";
const APPLE_LACKS: &str = "older systems of Apple do not play it; save it as MP3";
const FILM: &str = "some systems do not play it; save it as MP4";

const FORMATS: [Format; 33] = [
    format(Picture, "png", "image/png"),
    format(Picture, "jpg", "image/jpeg"),
    format(Picture, "jpeg", "image/jpeg"),
    format(Picture, "gif", "image/gif"),
    format(Picture, "svg", "image/svg+xml"),
    format(Picture, "webp", "image/webp"),
    format(Picture, "bmp", "image/bmp"),
    format(Picture, "ico", "image/x-icon"),
    risky(Picture, "apng", "image/apng", "some versions of Anki do not know the name; call it .png"),
    risky(Picture, "avif", "image/avif", NEW_PICTURE),
    risky(Picture, "jxl", "image/jxl", NEW_PICTURE),
    risky(Picture, "heic", "image/heic", HEIF),
    risky(Picture, "heif", "image/heif", HEIF),
    risky(Picture, "tif", "image/tiff", PRINT),
    risky(Picture, "tiff", "image/tiff", PRINT),
    format(Sound, "mp3", "audio/mpeg"),
    format(Sound, "m4a", "audio/mp4"),
    format(Sound, "aac", "audio/aac"),
    format(Sound, "wav", "audio/wav"),
    format(Sound, "flac", "audio/flac"),
    risky(Sound, "ogg", "audio/ogg", APPLE_LACKS),
    risky(Sound, "oga", "audio/ogg", APPLE_LACKS),
    risky(Sound, "opus", "audio/opus", APPLE_LACKS),
    risky(Sound, "spx", "audio/ogg", APPLE_LACKS),
    format(Film, "mp4", "video/mp4"),
    format(Film, "m4v", "video/mp4"),
    risky(Film, "webm", "video/webm", FILM),
    risky(Film, "ogv", "video/ogg", FILM),
    risky(Film, "mov", "video/quicktime", FILM),
    risky(Film, "mkv", "video/x-matroska", FILM),
    risky(Film, "avi", "video/x-msvideo", FILM),
    risky(Film, "mpg", "video/mpeg", FILM),
    risky(Film, "mpeg", "video/mpeg", FILM),
];

/// The MIME type that a file's name tells.
pub fn mime(name: &str) -> &'static str {
    Format::of(name).map_or("application/octet-stream", |format| format.mime)
}

impl Format {
    /// The format that a file's name tells.
    pub fn of(path: &str) -> Option<Format> {
        let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
        FORMATS.into_iter().find(|format| format.extension.eq_ignore_ascii_case(extension))
    }

    /// The format of a MIME type such as `image/png`, without parameters.
    pub fn of_mime(mime: &str) -> Option<Format> {
        FORMATS.into_iter().find(|format| format.mime.eq_ignore_ascii_case(mime))
    }
}
