//! `enrich check`: the checks of this build, and a call of one without a run.

mod describe;
mod list;
mod offline;
mod run;
mod schema;

use super::cabinet::Cabinet;
use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
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
