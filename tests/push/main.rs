//! `recto push`: what is sent, and what a real Anki makes of it.

mod life;
mod page;
mod plan;
mod server;
#[path = "../support/mod.rs"]
mod support;
mod trouble;
