//! Rule 11: media files that Anki takes, under names that it keeps.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Fault, Place, Violation, report};
use crate::package::{Note, Package, plain};

/// Bytes. Anki shortens names from 120 bytes on.
const NAME_LENGTH: usize = 100;

pub fn check(package: &Package, found: &mut Vec<Violation>) {
    let listed: HashSet<&str> = package.media.iter().map(|file| file.name.as_str()).collect();
    let mut used = HashSet::new();
    let named = |note: &Note| note.fields.iter().flat_map(|html| local_names(html)).collect::<Vec<String>>();
    let named: Vec<Vec<String>> = package.notes.par_iter().map(named).collect();
    for (note, names) in package.notes.iter().zip(named) {
        let mut faults = Vec::new();
        for name in names {
            match listed.get(name.as_str()) {
                Some(&name) => drop(used.insert(name)),
                None => faults.push(Fault::MediaMissing(name)),
            }
        }
        report(found, faults, || Place::Note(note.guid.clone()));
    }
    let mut names = HashSet::new();
    for file in &package.media {
        let mut faults = Vec::new();
        name(&file.name, &mut faults);
        if !names.insert(&file.name) {
            faults.push(Fault::MediaTaken);
        }
        let in_field = used.contains(file.name.as_str());
        if !in_field && !in_template(package, &file.name) {
            faults.push(Fault::MediaUnused);
        }
        report(found, faults, || Place::Media(file.name.clone()));
    }
}

fn name(name: &str, faults: &mut Vec<Fault>) {
    let plain = |text: &str, more: &str| {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || more.contains(c);
        !text.is_empty() && text.chars().all(allowed)
    };
    if !name.split_once('.').is_some_and(|(stem, extension)| plain(stem, "_-") && plain(extension, "")) {
        faults.push(Fault::MediaName);
    }
    if name.len() > NAME_LENGTH {
        faults.push(Fault::MediaLength(name.len()));
    }
}

/// The files beside the collection that a field uses, through a tag or through `[sound:…]`.
fn local_names(html: &str) -> impl Iterator<Item = String> {
    let sounds = plain::sound_names(html).map(|name| name.into_owned());
    let shown = plain::media_names(html).filter(|name| !is_remote(name)).map(|name| name.into_owned());
    sounds.chain(shown)
}

fn is_remote(name: &str) -> bool {
    name.contains("://") || name.starts_with("//") || name.starts_with("data:")
}

/// Whether the templates or the CSS use the file. Anki takes it for their sake only if its name starts with `_`.
fn in_template(package: &Package, name: &str) -> bool {
    name.starts_with('_')
        && package.note_types.iter().any(|kind| {
            let sides = kind.templates.iter().flat_map(|template| [&template.front, &template.back]);
            sides.chain([&kind.css]).any(|text| text.contains(name))
        })
}
