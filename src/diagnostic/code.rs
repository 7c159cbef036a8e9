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
    QuestionUnanswered,
    AnswerOrphan,
    QuestionDuplicate,
    QuestionSimilar,
    ReadingAmbiguous,
    HeadingJump,
    RunInList,
    Mojibake,
    FenceUnclosed,
    CodeLanguage,
    AnswerLong,
    AnswerRepeats,
    AnchorBroken,
    NameChanged,
    IdentityUnsettled,
    LedgerOutdated,
    AllowUnknown,
    ByteOrderMark,
    LineEndsMixed,
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
pub const CODES: [Entry; 31] = [
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
    entry(
        Code::QuestionUnanswered,
        "question-unanswered",
        Severity::Warning,
        "A question has no answer: no card is made of it.",
    ),
    entry(
        Code::AnswerOrphan,
        "answer-orphan",
        Severity::Warning,
        "An answer belongs to no question: it is on no card.",
    ),
    entry(
        Code::QuestionDuplicate,
        "question-duplicate",
        Severity::Warning,
        "A question stands twice, word for word.",
    ),
    entry(
        Code::QuestionSimilar,
        "question-similar",
        Severity::Warning,
        "Almost the same question, or the same answer to nearly the same question, stands twice.",
    ),
    entry(
        Code::ReadingAmbiguous,
        "reading-ambiguous",
        Severity::Note,
        "A document could be read in another way as well: lines that look like questions stand in answers.",
    ),
    entry(
        Code::HeadingJump,
        "heading-jump",
        Severity::Warning,
        "A heading leaves out a level, so that parts and tags may not be what was meant.",
    ),
    entry(
        Code::RunInList,
        "run-in-list",
        Severity::Warning,
        "A list begins in the line of the item above it, which Markdown reads as running text.",
    ),
    entry(
        Code::Mojibake,
        "mojibake",
        Severity::Warning,
        "Characters were broken when some program misread the file's encoding.",
    ),
    entry(
        Code::FenceUnclosed,
        "fence-unclosed",
        Severity::Warning,
        "A code fence has no end, and swallows what follows.",
    ),
    entry(
        Code::CodeLanguage,
        "code-language",
        Severity::Warning,
        "A code block names a language that recto has no grammar for: it gets no colours.",
    ),
    entry(
        Code::AnswerLong,
        "answer-long",
        Severity::Warning,
        "An answer is too long to be learnt from one card.",
    ),
    entry(Code::AnswerRepeats, "answer-repeats", Severity::Warning, "An answer only repeats its question."),
    entry(
        Code::AnchorBroken,
        "anchor-broken",
        Severity::Warning,
        "A link leads to a heading that is not there.",
    ),
    entry(
        Code::NameChanged,
        "name-changed",
        Severity::Warning,
        "A tag or the name of a deck will be another one in Anki.",
    ),
    entry(
        Code::IdentityUnsettled,
        "identity-unsettled",
        Severity::Warning,
        "A card may be a known one in other words, and only the author can say.",
    ),
    entry(
        Code::LedgerOutdated,
        "ledger-outdated",
        Severity::Warning,
        "The ledger does not say what these documents say: a build would change it.",
    ),
    entry(
        Code::AllowUnknown,
        "allow-unknown",
        Severity::Warning,
        "A finding is to be allowed that recto does not know.",
    ),
    entry(
        Code::ByteOrderMark,
        "byte-order-mark",
        Severity::Note,
        "The file begins with an invisible mark that UTF-8 does not need.",
    ),
    entry(
        Code::LineEndsMixed,
        "line-ends-mixed",
        Severity::Note,
        "Some lines of the file end as on Windows, and some as elsewhere.",
    ),
];

const fn entry(code: Code, name: &'static str, severity: Severity, meaning: &'static str) -> Entry {
    Entry { code, name, severity, meaning }
}

impl Code {
    pub fn entry(self) -> &'static Entry {
        &CODES[self as usize]
    }

    /// The code of that name.
    ///
    /// # Errors
    /// The known name that is most like it, if one is like it at all.
    pub fn named(name: &str) -> Result<Code, Option<&'static str>> {
        /// Of 1; a slip of the pen is above.
        const ALIKE: f64 = 0.8;
        if let Some(entry) = CODES.iter().find(|entry| entry.name == name) {
            return Ok(entry.code);
        }
        let likeness = |entry: &Entry| strsim::jaro_winkler(entry.name, name);
        let best = CODES.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        Err(best.filter(|entry| likeness(entry) >= ALIKE).map(|entry| entry.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_name_and_slips_are_seen() {
        assert_eq!(Code::named("mojibake"), Ok(Code::Mojibake));
        assert_eq!(Code::named("heading-jumps"), Err(Some("heading-jump")));
        assert_eq!(Code::named("zzz"), Err(None));
    }

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
