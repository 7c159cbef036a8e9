//! Where files of a repository are read on the web.

use std::fmt;

use crate::file::NOT_IN_ADDRESS;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// The software of a host, which decides how its addresses look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Forge {
    Github,
    Gitlab,
    /// Also Forgejo, and so Codeberg.
    Gitea,
    Bitbucket,
}

/// A repository on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// `https://host/owner/name`, without a slash at the end.
    base: String,
    pub forge: Forge,
    branch: String,
}

/// What hosts call the default branch. A fixed word: it is the same in a clone, in a CI's checkout and for ever, so
/// that no field changes because a build ran elsewhere.
const DEFAULT_BRANCH: &str = "HEAD";

impl Repository {
    /// From an address as git knows it: `https://host/owner/name.git`, `git@host:owner/name`, `ssh://git@host/…`.
    /// User names and passwords are dropped. Nothing if the host is unknown and `forge` does not name its software, or
    /// if it needs a branch (Gitea) and `branch` names none.
    pub fn new(address: &str, forge: Option<Forge>, branch: Option<&str>) -> Option<Repository> {
        let address = address.trim();
        // git's own short form has a colon before the path, and no scheme.
        let full = match address.split_once(':') {
            Some((host, path)) if !path.starts_with("//") && !host.contains('/') => {
                format!("ssh://{host}/{path}")
            }
            _ => address.to_string(),
        };
        let url = Url::parse(&full).ok()?;
        if !["https", "http", "ssh", "git", "git+ssh"].contains(&url.scheme()) {
            return None;
        }
        let host = url.host_str()?;
        let path = url.path().trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let forge = forge.or_else(|| Forge::of_host(host))?;
        // The port of a page is part of its address; the port of ssh is not.
        let is_page = matches!(url.scheme(), "http" | "https");
        let port = url.port().filter(|_| is_page).map(|port| format!(":{port}")).unwrap_or_default();
        let scheme = if url.scheme() == "http" { "http" } else { "https" };
        let branch = match (branch, forge) {
            (Some(branch), _) => branch,
            (None, Forge::Gitea) => return None,
            (None, _) => DEFAULT_BRANCH,
        };
        (path.contains('/')).then(|| Repository {
            base: format!("{scheme}://{host}{port}/{path}"),
            forge,
            branch: branch.to_string(),
        })
    }

    /// What [`Repository::to_string`](ToString) gave: software, address and branch.
    pub fn read(text: &str) -> Option<Repository> {
        let mut words = text.split(' ');
        let (forge, address, branch) = (words.next()?, words.next()?, words.next()?);
        Repository::new(address, Some(Forge::named(forge)?), Some(branch))
    }

    /// The page of a file or folder; `rest` is `?query#fragment`, of which the fragment counts.
    pub fn file(&self, path: &str, is_folder: bool, rest: &str) -> String {
        let Repository { base, forge, branch } = self;
        let branch = utf8_percent_encode(branch, NOT_IN_ADDRESS);
        let path = utf8_percent_encode(path, NOT_IN_ADDRESS);
        let kind = if is_folder { "tree" } else { "blob" };
        let page = match forge {
            Forge::Github => format!("{base}/{kind}/{branch}/{path}"),
            Forge::Gitlab => format!("{base}/-/{kind}/{branch}/{path}"),
            Forge::Gitea => format!("{base}/src/branch/{branch}/{path}"),
            Forge::Bitbucket => format!("{base}/src/{branch}/{path}"),
        };
        match rest.split_once('#') {
            Some((_, fragment)) if !fragment.is_empty() => {
                format!("{page}#{}", utf8_percent_encode(fragment, FRAGMENT))
            }
            _ => page,
        }
    }
}

/// As [`NOT_IN_ADDRESS`], for fragments, where what the author encoded stays as it is.
const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.forge.name(), self.base, self.branch)
    }
}

impl Repository {
    /// `https://host/owner/name`
    pub fn address(&self) -> &str {
        &self.base
    }
}

impl Forge {
    const ALL: [Forge; 4] = [Forge::Github, Forge::Gitlab, Forge::Gitea, Forge::Bitbucket];

    /// As `recto.toml` and the ledger say it.
    fn name(self) -> &'static str {
        match self {
            Forge::Github => "github",
            Forge::Gitlab => "gitlab",
            Forge::Gitea => "gitea",
            Forge::Bitbucket => "bitbucket",
        }
    }

    fn named(name: &str) -> Option<Forge> {
        Forge::ALL.into_iter().find(|forge| forge.name() == name)
    }

    fn of_host(host: &str) -> Option<Forge> {
        let known = [
            ("github", Forge::Github),
            ("gitlab", Forge::Gitlab),
            ("gitea", Forge::Gitea),
            ("forgejo", Forge::Gitea),
            ("codeberg.org", Forge::Gitea),
            ("bitbucket", Forge::Bitbucket),
        ];
        known.into_iter().find(|(word, _)| host.contains(word)).map(|(_, forge)| forge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_git_become_addresses_of_pages() {
        for address in [
            "https://github.com/team/cards.git",
            "https://github.com/team/cards/",
            "https://user:secret@github.com/team/cards.git",
            "git@github.com:team/cards.git",
            "ssh://git@github.com:22/team/cards.git",
            "git://github.com/team/cards",
        ] {
            let repository = Repository::new(address, None, None).expect(address);
            assert_eq!(Repository::read(&repository.to_string()), Some(repository.clone()));
            assert_eq!(
                repository.file("a b/c#.md", false, "?x#why-ü"),
                "https://github.com/team/cards/blob/HEAD/a%20b/c%23.md#why-%C3%BC",
                "{address}"
            );
        }
        for address in
            ["", "/srv/git/cards", "../cards", "file:///srv/cards", "https://example.org/a/b", "C:\\x"]
        {
            assert_eq!(Repository::new(address, None, None), None, "{address}");
        }
    }

    #[test]
    fn each_forge_has_its_paths() {
        let page = |address: &str, forge, branch| {
            Repository::new(address, forge, branch)
                .map(|repository| repository.file("docs/q.md", false, "#x"))
        };
        let examples = [
            ("https://gitlab.com/g/s/c", None, "https://gitlab.com/g/s/c/-/blob/HEAD/docs/q.md#x"),
            ("git@bitbucket.org:t/c.git", None, "https://bitbucket.org/t/c/src/HEAD/docs/q.md#x"),
            (
                "https://codeberg.org/t/c",
                Some("main"),
                "https://codeberg.org/t/c/src/branch/main/docs/q.md#x",
            ),
            ("https://github.com/t/c", Some("v/2"), "https://github.com/t/c/blob/v/2/docs/q.md#x"),
        ];
        for (address, branch, wanted) in examples {
            assert_eq!(page(address, None, branch).as_deref(), Some(wanted));
        }
        assert_eq!(page("https://codeberg.org/t/c", None, None), None);
        assert_eq!(
            page("https://git.example.org:8443/t/c", Some(Forge::Gitlab), None).as_deref(),
            Some("https://git.example.org:8443/t/c/-/blob/HEAD/docs/q.md#x")
        );
        let folder = Repository::new("https://github.com/t/c", None, None).unwrap().file("docs", true, "");
        assert_eq!(folder, "https://github.com/t/c/tree/HEAD/docs");
    }
}
