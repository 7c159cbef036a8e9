//! What can go wrong between recto and a running Anki.

use std::fmt;

use crate::emit;

#[derive(Debug)]
pub enum Error {
    /// The address cannot be used.
    Address { url: String, why: String },
    /// Nobody answers there.
    Nobody { url: String, why: String },
    /// Somebody else than AnkiConnect answers there.
    Stranger { url: String },
    /// AnkiConnect does not know what is asked of it.
    Old { lacks: String },
    /// AnkiConnect has another key, or none. `given` is whether one was sent.
    Key { given: bool },
    /// AnkiConnect lets this program ask nothing.
    Forbidden { url: String },
    /// Anki runs, and has no profile open.
    NoProfile,
    /// The connection broke while Anki was asked for something.
    Lost { action: String, why: String },
    /// Anki could not do what it was asked for.
    Failed { action: String, why: String },
    /// The package could not be written.
    Package(emit::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Address { url, why } => write!(f, "{url:?} is no address of AnkiConnect: {why}"),
            Error::Nobody { url, why } => write!(f, "no Anki answers at {url}: {why}"),
            Error::Stranger { url } => write!(f, "what answers at {url} is not AnkiConnect"),
            Error::Old { lacks } => write!(f, "this AnkiConnect is too old: it has no {lacks}"),
            Error::Key { given: true } => f.write_str("AnkiConnect refuses the key"),
            Error::Key { given: false } => f.write_str("AnkiConnect asks for a key"),
            Error::Forbidden { url } => write!(f, "AnkiConnect at {url} lets recto ask nothing"),
            Error::NoProfile => f.write_str("Anki runs, but no profile is open"),
            Error::Lost { action, why } => write!(f, "Anki did not finish {action}: {why}"),
            Error::Failed { action, why } => write!(f, "Anki could not do {action}: {why}"),
            Error::Package(error) => write!(f, "{error}"),
        }
    }
}

impl Error {
    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            Error::Address { .. } => "give one such as http://127.0.0.1:8765 with --url",
            Error::Nobody { .. } => {
                "start Anki on this machine; it needs the add-on AnkiConnect (Tools > Add-ons > Get Add-ons, code \
                 2055492159). If it listens elsewhere, name the address with --url"
            }
            Error::Stranger { .. } => {
                "look into its settings (Tools > Add-ons > AnkiConnect > Config), and give --url"
            }
            Error::Old { .. } => "update it: in Anki, Tools > Add-ons > Check for Updates",
            Error::Key { given: true } => {
                "the right one is its setting apiKey (Tools > Add-ons > AnkiConnect > Config); where that is null, give none"
            }
            Error::Key { given: false } => {
                "it is its setting apiKey (Tools > Add-ons > AnkiConnect > Config): give it in RECTO_ANKI_KEY or with --key"
            }
            Error::Forbidden { .. } => {
                "look at webBindAddress and webCorsOriginList in its settings (Tools > Add-ons > AnkiConnect > Config)"
            }
            Error::NoProfile => "choose a profile in Anki, then push again",
            Error::Lost { .. } => {
                "look at Anki, it may wait for an answer; then push again: what has arrived stays"
            }
            Error::Failed { .. } => "nothing is lost: push again when that is mended",
            Error::Package(_) => "push again",
        }
    }
}

impl std::error::Error for Error {}
