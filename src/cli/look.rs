//! The cards' look as the project's files say it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Failure, Sources};
use crate::config;
use crate::file;
use crate::note_type::Look;

/// Recto's own look with what `recto.toml` names (`files`), or `card.css` beside the sources, and then with `css`, in
/// this order.
pub fn read(
    sources: &Sources,
    files: &BTreeMap<String, PathBuf>,
    css: Option<&Path>,
) -> Result<Look, Failure> {
    let mut look = Look::default();
    for (name, path) in files {
        add(&mut look, name, path)?;
    }
    if files.is_empty()
        && let Some(beside) = beside(sources)
    {
        add(&mut look, "css", &beside)?;
    }
    if let Some(css) = css {
        add(&mut look, "css", css)?;
    }
    Ok(look)
}

/// `card.css` in the folder that was named, or that holds the file.
fn beside(sources: &Sources) -> Option<PathBuf> {
    let path = sources.paths.first().filter(|path| path.as_os_str() != "-")?;
    let folder = if path.is_dir() { path.as_path() } else { path.parent()? };
    Some(folder.join(config::CSS)).filter(|file| file.is_file())
}

fn add(look: &mut Look, name: &str, path: &Path) -> Result<(), Failure> {
    let shown = || path.display().to_string();
    let text = file::text(path).with_context(shown)?;
    // A clone on Windows may have line ends of its own.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let added = if name == "css" { look.add_css(&text) } else { look.replace(name, &text) };
    Ok(added.with_context(shown)?)
}
