//! Callouts of note programs and admonitions of documentation sites, as GitHub's alerts; callouts that ask, as
//! `<details>`, which they are: a question that unfolds to its answer.
//!
//! ```text
//! > [!warning] Mind the gap    > [!WARNING]
//! > It is wide.                > **Mind the gap**
//!                              >
//!                              > It is wide.
//!
//! > [!question]- Is it safe?   <details><summary>Is it safe?</summary>
//! > Yes.                       Yes.
//!                              </details>
//!
//! :::tip                       > [!TIP]
//! Ask first.                   > Ask first.
//! :::
//! ```

use super::verbatim::Verbatim;
use crate::source::{Edit, Source};

pub fn adapt(source: &mut Source) {
    let body = &source.text[source.body_start..];
    if !body.contains("[!") && !body.contains(":::") {
        return;
    }
    let mut edits = vec![];
    let mut questions: Vec<Question> = vec![];
    let mut asked: Option<Question> = None;
    let mut admonition: Option<Admonition> = None;
    let mut at = source.body_start;
    for line in body.split_inclusive('\n') {
        let question = Question::begin(line, at);
        match &mut asked {
            Some(open) if question.is_none() && line.starts_with('>') => open.take(line, at),
            _ => {
                questions.extend(asked.take().map(|open| open.end(at)));
                asked = question;
                if asked.is_none() {
                    edits.extend(callout(line, at));
                }
            }
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
    questions.extend(asked.map(|open| open.end(at)));
    if edits.is_empty() && questions.is_empty() {
        return;
    }
    // The lines of a question's code stand in its callout; those of other code stay as they are.
    let verbatim = Verbatim::of(source);
    edits.retain(|edit| !verbatim.holds(edit.span.start));
    questions.retain(|question| !verbatim.holds(question.start));
    edits.extend(questions.into_iter().flat_map(|question| question.edits));
    edits.sort_by_key(|edit| edit.span);
    edits.dedup_by(|next, edit| next.span.start < edit.span.end);
    source.patch(edits);
}

/// A callout whose title is a question: `> [!question]- Is it safe?`.
struct Question {
    start: usize,
    edits: Vec<Edit>,
}

impl Question {
    fn begin(line: &str, at: usize) -> Option<Question> {
        let (kind, title) =
            line.strip_prefix('>')?.trim_start_matches(' ').strip_prefix("[!")?.split_once(']')?;
        let title = title.trim_start_matches(['+', '-']).trim();
        let asks = matches!(kind.to_ascii_lowercase().as_str(), "question" | "help" | "faq");
        let head = format!("<details>\n\n<summary>\n\n{title}\n\n</summary>\n");
        let edits = vec![replace(at, line.trim_end_matches('\n').len(), head)];
        (asks && !title.is_empty()).then_some(Question { start: at, edits })
    }

    /// A line of the answer loses its mark. Another callout in it stands one level higher then.
    fn take(&mut self, line: &str, at: usize) {
        let text = &line[1..];
        let text = text.strip_prefix(' ').unwrap_or(text);
        let mark = line.len() - text.len();
        self.edits.push(replace(at, mark, String::new()));
        self.edits.extend(callout(text, at + mark));
    }

    fn end(mut self, at: usize) -> Question {
        self.edits.push(replace(at, 0, "\n</details>\n\n".to_string()));
        self
    }
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
            ("> [!info]- It *is*\n> a\n", "> [!NOTE]\n> **It *is***\n>\n> a\n"),
            (
                "> [!faq]- Is it *safe*?\n> a\n>> [!tip]\n>> b\n\nc\n",
                "<details>\n\n<summary>\n\nIs it *safe*?\n\n</summary>\n\na\n> [!tip]\n> b\n\n</details>\n\n\nc\n",
            ),
            (
                "> [!question] A\n> ```\n> x\n> ```\n> [!question] B\n> y",
                "<details>\n\n<summary>\n\nA\n\n</summary>\n\n```\nx\n```\n\n</details>\n\n<details>\n\n<summary>\n\nB\n\n</summary>\n\ny\n</details>\n\n",
            ),
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
