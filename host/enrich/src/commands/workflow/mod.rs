//! `enrich workflow`: what a procedure says and what is wrong with it; what an organisation publishes and follows.

mod backtest;
mod diff;
mod explain;
mod follow;
mod lint;
mod list;
mod own;
mod publish;
mod run;

use crate::jsonl;
use crate::out::Out;
use anyhow::{Result, bail};
use clap::Subcommand;
use library::{Page, PageError, Shelf};
use procedure::SOURCE_BYTES_MAX;
use std::path::Path;
use std::process::ExitCode;

/// Look at a procedure: what is wrong with it, what it does, what it costs, what comes of it. Publish it for an organisation.
///
/// A procedure is a Markdown page. To look at one needs neither a database nor a server; the checks are those of this build. The commands
/// that take --org work on the database, whether or not a server runs: what they change holds for the next run that is created.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with procedures.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Lint(lint::Args),
    Explain(explain::Args),
    Diff(diff::Args),
    Publish(publish::Args),
    List(list::Args),
    Versions(list::Versions),
    Rollout(follow::Rollout),
    Rollback(follow::Rollback),
    Activate(follow::Activate),
    Deactivate(follow::Deactivate),
    Remove(follow::Remove),
    Run(run::Args),
    Backtest(backtest::Args),
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::Lint(args) => lint::carry_out(args, out).await,
        Command::Explain(args) => explain::carry_out(args, out).await,
        Command::Diff(args) => diff::carry_out(args, out).await,
        Command::Publish(args) => publish::carry_out(args, out).await,
        Command::List(args) => list::carry_out(args, out).await,
        Command::Versions(args) => list::versions(args, out).await,
        Command::Rollout(args) => follow::rollout(args, out).await,
        Command::Rollback(args) => follow::rollback(args, out).await,
        Command::Activate(args) => follow::activate(args, out).await,
        Command::Deactivate(args) => follow::deactivate(args, out).await,
        Command::Remove(args) => follow::remove(args, out).await,
        Command::Run(args) => run::carry_out(args, out).await,
        Command::Backtest(args) => backtest::carry_out(args, out).await,
    }
}

/// The page in `file`, ready to be carried out.
fn page(shelf: &Shelf, file: &Path) -> Result<Page> {
    match shelf.page(&jsonl::whole(file, SOURCE_BYTES_MAX)?) {
        Ok(page) => Ok(page),
        Err(PageError::Faulty(_)) => {
            let file = file.display();
            bail!("{file} cannot be used; say why with: enrich workflow lint {file}")
        }
        Err(error) => Err(error.into()),
    }
}
