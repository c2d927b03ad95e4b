//! Official sanctions lists: read from the formats that their publishers use, kept as one artefact each, searched by name.
//!
//! A check asks the provider [`PROVIDER`] for candidates, as it asks any provider; [`Door`] stands in the way out and answers
//! from memory, so that no name leaves the server. Comparing is the check's: what comes from here is everything that could be meant.

mod answer;
mod door;
mod index;
mod list;
mod read;

pub use answer::answer;
pub use door::{Door, Shelf};
pub use index::{Candidate, Index, Shelved};
pub use list::{BadArtefact, Entry, Kind, List, Name, Source, Which};
pub use read::{BYTES_MAX, ENTRIES_MAX, Error, File, NAMES_MAX, read};

/// The name that checks know the lists by.
pub const PROVIDER: &str = "lists";
/// The host of the provider's base URL: a name that no resolver ever knows.
pub const HOST: &str = "lists.invalid";
