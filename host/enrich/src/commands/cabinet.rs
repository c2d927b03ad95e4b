//! The built-in checks, and what of their providers this environment configures: for commands that need no database.

use crate::config::{DataDirArgs, Environment};
use crate::providers::{self, Known};
use crate::wiring;
use anyhow::{Context, Result};
use library::{CheckEntry, Providers, Shelf};

/// Everything such a command looks at.
pub(super) struct Cabinet {
    pub(super) shelf: Shelf,
    pub(super) environment: Environment,
    pub(super) known: Known,
    pub(super) configured: Providers,
}

impl Cabinet {
    pub(super) async fn open(place: &DataDirArgs) -> Result<Cabinet> {
        let environment = Environment::of_process();
        let shelf = wiring::shelf(&place.directory(&environment)?).await?;
        let known = providers::known(shelf.checks());
        let (configured, _) = providers::configured(&environment, &known)?;
        Ok(Cabinet { shelf, environment, known, configured })
    }

    pub(super) fn check(&self, name: &str) -> Result<&CheckEntry> {
        let names = || self.shelf.checks().keys().cloned().collect::<Vec<_>>().join(", ");
        self.shelf.checks().get(name).with_context(|| format!("no such check {name:?}: there are {}", names()))
    }

    pub(super) fn has(&self, provider: &str, secret: &str) -> bool {
        self.configured.get(provider).is_some_and(|provider| provider.secrets.contains_key(secret))
    }

    /// What is still to be set before live checks can ask the provider; an unknown one lacks nothing.
    pub(super) fn missing(&self, provider: &str) -> Vec<String> {
        self.known.get(provider).map(|known| providers::missing(provider, known, &self.configured)).unwrap_or_default()
    }

    /// Whether a live call could be made: all its providers are configured.
    pub(super) fn is_configured(&self, entry: &CheckEntry) -> bool {
        entry.description.providers.iter().all(|provider| self.missing(provider).is_empty())
    }
}
