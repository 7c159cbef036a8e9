//! The floor: what the irreducible work costs with recto's own parts, on one thread.
//!
//! `floor FILE.md… OUT.apkg` parses each document once and makes HTML of it, cuts that into as many notes as there are
//! headings of the third level, inserts them into SQLite, and packs the database. It recognises nothing, keeps no
//! identity, makes nothing safe and checks nothing. Prints the seconds of each step.

use std::io::{Cursor, Write};
use std::time::Instant;

use pulldown_cmark::{Options, Parser, html::push_html};
use rusqlite::{Connection, params};

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let out = arguments.pop().expect("floor FILE.md… OUT.apkg");
    let start = Instant::now();
    let (mut notes, mut read) = (vec![], 0);
    for path in &arguments {
        let text = std::fs::read_to_string(path).expect("a file of UTF-8");
        read += text.len();
        let mut html = String::with_capacity(text.len() * 3 / 2);
        push_html(&mut html, Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES));
        notes.extend(html.split("<h3>").skip(1).map(str::to_owned));
    }
    let parsed = start.elapsed();
    let database = database(&notes).expect("rows that can be inserted");
    let inserted = start.elapsed();
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    zip.start_file("collection.anki2", zip::write::SimpleFileOptions::default()).expect("a new archive");
    zip.write_all(&database).expect("room in memory");
    let packed = zip.finish().expect("a whole archive").into_inner();
    std::fs::write(out, &packed).expect("a file that can be written");
    let all = start.elapsed();
    println!(
        "floor: {} notes of {:.1} MB; parse {:.3}, insert {:.3}, deflate {:.3}, all {:.3} s",
        notes.len(),
        read as f64 / 1e6,
        parsed.as_secs_f64(),
        (inserted - parsed).as_secs_f64(),
        (all - inserted).as_secs_f64(),
        all.as_secs_f64()
    );
}

fn database(notes: &[String]) -> rusqlite::Result<Vec<u8>> {
    let mut database = Connection::open_in_memory()?;
    let transaction = database.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
             usn integer not null, tags text not null, flds text not null, sfld integer not null,
             csum integer not null, flags integer not null, data text not null);
         CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
             mod integer not null, usn integer not null, type integer not null, queue integer not null,
             due integer not null, ivl integer not null, factor integer not null, reps integer not null,
             lapses integer not null, left integer not null, odue integer not null, odid integer not null,
             flags integer not null, data text not null);",
    )?;
    {
        let mut note = transaction
            .prepare("INSERT INTO notes VALUES (?1, ?2, 1, 1, -1, ' floor ', ?3, ?4, ?1, 0, '')")?;
        let mut card = transaction.prepare(
            "INSERT INTO cards VALUES (?1, ?1, 1, 0, 1, -1, 0, 0, ?1, 0, 0, 0, 0, 0, 0, 0, 0, '')",
        )?;
        for (html, id) in notes.iter().zip(1i64..) {
            let first = html.split('<').next().unwrap_or_default();
            note.execute(params![id, format!("floor{id:011}"), html, first])?;
            card.execute(params![id])?;
        }
    }
    transaction.execute_batch(
        "CREATE INDEX ix_notes_usn ON notes (usn); CREATE INDEX ix_notes_csum ON notes (csum);
         CREATE INDEX ix_cards_usn ON cards (usn); CREATE INDEX ix_cards_nid ON cards (nid);
         CREATE INDEX ix_cards_sched ON cards (did, queue, due);",
    )?;
    transaction.commit()?;
    Ok(database.serialize("main")?.to_vec())
}
