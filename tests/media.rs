//! Pictures, sounds and links, from a folder through the program to the package and into the real Anki.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::anki;
use tempfile::TempDir;

/// A GIF of this size, as far as its header.
fn gif(width: u8, height: u8) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend([width, 0, height, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    bytes.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;");
    bytes
}

/// A project in a folder of its own.
struct Project(TempDir);

impl Project {
    fn new(files: &[(&str, &[u8])]) -> Project {
        let project = Project(tempfile::tempdir().expect("a temporary folder"));
        for (name, bytes) in files {
            project.write(name, bytes);
        }
        project
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_recto"))
            .current_dir(self.0.path())
            .arg("build")
            .args(arguments)
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("recto runs")
    }

    /// Builds `q.md` and gives its deck.
    #[track_caller]
    fn build(&self, arguments: &[&str]) -> Deck {
        let output = self.run(&[&["q.md", "--formats", "apkg,json"], arguments].concat());
        let messages = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(output.status.success(), "{messages}");
        let json = std::fs::read(self.0.path().join("dist/q.json")).expect("a deck");
        Deck {
            json: serde_json::from_slice(&json).expect("JSON"),
            apkg: self.0.path().join("dist/q.apkg"),
            messages,
        }
    }

    /// Builds `q.md`, which fails, and gives what is said.
    #[track_caller]
    fn fail(&self, arguments: &[&str]) -> String {
        let output = self.run(&[&["q.md"], arguments].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(!self.0.path().join("dist").exists());
        String::from_utf8(output.stderr).expect("UTF-8")
    }
}

struct Deck {
    json: serde_json::Value,
    apkg: PathBuf,
    messages: String,
}

impl Deck {
    /// The field of a note, both counted from 0.
    fn field(&self, note: usize, field: usize) -> &str {
        self.json["notes"][note]["fields"][field].as_str().expect("a field")
    }

    fn back(&self) -> &str {
        self.field(0, 1)
    }

    fn media(&self) -> BTreeMap<String, Vec<u8>> {
        let mut zip =
            zip::ZipArchive::new(std::fs::File::open(&self.apkg).expect("a package")).expect("a zip");
        let mut list = String::new();
        zip.by_name("media").expect("a list").read_to_string(&mut list).expect("text");
        let list: BTreeMap<String, String> = serde_json::from_str(&list).expect("JSON");
        let file = |(number, name): (String, String)| {
            let mut bytes = vec![];
            zip.by_name(&number).expect("a file").read_to_end(&mut bytes).expect("bytes");
            (name, bytes)
        };
        list.into_iter().map(file).collect()
    }
}

fn question(answer: &str) -> Vec<u8> {
    format!("# Quiz\n\n## What is this?\n\n{answer}\n\n## And that?\n\nNothing.\n").into_bytes()
}

#[test]
fn media_of_every_kind_arrives_in_anki() {
    let answer = "![first](a/d.gif) ![second](b/d.gif) ![again](c/other%20name.gif) ![odd][ref]\n\n\
        <img src=\"a/d.gif\" width=\"50%\"> <audio src=\"s.mp3\"></audio>\n\n[sound:s.mp3]\n\n![film](f.mp4)\n\n\
        ![[pasted image.gif|300]]\n\n\
        <picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"b/d.gif\"><img src=\"a/d.gif\"></picture>\n\n\
        ![data](data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7)\n\n\
        ![drawing](v.svg)\n\n[ref]: <c/#1 (x).gif> \"Title\"\n";
    let project = Project::new(&[
        ("q.md", &question(answer)),
        ("a/d.gif", &gif(10, 20)),
        ("b/d.gif", &gif(11, 20)),
        ("c/other name.gif", &gif(10, 20)),
        ("c/#1 (x).gif", &gif(12, 20)),
        ("attachments/pasted image.gif", &gif(13, 20)),
        ("s.mp3", b"ID3 sound"),
        ("f.mp4", b"film"),
        ("v.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><text>x</text></svg>"),
    ]);
    let deck = project.build(&[]);
    assert_eq!(deck.messages, "");
    let collection = anki::import(&[&deck.apkg, &deck.apkg]);
    assert_eq!((collection.imports[0].new, collection.imports[1].duplicate), (2, 2));
    assert_eq!(collection.integrity, "");
    let stored: Vec<&str> = collection.media.keys().map(String::as_str).collect();
    let stems: Vec<&str> = stored.iter().map(|name| name.rsplit_once('-').expect("a hash").0).collect();
    assert_eq!(stems, ["1-x", "d", "d", "data", "f", "pasted-image", "s", "v"]);
    let card = &collection.cards[0].answer;
    for name in &stored {
        // Anki's rendering puts its own mark for each sound.
        let is_sound = name.ends_with(".mp3") || name.ends_with(".mp4");
        assert!(card.contains(name) || is_sound, "{name} is not in {card}");
    }
    assert_eq!(card.matches("[anki:play:a:").count(), 2, "{card}");
}

#[test]
fn pictures_have_both_sizes_and_the_authors_first() {
    let examples = [
        ("![x](d.gif)", "<img src=\"NAME\" alt=\"x\" width=\"10\" height=\"20\">"),
        ("<img src=\"d.gif\" width=\"5\">", "<img src=\"NAME\" width=\"5\" height=\"10\">"),
        ("<img src='d.gif' height=40px>", "<img src=\"NAME\" width=\"20\" height=\"40\">"),
        ("<img src=d.gif width=5 height=5>", "<img src=\"NAME\" width=\"5\" height=\"5\">"),
        ("<img src=d.gif width=50%>", "<img src=\"NAME\" width=\"50%\">"),
        ("![[d.gif|30]]", "<img src=\"NAME\" alt=\"d.gif\" width=\"30\" height=\"60\">"),
        ("![[d.gif|A dot|30x10]]", "<img src=\"NAME\" alt=\"A dot\" width=\"30\" height=\"10\">"),
        (
            "![x](d.gif#gh-dark-mode-only)",
            "<img src=\"NAME\" alt=\"x\" width=\"10\" height=\"20\" class=\"night\" hidden>",
        ),
        ("![x](d.gif?raw=true)", "<img src=\"NAME\" alt=\"x\" width=\"10\" height=\"20\">"),
        ("![x](/d.gif)", "<img src=\"NAME\" alt=\"x\" width=\"10\" height=\"20\">"),
    ];
    for (markdown, wanted) in examples {
        let project =
            Project::new(&[("q.md", &question(&format!("It is {markdown}"))), ("d.gif", &gif(10, 20))]);
        let deck = project.build(&[]);
        let name = deck.json["media"][0]["name"].as_str().expect("a name").to_string();
        assert_eq!(deck.back(), format!("<p>It is {}</p>", wanted.replace("NAME", &name)), "{markdown}");
    }
}

#[test]
fn what_only_looks_like_media_stays_text() {
    for text in ["`![[d.gif]]`", "\\[sound:s.mp3]", "![[Another note]]", "`[sound:s.mp3]`", "a [[0]] and ![b"]
    {
        let deck = Project::new(&[("q.md", &question(text))]).build(&[]);
        assert_eq!(deck.json["media"].as_array().map(Vec::len), Some(0), "{text}");
        let shown = deck.back().replace("<span></span>", "");
        let plain = text.replace(['`', '\\'], "");
        assert!(shown.contains(&plain), "{shown}");
    }
}

#[test]
fn a_missing_file_fails_the_build_and_is_named() {
    let project = Project::new(&[("q.md", &question("- one\n  <img alt=\"x\"\n  src=\"none.png\"> end"))]);
    assert_eq!(
        project.fail(&[]),
        "error[media-missing]: none.png is not there\n --> q.md:6:3\n  |\n6 |   <img alt=\"x\"\n  |   ^^^^^^^^^^^^\n  |\n  = help: correct the path, or build with --allow-missing to keep its description as text\n\nrecto: nothing was written: 1 error\n"
    );
    let deck = project.build(&["--allow-missing"]);
    assert!(deck.back().contains("<em>[x]</em> end"), "{}", deck.back());
    assert!(deck.messages.starts_with("warning[media-missing]"));
}

#[test]
fn nothing_outside_of_the_project_is_taken() {
    let outside = tempfile::tempdir().expect("a temporary folder");
    let secret = outside.path().join("secret.gif");
    std::fs::write(&secret, gif(1, 1)).expect("a file");
    let absolute = secret.display().to_string();
    let name = outside.path().file_name().expect("a name").to_string_lossy().into_owned();
    for path in [
        format!("../{name}/secret.gif"),
        format!("docs/../../{name}/secret.gif"),
        format!("..%2F{name}%2Fsecret.gif"),
        format!("/../{name}/secret.gif"),
        format!("file://{absolute}"),
        "link.gif".to_string(),
        "folder/secret.gif".to_string(),
    ] {
        let project = Project::new(&[("q.md", &question(&format!("![x](<{path}>)"))), ("docs/x", b"")]);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&secret, project.0.path().join("link.gif")).expect("a link");
            std::os::unix::fs::symlink(outside.path(), project.0.path().join("folder")).expect("a link");
        }
        let messages = project.fail(&["--allow-missing"]);
        assert!(messages.starts_with("error[media-outside]"), "{path}: {messages}");
    }
    // An absolute path counts from the project's root, where there is no such file.
    let project = Project::new(&[("q.md", &question(&format!("![x]({absolute})")))]);
    assert!(project.fail(&[]).starts_with("error[media-missing]"));
}

