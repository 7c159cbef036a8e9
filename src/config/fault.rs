//! What is wrong in a `recto.toml`, said so that it can be mended at once.

use std::ops::Range;

use schemars::schema_for;
use serde_json::Value;

use super::file::File;
use crate::diagnostic::Fault;

/// What the parser says, in the author's words.
pub fn explained(file: &str, text: &str, error: &toml::de::Error) -> Fault {
    let span = error.span().unwrap_or_default();
    let (message, help) = message(error.message(), &text[span.clone()]);
    fault(file, text, span, message, help)
}

pub fn fault(
    file: &str,
    text: &str,
    span: Range<usize>,
    message: impl Into<String>,
    help: Option<String>,
) -> Fault {
    Fault { file: file.to_string(), text: text.to_string(), span, message: message.into(), help }
}

/// Message and help. `found` is the text that the parser stopped at.
fn message(said: &str, found: &str) -> (String, Option<String>) {
    // The form of these messages is serde's: unknown field `x`, expected one of `a`, `b`.
    let mut quoted = said.split('`').skip(1).step_by(2);
    if said.starts_with("unknown field") {
        let key = quoted.next().unwrap_or(found);
        return (format!("no key is called `{key}` here"), Some(place_of(key, &quoted.collect::<Vec<_>>())));
    }
    if said.starts_with("unknown variant") {
        let value = quoted.next().unwrap_or(found);
        let known: Vec<&str> = quoted.collect();
        let help = alike(value, &known).unwrap_or_else(|| format!("write one of: {}", known.join(", ")));
        return (format!("`{value}` is not known here"), Some(help));
    }
    if said.contains("expected a sequence") {
        let help = if found.starts_with('[') || found.contains('=') {
            format!("write it as a list, a table of which begins with [[{}]]", found.trim_matches(['[', ']']))
        } else {
            format!("write it as a list: [{found}]")
        };
        return (said.replace("expected a sequence", "expected a list"), Some(help));
    }
    let (message, help) = match said.split_once(": did you mean ") {
        Some((message, alike)) => (message, Some(format!("did you mean {alike}"))),
        None => (said, None),
    };
    (message.lines().next().unwrap_or_default().to_string(), help)
}

/// Where a key that stands in the wrong place belongs, or which one may be meant.
fn place_of(key: &str, known: &[&str]) -> String {
    let tables = tables();
    let elsewhere = tables.iter().find(|(_, keys)| keys.iter().any(|other| other == key));
    match (elsewhere, alike(key, known)) {
        (Some((table, _)), _) if table.is_empty() => {
            format!("`{key}` belongs above the first line in [brackets]")
        }
        (Some((table, _)), _) => format!("`{key}` belongs below {table}"),
        (None, Some(help)) => help,
        (None, None) => format!("write one of: {}", known.join(", ")),
    }
}

/// "did you mean …?", if one of the known words is like this one.
fn alike(word: &str, known: &[&str]) -> Option<String> {
    /// Of 1; a slip of the pen is above.
    const ALIKE: f64 = 0.8;
    let likeness = |known: &&&str| strsim::jaro_winkler(&word.to_lowercase(), known);
    let best = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) >= ALIKE).then(|| format!("did you mean `{best}`?"))
}

/// The keys of each table, as the schema has them; the top first, without a name.
fn tables() -> Vec<(String, Vec<String>)> {
    let schema = schema_for!(File).to_value();
    let keys = |schema: &Value| -> Vec<String> {
        schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
    };
    let mut tables = vec![(String::new(), keys(&schema))];
    for (name, table) in schema["properties"].as_object().into_iter().flatten() {
        let (reference, shown) = match &table["items"]["$ref"] {
            Value::Null => (&table["$ref"], format!("[{name}]")),
            items => (items, format!("[[{name}]]")),
        };
        let definition = reference.as_str().and_then(|path| path.strip_prefix('#'));
        if let Some(definition) = definition.and_then(|path| schema.pointer(path)) {
            tables.push((shown, keys(definition)));
        }
    }
    tables
}
