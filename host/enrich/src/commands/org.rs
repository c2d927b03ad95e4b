//! `enrich org`: organisations.

use crate::config::DatabaseArgs;
use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

/// Create, change and list organisations.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with organisations.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Create(Create),
    Set(Set),
    List(List),
}

/// Create an organisation. It starts with 0 credits.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org create \"Acme Bank\"
  enrich org create Internal --unlimited --json | jq -r .id")]
pub struct Create {
    /// What people call it.
    pub name: String,
    /// Never refuse a run for want of credits.
    #[arg(long)]
    pub unlimited: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Change the limits of an organisation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org set \"Acme Bank\" --unlimited
  enrich org set org_06f2k… --prepaid")]
#[group(id = "limits", required = true, args = ["unlimited", "prepaid"])]
pub struct Set {
    /// The organisation: its id or its exact name.
    #[arg(value_name = "ORG")]
    pub org: String,
    /// Never refuse a run for want of credits.
    #[arg(long)]
    pub unlimited: bool,
    /// Refuse runs when the balance is used up.
    #[arg(long)]
    pub prepaid: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// List organisations with their balances.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org list
  enrich org list --json | jq -r '.[].id'")]
pub struct List {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
