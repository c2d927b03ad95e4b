//! The commands, one file each. A command parses, does one thing and shows it.

pub mod backup;
mod cabinet;
pub mod check;
pub mod credits;
pub mod decide;
pub mod demo;
pub mod doctor;
pub mod explain;
pub mod extract;
pub mod key;
pub mod ledger;
pub mod listen;
pub mod lists;
pub mod org;
pub mod provider;
pub mod rebuild;
pub mod restore;
pub mod run;
pub mod serve;
pub mod trigger;
pub mod workflow;

use crate::cli::{Cli, Command};
use crate::out::Out;
use anyhow::{Context, Result};
use std::process::ExitCode;

/// Does what the command line says. The exit code is that of a command that did its work; some tell more than success.
pub fn carry_out(cli: Cli) -> Result<ExitCode> {
    let out = Out { json: cli.json };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("start the asynchronous runtime")?;
    runtime.block_on(async {
        match cli.command.unwrap_or_else(|| Command::Demo(demo::Args::default())) {
            Command::Demo(args) => demo::carry_out(args, out).await,
            Command::Serve(args) => serve::carry_out(args, out).await,
            Command::Run(args) => run::carry_out(args, out).await,
            Command::Listen(args) => listen::carry_out(args, out).await,
            Command::Trigger(args) => trigger::carry_out(args, out).await,
            Command::Check(args) => check::carry_out(args, out).await,
            Command::Provider(args) => provider::carry_out(args, out).await,
            Command::Workflow(args) => workflow::carry_out(args, out).await,
            Command::Extract(args) => extract::carry_out(args, out).await,
            Command::Lists(args) => lists::carry_out(args, out).await,
            Command::Org(args) => org::carry_out(args, out).await,
            Command::Key(args) => key::carry_out(args, out).await,
            Command::Credits(args) => credits::carry_out(args, out).await,
            Command::Ledger(args) => ledger::carry_out(args, out).await,
            Command::Rebuild(args) => rebuild::carry_out(args, out).await,
            Command::Backup(args) => backup::carry_out(args, out).await,
            Command::Restore(args) => restore::carry_out(args, out).await,
            Command::Doctor(args) => doctor::carry_out(args, out).await,
        }
    })
}
