//! Organisations, keys and credits; each change writes its audit row.
//!
//! Administrators act from a [`Desk`]: it says on which database, by which clock and in whose name. Programs come with a key
//! and pass through [`authenticate`].

mod authenticate;
pub mod credits;
mod error;
pub mod key;
pub mod org;
mod secret;

pub use authenticate::authenticate;
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

/// A label that a person gave: something to see, and short enough to show.
fn label(field: &'static str, given: &str) -> Result<String, Error> {
    let label = given.trim();
    let fits = (1..=LABEL_CHARS_MAX).contains(&label.chars().count());
    if fits && !label.chars().any(char::is_control) {
        return Ok(label.to_owned());
    }
    Err(Error::Invalid { field, rule: "must be 1 to 120 characters, none of them a control character" })
}

/// Characters of an organisation's or key's name.
pub const LABEL_CHARS_MAX: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_can_be_shown() {
        assert_eq!(label("name", "  Timble & Söhne ").unwrap(), "Timble & Söhne");
        assert!(label("name", &"é".repeat(LABEL_CHARS_MAX)).is_ok());
        for wrong in ["", "  ", "a\nb", "a\0b", "\u{1b}[2J", &"x".repeat(LABEL_CHARS_MAX + 1)] {
            assert!(label("name", wrong).is_err(), "{wrong:?}");
        }
    }
}
