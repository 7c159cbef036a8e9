//! Makes a table of `src/shape/words.toml`, so that no start of recto reads that file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

#[path = "src/shape/normal.rs"]
#[allow(dead_code)]
mod normal;

use normal::{KINDS, is_unspaced, kind, normal};

const FILE: &str = "src/shape/words.toml";

fn main() {
    println!("cargo::rerun-if-changed={FILE}");
    println!("cargo::rerun-if-changed=src/shape/normal.rs");
    let folder = env::var_os("OUT_DIR").expect("cargo gives a folder");
    let text = fs::read_to_string(FILE).expect(FILE);
    let roles = toml::from_str(&text).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    fs::write(Path::new(&folder).join("words.rs"), table(&roles)).expect("the folder that cargo gives");
}

/// Entries by language by role.
type Roles = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The Rust of `ROLES`, `OF_KIND` and `WORDS`.
fn table(roles: &Roles) -> String {
    let mut bits: BTreeMap<String, u32> = BTreeMap::new();
    let mut words = String::from("static WORDS: Words = Words {\n");
    for (number, (role, languages)) in roles.iter().enumerate() {
        let bit = 1u32.checked_shl(number as u32).expect("no more than 32 roles");
        let entries: BTreeSet<String> = languages.values().flatten().map(|entry| normal(entry)).collect();
        let entries: Vec<String> = entries.into_iter().filter(|entry| !entry.is_empty()).collect();
        let longest = entries.iter().map(|entry| entry.split(' ').count()).max().unwrap_or(0);
        let length = entries.iter().map(String::len).max().unwrap_or(0);
        let mut unspaced: Vec<&String> = entries.iter().filter(|entry| is_unspaced(entry)).collect();
        unspaced.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
        writeln!(
            words,
            "{role}: Entries {{ role: {bit}, longest: {longest}, length: {length}, unspaced: &{unspaced:?} }},"
        )
        .expect("a string");
        for entry in entries {
            *bits.entry(entry).or_default() |= bit;
        }
    }
    let mut map = phf_codegen::Map::new();
    let mut kinds = [0; KINDS];
    for (entry, roles) in bits {
        kinds[kind(&entry)] |= roles;
        map.entry(entry, roles.to_string());
    }
    let map = map.build();
    format!(
        "static ROLES: phf::Map<&'static str, u32> = {map};\nstatic OF_KIND: [u32; KINDS] = {kinds:?};\n{words}}};\n"
    )
}
