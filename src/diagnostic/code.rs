//! The table of codes.

use super::Severity;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    MediaMissing,
    MediaOutside,
    MediaLarge,
    MediaDamaged,
    MediaRemote,
    MediaFormat,
    MediaUnknown,
    AddressRefused,
    LinkBroken,
    LinkLocal,
    HtmlRemoved,
    Diagram,
}

/// What the table says about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub code: Code,
    /// As it is printed, and as authors name it.
    pub name: &'static str,
    pub severity: Severity,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

/// All codes, in the order of [`Code`].
pub const CODES: [Entry; 12] = [
    entry(
        Code::MediaMissing,
        "media-missing",
        Severity::Error,
        "A picture, sound or film that a card names is not there.",
    ),
    entry(
        Code::MediaOutside,
        "media-outside",
        Severity::Error,
        "A path leads out of the project through `..`, a symbolic link or an absolute path.",
    ),
    entry(
        Code::MediaLarge,
        "media-large",
        Severity::Error,
        "A file is larger than --max-media allows; every learner would download it.",
    ),
    entry(
        Code::MediaDamaged,
        "media-damaged",
        Severity::Error,
        "A file cannot be read, or is not what its name says.",
    ),
    entry(
        Code::MediaRemote,
        "media-remote",
        Severity::Warning,
        "A picture or sound on the web is not in the package: learners without a network do not see it.",
    ),
    entry(
        Code::MediaFormat,
        "media-format",
        Severity::Warning,
        "A format that some of the systems that Anki runs on cannot show or play.",
    ),
    entry(
        Code::MediaUnknown,
        "media-unknown",
        Severity::Warning,
        "A file is shown as a picture, but is no picture, sound or film that Anki knows.",
    ),
    entry(
        Code::AddressRefused,
        "address-refused",
        Severity::Warning,
        "An address runs code or leads into the learner's own files; its text stays without it.",
    ),
    entry(
        Code::LinkBroken,
        "link-broken",
        Severity::Warning,
        "A link leads to a file that is not in the project; its text stays without the link.",
    ),
    entry(
        Code::LinkLocal,
        "link-local",
        Severity::Note,
        "A link to another file or heading stays text, because the repository's address is not known.",
    ),
    entry(
        Code::HtmlRemoved,
        "html-removed",
        Severity::Warning,
        "HTML that runs, frames, submits or restyles is not for cards.",
    ),
    entry(
        Code::Diagram,
        "diagram",
        Severity::Note,
        "A diagram that a Git host draws from its text stands on the card as code.",
    ),
];

const fn entry(code: Code, name: &'static str, severity: Severity, meaning: &'static str) -> Entry {
    Entry { code, name, severity, meaning }
}

impl Code {
    pub fn entry(self) -> &'static Entry {
        &CODES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_finds_its_own_entry_and_name() {
        let mut names: Vec<&str> = CODES.iter().map(|entry| entry.name).collect();
        for entry in &CODES {
            assert_eq!(entry.code.entry(), entry);
            assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.name);
            assert!(entry.meaning.ends_with('.'), "{}", entry.name);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CODES.len());
    }
}
