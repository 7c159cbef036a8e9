//! Files that change while recto runs: one signal for each save.
//!
//! Folders are watched and not files: many editors write a new file and move it into the place of the old one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::Sources;
use super::files::Disk;
use super::input::Input;
use crate::config::Config;
use crate::file;

/// A save is over when nothing happens for this long.
const QUIET: Duration = Duration::from_millis(20);
/// Where something happens all the time, this is waited at most.
const LONGEST: Duration = Duration::from_millis(500);

pub struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    folders: BTreeSet<PathBuf>,
    /// Files and folders that the program itself writes, without links.
    own: Vec<PathBuf>,
}

impl Watch {
    /// Watches nothing yet. What happens to `own`, the files and folders that the caller writes itself, is no change.
    ///
    /// # Errors
    /// If the system watches no files.
    pub fn new(own: &[PathBuf]) -> anyhow::Result<Watch> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(told)?;
        let own = own.iter().map(|path| real(path)).collect();
        Ok(Watch { watcher, events, folders: BTreeSet::new(), own })
    }

    /// Watches exactly these folders from now on, each without those below it. Folders that are not there are left out.
    ///
    /// # Errors
    /// If the system does not watch so many.
    pub fn follow(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> anyhow::Result<()> {
        let wanted: BTreeSet<PathBuf> =
            folders.into_iter().filter_map(|path| path.canonicalize().ok()).collect();
        let mut paths = self.watcher.paths_mut();
        for gone in self.folders.difference(&wanted) {
            // It may have been deleted.
            let _ = paths.remove(gone);
        }
        for new in wanted.difference(&self.folders) {
            paths
                .add(new, RecursiveMode::NonRecursive)
                .map_err(told)
                .with_context(|| new.display().to_string())?;
        }
        paths.commit().map_err(told)?;
        self.folders = wanted;
        Ok(())
    }

    /// Waits until something has changed and all is quiet again. Gives what changed, sorted.
    pub fn wait(&mut self) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            match self.events.recv() {
                Ok(event) => self.note(event, &mut changed),
                // The watcher, which holds the other end, is our own.
                Err(_) => std::thread::park(),
            }
        }
        let until = Instant::now() + LONGEST;
        while let Ok(event) =
            self.events.recv_timeout(QUIET.min(until.saturating_duration_since(Instant::now())))
        {
            self.note(event, &mut changed);
        }
        changed
    }

    fn note(&mut self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) {
        match event {
            Ok(event) if event.need_rescan() => changed.extend(self.folders.iter().cloned()),
            Ok(event) if is_change(event.kind) => {
                if matches!(event.kind, EventKind::Remove(_)) {
                    // A folder that comes back under this name is another one.
                    self.folders.retain(|folder| !event.paths.contains(folder));
                }
                changed.extend(event.paths.into_iter().filter(|path| self.counts(path)));
            }
            Ok(_) => {}
            Err(error) => changed.extend(error.paths),
        }
    }

    /// Whether a path is neither our own nor one of the files that editors put beside what they edit.
    fn counts(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && !name.ends_with('~') && !self.own.iter().any(|own| path.starts_with(own))
    }
}

/// The folders of all that a project is made of: its documents, its settings, and what its cards name. `input` and `disk`
/// are those of the last time that it was read.
pub fn folders(sources: &Sources, input: Option<&Input>, disk: Option<&Disk>) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    let mut named: Vec<PathBuf> =
        sources.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let first = named.first().cloned().unwrap_or_else(|| PathBuf::from("."));
    let settings = std::path::absolute(first).ok().and_then(|path| Config::place(&path));
    if let Some(settings) = settings {
        folders.insert(parent(&settings));
        // The documents that it names lie below.
        if named.is_empty() || input.is_some_and(|input| input.is_listed) {
            named.push(parent(&settings));
        }
    }
    for path in named {
        if path.is_dir() {
            let below = file::below(&path).into_iter().flatten();
            let is_folder = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_dir());
            folders.extend(below.filter(is_folder).map(ignore::DirEntry::into_path));
        } else {
            folders.insert(parent(&path));
        }
    }
    folders.extend(input.into_iter().flat_map(|input| input.config.card.values()).map(|path| parent(path)));
    folders.extend(disk.map(Disk::asked).unwrap_or_default());
    folders
}

