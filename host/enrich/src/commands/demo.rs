//! `enrich demo`: the show.

use crate::config::DataDirArgs;
use crate::out::Out;
use anyhow::Result;
use std::net::SocketAddr;
use std::process::ExitCode;

/// Watch a verification happen, on simulated providers (the default).
///
/// It opens an embedded database in the data directory, creates the organisation "Demo" with 500 credits and a test key,
/// serves the API on 127.0.0.1, asks it for one identity verification over HTTP and shows what happens. Then it keeps
/// serving, so that you can repeat it with curl. A second start finds its data again.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "\
Examples:
  enrich
  enrich demo --data-dir /tmp/enrich-demo
  enrich demo --listen 127.0.0.1:9000")]
pub struct Args {
    /// Address and port to listen on. Default: 127.0.0.1 and the first free port from 8080.
    #[arg(long, value_name = "ADDR", env = "ENRICH_LISTEN")]
    pub listen: Option<SocketAddr>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub place: DataDirArgs,
}

/// Shows it.
pub async fn carry_out(_args: Args, _out: Out) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
