//! Writers: one file format each, from the same [`Package`](crate::package::Package).
//!
//! They trust the package: [`contract::check`](crate::package::contract::check) has found nothing wrong with it.

pub mod apkg;
pub mod csv;
pub mod json;

use std::fmt;
use std::io;

/// What can go wrong while a package is written.
#[derive(Debug)]
pub enum Error {
    Io(io::Error),
    Database(rusqlite::Error),
    Archive(zip::result::ZipError),
    Json(serde_json::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io(_) => f.write_str("the file could not be written"),
            Error::Database(_) => f.write_str("the notes could not be put into Anki's database"),
            Error::Archive(_) => f.write_str("the package could not be packed"),
            Error::Json(_) => f.write_str("the package could not be written as JSON"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(match self {
            Error::Io(error) => error,
            Error::Database(error) => error,
            Error::Archive(error) => error,
            Error::Json(error) => error,
        })
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Error::Database(error)
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Error::Io(error),
            error => Error::Archive(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() { Error::Io(error.into()) } else { Error::Json(error) }
    }
}

/// A CSV writer that takes rows of any length can fail only in its file.
impl From<::csv::Error> for Error {
    fn from(error: ::csv::Error) -> Self {
        Error::Io(error.into())
    }
}
