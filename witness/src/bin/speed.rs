//! How fast genanki-rs writes beside recto: `cargo run --release --manifest-path witness/Cargo.toml --bin speed
//! [notes]`, in recto's folder. The two take turns on the same notes; the middle of three rounds counts.
//!
//! genanki-rs decides in the making of a note which cards it has; recto has decided that before its writer starts.

use std::error::Error;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let notes: f64 = std::env::args().nth(1).map_or(Ok(5_000.0), |count| count.parse())?;
    let json = std::env::temp_dir().join(format!("recto-speed-{}.json", std::process::id()));
    let (mut whole, mut writing) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        let recto = recto(notes, &json)?;
        let (made, written) = genanki(&json)?;
        let (all, only) = (notes / (made + written), notes / written);
        println!(
            "recto {recto:.0} notes/s, genanki-rs {all:.0} notes/s, {only:.0} without the making of its notes"
        );
        whole.push(recto / all);
        writing.push(recto / only);
    }
    std::fs::remove_file(&json)?;
    whole.sort_by(f64::total_cmp);
    writing.sort_by(f64::total_cmp);
    println!("ratio {:.0}, {:.0} without the making of its notes", whole[ROUNDS / 2], writing[ROUNDS / 2]);
    Ok(())
}

/// Notes per second of recto's `emit_speed`, which leaves its notes in `json`.
fn recto(notes: f64, json: &Path) -> Result<f64, Box<dyn Error>> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--example", "emit_speed", "--manifest-path", manifest, "--"])
        .arg(notes.to_string())
        .arg(json)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.trim_start().starts_with("apkg:"));
    let speed = line.and_then(|line| line.split(", ").nth(1)?.strip_suffix(" notes/s"));
    Ok(speed
        .ok_or_else(|| format!("emit_speed: {text}{}", String::from_utf8_lossy(&output.stderr)))?
        .parse()?)
}

/// Seconds to make the notes, and to write them into memory.
fn genanki(json: &Path) -> Result<(f64, f64), Box<dyn Error>> {
    let source = witness::read(json)?;
    let start = Instant::now();
    let mut package = witness::deck::build(&source)?;
    let built = start.elapsed().as_secs_f64();
    package.write(Cursor::new(Vec::new()))?;
    Ok((built, start.elapsed().as_secs_f64() - built))
}
