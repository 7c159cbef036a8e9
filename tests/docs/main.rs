//! The documentation does what it says: every example in README.md and below docs/ is run, in a folder of its own for
//! each page, from the first to the last.
//!
//! What the kind of an example means, and the comments that say more, stand at [`example::Kind`].
#![cfg(unix)]

mod example;
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use page::Folder;

const TOP: &str = env!("CARGO_MANIFEST_DIR");

/// All pages, seen from the top.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![PathBuf::from("README.md"), "CONTRIBUTING.md".into(), "ARCHITECTURE.md".into()];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(Path::new(TOP).join(&folder)).expect("a folder") {
            let path = folder.join(entry.expect("an entry").file_name());
            if Path::new(TOP).join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

fn text(page: &Path) -> String {
    fs::read_to_string(Path::new(TOP).join(page)).expect("a page")
}

#[test]
fn every_example_does_what_the_page_says() {
    let mut faults = vec![];
    let mut ran = 0;
    for page in pages() {
        let mut folder = Folder::new();
        for example in example::read(&text(&page)) {
            ran += 1;
            if let Err(fault) = folder.run(&example) {
                faults.push(format!("{}:{}: {fault}", page.display(), example.line));
            }
        }
    }
    assert!(ran > 50, "{ran} examples");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}

/// Examples that are wrong are found, each kind of them.
#[test]
fn faults_would_be_found() {
    let faulty = [
        "    recto biuld questions.md\n",
        "    recto build nothing.md\n",
        "    tests/nothing.sh\n",
        "    rectangle\n",
        "```console\n$ recto --version\nrecto 99\n```\n",
        "    recto --version\n\n```text\nrecto 99\n```\n",
        "```text\nan output of nothing\n```\n",
        "```toml\nnmae = \"x\"\n```\n",
        "```json\n{\n```\n",
        "```yaml\n---\na: [\n---\n```\n",
        "<!-- part of: docs/examples/recto.yml -->\n\n```yaml\non: sundays\n```\n",
        "```markdown\nNo question.\n```\n",
        "```css\n.card {\n```\n",
        "```pascal\nbegin end\n```\n",
        "<!-- not run: -->\n\n```text\nwhy?\n```\n",
        "<!-- run: false -->\n",
    ];
    for page in faulty {
        let mut folder = Folder::new();
        let faults = example::read(page).iter().filter(|example| folder.run(example).is_err()).count();
        assert_eq!(faults, 1, "{page}");
    }
}

/// Links and pictures within the repository, and their anchors.
#[test]
fn every_link_leads_somewhere() {
    let (mut broken, mut followed) = (vec![], 0);
    for page in pages() {
        for link in example::links(&text(&page)) {
            followed += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            let there = Path::new(TOP).join(&target).exists();
            if !there || !anchor.is_empty() && !example::anchors(&text(&target)).contains(anchor) {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(followed > 20, "{followed} links");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_index_has_every_page() {
    let index = text(Path::new("docs/README.md"));
    for page in pages() {
        let Ok(page) = page.strip_prefix("docs") else { continue };
        let link = format!("]({})", page.display());
        assert!(page == Path::new("README.md") || index.contains(&link), "{link}");
    }
}
