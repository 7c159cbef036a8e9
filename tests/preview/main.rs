//! `recto preview`: its server over HTTP, its page in a real Chromium, its cards beside Anki's own.

mod browser;
mod engine;
mod serving;
#[path = "../support/mod.rs"]
mod support;
mod trust;
