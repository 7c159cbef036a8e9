//! What genanki-rs chooses itself, read from packages it made: `cargo run --release --manifest-path
//! witness/Cargo.toml --bin traits FILE.json`.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::Connection;
use witness::package::Package;

const RUNS: usize = 10;
/// A release time for all runs, in seconds since 1970.
const FIXED: f64 = 1_700_000_000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let json = std::env::args().nth(1).ok_or("usage: traits FILE.json")?;
    let source = witness::read(Path::new(&json))?;

    let clock = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64;
    let database = Collection::of(&mut witness::deck::build(&source)?)?;
    let ids = database.numbers("select id from notes order by rowid")?;
    let steps: BTreeSet<i64> = ids.windows(2).map(|pair| pair[1] - pair[0]).collect();
    println!("notes: {}, cards: {}", ids.len(), database.numbers("select id from cards")?.len());
    println!("due of the cards: {:?}", database.numbers("select distinct due from cards")?);
    println!("first note id: {} ms after the start of the run; steps: {steps:?}", ids[0] - clock);
    println!("mod times of the notes: {}", database.numbers("select distinct mod from notes")?.len());
    println!("checksums of the notes: {:?}", database.numbers("select distinct csum from notes")?);

    drop(database);
    let own = Collection::of(&mut witness::deck::build_with(&source, str::to_owned)?)?;
    println!("cards with recto's own front: {}", own.numbers("select id from cards")?.len());

    println!("different files in {RUNS} runs: {}", different(&source, None)?);
    println!("different files in {RUNS} runs with one given time: {}", different(&source, Some(FIXED))?);
    println!("SQLite: {}", rusqlite::version());
    Ok(())
}

/// The database of a package, in a file of its own until it is dropped.
struct Collection {
    database: Connection,
    file: PathBuf,
}

impl Collection {
    fn of(package: &mut genanki_rs::Package) -> Result<Self, Box<dyn Error>> {
        let mut apkg = Cursor::new(vec![]);
        package.write(&mut apkg)?;
        let mut bytes = vec![];
        zip::ZipArchive::new(apkg)?.by_name("collection.anki2")?.read_to_end(&mut bytes)?;
        let file = std::env::temp_dir().join(format!("recto-traits-{}.anki2", std::process::id()));
        std::fs::write(&file, bytes)?;
        Ok(Self { database: Connection::open(&file)?, file })
    }

    fn numbers(&self, query: &str) -> rusqlite::Result<Vec<i64>> {
        self.database.prepare(query)?.query_map([], |row| row.get(0))?.collect()
    }
}

impl Drop for Collection {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

fn apkg(source: &Package, time: Option<f64>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut file = Cursor::new(Vec::new());
    let mut package = witness::deck::build(source)?;
    match time {
        Some(time) => package.write_timestamp(&mut file, time)?,
        None => package.write(&mut file)?,
    }
    Ok(file.into_inner())
}

fn different(source: &Package, time: Option<f64>) -> Result<usize, Box<dyn Error>> {
    let files: BTreeSet<_> = (0..RUNS).map(|_| apkg(source, time)).collect::<Result<_, _>>()?;
    Ok(files.len())
}
