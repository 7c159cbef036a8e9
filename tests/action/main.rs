//! The action and the workflows: their own steps, run as a host's runner does, on a repository of questions with pull
//! requests, tags and releases.
#![cfg(unix)]

mod host;
mod install;
mod lint;
mod questions;
mod runner;
#[path = "../support/mod.rs"]
mod support;
