//! The binary: configuration, wiring, commands.

use clap::Parser;
use enrich::{cli::Cli, commands};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let verbose = cli.verbose;
    match commands::carry_out(cli) {
        Ok(code) => code,
        Err(error) => enrich::out::failed(&error, verbose),
    }
}
