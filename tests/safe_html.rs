//! Nothing active reaches a card: forms of attack, from the document through the program to the package.

#[path = "support/html.rs"]
mod html;

use std::path::Path;
use std::process::Command;

use html::{Page, Tag};

/// Each form stands for one kind of trick; the kinds are those that every guide to cross-site scripting lists.
const ATTACKS: &[&str] = &[
    // Scripts, whole and broken.
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://x.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1);//<</script>",
    "<script>alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--<script>--><script>alert(1)</script>",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    // Handlers.
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" ONERROR = \"alert(1)\">",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<b onmouseover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<audio src=x onerror=alert(1)></audio>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p style=\"animation-name:x\" onanimationstart=alert(1)>x</p>",
    "<a href=\"#\" onclick=\"alert(1)\">x</a>",
    "<td background=\"javascript:alert(1)\" onclick=alert(1)>",
    // Addresses that run code, in raw HTML.
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" \u{1} javascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"java&#10;script:alert(1)\">x</a>",
    "<a href=\"java&Tab;script&colon;alert(1)\">x</a>",
    "<a href=\"&#106;&#97;vascript&#58;alert(1)\">x</a>",
    "<a href=\"&#x6A&#x61vascript:alert(1)\">x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">x</a>",
    "<a href=\"blob:https://x.example/x\">x</a>",
    "<a href=\"view-source:javascript:alert(1)\">x</a>",
    "<a href=\"feed:javascript:alert(1)\">x</a>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=\"data:text/html,<script>alert(1)</script>\">",
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>\">",
    "<img srcset=\"javascript:alert(1) 1x\">",
    "<video poster=\"javascript:alert(1)\"></video>",
    "<q cite=\"javascript:alert(1)\">x</q>",
    "<blockquote cite=\"data:text/html,x\">x</blockquote>",
    "<a data-at=1-2 data-frame src=\"javascript:alert(1)\">x</a>",
    "<a href=\"@1-2@javascript:alert(1)\">x</a>",
    "<audio data-sound=\"x\" src=\"javascript:alert(1)\"></audio>",
    // The same in Markdown.
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](<javascript&colon;alert(1)>)",
    "[x](data:text/html,%3Cscript%3Ealert(1)%3C/script%3E)",
    "[x](vbscript:x)",
    "[x](@1-2@javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x\"onerror=\"alert(1)](x.png)",
    "![x](x.png \"t\\\" onerror=\\\"alert(1)\")",
    "[x](https://x.example/\"onmouseover=\"alert(1))",
    "[a](https://x.example \"t' onclick='x\\\" onclick=\\\"alert(1)\")",
    "<javascript:alert(1)>",
    "<javascript://x.example/%0aalert(1)>",
    "javascript://www.x.example/%0aalert(1)",
    "https://x.example/\"onmouseover=\"alert(1)",
    "![[x.png\" onerror=\"alert(1)|300\" onerror=\"alert(1)]]",
    "[sound:x.mp3\" onerror=\"alert(1)]",
    "[sound:<script>alert(1)</script>.mp3]",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "    <script>alert(1)</script>",
    "$<script>alert(1)</script>$",
    "$$x^2 <img src=x onerror=alert(1)>$$",
    "x[^1]\n\n[^1]: <script>alert(1)</script> [y](javascript:alert(1))",
    // Frames, objects, forms, and what changes the page.
    "<iframe src=\"https://x.example\"></iframe>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<frameset><frame src=\"javascript:alert(1)\"></frameset>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=\"https://x.example/x.swf\">",
    "<applet code=x></applet>",
    "<form action=\"https://x.example\"><input name=x><button formaction=\"javascript:alert(1)\">x</button></form>",
    "<input type=image src=x formaction=\"javascript:alert(1)\">",
    "<input type=text value=x>",
    "<input type=checkbox onclick=alert(1) formaction=x>",
    "<select><option>x</option></select>",
    "<textarea>x</textarea>",
    "<button onclick=alert(1)>x</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=\"https://x.example/\">",
    "<link rel=stylesheet href=\"https://x.example/x.css\">",
    "<link rel=import href=\"data:text/html,x\">",
    "<portal src=\"https://x.example\"></portal>",
    "<map name=x><area href=\"javascript:alert(1)\"></map><img usemap=\"#x\">",
    "<dialog open>x</dialog>",
    "<keygen autofocus onfocus=alert(1)>",
    // Styles that reach out or cover.
    "<style>@import 'https://x.example/x.css';</style>",
    "<style>body{background:url(https://x.example/x)}</style>",
    "<p style=\"background:url(https://x.example/x)\">x</p>",
    "<p style=\"background:u\\72l(https://x.example/x)\">x</p>",
    "<p style=\"width:expression(alert(1))\">x</p>",
    "<p style=\"-moz-binding:url(x)\">x</p>",
    "<div style=\"position:fixed;inset:0\">x</div>",
    "<table><tr><td style=\"text-align:left;background:url(https://x.example)\">x</td></tr></table>",
    "<font style=\"behavior:url(x.htc)\">x</font>",
    // SVG and MathML, and the ways in and out of them.
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x'><script>alert(1)</script></svg>#x\"/></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<table><a href=\"javascript:alert(1)\"><script>alert(1)</script>",
    "<a href=\"https://x.example\"><a href=\"javascript:alert(1)\">x</a></a>",
    "<p><a><b><script>alert(1)</p></a></b></script>",
    "\u{fdd0}<script>alert(1)</script>",
    "<\u{0}script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<ſcript>alert(1)</ſcript>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
];

