//! `enrich provider`: the outside services that checks ask, and whether this environment's settings for them work.

mod list;
mod test;
mod verdict;
mod witness;

use crate::out::Out;
use anyhow::Result;
use clap::Subcommand;
use std::process::ExitCode;

/// Look at the outside services that checks ask, or try the settings for them.
///
/// Needs neither a database nor a server. Settings come from the environment, as for `enrich serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with providers.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    List(list::Args),
    Test(test::Args),
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::List(args) => list::carry_out(args, out).await,
        Command::Test(args) => test::carry_out(args, out).await,
    }
}
