//! Addresses on the host of the author's repository.

mod anchor;
mod repository;

pub use anchor::Anchors;
pub use repository::{Forge, Repository};
