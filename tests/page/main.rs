//! Cards in a real browser, on the pages of Anki's desktop and of AnkiDroid, by day and by night.

mod browser;
mod faulty;
#[path = "../support/mod.rs"]
mod support;

use browser::{Fault, View, faults, views};

/// Faults of one kind on the project's own cards, once each.
fn faults_of(kind: Fault) -> Vec<String> {
    let mut found: Vec<String> = views()
        .iter()
        .filter(|view| !view.title.starts_with(faulty::TITLE))
        .flat_map(|view| faults(view, kind).into_iter().map(move |fault| format!("{}: {fault}", view.title)))
        .collect();
    found.sort();
    found.dedup();
    found
}

const NONE: [&str; 0] = [];

#[test]
fn no_card_is_wider_than_the_page() {
    assert_eq!(faults_of(Fault::Overflow), NONE);
    assert_eq!(faults_of(Fault::Clipped), NONE);
}

#[test]
fn every_text_is_readable_by_day_and_by_night() {
    assert_eq!(faults_of(Fault::Contrast), NONE);
    assert_eq!(faults_of(Fault::Small), NONE);
}

#[test]
fn nothing_is_fetched_and_nothing_complains() {
    assert_eq!(faults_of(Fault::Requests), NONE);
    assert_eq!(faults_of(Fault::Errors), NONE);
}

#[test]
fn every_picture_is_there_and_in_shape() {
    assert_eq!(faults_of(Fault::Images), NONE);
}

#[test]
fn every_formula_is_typeset() {
    assert_eq!(faults_of(Fault::Formulas), NONE);
}

#[test]
fn what_is_to_be_tapped_is_large_enough() {
    assert_eq!(faults_of(Fault::Taps), NONE);
}

#[test]
fn a_line_on_a_desktop_has_about_seventy_letters() {
    let measures: Vec<u32> =
        views().iter().filter(|view| view.width == 900).filter_map(|view| view.measure).collect();
    assert!(!measures.is_empty());
    assert!(measures.iter().all(|letters| (60..=80).contains(letters)), "{measures:?}");
}

/// Anki's editor writes a field anew: entities that break Anki's own markup would be gone, for one.
#[test]
fn cards_stay_the_same_in_the_editor() {
    let edit = browser::edit();
    assert!(edit.cards > 25);
    let (fragile, changed): (Vec<&String>, Vec<&String>) =
        edit.changed.iter().partition(|card| card.contains("Faulty entity"));
    assert_eq!(changed, NONE);
    assert_eq!(fragile.len(), 1, "the check finds what it is for");
}

/// A check that cannot fail proves nothing: each kind of fault is found on cards that have it.
#[test]
fn faults_would_be_found() {
    for card in &faulty::CARDS {
        let answers =
            views().iter().filter(|view| view.title.starts_with(card.title) && view.side == "answer");
        let missed: Vec<&View> = answers.clone().filter(|view| faults(view, card.fault).is_empty()).collect();
        assert!(answers.count() > 0 && missed.is_empty(), "{}: {missed:?}", card.title);
    }
}

#[test]
fn every_card_was_seen_everywhere() {
    let own: Vec<&View> = views().iter().filter(|view| !view.title.starts_with(faulty::TITLE)).collect();
    let seen = |client: &str, width, night| {
        own.iter()
            .filter(|view| {
                view.client == client && view.width == width && view.night == night && view.side == "answer"
            })
            .count()
    };
    let cards = seen("desktop", 900, false);
    assert!(cards > 25, "{cards} cards");
    for night in [false, true] {
        for width in [393, 900] {
            assert_eq!(seen("desktop", width, night), cards);
        }
        for width in [320, 393, 430, 800] {
            assert_eq!(seen("AnkiDroid", width, night), cards);
        }
    }
    assert!(own.iter().all(|view| view.count.texts > 1));
    assert!(own.iter().any(|view| view.count.images > 2));
    assert!(own.iter().any(|view| view.count.formulas > 3));
}
