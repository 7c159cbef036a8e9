//! The values of a `recto.toml` that are more than text and numbers.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use clap::ValueEnum;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use crate::diagnostic::{CODES, Code, Severity};
use crate::render::Size;
use crate::shape;

/// A file that a build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Apkg,
    Csv,
    Json,
}

/// What stands in a CSV file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CsvFlavour {
    /// Front, back and tags, for Anki's own Basic type
    #[default]
    Basic,
    /// All fields, for those who imported the package first
    Full,
}

/// What becomes of questions without an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unanswered {
    /// No card
    #[default]
    Drop,
    /// A card with an empty back, for those who write their own answers
    Keep,
}

/// The level of a heading, 1 to 6.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(try_from = "u8")]
pub struct Level(#[schemars(range(min = 1, max = 6))] pub u8);

impl TryFrom<u8> for Level {
    type Error = &'static str;

    fn try_from(level: u8) -> Result<Level, &'static str> {
        if (1..=6).contains(&level) { Ok(Level(level)) } else { Err("headings have levels 1 to 6") }
    }
}

/// What text stands for. The text's own place is that of the error, also within a list.
struct Text<T>(PhantomData<T>);

impl<T: for<'t> TryFrom<&'t str, Error: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::try_from(text).map_err(E::custom)
    }
}

macro_rules! read_from_text {
    ($($name:ident),*) => {
        $(impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                deserializer.deserialize_str(Text(PhantomData))
            }
        })*
    };
}

read_from_text!(Pattern, MaxMedia, CodeName, Allowable, ShapeName);

/// A path or glob below the folder of `recto.toml`.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
pub struct Pattern(#[schemars(with = "String")] pub String);

impl TryFrom<&str> for Pattern {
    type Error = &'static str;

    fn try_from(text: &str) -> Result<Pattern, &'static str> {
        let path = text.replace('\\', "/");
        if path.starts_with('/') || path.contains(':') || path.split('/').any(|part| part == "..") {
            return Err("documents lie in the folder of recto.toml or below it: name them from there");
        }
        Ok(Pattern(path))
    }
}

/// A size such as `5MB`.
#[derive(Debug, Clone, Copy, JsonSchema)]
pub struct MaxMedia(#[schemars(with = "String")] pub Size);

impl TryFrom<&str> for MaxMedia {
    type Error = &'static str;

    fn try_from(text: &str) -> Result<MaxMedia, &'static str> {
        text.parse().map(MaxMedia)
    }
}

/// The name of a shape of question, as `recto cards` prints it.
#[derive(Debug, Clone, Copy)]
pub struct ShapeName(pub &'static str);

impl TryFrom<&str> for ShapeName {
    type Error = String;

    fn try_from(name: &str) -> Result<ShapeName, String> {
        let known = shape::names().find(|known| *known == name);
        known.map(ShapeName).ok_or_else(|| {
            let names: Vec<&str> = shape::names().collect();
            format!("no shape is called {name}: write one of {}", names.join(", "))
        })
    }
}

impl JsonSchema for ShapeName {
    fn schema_name() -> Cow<'static, str> {
        "Shape".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = shape::names().collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

/// The name of a finding.
#[derive(Debug, Clone, Copy)]
pub struct CodeName(pub Code);

impl TryFrom<&str> for CodeName {
    type Error = String;

    fn try_from(name: &str) -> Result<CodeName, String> {
        Code::named(name).map(CodeName).map_err(|alike| {
            let help = alike.map_or("`recto explain` lists all codes".to_string(), |alike| {
                format!("did you mean `{alike}`?")
            });
            format!("no finding is called {name}: {help}")
        })
    }
}

/// The name of a finding that is no error.
#[derive(Debug, Clone, Copy)]
pub struct Allowable(pub Code);

impl TryFrom<&str> for Allowable {
    type Error = String;

    fn try_from(name: &str) -> Result<Allowable, String> {
        let CodeName(code) = name.try_into()?;
        if code.entry().severity == Severity::Error {
            let name = code.entry().name;
            return Err(format!("{name} is an error: it stops the build and cannot be allowed"));
        }
        Ok(Allowable(code))
    }
}

impl JsonSchema for CodeName {
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = CODES.map(|entry| entry.name);
        json_schema!({ "type": "string", "enum": names })
    }
}

impl JsonSchema for Allowable {
    fn schema_name() -> Cow<'static, str> {
        "AllowableCode".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = CODES.iter().filter(|entry| entry.severity != Severity::Error);
        let names: Vec<&str> = names.map(|entry| entry.name).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}