fn parent(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_path_buf()
}

/// Reading a file is none.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// The path without links, also of what is yet to be written.
fn real(path: &Path) -> PathBuf {
    let folder = parent(path).canonicalize().ok();
    let path_in_folder = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
    path.canonicalize().ok().or(path_in_folder).unwrap_or_else(|| path.to_path_buf())
}

fn told(error: notify::Error) -> anyhow::Error {
    let help = match error.kind {
        ErrorKind::MaxFilesWatch => "; name fewer folders, or raise fs.inotify.max_user_watches",
        _ => "",
    };
    anyhow::anyhow!("changes of files cannot be seen: {error}{help}")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;

    use super::*;

    /// What is changed by `change` in a folder with `a.md` and `dist/`, seen from the folder.
    fn changed(change: impl FnOnce(&Path)) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a folder");
        fs::write(root.join("a.md"), "old").expect("a file");
        fs::create_dir(root.join("dist")).expect("a folder");
        let mut watch = Watch::new(&[root.join("recto.lock"), root.join("dist")]).expect("a watcher");
        watch.follow([root.clone(), root.join("dist"), root.join("not there")]).expect("folders");
        change(&root);
        // What comes after it shows that nothing else came before.
        fs::write(root.join("last.md"), "").expect("a file");
        let mut seen = BTreeSet::new();
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            while !seen.contains(&root.join("last.md")) {
                seen.extend(watch.wait());
            }
            let names = seen.iter().filter_map(|path| path.strip_prefix(&root).ok());
            let names: Vec<String> = names.map(|path| path.to_string_lossy().into_owned()).collect();
            sender.send(names).expect("the test waits");
        });
        receiver.recv_timeout(Duration::from_secs(20)).expect("a change is seen")
    }

    #[test]
    fn a_save_is_seen_however_the_editor_saves() {
        let written = changed(|root| fs::write(root.join("a.md"), "new").expect("a file"));
        assert_eq!(written, ["a.md", "last.md"]);
        let renamed = changed(|root| {
            fs::write(root.join(".a.md.swp"), "new").expect("a file");
            fs::rename(root.join(".a.md.swp"), root.join("a.md")).expect("a move");
        });
        assert_eq!(renamed, ["a.md", "last.md"]);
        let kept = changed(|root| {
            fs::rename(root.join("a.md"), root.join("a.md~")).expect("a move");
            fs::write(root.join("a.md"), "new").expect("a file");
        });
        assert_eq!(kept, ["a.md", "last.md"]);
        let deleted = changed(|root| fs::remove_file(root.join("a.md")).expect("a file"));
        assert_eq!(deleted, ["a.md", "last.md"]);
    }

    #[test]
    fn what_is_read_and_what_the_program_writes_is_no_change() {
        let seen = changed(|root| {
            fs::read(root.join("a.md")).expect("a file");
            fs::write(root.join(".recto-1"), "").expect("a file");
            fs::rename(root.join(".recto-1"), root.join("recto.lock")).expect("a move");
            fs::write(root.join("dist/a.apkg"), "").expect("a file");
        });
        assert_eq!(seen, ["last.md"]);
    }

    #[test]
    fn a_burst_is_one_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut watch = Watch::new(&[]).expect("a watcher");
        watch.follow([folder.path().to_path_buf()]).expect("a folder");
        for number in 0..20 {
            fs::write(folder.path().join(format!("{number}.md")), "").expect("a file");
        }
        assert_eq!(watch.wait().len(), 20);
        assert!(watch.events.try_recv().is_err());
    }
}
