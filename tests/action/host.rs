//! A code host on loopback: the released programs of recto, and the releases of a repository of questions.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::{Value, json};
use tempfile::TempDir;

pub const TOKEN: &str = "read-only";

/// Serves a folder: in `recto/` the files of recto's release, in `releases/TAG/` those of each release of the questions,
/// and in `releases/TAG.json` what else the host says of that one.
pub struct Host {
    folder: TempDir,
    pub address: String,
}

impl Host {
    pub fn start() -> Host {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("releases")).expect("a folder");
        fs::create_dir_all(folder.path().join("recto")).expect("a folder");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (root, own) = (folder.path().to_path_buf(), address.clone());
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // A client that leaves early is no concern of the host.
                let _ = answer(stream, &root, &own);
            }
        });
        Host { folder, address }
    }

    /// The folder with the files of recto's own release.
    pub fn recto(&self) -> PathBuf {
        self.folder.path().join("recto")
    }

    /// The folder with a folder for each release of the questions.
    pub fn releases(&self) -> PathBuf {
        self.folder.path().join("releases")
    }

    /// Publishes a release of the questions, with what the host says of it.
    pub fn publish(&self, tag: &str, says: &Value, files: &[(&str, &[u8])]) {
        let folder = self.releases().join(tag);
        fs::create_dir(&folder).expect("a new release");
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).expect("a file");
        }
        fs::write(self.releases().join(format!("{tag}.json")), says.to_string()).expect("a file");
    }
}

fn answer(mut stream: TcpStream, root: &Path, own: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let headers: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let has = |wanted: &str| headers.iter().any(|header| header.eq_ignore_ascii_case(wanted));
    let path = request.split(' ').nth(1).unwrap_or_default();
    let allowed = has(&format!("Authorization: Bearer {TOKEN}"));

    let body = if let Some(name) = path.strip_prefix("/team/recto/releases/download/v") {
        name.split_once('/').and_then(|(_, name)| fs::read(root.join("recto").join(name)).ok())
    } else if !allowed {
        None
    } else if path == "/api/repos/team/questions/releases?per_page=100" {
        Some(serde_json::to_vec(&releases(&root.join("releases"), own)).expect("JSON"))
    } else {
        // Without this header, the host describes the file instead of giving it.
        let asset = path.strip_prefix("/api/assets/").filter(|_| has("Accept: application/octet-stream"));
        asset.and_then(|asset| fs::read(root.join("releases").join(asset)).ok())
    };
    let (status, body) = body.map_or(("404 Not Found", vec![]), |body| ("200 OK", body));
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(&body)
}

/// As the host lists them, in an order that says nothing.
fn releases(folder: &Path, own: &str) -> Value {
    let files = names(folder);
    let release = |file: &String| {
        let tag = file.strip_suffix(".json")?;
        let text = fs::read(folder.join(file)).expect("a file");
        let mut release: Value = serde_json::from_slice(&text).expect("JSON");
        let assets: Vec<Value> = names(&folder.join(tag))
            .iter()
            .map(|name| json!({"name": name, "url": format!("{own}/api/assets/{tag}/{name}")}))
            .collect();
        release["tag_name"] = json!(tag);
        release["assets"] = json!(assets);
        Some(release)
    };
    files.iter().filter_map(release).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
