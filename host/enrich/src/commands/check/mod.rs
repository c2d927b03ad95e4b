//! `enrich check`: the checks of this build, and a call of one without a run.

mod describe;
mod list;
mod offline;
mod run;
mod schema;

use crate::config::{DataDirArgs, Environment};
use crate::out::Out;
use crate::{providers, wiring};
use anyhow::{Context, Result};
use clap::Subcommand;
use library::{CheckEntry, Providers, Shelf};
use std::process::ExitCode;

/// Look at the checks of this build, or call one without a run.
///
/// Needs neither a database nor a server: the built-in checks are loaded into the same sandbox that a server runs them in.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with checks.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    List(list::Args),
    Describe(describe::Args),
    Run(run::Args),
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::List(args) => list::carry_out(args, out).await,
        Command::Describe(args) => describe::carry_out(args, out).await,
        Command::Run(args) => run::carry_out(args, out).await,
    }
}

/// The built-in checks, and what of their providers this environment configures.
struct Cabinet {
    shelf: Shelf,
    configured: Providers,
}

impl Cabinet {
    async fn open(place: &DataDirArgs) -> Result<Cabinet> {
        let environment = Environment::of_process();
        let shelf = wiring::shelf(&place.directory(&environment)?).await?;
        let (configured, _) = providers::configured(&environment, &providers::known(shelf.checks()))?;
        Ok(Cabinet { shelf, configured })
    }

    fn check(&self, name: &str) -> Result<&CheckEntry> {
        let names = || self.shelf.checks().keys().cloned().collect::<Vec<_>>().join(", ");
        self.shelf.checks().get(name).with_context(|| format!("no such check {name:?}: there are {}", names()))
    }

    fn has(&self, provider: &str, secret: &str) -> bool {
        self.configured.get(provider).is_some_and(|provider| provider.secrets.contains_key(secret))
    }

    /// Whether a live call could be made: all secrets of all its providers are set.
    fn is_configured(&self, entry: &CheckEntry) -> bool {
        let providers = entry.description.providers.iter().filter_map(|name| entry.component.manifest().provider(name));
        providers.into_iter().all(|provider| provider.secrets.iter().all(|secret| self.has(&provider.name, secret)))
    }
}
