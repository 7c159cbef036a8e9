//! The two note types of a project: one question and answer, and gaps in a text.
//!
//! Their look is in the `.html` and `.css` files beside this one, and a project may change it ([`Look`]). Their fields are frozen: a learner whose copy of the
//! type differs gets a second type, and the notes of the first are never updated again. Templates, CSS and names may
//! change, together with [`MODIFIED`].

mod look;

use sha2::{Digest, Sha256};

pub use look::{CSS, Look, LookError, TEMPLATES};

use look::Side;

use crate::package::{Field, NoteKind, NoteType, Template};

/// Part of the id of a note type. A new number is a breaking release.
pub const SCHEMA: u32 = 1;

/// Last change of a template, of the CSS or of a name, in seconds since 1970. Anki takes the new ones only if it grew.
/// A project's own changes are dated by its ledger.
pub const MODIFIED: i64 = 1_795_564_800;

/// Field ids and names in the order of a note's fields.
///
/// `Language` is a BCP 47 tag or empty; anything in `Reverse` asks for the second card.
pub const BASIC_FIELDS: [(i64, &str); 10] = [
    (1001, "Front"),
    (1002, "Back"),
    (1003, "Context"),
    (1004, "Extra"),
    (1005, "Source"),
    (1006, "Retired"),
    (1007, "Language"),
    (1008, "Reverse"),
    (1009, "Spare 1"),
    (1010, "Spare 2"),
];

/// As [`BASIC_FIELDS`]. Anki makes a card for each gap in `Text` and does not ask the template: a retired note must
/// also lose its gap marks there.
pub const CLOZE_FIELDS: [(i64, &str); 10] = [
    (2001, "Text"),
    (2002, "Back"),
    (2003, "Context"),
    (2004, "Extra"),
    (2005, "Source"),
    (2006, "Retired"),
    (2007, "Language"),
    (2008, "Spare 1"),
    (2009, "Spare 2"),
    (2010, "Spare 3"),
];

/// The place of `Source` among the fields of both.
pub const SOURCE: usize = 4;
/// The place of `Retired` among the fields of both.
pub const RETIRED: usize = 5;
/// The place of `Language` among the fields of both.
pub const LANGUAGE: usize = 6;
/// The place of `Reverse` among the basic fields; a spare one of the others.
pub const REVERSE: usize = 7;

pub const BASIC_TEMPLATE: i64 = 1100;
pub const REVERSE_TEMPLATE: i64 = 1101;
pub const CLOZE_TEMPLATE: i64 = 2100;

/// The type for a question and its answer: one card, and another one that asks the other way round where `Reverse` says so.
/// `project` is the project's id, `name` its name.
pub fn basic(project: &str, name: &str, look: &Look) -> NoteType {
    NoteType {
        id: id(project, "basic"),
        name: type_name(project, name, ""),
        kind: NoteKind::Standard,
        modified: MODIFIED,
        fields: fields(&BASIC_FIELDS),
        templates: vec![
            template(BASIC_TEMPLATE, "Card", look, [Side::Front, Side::Back]),
            template(REVERSE_TEMPLATE, "Reverse", look, [Side::ReverseFront, Side::ReverseBack]),
        ],
        css: look.css(),
        adopted: None,
    }
}

/// The type for a text with gaps: one card for each gap number. All else as in [`basic`].
pub fn cloze(project: &str, name: &str, look: &Look) -> NoteType {
    NoteType {
        id: id(project, "cloze"),
        name: type_name(project, name, " cloze"),
        kind: NoteKind::Cloze,
        modified: MODIFIED,
        fields: fields(&CLOZE_FIELDS),
        templates: vec![template(CLOZE_TEMPLATE, "Cloze", look, [Side::ClozeFront, Side::ClozeBack])],
        css: look.css(),
        adopted: None,
    }
}

/// Of two types with one name Anki renames the second and never takes its looks again: a part of the project's id keeps
/// two strangers' decks of one name apart.
fn type_name(project: &str, name: &str, role: &str) -> String {
    let mark: String = project.chars().take(4).collect();
    format!("recto {name}{role} ({mark})")
}