/// One attack at all places of a document.
fn document(attack: &str) -> String {
    let line = attack.replace('\n', " ");
    let cell = line.replace('|', "\\|");
    let indented = attack.replace('\n', "\n  ");
    let quoted = attack.replace('\n', "\n> ");
    format!(
        "---\ntags: ['{tag}']\n---\n\n<!-- recto: level 3 -->\n\n# Title {line}\n\n## Part {line}\n\nKey concepts: {line}\n\n\
         ### What is {line} here?\n\n{attack}\n\n- {indented}\n\n> {quoted}\n\n| a | b |\n|---|---|\n| {cell} | x |\n\n\
         Text {line} text.\n\n<details><summary>{line}</summary>\n\n{attack}\n\n</details>\n\n\
         > **Recommended watch:** {line}\n\n\
         ### What is left?\n\nAn answer.\n\n### The {{{{c1::gap {line}}}}} is here\n\nMore.\n",
        tag = line.replace('\'', "''"),
    )
}

/// Fields, tags, deck names and descriptions of the deck of all attacks, each with what it came from.
fn attacked() -> Vec<(String, String)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut texts = vec![];
    for (index, attack) in ATTACKS.iter().enumerate() {
        let name = format!("attack-{index:03}.md");
        std::fs::write(folder.path().join(&name), document(attack)).expect("a file");
        texts.extend(build(folder.path(), &name).into_iter().map(|text| (attack.to_string(), text)));
    }
    texts
}

/// Builds one file and gives all texts of its package.
fn build(folder: &Path, name: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_recto"))
        .current_dir(folder)
        .args(["build", name, "--formats", "json", "--allow-missing"])
        .output()
        .expect("recto runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {message}");
    let json = std::fs::read(folder.join("dist").join(name.replace(".md", ".json"))).expect("a deck");
    let package: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let mut texts = vec![];
    for note in package["notes"].as_array().expect("notes") {
        texts.extend(note["fields"].as_array().expect("fields").iter().cloned());
        texts.extend(note["tags"].as_array().expect("tags").iter().cloned());
    }
    for deck in package["decks"].as_array().expect("decks") {
        texts.extend([deck["name"].clone(), deck["description"].clone()]);
    }
    texts.iter().map(|text| text.as_str().expect("text").to_string()).collect()
}

/// All that a card may hold. What is not listed here is active until somebody has thought about it.
const TAGS: &str = "a abbr acronym address article aside audio b bdi bdo big blockquote br caption center cite code col \
    colgroup data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img \
    input ins kbd li main mark nav ol p pre q rp rt rtc ruby s samp section small source span strike strong sub summary \
    sup table tbody td tfoot th thead time tr tt u ul var video wbr";
const ATTRIBUTES: &str = "align alt char charoff checked class controls datetime dir disabled headers height hidden \
    href hreflang lang open rowspan colspan scope span src start style summary title type value width";

fn assert_harmless(page: &Page, from: &str) {
    assert!(page.other.is_empty(), "{from}: {:?}", page.other);
    for tag in &page.tags {
        assert!(TAGS.split_whitespace().any(|name| name == tag.name), "{from}: {tag:?}");
        for (name, value) in &tag.attributes {
            assert!(ATTRIBUTES.split_whitespace().any(|other| other == name), "{from}: {tag:?}");
            let is_harmless = match name.as_str() {
                "href" => is_web(value),
                "src" => is_web(value) || is_media(value),
                "style" => is_alignment(value),
                "type" => tag.name != "input" || value == "checkbox",
                _ => true,
            };
            assert!(is_harmless, "{from}: {tag:?}");
        }
        assert!(tag.name != "input" || tag.get("disabled").is_some(), "{from}: {tag:?}");
    }
}

