//! Virtual environments of the tests' own, below the target directory.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The Python of the environment `name`, with the packages of each file of requirements; pip is given the options
/// beside it. Installed by whichever test comes first, while the others wait.
///
/// # Panics
/// If there is no `python3` or a package cannot be installed: a test that needs them must not pass without.
pub fn environment(name: &str, requirements: &[(&Path, &[&str])]) -> PathBuf {
    environment_of(Path::new("python3"), name, requirements)
}

/// As [`environment`], of this Python.
///
/// # Panics
/// As there.
pub fn environment_of(python3: &Path, name: &str, requirements: &[(&Path, &[&str])]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = root.join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let installed = folder.join("requirements.txt");
    let wanted: String = requirements
        .iter()
        .map(|(path, options)| fs::read_to_string(path).expect("requirements") + &options.concat())
        .collect();

    let lock = File::create(root.join(format!("{name}.lock"))).expect("the target directory can be written");
    lock.lock().expect("the lock file can be locked");
    if fs::read_to_string(&installed).ok().as_ref() != Some(&wanted) {
        run(Command::new(python3).args(["-m", "venv", "--clear"]).arg(&folder));
        for (path, options) in requirements {
            run(Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .args(*options)
                .arg("-r")
                .arg(path));
        }
        fs::write(&installed, wanted).expect("the target directory can be written");
    }
    python
}

/// # Panics
/// If the program cannot be started or fails.
pub fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| {
        panic!("the tests against Anki need python3 (3.10 or later, with venv); {command:?}: {error}")
    });
    assert!(
        output.status.success(),
        "{command:?} failed: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A Python of this version: on the path, or where pyenv and uv put theirs.
pub fn find(version: &str) -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let mut found = vec![PathBuf::from(format!("python{version}")), PathBuf::from("python3")];
    for folder in [home.join(".pyenv/versions"), home.join(".local/share/uv/python")] {
        let mut folders: Vec<_> =
            folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        folders.sort();
        found.extend(folders.into_iter().map(|folder| folder.join("bin/python3")));
    }
    let wanted = format!("Python {version}.");
    found.into_iter().find(|python| {
        let output = Command::new(python).arg("--version").output();
        output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with(&wanted))
    })
}
