//! What the server gives, and to whom.

use std::net::{TcpStream, UdpSocket};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::serving::Preview;

const DOT: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><circle r=\"4\"/></svg>";
const QUIZ: &[u8] =
    b"# Quiz\n\n## What is one?\n\n![a dot](dot.svg) The first.\n\n## What is two?\n\nThe second.\n";

fn quiz() -> Preview {
    Preview::of(&[
        ("project/quiz.md", QUIZ),
        ("project/dot.svg", DOT),
        ("project/other.svg", DOT),
        ("secret.txt", b"secret"),
    ])
}

#[test]
fn cards_and_their_media_are_served() {
    let preview = quiz();
    assert_eq!(preview.said, "Quiz: 2 cards\n");
    let page = preview.get("/");
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("script-src 'sha256-") && page.body.contains("connect-src 'self'"),
        "{}",
        page.body
    );
    let sides = preview.get(&format!("/card/{}", preview.card("What is one?"))).body;
    let sides: serde_json::Value = serde_json::from_str(&sides).expect(&sides);
    let answer = sides["answer"].as_str().expect("a side");
    let name = answer.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(answer);
    let media = preview.get(&format!("/media/{name}"));
    assert_eq!(media.status, 200);
    assert!(
        media.headers.contains("content-type: image/svg+xml") && media.headers.contains("sandbox"),
        "{}",
        media.headers
    );
    assert!(media.body.contains("<circle"), "{}", media.body);
    for header in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "cross-origin-resource-policy: same-origin",
    ] {
        assert!(media.headers.contains(header), "{header} in {}", media.headers);
    }
}

#[test]
fn nothing_else_is_served() {
    let preview = quiz();
    let paths = [
        "/quiz.md",
        "/recto.toml",
        "/media/quiz.md",
        "/media/dot.svg",
        "/media/other.svg",
        "/media/",
        "/media/../quiz.md",
        "/media/..%2fquiz.md",
        "/media/..%2f..%2fsecret.txt",
        "/../secret.txt",
        "/..%2f..%2fsecret.txt",
        "/media/%2fetc%2fpasswd",
        "//etc/passwd",
        "/media/..\\quiz.md",
        "/card/../deck.json",
        "/card/nothing-0",
        "/media/%00",
        "/media/%ff",
    ];
    for path in paths {
        let answer = preview.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("secret") && !answer.body.contains("first"), "{path}: {}", answer.body);
    }
    assert_eq!(preview.ask("POST", "/deck.json", &[("Host", &preview.address.to_string())], "").status, 405);
}

/// A page of another name may lead to this address (DNS rebinding), and any page may send requests here.
#[test]
fn pages_of_others_are_refused() {
    let preview = quiz();
    let port = preview.address.port();
    let own = preview.address.to_string();
    for host in [
        format!("evil.example:{port}"),
        "127.0.0.1".to_string(),
        format!("127.0.0.1.evil.example:{port}"),
        String::new(),
    ] {
        let answer = preview.ask("GET", "/deck.json", &[("Host", &host)], "");
        assert_eq!((answer.status, answer.body.contains("What is")), (403, false), "{host}");
    }
    assert_eq!(preview.ask("GET", "/deck.json", &[("Host", &format!("localhost:{port}"))], "").status, 200);
    for origin in ["https://evil.example".to_string(), "null".to_string(), format!("https://{own}")] {
        let answer = preview.ask("GET", "/deck.json", &[("Host", &own), ("Origin", &origin)], "");
        assert_eq!(answer.status, 403, "{origin}");
    }
    let same = preview.ask("GET", "/deck.json", &[("Host", &own), ("Origin", &format!("http://{own}"))], "");
    assert_eq!(same.status, 200);
    assert!(!same.headers.contains("access-control"), "{}", same.headers);
}

