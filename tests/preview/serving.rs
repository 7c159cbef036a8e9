//! A running `recto preview`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A project in a folder of its own, and the server of its page. Ends with it.
pub struct Preview {
    pub folder: TempDir,
    pub child: Child,
    pub address: SocketAddr,
    /// The line above the address.
    pub said: String,
}

/// An answer of the server.
pub struct Answer {
    pub status: u16,
    /// In small letters.
    pub headers: String,
    pub body: String,
}

impl Preview {
    /// Serves these files. `recto.toml` makes the folder a project.
    pub fn of(files: &[(&str, &[u8])]) -> Preview {
        Preview::with(files, &[], &[])
    }

    pub fn with(files: &[(&str, &[u8])], arguments: &[&str], environment: &[(&str, &Path)]) -> Preview {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, bytes) in [("project/recto.toml", &b"name = \"Quiz\"\n"[..])].iter().chain(files) {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_recto"))
            .args(["preview", "."])
            .args(arguments)
            .current_dir(folder.path().join("project"))
            .envs(environment.iter().copied())
            .env_remove("SOURCE_DATE_EPOCH")
            .stdout(Stdio::piped())
            .spawn()
            .expect("recto runs");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = || {
            let mut line = String::new();
            out.read_line(&mut line).expect("recto says where it is");
            line
        };
        let (said, address) = (line(), line());
        let address = address.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect(&said);
        Preview { folder, child, address: address.parse().expect("an address"), said }
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("project").join(name)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[("Host", &self.address.to_string())], "")
    }

    /// A request, as it is: nothing tidies the path.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("a server");
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).expect("a request");
        let mut answer = vec![];
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect(head);
        Answer { status, headers: head.to_lowercase(), body: body.to_string() }
    }

    /// The id of the card with this title.
    pub fn card(&self, title: &str) -> String {
        let deck: serde_json::Value = serde_json::from_str(&self.get("/deck.json").body).expect("JSON");
        let cards = deck["outline"]["cards"].as_array().expect("cards");
        let card =
            cards.iter().find(|card| card["title"] == title).unwrap_or_else(|| panic!("{title}: {deck}"));
        card["id"].as_str().expect("an id").to_string()
    }

    pub fn token(&self) -> String {
        let page = self.get("/").body;
        let (_, rest) = page.split_once("name=\"recto-token\" content=\"").expect("a token");
        rest.split('"').next().expect("a token").to_string()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
