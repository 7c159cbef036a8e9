//! Why a ledger is refused: the line, and what to do.

use std::fmt;

/// A line of the ledger that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// From 1.
    pub line: usize,
    /// The line as it stands there, cut to what a terminal shows.
    pub text: String,
    pub kind: ErrorKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// `<<<<<<<`, `=======` or `>>>>>>>`.
    Conflict,
    /// The first line does not say that this is a ledger.
    Foreign,
    /// Written by a newer recto.
    Format(u32),
    /// No JSON, or not what a line of a ledger says, in the parser's own words.
    Syntax(String),
    /// Neither a card nor a project.
    NoCard,
    /// A card before the first project.
    NoProject,
    /// Two projects with one name.
    ProjectTaken(String),
    /// An id that recto cannot have made.
    Id(String),
    /// A place that recto cannot have made.
    Place(String),
    /// An adopted card whose note type is not there.
    NoteType(i64),
    /// A time before 1970, or none.
    Time(i64),
}

impl Error {
    pub(super) fn new(line: usize, text: &str, kind: ErrorKind) -> Error {
        const SHOWN: usize = 100;
        let text = text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        Error { line, text, kind }
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.kind {
            ErrorKind::Conflict => {
                "git could not merge this place: delete the three marker lines, keep the lines of both sides, \
                 and run `recto build`"
            }
            ErrorKind::Foreign => {
                "this file is no ledger of recto: move it away, or name another place with --ledger"
            }
            ErrorKind::Format(_) => "update recto",
            ErrorKind::Syntax(_)
            | ErrorKind::NoCard
            | ErrorKind::NoProject
            | ErrorKind::ProjectTaken(_)
            | ErrorKind::Id(_)
            | ErrorKind::Place(_)
            | ErrorKind::NoteType(_)
            | ErrorKind::Time(_) => {
                "take the line from an earlier commit, `git log -p recto.lock` shows it; without the line its card \
                 would count as a new one"
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Conflict => f.write_str("a conflict of a merge"),
            ErrorKind::Foreign => f.write_str("no ledger: its first line would say {\"recto.lock\":1}"),
            ErrorKind::Format(format) => {
                write!(f, "written by a newer recto (format {format}, this one knows {})", super::FORMAT)
            }
            ErrorKind::Syntax(message) => f.write_str(message),
            ErrorKind::NoCard => {
                f.write_str("no line of a ledger: it would begin with {\"card\": or {\"project\":")
            }
            ErrorKind::NoProject => f.write_str("a card before the line of its project"),
            ErrorKind::ProjectTaken(name) => write!(f, "a second project called {name:?}"),
            ErrorKind::Id(id) => write!(f, "{id:?} is no id: letters and digits only"),
            ErrorKind::Place(place) => {
                write!(f, "{place:?} is no place: letters and digits only, no 0 at the end")
            }
            ErrorKind::NoteType(id) => {
                write!(f, "a card of note type {id}, which has no line of its own above")
            }
            ErrorKind::Time(time) => write!(f, "{time} is no time: seconds since 1970"),
        }
    }
}

impl std::error::Error for Error {}
