//! The author's editor, opened at a line.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::preview::Spot;

/// How editors are told the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// `--goto file:line:column`
    Goto,
    /// `file:line:column`
    Colons,
    /// `+line file`
    Plus,
    /// `--line line file`
    Line,
    /// Not at all: the file alone.
    None,
}

const EDITORS: [(Manner, &[&str]); 4] = [
    (
        Manner::Goto,
        &["code", "code-insiders", "codium", "vscodium", "code-oss", "cursor", "windsurf", "positron"],
    ),
    (Manner::Colons, &["subl", "sublime_text", "zed", "zeditor", "hx", "helix", "lapce", "pulsar"]),
    (
        Manner::Plus,
        &[
            "vi",
            "vim",
            "nvim",
            "gvim",
            "mvim",
            "neovide",
            "vimr",
            "nano",
            "pico",
            "micro",
            "emacs",
            "emacsclient",
            "gedit",
            "gnome-text-editor",
            "kak",
            "joe",
            "jed",
            "mg",
            "ne",
            "leafpad",
            "mousepad",
            "bbedit",
        ],
    ),
    (
        Manner::Line,
        &[
            "idea",
            "pycharm",
            "webstorm",
            "phpstorm",
            "rustrover",
            "clion",
            "goland",
            "rubymine",
            "rider",
            "fleet",
            "kate",
            "kwrite",
            "mate",
            "xed",
            "studio",
        ],
    ),
];

/// Opens a file of the project in `$VISUAL` or `$EDITOR`, else in VS Code where it is there. No shell reads the names.
///
/// # Errors
/// If there is no editor, or it cannot be started.
pub fn open(spot: &Spot) -> anyhow::Result<()> {
    let named = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|text| !text.trim().is_empty()));
    let editor = named.unwrap_or_else(|| "code".to_string());
    // The file may have a name that begins like an option.
    let file = std::path::absolute(&spot.file)?;
    if !file.is_file() {
        bail!("{} is not there", spot.file);
    }
    let mut words = editor.split_whitespace();
    let program = words.next().context("an editor")?;
    let mut command = Command::new(program);
    command.args(words).args(arguments(program, &file, spot));
    if manner(program) == Manner::Plus {
        // It may need the terminal.
        command.spawn()
    } else {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }
    .map(drop)
    .with_context(|| format!("{program} cannot be started: name your editor in $VISUAL or $EDITOR"))
}

fn manner(program: &str) -> Manner {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    EDITORS
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()))
        .map_or(Manner::None, |(manner, _)| *manner)
}

fn arguments(program: &str, file: &Path, spot: &Spot) -> Vec<String> {
    let (file, line, column) = (file.display(), spot.line, spot.column);
    match manner(program) {
        Manner::Goto => vec!["--goto".to_string(), format!("{file}:{line}:{column}")],
        Manner::Colons => vec![format!("{file}:{line}:{column}")],
        Manner::Plus => vec![format!("+{line}"), file.to_string()],
        Manner::Line => vec!["--line".to_string(), line.to_string(), file.to_string()],
        Manner::None => vec![file.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let spot = Spot { file: "a b.md".to_string(), line: 12, column: 3 };
        let given = |program| arguments(program, Path::new("/x/a b.md"), &spot);
        assert_eq!(given("code"), ["--goto", "/x/a b.md:12:3"]);
        assert_eq!(given("/usr/bin/subl"), ["/x/a b.md:12:3"]);
        assert_eq!(given("nvim"), ["+12", "/x/a b.md"]);
        assert_eq!(given("Code.EXE"), ["--goto", "/x/a b.md:12:3"]);
        assert_eq!(given("kate"), ["--line", "12", "/x/a b.md"]);
        assert_eq!(given("notepad"), ["/x/a b.md"]);
    }
}
