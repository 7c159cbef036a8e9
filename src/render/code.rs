//! Code blocks, highlighted when the deck is built: a card runs no script.
//!
//! The grammars are those of the `bat` program (crate two-face). Of their hundreds of scopes a dozen classes are left,
//! whose colours by day and by night stand in `note_type/card.css`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::{escape, math};

/// What nobody reads on a card is not worth the time: longer blocks and lines (in bytes) stay as they are.
const LONGEST_BLOCK: usize = 100_000;
const LONGEST_LINE: usize = 2_000;

/// A code block with its info string; formulas for `math`.
pub(super) fn block(info: &str, code: &str) -> String {
    let language = language(info);
    if language == "math" {
        return format!("<p>{}</p>\n", math::display(code));
    }
    let class = if language.is_empty() {
        String::new()
    } else {
        format!(" class=\"language-{}\"", html_escape::encode_double_quoted_attribute(&language))
    };
    let body = syntax(&language).and_then(|syntax| highlight(syntax, code)).unwrap_or_else(|| escape(code));
    format!("<pre><code{class}>{body}</code></pre>\n")
}

/// The language of a diagram that a Git host draws, and a card shows as code.
pub(super) fn diagram(info: &str) -> Option<String> {
    let drawn =
        ["mermaid", "plantuml", "puml", "dot", "graphviz", "geojson", "topojson", "stl", "d2", "flowchart"];
    Some(language(info)).filter(|language| drawn.contains(&language.as_str()))
}

/// The language of an info string: `rust`, of `rust,ignore`, `{.rust}`, `js {1,3}`, `ts:app.ts` or `python title="x"`.
fn language(info: &str) -> String {
    let first = info.trim_start_matches(['{', '.', ' ']);
    let end = first.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';' | '='));
    first[..end.unwrap_or(first.len())].to_lowercase()
}

