//! The crate in `witness/`, which writes packages with genanki-rs.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/witness/Cargo.toml");

/// Builds the witness where it is not built yet, and lets it write `apkg`.
pub fn witness(json: &Path, apkg: &Path) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("witness");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    run(Command::new(cargo)
        .args(["build", "--quiet", "--release", "--locked", "--manifest-path", MANIFEST, "--target-dir"])
        .arg(&target));
    let program = target.join("release").join("witness").with_extension(std::env::consts::EXE_EXTENSION);
    run(Command::new(program).arg(json).arg(apkg));
}

pub fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}
