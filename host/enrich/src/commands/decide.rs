//! `enrich run approve` and `enrich run decline`: what a person says to the plan that a run waits on.

use super::run::key;
use crate::client::{Client, Decision};
use crate::config::Environment;
use crate::out::Out;
use anyhow::Result;
use std::io::Write;
use std::process::ExitCode;

/// Approve the plan that a run waits on: it goes on where it paused.
///
/// A client of the API: the secret is read from ENRICH_KEY or from the file that ENRICH_KEY_FILE names. A run that waits on no plan
/// is left as it is, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich run approve run_06f2k…
  enrich run approve run_06f2k… --plan plan_06f2m…   # only if it still waits on that one")]
pub struct Approve {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub of: Of,
}

/// Decline the plan that a run waits on: it ends as cancelled, and nothing more is called.
///
/// A client of the API: the secret is read from ENRICH_KEY or from the file that ENRICH_KEY_FILE names. A run that waits on no plan
/// is left as it is, and the exit code is 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich run decline run_06f2k…")]
pub struct Decline {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub of: Of,
}

/// Which plan, and where.
#[derive(Debug, clap::Args)]
pub struct Of {
    /// The run's id.
    #[arg(value_name = "RUN")]
    pub run: String,
    /// The plan that was looked at: on any other nothing is decided.
    #[arg(long, value_name = "PLAN")]
    pub plan: Option<String>,
    /// The server.
    #[arg(long, value_name = "URL", env = "ENRICH_URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
}

/// Says yes.
pub(super) async fn approve(args: Approve, out: Out) -> Result<ExitCode> {
    decide(args.of, Decision::Approved, out).await
}

/// Says no.
pub(super) async fn decline(args: Decline, out: Out) -> Result<ExitCode> {
    decide(args.of, Decision::Declined, out).await
}

async fn decide(of: Of, decision: Decision, out: Out) -> Result<ExitCode> {
    let client = Client::new(&of.url, &key(&Environment::of_process())?)?;
    let run = client.decide(&of.run, decision, of.plan.as_deref()).await?;
    if out.json {
        writeln!(std::io::stdout(), "{}", run.text.trim_end())?;
    } else {
        writeln!(std::io::stdout(), "{}: plan {decision}, and the run is {}", run.id, run.status)?;
    }
    Ok(ExitCode::SUCCESS)
}
