//! The files beside the documents.
//!
//! A document reaches what lies in its project: the git work tree around it, or else the folder of `recto.toml`, or
//! else the folder that was named on the command line, or its own.

use std::collections::{BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::file;
use crate::render::{Files, Found, Lost};

/// The files of the projects that the documents are in.
pub struct Disk {
    /// Folders named on the command line, without links.
    named: Vec<PathBuf>,
    /// The roots of folders, once looked for.
    roots: Mutex<HashMap<PathBuf, PathBuf>>,
    /// All files below a root, by name, once looked for.
    names: Mutex<HashMap<PathBuf, Arc<Names>>>,
    /// The folders of all that was looked for.
    asked: Mutex<BTreeSet<PathBuf>>,
}

/// Paths by the name of the file, the shortest first.
type Names = HashMap<String, Vec<PathBuf>>;

impl Disk {
    pub fn new(paths: &[PathBuf]) -> Disk {
        let folders = paths.iter().filter(|path| path.is_dir());
        let named = folders.filter_map(|path| path.canonicalize().ok()).collect();
        Disk { named, roots: Mutex::default(), names: Mutex::default(), asked: Mutex::default() }
    }

    /// The folders in which documents looked for files so far, whether or not the files were there.
    pub fn asked(&self) -> BTreeSet<PathBuf> {
        lock(&self.asked).clone()
    }

    /// The git work tree around a file or folder.
    pub fn work_tree(&self, path: &Path) -> Option<PathBuf> {
        let path = if path.as_os_str() == "-" { Path::new(".") } else { path };
        let path = path.canonicalize().ok()?;
        path.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
    }

    fn root(&self, folder: &Path) -> PathBuf {
        let mut roots = lock(&self.roots);
        if let Some(root) = roots.get(folder) {
            return root.clone();
        }
        let named = || {
            self.named
                .iter()
                .filter(|named| folder.starts_with(named))
                .min_by_key(|path| path.as_os_str().len())
        };
        let root = file::project(folder).or_else(|| named().cloned()).unwrap_or_else(|| folder.to_path_buf());
        roots.insert(folder.to_path_buf(), root.clone());
        root
    }

    /// All files below a root by their names, without hidden ones.
    fn names(&self, root: &Path) -> Arc<Names> {
        let mut known = lock(&self.names);
        if let Some(names) = known.get(root) {
            return Arc::clone(names);
        }
        let mut names = Names::new();
        for entry in file::below(root).into_iter().flatten() {
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                let name = entry.file_name().to_string_lossy().into_owned();
                names.entry(name).or_default().push(entry.into_path());
            }
        }
        for paths in names.values_mut() {
            paths.sort_by_key(|path| (path.components().count(), path.clone()));
        }
        let names = Arc::new(names);
        known.insert(root.to_path_buf(), Arc::clone(&names));
        names
    }
}

impl Files for Disk {
    fn find(&self, document: &str, path: &str) -> Result<Found, Lost> {
        let folder = folder(document).ok_or(Lost::Missing)?;
        let root = self.root(&folder);
        let (start, path) = match path.strip_prefix('/') {
            Some(path) => (&root, path),
            None => (&folder, path),
        };
        let outside = || Lost::Outside(root.display().to_string());
        let wanted = join(start, path).filter(|wanted| wanted.starts_with(&root)).ok_or_else(outside)?;
        lock(&self.asked).extend(wanted.parent().map(Path::to_path_buf));
        // A link may lead elsewhere.
        let real = wanted.canonicalize().map_err(|_| Lost::Missing)?;
        let inside = real.strip_prefix(&root).map_err(|_| outside())?;
        let meta = real.metadata().map_err(|_| Lost::Missing)?;
        if !meta.is_file() && !meta.is_dir() {
            return Err(Lost::Missing);
        }
        let in_repository = inside.to_str().map(|path| path.replace('\\', "/"));
        Ok(Found { path: real.clone(), is_folder: meta.is_dir(), size: meta.len(), in_repository })
    }

    fn find_by_name(&self, document: &str, name: &str) -> Result<Found, Lost> {
        let folder = folder(document).ok_or(Lost::Missing)?;
        let root = self.root(&folder);
        let names = self.names(&root);
        let last = name.rsplit('/').next().unwrap_or(name);
        let paths = names.get(last).into_iter().flatten();
        let path = paths.into_iter().find(|path| path.ends_with(name)).ok_or(Lost::Missing)?;
        let inside = path.strip_prefix(&root).map_err(|_| Lost::Missing)?;
        self.find(document, &format!("/{}", inside.to_string_lossy().replace('\\', "/")))
    }

    fn read(&self, path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
        file::bytes(path, most).map_err(|error| error.downcast().unwrap_or_else(std::io::Error::other))
    }
}

/// What a thread that panicked has left is whole: entries are only added.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The document's folder, without links; the current one for standard input.
fn folder(document: &str) -> Option<PathBuf> {
    let folder = Path::new(document).parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).canonicalize().ok()
}

/// The path with `.` and `..` resolved by name alone; nothing above the file system's root.
fn join(start: &Path, path: &str) -> Option<PathBuf> {
    let mut joined = start.to_path_buf();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(part) => joined.push(part),
            Component::ParentDir => {
                if !joined.pop() {
                    return None;
                }
            }
            Component::CurDir | Component::RootDir => {}
            Component::Prefix(_) => return None,
        }
    }
    Some(joined)
}