/// 40 bits, never zero: of the project, so that two projects do not overwrite each other's templates, and of the schema.
fn id(project: &str, role: &str) -> i64 {
    let digest = Sha256::digest(format!("recto note type\0{project}\0{role}\0{SCHEMA}"));
    let id = digest[..5].iter().fold(0, |id, &byte| id << 8 | i64::from(byte));
    id.max(1)
}

fn fields(of: &[(i64, &str)]) -> Vec<Field> {
    of.iter().map(|&(id, name)| Field { id: Some(id), name: name.to_owned() }).collect()
}

fn template(id: i64, name: &str, look: &Look, sides: [Side; 2]) -> Template {
    let [front, back] = sides.map(|side| look.template(side).to_owned());
    Template { id: Some(id), name: name.to_owned(), front, back }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast that WCAG 2 asks of text: 4.5:1.
    const READABLE: f64 = 4.5;

    #[test]
    fn ids_are_stable_and_differ() {
        let ids = [
            basic("demo", "Demo", &Look::default()).id,
            cloze("demo", "Demo", &Look::default()).id,
            basic("other", "Demo", &Look::default()).id,
        ];
        assert_eq!(ids, STABLE_IDS);
    }

    #[test]
    fn a_change_of_the_look_comes_with_a_new_time() {
        let texts: Vec<&str> = TEMPLATES.iter().map(|(_, text)| *text).chain([CSS]).collect();
        let digest = Sha256::digest(texts.join("\0"));
        let digest: String = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((digest.as_str(), MODIFIED), LOOK, "raise MODIFIED, then write both here");
    }

    #[test]
    fn templates_name_only_fields_that_exist() {
        for kind in [basic("demo", "Demo", &Look::default()), cloze("demo", "Demo", &Look::default())] {
            for side in kind.templates.iter().flat_map(|t| [&t.front, &t.back]) {
                for tag in side.split("{{").skip(1) {
                    let tag = tag.split("}}").next().unwrap_or_default();
                    let name = tag.trim_start_matches(['#', '^', '/']).trim_start_matches("cloze:");
                    assert!(
                        ["FrontSide", "Tags"].contains(&name)
                            || kind.fields.iter().any(|field| field.name == name),
                        "{tag}"
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_run_or_fetched() {
        for text in TEMPLATES.iter().map(|(_, text)| *text).chain([CSS]) {
            for forbidden in ["<script", "javascript:", "//", "url(", "@import", "onclick"] {
                assert!(!text.contains(forbidden), "{forbidden}");
            }
        }
    }

    #[test]
    fn every_text_colour_is_readable_on_every_ground_by_day_and_by_night() {
        let palettes: Vec<&str> = CSS.split('{').filter(|block| block.contains("--ground:")).collect();
        assert_eq!(palettes.len(), 2);
        for palette in palettes {
            for ground in ["ground", "well"] {
                for text in
                    ["text", "soft", "link", "blue", "green", "violet", "amber", "red", "teal", "rose"]
                {
                    assert_readable(palette, text, ground);
                }
            }
            for text in ["text", "soft", "link", "blue"] {
                assert_readable(palette, text, "mark");
            }
        }
    }

    fn assert_readable(palette: &str, text: &str, ground: &str) {
        let (a, b) = (luminance(palette, text), luminance(palette, ground));
        let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(contrast >= READABLE, "{text} on {ground}: {contrast:.2}");
    }

    /// Relative luminance as WCAG 2 defines it, of the palette's `--name: #rrggbb`.
    fn luminance(palette: &str, name: &str) -> f64 {
        let (_, rest) = palette.split_once(&format!("--{name}: #")).expect(name);
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(&rest[at..at + 2], 16).expect(name)) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }

    const STABLE_IDS: [i64; 3] = [1_060_032_635_779, 67_019_911_928, 693_118_019_081];
    const LOOK: (&str, i64) = ("783aca5fb93d2ae3", 1_795_564_800);
}
