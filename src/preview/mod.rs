//! A project's cards on a page, as Anki shows them: served while the author writes, or as one file to send.
//!
//! The page is the files below `page/`, without a build step. It gets the deck's outline, and each card's two sides when
//! it shows them. Nothing on it fetches anything from elsewhere, and no script of a card is run.

mod cloze;
mod deck;
mod file;
mod formula;
mod outline;
mod page;
mod server;
mod template;

pub use deck::{Deck, Finding};
pub use file::single_file;
pub use server::{Server, Spot};
pub use template::{Sides, sides};
