//! The binary: configuration, wiring, commands.

use clap::Parser;
use enrich::{cli::Cli, commands, out::Out};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Small allocations of many waiting clients lie scattered, and each would keep two whole megabytes resident. Where the system
    // refuses, they do.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    let cli = Cli::parse();
    let (out, verbose) = (Out { json: cli.json }, cli.verbose);
    match commands::carry_out(cli) {
        Ok(code) => code,
        Err(error) => enrich::out::failed(&error, out, verbose),
    }
}
