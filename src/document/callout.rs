//! Callouts of note programs and admonitions of documentation sites, as GitHub's alerts.
//!
//! ```text
//! > [!faq]- Is it safe?        > [!IMPORTANT]
//! > Yes.                       > **Is it safe?**
//!                              >
//!                              > Yes.
//!
//! :::tip                       > [!TIP]
//! Ask first.                   > Ask first.
//! :::
//! ```

use super::verbatim::patch_prose;
use crate::source::{Edit, Source};

pub fn adapt(source: &mut Source) {
    let body = &source.text[source.body_start..];
    if !body.contains("[!") && !body.contains(":::") {
        return;
    }
    let mut edits = vec![];
    let mut admonition: Option<Admonition> = None;
    let mut at = source.body_start;
    for line in body.split_inclusive('\n') {
        if let Some(edit) = callout(line, at) {
            edits.push(edit);
        }
        admonition = match admonition {
            Some(open) if is_end(line, &open) => {
                edits.extend(open.edits);
                edits.push(replace(at, line.trim_end_matches('\n').len(), String::new()));
                None
            }
            // A heading or another one inside: not what it seems.
            Some(_) if line.starts_with('#') => None,
            Some(mut open) => {
                open.edits.push(replace(at, 0, "> ".to_string()));
                Some(open)
            }
            None => begin(line, at),
        };
        at += line.len();
    }
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|next, edit| next.span.start < edit.span.end);
    patch_prose(source, edits);
}

fn replace(at: usize, length: usize, replacement: String) -> Edit {
    Edit { span: (at..at + length).into(), replacement, repair: None }
}

/// An admonition that is open: how many colons end it, and what becomes of its lines.
struct Admonition {
    colons: usize,
    edits: Vec<Edit>,
}

fn begin(line: &str, at: usize) -> Option<Admonition> {
    let rest = line.trim_start_matches(':');
    let colons = line.len() - rest.len();
    let rest = rest.trim();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let alert = alert(&rest[..end]).filter(|_| colons >= 3)?;
    let title = rest[end..].trim().trim_start_matches('[').trim_end_matches(']');
    let edit = replace(at, line.trim_end_matches('\n').len(), head("> ", alert, title));
    Some(Admonition { colons, edits: vec![edit] })
}

fn is_end(line: &str, open: &Admonition) -> bool {
    let line = line.trim_end();
    line.len() >= open.colons && line.chars().all(|c| c == ':')
}

/// The first line of a callout: `> [!info]`, `> [!NOTE] Title`, `> [!faq]- Title`.
fn callout(line: &str, at: usize) -> Option<Edit> {
    let text = line.trim_start_matches([' ', '\t', '>']);
    let prefix = &line[..line.len() - text.len()];
    let (kind, title) = text.strip_prefix("[!").filter(|_| prefix.contains('>'))?.split_once(']')?;
    let alert = alert(kind)?;
    let title = title.trim_start_matches(['+', '-']).trim();
    let is_alert_already = title.is_empty() && kind.eq_ignore_ascii_case(alert);
    let head = head(prefix, alert, title);
    (!is_alert_already).then(|| replace(at, line.trim_end_matches('\n').len(), head))
}

fn head(prefix: &str, alert: &str, title: &str) -> String {
    let bare = prefix.trim_end();
    match (alert, title) {
        ("", "") => prefix.to_string(),
        ("", _) => format!("{prefix}**{title}**\n{bare}"),
        (_, "") => format!("{prefix}[!{alert}]"),
        _ => format!("{prefix}[!{alert}]\n{prefix}**{title}**\n{bare}"),
    }
}

/// GitHub's alert for a kind of callout; empty for those that are mere quotes.
fn alert(kind: &str) -> Option<&'static str> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "tldr" | "todo" | "example" | "secondary" | "seealso" => {
            "NOTE"
        }
        "tip" | "hint" | "success" | "check" | "done" => "TIP",
        "important" | "question" | "help" | "faq" => "IMPORTANT",
        "warning" | "attention" => "WARNING",
        "caution" | "danger" | "error" | "bug" | "failure" | "fail" | "missing" => "CAUTION",
        "quote" | "cite" => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callouts_become_alerts() {
        let examples = [
            ("> [!info]\n> a\n", "> [!NOTE]\n> a\n"),
            ("> [!NOTE]\n> a\n", "> [!NOTE]\n> a\n"),
            ("> [!faq]- Is it *safe*?\n> a\n", "> [!IMPORTANT]\n> **Is it *safe*?**\n>\n> a\n"),
            ("> [!quote] Someone\n> a\n", "> **Someone**\n>\n> a\n"),
            ("- a\n  > [!bug]\n  > b\n", "- a\n  > [!CAUTION]\n  > b\n"),
            (":::tip\na\n\n- b\n:::\n\nc\n", "> [!TIP]\n> a\n> \n> - b\n\n\nc\n"),
            (":::warning Take care\na\n:::\n", "> [!WARNING]\n> **Take care**\n>\n> a\n\n"),
            (":::info[Title]\na\n:::\n", "> [!NOTE]\n> **Title**\n>\n> a\n\n"),
            ("[!info]\n", "[!info]\n"),
            ("> [!x](y.png)\n", "> [!x](y.png)\n"),
            (":::tip\na\n", ":::tip\na\n"),
            ("Front:::Back\n", "Front:::Back\n"),
            ("```\n> [!info]\n:::tip\nx\n:::\n```\n", "```\n> [!info]\n:::tip\nx\n:::\n```\n"),
        ];
        for (text, wanted) in examples {
            let mut source = Source::new("test.md", text.as_bytes()).expect("UTF-8");
            adapt(&mut source);
            assert_eq!(source.text, wanted);
        }
    }
}
