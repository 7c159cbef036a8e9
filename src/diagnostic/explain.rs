//! What each code means: the sections of `docs/diagnostics.md`, which is their only source.

use super::{CODES, Code, Entry, Severity};

const PAGE: &str = include_str!("../../docs/diagnostics.md");

/// A code's section of the page, with its title: why it is bad, an example, what to do.
pub fn section(code: Code) -> &'static str {
    // An example may hold any other heading.
    let title = |entry: &Entry| PAGE.find(&format!("\n## {}\n", entry.name));
    let start = title(code.entry()).unwrap_or(PAGE.len());
    let end = CODES.get(code as usize + 1).and_then(title).unwrap_or(PAGE.len());
    PAGE.get(start..end).unwrap_or_default().trim()
}

/// All that there is to say about a code: its section, and how to silence it.
pub fn explain(code: Code) -> String {
    let entry = code.entry();
    let silence = if entry.severity == Severity::Error {
        "An error stops the build, and cannot be silenced.".to_string()
    } else {
        format!(
            "Silence it:\n\n\
             - on a line: `<!-- recto: allow {0} -->` there, or above;\n\
             - in a file: the same comment above all else, or `recto-allow: {0}` in the front matter;\n\
             - in the project: `allow = [\"{0}\"]` below `[check]` in recto.toml.",
            entry.name
        )
    };
    format!("{}\n\n{silence}\n", section(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_a_section_for_each_code_in_their_order() {
        let mut open = None;
        let outside = PAGE.lines().filter(|line| {
            let fence = line.len() - line.trim_start_matches('`').len();
            match open {
                None if fence >= 3 => open = Some(fence),
                Some(opened) if fence == opened => open = None,
                _ => {}
            }
            open.is_none()
        });
        let titles: Vec<&str> = outside.filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(titles, CODES.map(|entry| entry.name));
    }

    #[test]
    fn a_section_says_what_the_table_says_and_more() {
        for entry in &CODES {
            let lead = format!("## {}\n\n*{}.* {}\n", entry.name, entry.severity.name(), entry.meaning);
            let section = section(entry.code);
            assert!(section.starts_with(&lead), "{section}\n\nshould begin with\n\n{lead}");
            assert!(section.contains("\n```"), "an example: {section}");
            assert!(section.len() > lead.len() + 200, "reasons: {section}");
        }
    }
}
