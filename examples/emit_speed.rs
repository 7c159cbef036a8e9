//! How fast a package is checked and written: `cargo run --release --example emit_speed [notes [file]]`.
//! The file gets the notes as JSON, for others to be measured with.

use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::time::Instant;

use recto::emit::{apkg, csv, json};
use recto::package::contract;

#[allow(dead_code)]
#[path = "../tests/support/sample.rs"]
mod sample;

fn main() {
    let notes = std::env::args().nth(1).map_or(100_000, |count| count.parse().expect("a number of notes"));
    let package = sample::many(notes);
    let size: usize = package.notes.iter().flat_map(|note| &note.fields).map(String::len).sum();
    println!("{notes} notes, {} MB of fields", size / 1_000_000);

    time("check", notes, || contract::check(&package).len());
    time("apkg", notes, || {
        let mut file = Cursor::new(Vec::new());
        apkg::write(&package, &mut file).expect("a package");
        file.into_inner().len()
    });
    time("csv", notes, || {
        let mut file = Vec::new();
        csv::write(&package, csv::Flavour::Full, &mut file).expect("a file");
        file.len()
    });
    time("json", notes, || {
        let mut file = Vec::new();
        json::write(&package, &mut file).expect("a file");
        file.len()
    });

    if let Some(path) = std::env::args().nth(2) {
        json::write(&package, BufWriter::new(File::create(path).expect("a new file"))).expect("a file");
    }
}

fn time(name: &str, notes: usize, work: impl FnOnce() -> usize) {
    let start = Instant::now();
    let result = work();
    let seconds = start.elapsed().as_secs_f64();
    println!("{name:>6}: {seconds:.3} s, {:.0} notes/s, result {result}", notes as f64 / seconds);
}
