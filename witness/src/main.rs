//! `witness FILE.json FILE.apkg`: builds the deck of recto's JSON with genanki-rs.

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let [json, apkg] = &std::env::args().skip(1).collect::<Vec<_>>()[..] else {
        return Err("usage: witness FILE.json FILE.apkg".into());
    };
    let package = witness::read(Path::new(json))?;
    witness::deck::build(&package)?.write_to_file(apkg)?;
    Ok(())
}
