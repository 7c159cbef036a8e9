//! `recto schema`: what editors know of `recto.toml`.

use std::io::Write;

use clap::Args;

use super::{Failure, output};
use crate::config;

#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Schema {}

const EXAMPLES: &str = "\
Examples:
  recto schema > recto.schema.json     then `#:schema ./recto.schema.json` as the first line of recto.toml
  recto init --schema                  both, for a new recto.toml";

impl Schema {
    pub fn run(self) -> Result<(), Failure> {
        let mut out = output::stdout();
        out.write_all(config::schema().as_bytes())?;
        Ok(output::finish(out)?)
    }
}
