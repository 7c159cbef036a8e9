//! The documents in `fixtures`.

use std::path::{Path, PathBuf};

/// All Markdown files below a folder of the project, sorted.
pub fn documents(folder: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found.sort();
    found
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}