/// What authors call languages, and what the grammars call them.
const ALIASES: &[(&str, &str)] = &[
    ("babel", "jsx"),
    ("cjs", "javascript"),
    ("console", "sh"),
    ("cshtml", "html"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("cuda", "cpp"),
    ("delphi", "pascal"),
    ("django", "jinja2"),
    ("docker", "dockerfile"),
    ("ejs", "erb"),
    ("f#", "fs"),
    ("fsharp", "fs"),
    ("golang", "go"),
    ("handlebars", "html"),
    ("hbs", "html"),
    ("hlsl", "glsl"),
    ("javascript", "js"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("ksh", "sh"),
    ("markdown", "md"),
    ("mariadb", "sql"),
    ("mdx", "md"),
    ("mysql", "sql"),
    ("node", "js"),
    ("objc", "objective-c"),
    ("php", "php source"),
    ("plpgsql", "sql"),
    ("plsql", "sql"),
    ("posh", "powershell"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("pwsh", "powershell"),
    ("py3", "python"),
    ("python2", "python"),
    ("python3", "python"),
    ("razor", "html"),
    ("reactjs", "jsx"),
    ("scheme", "lisp"),
    ("racket", "lisp"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("shellscript", "sh"),
    ("sqlite", "sql"),
    ("tsql", "sql"),
    ("typescriptreact", "tsx"),
    ("viml", "vim"),
];

/// Names of what is no language, and is shown as it stands.
const PLAIN: [&str; 6] = ["", "text", "txt", "plain", "plaintext", "output"];

/// A language that no grammar knows.
#[derive(Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As the info string has it, in lower case.
    pub name: String,
    /// A known one that is written nearly so.
    pub alike: Option<String>,
}

/// The language of an info string, if blocks of it get no colours for want of a grammar.
pub fn unknown_language(info: &str) -> Option<Unknown> {
    let name = language(info);
    let known = PLAIN.contains(&name.as_str()) || name == "math" || diagram(info).is_some();
    if known || syntax(&name).is_some() {
        return None;
    }
    /// Letters of a name in which a slip can be told from another name.
    const SHORTEST: usize = 4;
    let aliases = ALIASES.iter().map(|(alias, _)| alias.to_string());
    let names = syntaxes().syntaxes().iter().map(|syntax| syntax.name.to_lowercase());
    let alike = aliases.chain(names).filter(|known| strsim::osa_distance(known, &name) == 1).min();
    Some(Unknown { alike: alike.filter(|_| name.len() >= SHORTEST), name })
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

/// The grammar of a language, if there is one.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if PLAIN.contains(&language) {
        return None;
    }
    let name = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language, |(_, name)| name);
    syntaxes().find_syntax_by_token(name)
}

/// The code as HTML with a `<span>` around what has a class; nothing if the grammar fails on it.
fn highlight(syntax: &SyntaxReference, code: &str) -> Option<String> {
    if code.len() > LONGEST_BLOCK || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut out = Spans { html: String::with_capacity(code.len() * 2), class: None };
    for line in code.split_inclusive('\n') {
        let mut done = 0;
        for (at, change) in state.parse_line(line, syntaxes()).ok()? {
            out.push(&line[done..at], &scopes);
            done = at;
            scopes.apply(&change).ok()?;
        }
        out.push(&line[done..], &scopes);
    }
    Some(out.finish())
}

/// HTML in the making, with the class of the span that is open.
struct Spans {
    html: String,
    class: Option<char>,
}

impl Spans {
    fn push(&mut self, text: &str, scopes: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        // White space has no colour, and does not interrupt a span within a line.
        if text.trim().is_empty() && !text.contains('\n') {
            self.html.push_str(text);
            return;
        }
        let class = class_of(scopes);
        if class != self.class {
            self.close();
            if let Some(class) = class {
                self.html.push_str(&format!("<span class=\"{class}\">"));
            }
            self.class = class;
        }
        self.html.push_str(&html_escape::encode_text(text));
    }

    /// Ends the open span in front of the white space behind it.
    fn close(&mut self) {
        if self.class.take().is_some() {
            let end = self.html.trim_end().len();
            self.html.insert_str(end, "</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

/// The class of the innermost scope that has one.
fn class_of(scopes: &ScopeStack) -> Option<char> {
    thread_local! {
        static KNOWN: RefCell<HashMap<Scope, Option<Option<char>>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        let class = |&scope: &Scope| *known.entry(scope).or_insert_with(|| class_of_scope(scope));
        scopes.as_slice().iter().rev().find_map(class).flatten()
    })
}

/// What a scope says of the text in it: nothing, or its class, which may be none. The first prefix counts.
fn class_of_scope(scope: Scope) -> Option<Option<char>> {
    const CLASSES: &[(&str, Option<char>)] = &[
        ("comment", Some('c')),
        ("punctuation.definition.comment", Some('c')),
        ("constant.character.escape", Some('e')),
        ("constant.other.placeholder", Some('e')),
        ("punctuation.definition.string", Some('s')),
        ("punctuation.definition.variable", None),
        ("punctuation.definition.keyword", Some('k')),
        ("punctuation.definition.annotation", Some('a')),
        ("punctuation.definition.tag", None),
        ("punctuation.section.interpolation", Some('e')),
        ("punctuation.section.embedded", Some('e')),
        ("string.unquoted.plain.out.yaml", None),
        ("string", Some('s')),
        ("constant.numeric", Some('n')),
        ("constant", Some('n')),
        ("keyword.operator.word", Some('k')),
        ("keyword.operator.logical.python", Some('k')),
        ("keyword.operator", Some('o')),
        ("keyword", Some('k')),
        ("storage.type.annotation", Some('a')),
        ("storage", Some('k')),
        ("entity.name.function", Some('f')),
        ("support.function", Some('f')),
        ("variable.function", Some('f')),
        ("variable.annotation", Some('a')),
        ("variable.language", Some('k')),
        ("variable", None),
        ("entity.name.macro", Some('m')),
        ("support.macro", Some('m')),
        ("entity.name.tag", Some('k')),
        ("entity.other.attribute-name", Some('a')),
        ("meta.attribute", Some('a')),
        ("meta.annotation", Some('a')),
        ("entity.name.namespace", None),
        ("entity.name", Some('t')),
        ("entity.other.inherited-class", Some('t')),
        ("support.type.property-name", Some('f')),
        ("support", Some('t')),
        ("markup.inserted", Some('s')),
        ("markup.deleted", Some('e')),
        ("markup.heading", Some('k')),
        ("markup.bold", Some('t')),
        ("markup.raw", Some('s')),
        ("meta.interpolation", None),
        ("meta.template.expression", None),
        ("source.", None),
    ];
    let name = scope.build_string();
    CLASSES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_text() {
        let examples = [
            ("rust", "fn main() {\n\tlet x: Vec<u8> = vec![1]; // \"a\" & b\n}\n"),
            ("js", "const f = async (a) => `x ${a.b} y`;\n\n/* c\n d */ f(1.5)\n"),
            ("sh", "## not a heading\necho \"$HOME\" | grep -v '^#' > /dev/null\n"),
            ("no-such-language", "<b>&amp;</b>\n"),
            ("", "a\n\n b\n"),
        ];
        for (info, code) in examples {
            let html = block(info, code);
            assert!(html.starts_with("<pre><code") && html.ends_with("</code></pre>\n"), "{html}");
            let mut text = String::new();
            for part in html.trim_end().split('<') {
                text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
            }
            assert_eq!(html_escape::decode_html_entities(&text), code);
        }
    }

    #[test]
    fn what_has_a_meaning_has_a_class() {
        let html = block("rust,ignore", "let x = 1; // one\n");
        assert_eq!(
            html,
            "<pre><code class=\"language-rust\"><span class=\"k\">let</span> x <span class=\"o\">=</span> \
             <span class=\"n\">1</span>; <span class=\"c\">// one</span>\n</code></pre>\n"
        );
    }

    #[test]
    fn languages_are_found_under_their_common_names() {
        let names = [
            "c",
            "cpp",
            "c++",
            "csharp",
            "cs",
            "golang",
            "go",
            "shell",
            "bash",
            "sh",
            "console",
            "zsh",
            "jsonc",
            "json",
            "js",
            "jsx",
            "javascript",
            "ts",
            "tsx",
            "typescript",
            "py",
            "python",
            "python3",
            "rb",
            "ruby",
            "rs",
            "rust",
            "java",
            "kotlin",
            "kt",
            "swift",
            "php",
            "sql",
            "mysql",
            "postgresql",
            "html",
            "css",
            "scss",
            "xml",
            "yaml",
            "yml",
            "toml",
            "ini",
            "dockerfile",
            "docker",
            "makefile",
            "hcl",
            "terraform",
            "graphql",
            "proto",
            "dart",
            "scala",
            "elixir",
            "erlang",
            "haskell",
            "clojure",
            "lua",
            "perl",
            "r",
            "objc",
            "powershell",
            "ps1",
            "bat",
            "diff",
            "http",
            "vue",
            "svelte",
            "nginx",
            "fsharp",
            "groovy",
            "solidity",
            "markdown",
            "md",
            "latex",
        ];
        for name in names {
            assert!(syntax(name).is_some(), "{name}");
        }
        for (name, info) in
            [("js", "js {1,3}"), ("ts", "ts:app.ts"), ("rust", "{.rust}"), ("python", "Python title=\"x\"")]
        {
            assert_eq!(language(info), name);
        }
    }

    #[test]
    fn a_fence_of_mathematics_is_a_formula() {
        assert_eq!(block("math", "a < b\n"), format!("<p>{}</p>\n", math::display("a < b")));
    }
}