#[test]
fn other_machines_do_not_reach_it() {
    let preview = quiz();
    assert!(preview.address.ip().is_loopback());
    // The address by which others would know this machine; nothing is sent to find it.
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    if socket.connect("192.0.2.1:9").is_ok()
        && let Ok(own) = socket.local_addr()
        && !own.ip().is_loopback()
    {
        let reached =
            TcpStream::connect_timeout(&(own.ip(), preview.address.port()).into(), Duration::from_secs(2));
        assert!(reached.is_err(), "{own}");
    }
}

#[cfg(unix)]
#[test]
fn a_line_opens_in_the_editor_and_only_for_the_page() {
    use std::os::unix::fs::PermissionsExt;
    let tools = tempfile::tempdir().expect("a folder");
    let (editor, log) = (tools.path().join("code"), tools.path().join("log"));
    std::fs::write(
        &editor,
        format!("#!/bin/sh\nprintf '%s|' \"$@\" > {}.new && mv {0}.new {0}\n", log.display()),
    )
    .expect("a script");
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).expect("a script");
    let preview = Preview::with(&[("project/a $(b) 'c'.md", QUIZ)], &[], &[("VISUAL", &editor)]);
    let wanted = format!("{{\"card\":\"{}\"}}", preview.card("What is two?"));
    let (host, token) = (preview.address.to_string(), preview.token());
    let open = |headers: &[(&str, &str)], body: &str| {
        let headers: Vec<(&str, &str)> =
            [("Host", host.as_str())].into_iter().chain(headers.iter().copied()).collect();
        preview.ask("POST", "/open", &headers, body).status
    };
    assert_eq!(open(&[], &wanted), 403);
    assert_eq!(open(&[("X-Recto-Token", "0123456789abcdef")], &wanted), 403);
    assert_eq!(open(&[("X-Recto-Token", &token), ("Origin", "https://evil.example")], &wanted), 403);
    for unknown in ["{\"card\":\"nothing-0\"}", "{\"finding\":99}"] {
        assert_eq!(open(&[("X-Recto-Token", &token)], unknown), 404);
    }
    assert_eq!(open(&[("X-Recto-Token", &token)], "{\"file\":\"/etc/passwd\"}"), 400);
    assert!(!log.exists(), "nothing was opened so far");
    assert_eq!(open(&[("X-Recto-Token", &token)], &wanted), 204);
    let started = Instant::now();
    while !log.exists() && started.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let file = preview.path("a $(b) 'c'.md").canonicalize().expect("a file");
    assert_eq!(
        std::fs::read_to_string(log).expect("the editor ran"),
        format!("--goto|{}:7:1|", file.display())
    );
}

#[cfg(unix)]
#[test]
fn it_stops_at_once() {
    let mut preview = quiz();
    // An open page waits for changes meanwhile.
    let mut events = TcpStream::connect(preview.address).expect("a server");
    std::io::Write::write_all(
        &mut events,
        format!("GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes(),
    )
    .expect("a request");
    std::io::Read::read_exact(&mut events, &mut [0; 15]).expect("an answer");
    let started = Instant::now();
    // Ends it as Ctrl-C does; that signal itself is ignored by all that a script runs in the background.
    let killed =
        Command::new("kill").args(["-TERM", &preview.child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    preview.child.wait().expect("it ends");
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[test]
fn wrong_usage_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let recto = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_recto"))
            .arg("preview")
            .args(arguments)
            .current_dir(folder.path())
            .output();
        let output = output.expect("recto runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = recto(&["nothing.md"]);
    assert!(code == Some(2) && said.contains("no such file"), "{said}");
    std::fs::write(folder.path().join("quiz.md"), QUIZ).expect("a file");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let (code, said) = recto(&["quiz.md", "--port", &port]);
    assert!(code == Some(2) && said.contains(&port) && said.contains("--port"), "{said}");
    std::fs::write(folder.path().join("empty.md"), "# Nothing\n").expect("a file");
    let (code, said) = recto(&["empty.md", "--out", "page.html"]);
    assert!(code == Some(1) && said.contains("no cards"), "{said}");
    assert!(!folder.path().join("page.html").exists());
}
