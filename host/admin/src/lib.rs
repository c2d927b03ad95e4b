//! Organisations, keys, credits, webhook endpoints and workflows; each change writes its audit row.
//!
//! Administrators act from a [`Desk`]: it says on which database, by which clock and in whose name. Programs come with a key
//! and pass through [`authenticate`].

mod authenticate;
pub mod credits;
mod error;
pub mod key;
pub mod org;
mod secret;
pub mod webhook;
pub mod workflow;

pub use authenticate::{authenticate, caller};
pub use error::Error;
pub use secret::Secret;

use run::Clock;
use store::{Store, Tenant};

/// Where an administrator acts.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The database.
    pub store: &'a Store,
    /// Time, and chance for ids. Secrets come from the operating system whatever this is.
    pub clock: &'a dyn Clock,
    /// Who acts, for the audit: `cli:root`, for example.
    pub actor: &'a str,
}

impl<'a> Desk<'a> {
    fn of(&self, org: journal::OrgId) -> Tenant<'a> {
        self.store.of(org).acting(self.actor)
    }

    fn id_bytes(&self) -> [u8; journal::id::RANDOM_BYTES] {
        let mut random = [0; journal::id::RANDOM_BYTES];
        self.clock.random(&mut random);
        random
    }
}

/// A name that a person gave: short enough to show, and safe to print. It may be empty.
fn label(given: &str) -> Result<String, Error> {
    let label = given.trim();
    if label.chars().count() <= LABEL_CHARS_MAX && !label.chars().any(char::is_control) {
        return Ok(label.to_owned());
    }
    Err(Error::Invalid { field: "name", rule: "must be at most 120 characters, none of them a control character" })
}

/// Characters of an organisation's or key's name.
pub const LABEL_CHARS_MAX: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_can_be_shown() {
        assert_eq!(label("  Timble & Söhne ").unwrap(), "Timble & Söhne");
        assert_eq!(label(" ").unwrap(), "");
        assert!(label(&"é".repeat(LABEL_CHARS_MAX)).is_ok());
        for wrong in ["a\nb", "a\0b", "\u{1b}[2J", &"x".repeat(LABEL_CHARS_MAX + 1)] {
            assert!(label(wrong).is_err(), "{wrong:?}");
        }
    }
}
