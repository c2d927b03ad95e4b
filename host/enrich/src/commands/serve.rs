//! `enrich serve`: the server.

use crate::config::DatabaseArgs;
use crate::logging;
use crate::out::Out;
use anyhow::Result;
use std::net::SocketAddr;
use std::process::ExitCode;

/// Serve the API.
///
/// It opens the database (a missing one is created), prepares the checks, serves until SIGTERM or Ctrl-C, then lets requests
/// at work finish. Runs that do not finish go on at the next start, or on another node that shares a PostgreSQL database.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich serve
  enrich serve --listen 0.0.0.0:8080 --database postgres://enrich@db/enrich
  ENRICH_LOG=debug enrich serve --log-format json

Settings of the environment (a secret NAME is also read from the file that NAME_FILE names):
  ENRICH_MASTER_KEY                 encrypts everything personal; 32 bytes, hexadecimal or base64
  ENRICH_PUBLIC_URL                 where clients reach this server, for links in answers
  ENRICH_PROVIDER_<NAME>_URL        where a provider lives, if not where its documentation says
  ENRICH_PROVIDER_<NAME>_<SECRET>   a secret of it, for example ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET
  ENRICH_LOG, RUST_LOG              what to log: info, run=debug,warn")]
pub struct Args {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR", env = "ENRICH_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
    /// The shape of log lines on standard error.
    #[arg(long, value_name = "FORMAT", env = "ENRICH_LOG_FORMAT", value_enum, default_value_t)]
    pub log_format: logging::Format,
}

/// Serves until it is told to stop.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
