//! The modules stand in layers, as `ARCHITECTURE.md` lists them: each imports only from those above it.

use std::path::Path;

/// From the top. Modules in one row do not import each other.
const LAYERS: [&[&str]; 19] = [
    &["file"],
    &["source"],
    &["diagnostic"],
    &["document"],
    &["card"],
    &["shape"],
    &["language", "tag", "package"],
    &["identity"],
    &["render"],
    &["note_type"],
    &["config"],
    &["project"],
    &["check"],
    &["preview"],
    &["emit"],
    &["diff"],
    &["push"],
    &["cli"],
    &["main", "lib"],
];

fn layer(module: &str) -> usize {
    LAYERS.iter().position(|row| row.contains(&module)).unwrap_or_else(|| panic!("{module} has no layer"))
}

fn check(path: &Path, module: &str, found: &mut usize) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("the sources") {
            check(&entry.expect("an entry").path(), module, found);
        }
        return;
    }
    let Ok(text) = std::fs::read_to_string(path) else { return };
    for (number, line) in text.lines().enumerate() {
        for (at, _) in line.match_indices("crate::") {
            let name: String =
                line[at + 7..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if name.is_empty() || name == module {
                continue;
            }
            *found += 1;
            let place = format!("{}:{}: {line}", path.display(), number + 1);
            assert!(
                layer(&name) < layer(module),
                "{module} imports from {name}, which stands below it\n{place}"
            );
        }
    }
}

#[test]
fn modules_import_only_from_above() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = 0;
    for entry in std::fs::read_dir(&sources).expect("the sources") {
        let path = entry.expect("an entry").path();
        let module = path.file_stem().expect("a name").to_string_lossy().into_owned();
        check(&path, &module, &mut found);
    }
    assert!(found > 30, "imports were found: {found}");
}
