//! `enrich key`: API keys.

use crate::config::DatabaseArgs;
use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
use journal::{KeyId, Mode};
use std::process::ExitCode;

/// Create, list and revoke API keys.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Create a key. Its secret is shown once and stored nowhere.
///
/// A test key asks the simulator and takes nothing from the prepaid credits; a live key asks real providers. An organisation
/// has at most ten active keys.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich key create --org \"Acme Bank\" --mode test
  enrich key create --org \"Acme Bank\" --mode live --name backend --auto-approve
  export ENRICH_KEY=$(enrich key create --org \"Acme Bank\" --mode test --json | jq -r .secret)")]
pub struct Create {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    /// test (simulated providers) or live (real ones).
    #[arg(long, value_name = "test|live", value_parser = mode)]
    pub mode: Mode,
    /// Approve every plan beforehand: runs of this key never pause.
    #[arg(long)]
    pub auto_approve: bool,
    /// What people call it.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub name: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// List the keys of an organisation, never their secrets.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich key list --org \"Acme Bank\"
  enrich key list --org \"Acme Bank\" --json | jq -r '.[] | select(.revoked_at == null) | .id'")]
pub struct List {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Revoke a key, for ever. A running server refuses it within a second; its runs go on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich key revoke key_06f2k…")]
pub struct Revoke {
    /// The key's id (not its secret).
    #[arg(value_name = "KEY")]
    pub key: KeyId,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

fn mode(text: &str) -> Result<Mode, String> {
    text.parse().map_err(|_| "test or live".to_owned())
}

/// Does it.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
