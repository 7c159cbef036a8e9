//! `SHA256SUMS`, in the format of coreutils: the hash, two spaces, the name.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};
use tempfile::TempPath;

use super::output;
use crate::file;
use crate::package::origin::hex;

const FILE: &str = "SHA256SUMS";

/// Writes the sums of `written`, files that are not in their places yet, ready to go there with them. What the file says
/// of other files that are still in the folder stays.
pub fn write(folder: &Path, written: &[(TempPath, PathBuf)]) -> anyhow::Result<(TempPath, PathBuf)> {
    let path = folder.join(FILE);
    let mut sums = others(folder, &path);
    for (temporary, place) in written {
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(temporary).with_context(|| place.display().to_string())?;
        sums.insert(name, hex(&Sha256::digest(bytes)));
    }
    let temporary = output::replace(&path, |file| {
        for (name, sum) in &sums {
            writeln!(file, "{sum}  {name}")?;
        }
        Ok(())
    })?;
    Ok((temporary, path))
}

/// By name, from the file as it is.
fn others(folder: &Path, path: &Path) -> BTreeMap<String, String> {
    let text = file::text(path).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once("  "));
    let there = lines.filter(|(_, name)| folder.join(name).is_file());
    there.map(|(sum, name)| (name.to_string(), sum.to_string())).collect()
}
