//! The fixed parts of a schema-11 collection: tables, and the JSON objects of the `col` row.
//!
//! Keys and defaults are those of a collection that Anki 2.1.26 makes itself. That version fails on a missing
//! key where newer ones fill in a default, so all of them are written.

use serde_json::{Map, Value, json};

use crate::package::template::{Requirement, requirement};
use crate::package::{Deck, Field, NoteKind, NoteType, Package, Template};

/// Anki's "not yet synchronised".
pub const USN: i64 = -1;

/// The preset that every Anki has.
const PRESET: i64 = 1;

/// The deck that every Anki has. No card lies in it, but Anki expects it in the file.
const DEFAULT_DECK: i64 = 1;

pub const TABLES: &str = "
CREATE TABLE col (
    id integer primary key, crt integer not null, mod integer not null, scm integer not null,
    ver integer not null, dty integer not null, usn integer not null, ls integer not null,
    conf text not null, models text not null, decks text not null, dconf text not null, tags text not null
);
CREATE TABLE notes (
    id integer primary key, guid text not null, mid integer not null, mod integer not null,
    usn integer not null, tags text not null, flds text not null, sfld integer not null,
    csum integer not null, flags integer not null, data text not null
);
CREATE TABLE cards (
    id integer primary key, nid integer not null, did integer not null, ord integer not null,
    mod integer not null, usn integer not null, type integer not null, queue integer not null,
    due integer not null, ivl integer not null, factor integer not null, reps integer not null,
    lapses integer not null, left integer not null, odue integer not null, odid integer not null,
    flags integer not null, data text not null
);
CREATE TABLE revlog (
    id integer primary key, cid integer not null, usn integer not null, ease integer not null,
    ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
    type integer not null
);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
";

/// Made after the rows: filling an index row by row is slower.
pub const INDEXES: &str = "
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);
";

const LATEX_PRE: &str = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\
    \\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\
    \\setlength{\\parindent}{0in}\n\\begin{document}\n";
const LATEX_POST: &str = "\\end{document}";

/// `col.conf`
pub fn settings(package: &Package) -> Value {
    let last = package.notes.iter().flat_map(|note| &note.cards).map(|card| card.due).max().unwrap_or(0);
    json!({
        "activeDecks": [DEFAULT_DECK], "addToCur": true, "collapseTime": 1200, "curDeck": DEFAULT_DECK,
        "curModel": package.note_types.first().map(|kind| kind.id), "dueCounts": true, "estTimes": true,
        "newBury": true, "newSpread": 0, "nextPos": last + 1, "sortBackwards": false,
        "sortType": "noteFld", "timeLim": 0,
    })
}

/// `col.dconf`
pub fn presets() -> Value {
    json!({ PRESET.to_string(): {
        "id": PRESET, "name": "Default", "mod": 0, "usn": 0, "dyn": false,
        "autoplay": true, "maxTaken": 60, "replayq": true, "timer": 0,
        "new": {
            "bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1,
            "perDay": 20, "separate": true,
        },
        "rev": {
            "bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1,
            "perDay": 200, "hardFactor": 1.2,
        },
        "lapse": { "delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0 },
    }})
}

/// `col.decks`
pub fn decks(package: &Package) -> Value {
    let default = Deck { id: DEFAULT_DECK, name: "Default".into(), description: String::new() };
    let decks = std::iter::once(&default).chain(&package.decks);
    Value::Object(decks.map(|entry| (entry.id.to_string(), deck(entry, package.time))).collect())
}

fn deck(deck: &Deck, time: i64) -> Value {
    json!({
        "id": deck.id, "name": deck.name, "desc": deck.description, "mod": time, "usn": USN,
        "conf": PRESET, "dyn": 0, "collapsed": false, "browserCollapsed": false,
        "extendNew": 10, "extendRev": 50,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    })
}

/// `col.models`
pub fn note_types(package: &Package) -> Value {
    let entries = package.note_types.iter().map(|kind| (kind.id.to_string(), note_type(kind)));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn note_type(kind: &NoteType) -> Value {
    let fields: Vec<Value> = kind.fields.iter().enumerate().map(|(ord, entry)| field(ord, entry)).collect();
    let templates: Vec<Value> =
        kind.templates.iter().enumerate().map(|(ord, entry)| template(ord, entry)).collect();
    json!({
        "id": kind.id, "name": kind.name, "mod": kind.modified, "usn": USN,
        "type": match kind.kind { NoteKind::Standard => 0, NoteKind::Cloze => 1 },
        "flds": fields, "tmpls": templates, "css": kind.css, "req": requirements(kind),
        "sortf": 0, "did": DEFAULT_DECK, "tags": [], "vers": [],
        "latexPre": LATEX_PRE, "latexPost": LATEX_POST, "latexsvg": false,
    })
}

fn field(ord: usize, field: &Field) -> Value {
    json!({
        "id": field.id, "name": field.name, "ord": ord, "font": "Arial", "size": 20,
        "media": [], "rtl": false, "sticky": false, "description": "", "plainText": false,
        "collapsed": false, "excludeFromSearch": false,
    })
}

fn template(ord: usize, template: &Template) -> Value {
    json!({
        "id": template.id, "name": template.name, "ord": ord, "qfmt": template.front,
        "afmt": template.back, "bqfmt": "", "bafmt": "", "did": null, "bfont": "", "bsize": 0,
    })
}

/// `req`: which fields each card needs. For a cloze type older versions want none.
fn requirements(kind: &NoteType) -> Vec<Value> {
    if kind.kind == NoteKind::Cloze {
        return Vec::new();
    }
    let names: Vec<&str> = kind.fields.iter().map(|field| field.name.as_str()).collect();
    let entry = |(ord, template): (usize, &Template)| match requirement(&template.front, &names) {
        Requirement::Any(fields) => json!([ord, "any", fields]),
        Requirement::All(fields) => json!([ord, "all", fields]),
        Requirement::Never => json!([ord, "none", []]),
    };
    kind.templates.iter().enumerate().map(entry).collect()
}
