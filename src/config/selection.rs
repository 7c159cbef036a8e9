//! Which documents a project, or one of its decks, is made of.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Paths and globs seen from the folder of `recto.toml`. A document that is gone can be asked for as well as one that is
/// there.
#[derive(Debug, Clone)]
pub struct Selection {
    include: Gitignore,
    ignore: Gitignore,
}

impl Default for Selection {
    /// Holds nothing.
    fn default() -> Selection {
        Selection { include: Gitignore::empty(), ignore: Gitignore::empty() }
    }
}

impl Selection {
    /// `ignore` is as `.gitignore` has it; so is `include`, except that an entry begins at the folder.
    ///
    /// # Errors
    /// The place of the entry that is no glob, of `include` and then `ignore`, and why.
    pub fn new<'e>(
        include: impl Iterator<Item = &'e str>,
        ignore: impl Iterator<Item = &'e str>,
    ) -> Result<Selection, (usize, ignore::Error)> {
        let (mut included, mut ignored) = (GitignoreBuilder::new(""), GitignoreBuilder::new(""));
        let mut place = 0;
        for entry in include {
            // A name may hold what a glob would take for its own.
            for entry in [escaped(entry), entry.to_string()] {
                included.add_line(None, &anchored(&entry)).map_err(|error| (place, error))?;
            }
            place += 1;
        }
        for entry in ignore {
            ignored.add_line(None, entry).map_err(|error| (place, error))?;
            place += 1;
        }
        let build = |builder: GitignoreBuilder| builder.build().map_err(|error| (0, error));
        Ok(Selection { include: build(included)?, ignore: build(ignored)? })
    }

    /// Whether a document belongs to it. `path` is seen from the folder, with forward slashes.
    pub fn holds(&self, path: &str) -> bool {
        self.include.matched_path_or_any_parents(path, false).is_ignore() && !self.ignores(path)
    }

    /// Whether it is told to be no document.
    pub fn ignores(&self, path: &str) -> bool {
        self.ignore.matched_path_or_any_parents(path, false).is_ignore()
    }
}

/// An entry that stands for itself alone.
fn escaped(entry: &str) -> String {
    let (not, path) = match entry.strip_prefix('!') {
        Some(path) => ("!", path),
        None => ("", entry),
    };
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '{' | '}');
    let path: String = path.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect();
    format!("{not}{path}")
}

/// `notes/*.md` is not meant to be found in other folders, as it would be in a `.gitignore`.
fn anchored(entry: &str) -> String {
    let (not, path) = match entry.strip_prefix('!') {
        Some(path) => ("!", path),
        None => ("", entry),
    };
    match path.strip_prefix("./").unwrap_or(path) {
        "" | "." => format!("{not}/**"),
        path => format!("{not}/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_begin_at_the_folder_and_ignores_do_not() {
        let selection = |include: &[&str], ignore: &[&str]| {
            Selection::new(include.iter().copied(), ignore.iter().copied()).expect("globs")
        };
        for (include, ignore, path, wanted) in [
            (&["notes/"][..], &[][..], "notes/a.md", true),
            (&["notes"], &[], "notes/deep/a.md", true),
            (&["./notes"], &[], "notes/a.md", true),
            (&["notes/"], &[], "old/notes/a.md", false),
            (&["*.md"], &[], "a.md", true),
            (&["*.md"], &[], "notes/a.md", false),
            (&["**/*.md"], &[], "notes/a.md", true),
            (&["a.md"], &[], "a.md", true),
            (&["#1/a.md"], &[], "#1/a.md", true),
            (&["."], &[], "notes/a.md", true),
            (&["."], &["README.md"], "notes/README.md", false),
            (&["."], &["/README.md"], "notes/README.md", true),
            (&["."], &["drafts/", "!drafts/good.md"], "drafts/bad.md", false),
            (&["a [1].md"], &[], "a [1].md", true),
            (&["notes/", "!notes/old/"], &[], "notes/old/a.md", false),
        ] {
            assert_eq!(selection(include, ignore).holds(path), wanted, "{include:?} {ignore:?} {path}");
        }
    }

    #[test]
    fn a_glob_that_is_none_is_named() {
        let error = Selection::new(["a", "b[z-a]"].into_iter(), [].into_iter()).expect_err("no range");
        assert_eq!(error.0, 1);
    }
}
