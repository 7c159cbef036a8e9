//! What recto says where there is no Anki to speak with.

use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::json;

use super::server::{Desk, NOW, Server};

/// Pushes to this address; asserts that nothing is written, and gives what is said.
#[track_caller]
fn refused(url: &str, options: &[&str]) -> String {
    let desk = Desk::new();
    let output = desk.recto(&[&["push", "questions.md", "--url", url], options].concat());
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(2), &b""[..]));
    assert!(!desk.path("recto.lock").exists());
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// Answers every request with these bytes. Gives its address.
fn somebody(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(answer);
        }
    });
    url
}

#[test]
fn nobody_answers() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let said = refused(&format!("http://{free}"), &[]);
    assert!(said.starts_with(&format!("recto: no Anki answers at http://{free}: ")), "{said}");
    assert!(said.contains("start Anki on this machine; it needs the add-on AnkiConnect"), "{said}");
}

#[test]
fn somebody_else_answers() {
    let page = somebody(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
    assert!(refused(&page, &[]).contains("is not AnkiConnect"));
    let json = somebody(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    assert!(refused(&json, &[]).contains("is not AnkiConnect"));
    let other = somebody(b"220 mail.example.org\r\n");
    assert!(refused(&other, &[]).contains("is not AnkiConnect"));
    let moved = somebody(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    assert!(refused(&moved, &[]).contains("is not AnkiConnect"));
}

#[test]
fn no_address() {
    assert!(refused("anki", &[]).contains("is no address of AnkiConnect"));
    assert!(refused("https://127.0.0.1:1", &[]).contains("speaks http, not https"));
}

#[test]
fn it_forbids() {
    let url = somebody(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let said = refused(&url, &[]);
    assert!(said.contains("lets recto ask nothing") && said.contains("webCorsOriginList"), "{said}");
}

#[test]
fn it_is_too_old() {
    let folder = tempfile::tempdir().expect("a folder");
    for (options, lacks) in [
        (&["--version", "5"], "version 6 of its protocol, only 5"),
        (&["--version", "4"], "version 6 of its protocol, only 4"),
        (&["--fail", "getMediaDirPath"], "getMediaDirPath"),
    ] {
        let server = Server::start(NOW, folder.path(), options);
        let desk = Desk::new();
        let (code, said) = desk.try_push(&server, &[]);
        assert_eq!(code, Some(2));
        assert!(said.contains(&format!("this AnkiConnect is too old: it has no {lacks}")), "{said}");
        assert!(said.contains("Check for Updates"), "{said}");
        server.stop();
    }
}

#[test]
fn it_has_a_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(NOW, folder.path(), &["--key", "sesame"]);
    let said = refused(&server.url, &[]);
    assert!(said.contains("AnkiConnect asks for a key\n  it is its setting apiKey"), "{said}");
    assert!(refused(&server.url, &["--key", "wrong"]).contains("AnkiConnect refuses the key"));
    let desk = Desk::new();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["push", "questions.md"])
        .current_dir(desk.folder.path())
        .envs([("RECTO_ANKI_URL", server.url.as_str()), ("RECTO_ANKI_KEY", "sesame")])
        .output()
        .expect("recto runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let help = desk.recto(&["push", "--help"]).stdout;
    assert!(!String::from_utf8(help).expect("UTF-8").contains("sesame"));
}

#[test]
fn no_profile_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(NOW, folder.path(), &["--no-profile"]);
    assert!(refused(&server.url, &[]).contains("no profile is open\n  choose a profile in Anki"));
}

/// Anki would make a second type, and never update the notes of the first again.
#[test]
fn a_note_type_was_changed_in_anki() {
    let desk = Desk::new();
    let server = Server::start(NOW, desk.folder.path(), &[]);
    desk.push(&server, &[]);
    server.learn("<div class=\"title\">What is ownership?", json!({ "rename_field": ["Extra", "Notes"] }));
    let before = server.dump();
    desk.edit("One owner.", "One owner, and one only.");
    let (code, said) = desk.try_push(&server, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("was changed in Anki\n  there: Front, Back, Context, Notes,"), "{said}");
    assert_eq!(server.dump(), before);
}

#[test]
fn without_a_ledger_nothing_is_pushed() {
    for options in [&["--no-ledger"][..], &["-"]] {
        let said = refused("http://127.0.0.1:1", options);
        assert!(said.contains("needs a ledger"), "{said}");
    }
}

#[test]
fn what_cannot_be_built_is_not_pushed() {
    let desk = Desk::new();
    std::fs::remove_file(desk.path("dot.svg")).expect("a file");
    let server = Server::start(NOW, desk.folder.path(), &[]);
    let (code, said) = desk.try_push(&server, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("nothing was written: 1 error"), "{said}");
    assert_eq!(server.dump()["notes"], json!([]));
}
