//! What a clone says of its origin, read from its files. git itself is not run.

use std::path::{Path, PathBuf};

use super::files::Disk;
use crate::config::Config;
use crate::file;
use crate::render::Repository;

/// The repository that `recto.toml` names, or else the one that the ledger knows, or else the origin of the clone that the
/// first of `paths` is in, or the current folder. A fork and a copy without an origin build what the ledger's first build did.
pub fn repository(
    config: &Config,
    known: Option<&str>,
    disk: &Disk,
    paths: &[PathBuf],
) -> Option<Repository> {
    let (address, head) = match (&config.repository, known) {
        (Some(address), _) => (address.clone(), None),
        (None, Some(known)) => return Repository::read(known),
        (None, None) => {
            let path = paths.first().map_or(Path::new("."), PathBuf::as_path);
            origin(&disk.work_tree(path)?)?
        }
    };
    let branch = config.branch.as_deref();
    Repository::new(&address, config.forge, branch)
        .or_else(|| Repository::new(&address, config.forge, Some(head.as_deref()?)))
}

/// The repository on the web that the clone around a folder came from.
pub fn cloned_from(folder: &Path) -> Option<Repository> {
    repository(&Config::default(), None, &Disk::new(&[]), &[folder.to_path_buf()])
}

/// Address and default branch of `origin`. The branch is known in clones, but not in every checkout of a CI.
fn origin(work_tree: &Path) -> Option<(String, Option<String>)> {
    let folder = common_folder(&work_tree.join(".git"))?;
    let address = url(&file::text(&folder.join("config")).ok()?)?;
    let head = file::text(&folder.join("refs/remotes/origin/HEAD")).ok();
    let branch = head.as_deref().and_then(|head| head.trim().strip_prefix("ref: refs/remotes/origin/"));
    Some((address, branch.map(str::to_string)))
}

/// The folder with the configuration: `.git`, or where the file `.git` of a submodule or further work tree leads.
fn common_folder(git: &Path) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git.to_path_buf());
    }
    let file = file::text(git).ok()?;
    let folder = git.parent()?.join(file.trim().strip_prefix("gitdir:")?.trim());
    match file::text(&folder.join("commondir")) {
        Ok(common) => Some(folder.join(common.trim())),
        Err(_) => Some(folder),
    }
}

/// `url` in the section `[remote "origin"]`.
fn url(config: &str) -> Option<String> {
    let mut within = false;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            within = line.split_once(']').is_some_and(|(section, _)| section == "[remote \"origin\"");
        } else if within
            && let Some((key, value)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("url")
        {
            let value = value.split(['#', ';']).next().unwrap_or(value).trim();
            return Some(value.trim_matches('"').to_string());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_origin_is_read_from_a_clone_and_from_its_work_trees() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        let config = "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = https://example.org/x\n[remote \"origin\"]\n\tfetch = +refs/heads/*\n\turl = git@github.com:team/cards.git\n";
        write("main/.git/config", config);
        write("main/.git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/trunk\n");
        write("main/.git/worktrees/side/commondir", "../..\n");
        write("side/.git", "gitdir: ../main/.git/worktrees/side\n");
        write("plain/x", "");
        let wanted = Some(("git@github.com:team/cards.git".to_string(), Some("trunk".to_string())));
        assert_eq!(origin(&folder.path().join("main")), wanted);
        assert_eq!(origin(&folder.path().join("side")), wanted);
        assert_eq!(origin(&folder.path().join("plain")), None);
    }
}
