//! `enrich run explain`: why a run is where it is.

use crate::config::DatabaseArgs;
use crate::out::Out;
use crate::reasons::{Facts, Reasons};
use crate::show::Look;
use crate::wiring::Office;
use anyhow::{Context, Result};
use journal::{OrgId, RunId};
use run::Clock;
use std::process::ExitCode;

/// Say why a run is where it is.
///
/// It reads the run's journal and the rows beside it: queued behind what, parked on which plan until when, waiting for which
/// call, leased by which node, retried why, billed for what. Works while the server runs and while it is stopped.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich run explain run_06f2k…
  enrich run explain run_06f2k… --database postgres://enrich@db/enrich --json")]
pub struct Args {
    /// The run's id.
    #[arg(value_name = "RUN")]
    pub run: RunId,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Explains it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let (org, facts) = found(&office, args.run).await?.with_context(|| format!("no organisation of this database has {}", args.run))?;
    let reasons = Reasons::of(org, args.run, &facts, office.clock.now());
    out.show(&reasons, || reasons.text(&Look::of_stdout()))?;
    Ok(ExitCode::SUCCESS)
}

/// An id of a run does not tell whose it is, and no question crosses organisations: each is asked in turn.
async fn found(office: &Office, run: RunId) -> Result<Option<(OrgId, Facts)>> {
    for org in office.store.orgs().await.context("cannot read the organisations")? {
        let tenant = office.store.of(org.id);
        let Some(beside) = tenant.explain(run).await.context("cannot read the run's rows")? else { continue };
        let record = tenant.journal(run).await.context("cannot read the run's journal")?.context("the run has rows and no journal")?;
        return Ok(Some((org.id, Facts { record, beside })));
    }
    Ok(None)
}
