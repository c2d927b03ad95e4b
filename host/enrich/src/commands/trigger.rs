//! `enrich trigger`: makes a webhook event happen, by a test run that comes to it.

use super::listen::event_type;
use super::run::key;
use crate::client::{Client, Event, NewRun, Patience, Run};
use crate::config::Environment;
use crate::out::Out;
use anyhow::{Context, Result, bail, ensure};
use journal::{Credits, EventId, NoticeKind, RunId, Seq};
use serde::Serialize;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::PoisonError;
use tokio::sync::Notify;

/// What the secrets of test keys begin with.
const TEST_KEY: &str = "sk-tm-test-";

/// Make a webhook event happen, in test mode.
///
/// It starts a test run that comes to the event: a verification that completes, one that fails or is interrupted by a fault that test
/// mode plays, one that its budget cancels, one whose plan waits for a decision. So whoever listens hears of a run that there is, with
/// everything a run has. Nothing is charged. `ping` is no event of a run: it goes to one endpoint.
///
/// The secret of a test key is read from ENRICH_KEY or from the file that ENRICH_KEY_FILE names.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  export ENRICH_KEY=sk-tm-test-…
  enrich listen --forward-to http://127.0.0.1:3000/enrich    # in another terminal: your program hears of it
  enrich trigger run.completed
  enrich trigger run.requires_approval --json | jq -r .run_id
  enrich trigger ping --endpoint wh_06f2k…

Events: run.completed, run.failed, run.cancelled, run.interrupted, run.requires_approval, ping.")]
pub struct Args {
    /// What is to happen.
    #[arg(value_name = "EVENT", value_parser = what)]
    pub event: What,
    /// The endpoint that a ping goes to.
    #[arg(long, value_name = "ID", required_if_eq("event", "ping"))]
    pub endpoint: Option<String>,
    /// The server.
    #[arg(long, value_name = "URL", env = "ENRICH_URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
}

/// What is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Something to a run.
    Run(NoticeKind),
    /// A ping to one endpoint.
    Ping,
}

fn what(text: &str) -> Result<What, String> {
    if text == "ping" { Ok(What::Ping) } else { event_type(text).map(What::Run).map_err(|rule| format!("{rule}, ping")) }
}

/// What happened.
#[derive(Serialize)]
struct Happened<'a> {
    event_id: String,
    event_type: &'a str,
    run_id: Option<&'a str>,
}

/// Makes it happen.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let key = key(&Environment::of_process())?;
    ensure!(key.starts_with(TEST_KEY), "events are triggered in test mode: ENRICH_KEY must be a test key ({TEST_KEY}…)");
    let client = Client::new(&args.url, &key)?;
    match (args.event, args.endpoint) {
        (What::Ping, endpoint) => {
            let endpoint = endpoint.context("a ping needs an --endpoint")?;
            let event_id = client.ping(&endpoint).await?;
            out.show(&Happened { event_id: event_id.clone(), event_type: "ping", run_id: None }, || {
                format!("ping is on its way to {endpoint}\n  event  {event_id}")
            })?;
        }
        (What::Run(_), Some(_)) => bail!("--endpoint is for a ping: what happens to a run is told to every endpoint that hears of it"),
        (What::Run(kind), None) => {
            let run = client.create(&order(kind)?).await?;
            let event_id = until(&client, &run, kind).await?.to_string();
            let next = if kind == NoticeKind::RequiresApproval { "\nIt waits for a decision: POST /v1/runs/{run}/approval" } else { "" };
            out.show(&Happened { event_id: event_id.clone(), event_type: kind.as_str(), run_id: Some(&run.id) }, || {
                let next = next.replace("{run}", &run.id);
                format!("{} happened\n  run    {}\n  event  {event_id}{next}", kind.as_str(), run.id)
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A run that comes to it.
fn order(kind: NoticeKind) -> Result<NewRun> {
    let (workflow, outcome) = match kind {
        NoticeKind::Completed | NoticeKind::Cancelled => ("kyc-verification", "verified"),
        NoticeKind::Failed => ("kyc-verification", "run_failed"),
        NoticeKind::Interrupted => ("kyc-verification", "run_interrupted"),
        NoticeKind::RequiresApproval => ("business-due-diligence", "verified"),
    };
    let scenario = simulator::scenarios().iter().find(|scenario| (scenario.workflow, scenario.outcome) == (workflow, outcome));
    let message = scenario.context("the catalogue of scenarios lacks one")?.message.to_owned();
    // Its first checks cost more than nothing, and that ends it.
    let max_credits = (kind == NoticeKind::Cancelled).then_some(Credits::ZERO);
    Ok(NewRun { message, workflow: Some(workflow.to_owned()), max_credits, ..NewRun::default() })
}

/// Waits until it has happened to the run. The event.
async fn until(client: &Client, run: &Run, kind: NoticeKind) -> Result<EventId> {
    let (seen, told): (Mutex<Option<(Seq, String)>>, _) = (Mutex::default(), Notify::new());
    let followed = client.follow(&run.id, 0, Patience::default(), |message| {
        let what = match message.event {
            Event::Plan { waits: true, .. } => "requires_approval".to_owned(),
            Event::Completed { status, .. } => status,
            _ => return,
        };
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((message.seq, what));
        told.notify_one();
    });
    tokio::select! {
        followed = followed => followed?,
        () = told.notified() => {}
    }
    let (seq, what) = seen.lock().unwrap_or_else(PoisonError::into_inner).take().context("the run ended without a word")?;
    let wanted = kind.as_str().trim_start_matches("run.");
    let why = if wanted == "requires_approval" { "; a key that approves plans beforehand never waits" } else { "" };
    ensure!(what == wanted, "{} came to {what} instead of {wanted}{why}", run.id);
    let id: RunId = run.id.parse().context("read the run's id")?;
    Ok(EventId::of(id, seq))
}
