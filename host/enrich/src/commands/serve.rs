//! `enrich serve`: the server.

use crate::config::{Database, DatabaseArgs, Environment};
use crate::out::Out;
use crate::wiring::{App, Plan};
use crate::{logging, mail_server, server};
use anyhow::{Context, Result, ensure};
use run::engine::LEASE;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use url::Url;

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
  ENRICH_EGRESS_ALLOW               blocks of private addresses that providers and webhooks may live at: 10.0.0.0/8,fd00::/8
  ENRICH_EGRESS_CA                  certificates of further authorities, PEM
  ENRICH_SMTP_URL, ENRICH_SMTP_FROM the mail server, and in whose name it sends; see --smtp-url
  ENRICH_LOG, RUST_LOG              what to log: info, run=debug,warn")]
pub struct Args {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR", env = "ENRICH_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub mail: mail_server::MailArgs,
    /// How long the simulator takes for each answer to a test run, in milliseconds.
    #[arg(long, value_name = "MS", env = "ENRICH_SIMULATOR_LATENCY_MS", default_value_t = 0)]
    pub simulator_latency: u64,
    /// How many seconds this node may be silent before another node of the same PostgreSQL database takes its runs.
    #[arg(long, value_name = "SECONDS", env = "ENRICH_LEASE_SECONDS", default_value_t = LEASE.as_secs(), value_parser = clap::value_parser!(u64).range(2..=300))]
    pub lease_seconds: u64,
    /// The shape of log lines on standard error.
    #[arg(long, value_name = "FORMAT", env = "ENRICH_LOG_FORMAT", value_enum, default_value_t)]
    pub log_format: logging::Format,
}

/// Serves until it is told to stop.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    logging::start(args.log_format, "info,sqlx::postgres::notice=warn")?;
    let begun = Instant::now();
    let environment = Environment::of_process();
    let stop = server::stop_signal()?;
    let public_url = public_url(&environment)?;
    let plan = Plan {
        database: Database::of(&args.database, &environment)?,
        data_dir: args.database.place.directory(&environment)?,
        mail: mail_server::of(&args.mail, &environment)?,
        environment,
        latency: Duration::from_millis(args.simulator_latency),
        lease: Duration::from_secs(args.lease_seconds),
    };
    let listener = server::listen(args.listen).await?;
    let url = format!("http://{}", listener.local_addr()?);
    if plan.mail.is_none() {
        tracing::info!("ENRICH_SMTP_URL is not set: webhook endpoints that are switched off show in the audit alone, no e-mail is sent");
    }
    let app = App::open(&plan).await?;
    let ready_ms = u64::try_from(begun.elapsed().as_millis())?;
    tracing::info!(url, database = %plan.database, ready_ms, "ready");
    if out.json {
        let database = plan.database.to_string();
        out.line(&serde_json::json!({ "url": url, "public_url": public_url, "database": database, "ready_ms": ready_ms }))?;
    }
    app.serve(listener, public_url.as_deref().unwrap_or(&url), stop).await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// `ENRICH_PUBLIC_URL`, where it is set: it must be one that clients can follow.
pub(crate) fn public_url(environment: &Environment) -> Result<Option<String>> {
    let Some(text) = environment.text("ENRICH_PUBLIC_URL") else { return Ok(None) };
    let url = Url::parse(text).with_context(|| format!("ENRICH_PUBLIC_URL: {text:?} is no URL"))?;
    ensure!(matches!(url.scheme(), "http" | "https"), "ENRICH_PUBLIC_URL: {text:?} is no http:// or https:// URL");
    Ok(Some(url.into()))
}