#[test]
fn a_git_work_tree_or_recto_toml_is_the_project() {
    for mark in [".git/HEAD", "recto.toml"] {
        let project = Project::new(&[
            (mark, b""),
            ("img/d.gif", &gif(1, 1)),
            ("docs/deep/q.md", &question("![x](../../img/d.gif)")),
        ]);
        let output = project.run(&["docs/deep/q.md"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let project =
        Project::new(&[("img/d.gif", &gif(1, 1)), ("docs/deep/q.md", &question("![x](../../img/d.gif)"))]);
    let output = project.run(&["docs/deep/q.md"]);
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error[media-outside]"));
}

#[test]
fn large_damaged_and_odd_files_are_told_apart() {
    let examples: [(&str, &[u8], &str); 7] = [
        ("x.png", &[1; 2000], "error[media-large]: x.png has 2.0 kB, more than 1.0 kB"),
        ("x.png", b"", "error[media-damaged]: x.png is empty"),
        (
            "x.png",
            b"version https://git-lfs.github.com/spec/v1\n",
            "error[media-damaged]: x.png is only a pointer",
        ),
        ("x.svg", b"<svg", "error[media-damaged]: x.svg is no well-formed SVG"),
        ("x.avif", b"avif", "warning[media-format]: x.avif does not show on every system"),
        ("x.heic", b"heic", "warning[media-format]: x.heic does not show on every system"),
        ("x.pdf", b"pdf", "warning[media-unknown]: x.pdf is no picture, sound or film that Anki shows"),
    ];
    for (name, bytes, wanted) in examples {
        let project = Project::new(&[("q.md", &question(&format!("See ![x]({name})"))), (name, bytes)]);
        let messages = if wanted.starts_with("error") {
            project.fail(&["--max-media", "1kB"])
        } else {
            project.build(&["--max-media", "1kB"]).messages
        };
        assert!(messages.starts_with(wanted), "{messages}");
    }
    let project = Project::new(&[("q.md", &question("text"))]);
    assert_eq!(project.run(&["q.md", "--max-media", "1 acre"]).status.code(), Some(2));
}

#[test]
fn pictures_on_the_web_are_links_too_and_many_are_one_warning() {
    let deck = Project::new(&[("q.md", &question("![logo](https://x.example/a.png)"))]).build(&[]);
    assert_eq!(
        deck.back(),
        "<p><a href=\"https://x.example/a.png\"><img src=\"https://x.example/a.png\" alt=\"logo\"></a></p>"
    );
    assert!(deck.messages.starts_with("warning[media-remote]: https://x.example/a.png is on the web"));
    let many: String = (0..20).map(|n| format!("![](https://x.example/{n}.png)\n")).collect();
    let deck = Project::new(&[("q.md", &question(&many))]).build(&[]);
    assert_eq!(deck.messages.trim().lines().count(), 1, "{}", deck.messages);
    assert!(deck.messages.starts_with("warning[media-remote]: 20 times in 1 file: "), "{}", deck.messages);
}

#[test]
fn drawings_lose_what_runs_and_what_reaches_out() {
    let drawing = r##"<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY x "x"> <!ENTITY e SYSTEM "file:///etc/passwd">]>
<?xml-stylesheet href="https://x.example/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)" width="10" height="20">
<script>alert(1)</script><script xlink:href="https://x.example/x.js"/>
<style>@import 'https://x.example/x.css'; text { fill: url(https://x.example/p); stroke: url(#g) }</style>
<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>
<a xlink:href="javascript:alert(1)"><text onclick="alert(1)">Kept &x;</text></a>
<a href="jav&#x09;ascript:alert(1)"><text>too</text></a>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(1)">x</body></foreignObject>
<image href="https://x.example/x.png"/><image xlink:href="file:///etc/passwd"/>
<image href="data:image/svg+xml,&lt;svg onload='alert(1)'/>"/>
<use href="https://x.example/x.svg#x"/><use href="#g"/>
<animate attributeName="href" values="javascript:alert(1)"/><set attributeName="onclick" to="alert(1)"/>
<rect fill="url(https://x.example/x)" style="background:url(//x.example/x)" width="5" height="5"/>
<iframe src="https://x.example"/><object data="x"/><embed src="x"/>
</svg>"##;
    let project = Project::new(&[("q.md", &question("![x](x.svg)")), ("x.svg", drawing.as_bytes())]);
    let media = project.build(&[]).media();
    let (name, bytes) = media.first_key_value().expect("a drawing");
    assert!(
        name.starts_with("x-") && Path::new(name).extension().is_some_and(|extension| extension == "svg")
    );
    let svg = String::from_utf8(bytes.clone()).expect("UTF-8");
    for kept in ["Kept x", "too", "<rect", "#g"] {
        assert!(svg.contains(kept), "{kept} is not in {svg}");
    }
    for active in [
        "script",
        "onload",
        "onclick",
        "foreignObject",
        "x.example",
        "passwd",
        "iframe",
        "object",
        "embed",
        "javascript",
        "url(/",
        "=\"/",
        "<?xml-stylesheet",
        "<!DOCTYPE",
        "@import",
    ] {
        assert!(!svg.contains(active), "{active} is in {svg}");
    }
}

const GIT: &[u8] = b"[remote \"origin\"]\n\turl = git@github.com:team/cards.git\n";

#[test]
fn links_open_or_are_text() {
    let answer = "[file](other.md#part) [folder](../img/) [root](/README.md) [here](#and-that) [web](https://x.example/) \
        [none](none.md) <a href=\"other.md\">raw</a> [top](../../x.md)";
    let files: [(&str, &[u8]); 6] = [
        (".git/HEAD", b""),
        ("q.md", b""),
        ("docs/q.md", &question(answer)),
        ("docs/other.md", b"# Other\n"),
        ("img/x", b""),
        ("README.md", b"# Read\n"),
    ];
    let project = Project::new(&files);
    let build = |arguments: &[&str]| {
        let output = project.run(&[&["docs/q.md", "--formats", "json"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let json = std::fs::read(project.0.path().join("dist/q.json")).expect("a deck");
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        let fields = |note: usize| {
            [1, 4].map(|at| json["notes"][note]["fields"][at].as_str().expect("a field").to_string())
        };
        (fields(0), fields(1), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let ([back, source], _, messages) = build(&[]);
    assert_eq!(back, "<p>file folder root here <a href=\"https://x.example/\">web</a> none raw top</p>");
    assert_eq!(source, "");
    assert_eq!(messages.matches("warning[link-broken]").count(), 2, "{messages}");
    assert!(build(&["--verbose"]).2.contains("note[link-local]"));

    project.write(".git/config", GIT);
    let at = "https://github.com/team/cards";
    let ([back, source], [_, second], _) = build(&[]);
    assert_eq!(
        back,
        format!(
            "<p><a href=\"{at}/blob/HEAD/docs/other.md#part\">file</a> <a href=\"{at}/tree/HEAD/img\">folder</a> \
             <a href=\"{at}/blob/HEAD/README.md\">root</a> <a href=\"{at}/blob/HEAD/docs/q.md#and-that\">here</a> \
             <a href=\"https://x.example/\">web</a> none <a href=\"{at}/blob/HEAD/docs/other.md\">raw</a> top</p>"
        )
    );
    assert_eq!(source, format!("<a href=\"{at}/blob/HEAD/docs/q.md#what-is-this\">docs/q.md</a>"));
    assert_eq!(second, format!("<a href=\"{at}/blob/HEAD/docs/q.md#and-that\">docs/q.md</a>"));

    project.write(
        "recto.toml",
        b"repository = \"https://git.example.org/t/c\"\nforge = \"gitea\"\nbranch = \"main\"\n",
    );
    let ([_, source], ..) = build(&[]);
    assert_eq!(
        source,
        "<a href=\"https://git.example.org/t/c/src/branch/main/docs/q.md#what-is-this\">docs/q.md</a>"
    );
}

/// Contract rule 4: an edit above a question must not touch its note.
#[test]
fn the_source_of_a_note_does_not_move_with_its_lines() {
    let project = Project::new(&[(".git/config", GIT), ("q.md", &question("It is this."))]);
    let before = project.build(&[]).field(1, 4).to_string();
    let text = String::from_utf8(question("It is this.")).expect("UTF-8");
    project.write("q.md", text.replace("# Quiz\n", "# Quiz\n\nA preface.\n\nMore of it.\n").as_bytes());
    assert_eq!(project.build(&[]).field(1, 4), before);
    assert!(before.ends_with("#and-that\">q.md</a>"), "{before}");
}
