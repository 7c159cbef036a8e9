//! The page as one file.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use super::deck::Deck;
use super::outline::Outline;
use super::page::{self, Data};
use super::template::Sides;
use crate::package::plain;
use crate::render::mime;

/// All that the page would ask a server for.
#[derive(Serialize)]
struct Whole<'d> {
    outline: Outline<'d>,
    /// In the order of the outline's cards.
    sides: Vec<Sides>,
    /// `data:` addresses by names.
    media: BTreeMap<&'d str, String>,
}

/// The page with the whole deck in it, which needs no server and no network.
pub fn single_file(deck: &Deck) -> String {
    let sides: Vec<Sides> = (0..deck.cards.len()).map(|card| deck.sides(card)).collect();
    let used: BTreeSet<String> = sides
        .iter()
        .flat_map(|sides| [&sides.question, &sides.answer])
        .flat_map(|html| plain::files(html).map(Cow::into_owned))
        .collect();
    let media = deck.package.media.iter().filter(|media| used.contains(&media.name)).map(|media| {
        (
            media.name.as_str(),
            format!("data:{};base64,{}", mime(&media.name), BASE64_STANDARD.encode(&media.bytes)),
        )
    });
    let whole = Whole { outline: deck.outline(), sides, media: media.collect() };
    let json = serde_json::to_string(&whole).expect("strings and numbers are JSON");
    page::html(&deck.name, &Data::Embedded(&json))
}