fn is_web(address: &str) -> bool {
    ["https://", "http://", "mailto:", "ftp://"].iter().any(|scheme| address.starts_with(scheme))
}

/// A name that recto gives: stem, hash, extension.
fn is_media(name: &str) -> bool {
    let name =
        name.split_once('.').filter(|(_, extension)| extension.chars().all(|c| c.is_ascii_alphanumeric()));
    name.and_then(|(stem, _)| stem.rsplit_once('-')).is_some_and(|(_, hash)| {
        hash.len() == 16 && hash.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
    })
}

fn is_alignment(style: &str) -> bool {
    let words = ["left", "right", "center", "start", "end", "justify"];
    style
        .trim_end_matches(';')
        .split_once(':')
        .is_some_and(|(name, value)| name.trim() == "text-align" && words.contains(&value.trim()))
}

#[test]
fn no_attack_reaches_a_card() {
    let texts = attacked();
    assert!(texts.len() > ATTACKS.len() * 10);
    for (attack, text) in &texts {
        assert_harmless(&html::read(text), &format!("{attack}\n{text}\n"));
    }
}

/// The test above must be able to fail.
#[test]
fn the_check_knows_what_is_active() {
    for active in [
        "<script>x</script>",
        "<b onclick=x>",
        "<a href=javascript:x>",
        "<img src=x.png>",
        "<img src=\"data:text/html,x\">",
        "<input type=text disabled>",
        "<input type=checkbox>",
        "<td style='text-align:left;x:url(y)'>",
        "<!-- x -->",
        "<svg>",
    ] {
        let page = html::read(active);
        let checked = std::panic::catch_unwind(|| assert_harmless(&page, active));
        assert!(checked.is_err(), "{active}");
    }
}

#[test]
fn harmless_html_stays() {
    const HARMLESS: &[&str] = &[
        "<kbd>Ctrl</kbd>",
        "H<sub>2</sub>O x<sup>2</sup>",
        "<mark>m</mark> <small>s</small> <u>u</u> <s>s</s> <del>d</del> <ins>i</ins>",
        "<abbr title=\"Structured Query Language\">SQL</abbr>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        "<p align=\"center\">x</p>",
        "<div dir=\"rtl\" lang=\"ar\">س</div>",
        "<dl>\n<dt>t</dt>\n<dd>d</dd>\n</dl>",
        "<table>\n<tbody><tr>\n<td align=\"right\" colspan=\"2\">x</td>\n</tr>\n</tbody></table>",
        "<blockquote>q</blockquote>",
        "<ol start=\"3\" type=\"a\">\n<li>x</li>\n</ol>",
        "line<br>line",
        "<details open=\"\"><summary>s</summary>x</details>",
        "<a href=\"https://x.example/a?b=1&amp;c=2#d\" title=\"t\">x</a>",
        "<span class=\"x\">x</span> <code>x</code> <var>v</var> <samp>s</samp> <q>q</q> <cite>c</cite> <bdi>b</bdi>",
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut text = String::new();
    for (index, html) in HARMLESS.iter().enumerate() {
        text.push_str(&format!("## What is {index}?\n\nWord {html}\n\n"));
    }
    std::fs::write(folder.path().join("q.md"), text).expect("a file");
    let texts = build(folder.path(), "q.md").join("\n");
    let signature = |html: &str| -> Vec<Tag> { html::read(html).tags };
    let all = signature(&texts);
    for html in HARMLESS {
        for tag in signature(html) {
            assert!(all.contains(&tag), "{tag:?} of {html} is not in\n{texts}");
        }
    }
}

#[test]
fn words_in_angle_brackets_stay() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let words = "Map<int, int>, List<T>, Vec<U>, Set<S>, ResponseEntity<Address>, <your-name>, Box<dyn Error>, a < b > c, <T as Into<U>>::into";
    let text = format!(
        "## What is a generic?\n\n{words}\n\n## What is <T>?\n\n<T>\n\nA type.\n\n## Why <int, int>?\n\n- {words}\n"
    );
    std::fs::write(folder.path().join("q.md"), text).expect("a file");
    let texts = build(folder.path(), "q.md");
    let shown: String = texts.iter().map(|text| html::read(text).text).collect();
    assert_eq!(shown.matches(words).count(), 2, "{shown}");
    assert!(
        shown.contains("What is <T>?") && shown.contains("<T>\nA type.") && shown.contains("Why <int, int>?"),
        "{shown}"
    );
}
