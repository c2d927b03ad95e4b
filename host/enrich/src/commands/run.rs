//! `enrich run`: asks a server for one verification, as any client would, and shows it happen.

use super::{decide, explain};
use crate::client::{Client, Event, Message, NewRun, Patience, Run};
use crate::config::{DEMO_KEY_FILE, DataDirArgs, Environment, short};
use crate::out::Out;
use crate::show::{self, Look, Screen};
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use ring::rand::{SecureRandom, SystemRandom};
use std::io::Write;
use std::process::ExitCode;

/// Start a verification and watch it; decide on its plan; explain one.
///
/// A client of the API: it creates the run, follows its event stream through broken connections, then shows answer, report
/// and bill. The secret is read from ENRICH_KEY or from the file that ENRICH_KEY_FILE names. It exits with 0 when the run
/// completed, with 1 when it did not. A plan that waits for a person is decided in another terminal: `enrich run approve`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  export ENRICH_KEY=sk-tm-test-…
  enrich run \"Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F\" --workflow kyc-verification
  enrich run \"Verify PAN ABCDE1234F\" --json | jq .credits_used
  enrich run explain run_06f2k…"
)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Option<Command>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub ask: Ask,
}

/// What else to do with a run.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Approve(decide::Approve),
    Decline(decide::Decline),
    Explain(explain::Args),
}

/// What to ask.
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// The request in plain language, with every identifier you have: name, phone, PAN, …
    #[arg(required = true)]
    pub message: Option<String>,
    /// The procedure to follow, by its slug: kyc-verification, kyb-us, …
    #[arg(long, value_name = "SLUG")]
    pub workflow: Option<String>,
    /// A JSON object of your own, at most 2,048 bytes, echoed on every read.
    #[arg(long, value_name = "JSON", value_parser = object)]
    pub metadata: Option<serde_json::Value>,
    /// Makes it safe to say the same again: the same key and request give the same run, billed once. Default: a fresh one.
    #[arg(long, value_name = "KEY")]
    pub idempotency_key: Option<String>,
    /// The server.
    #[arg(long, value_name = "URL", env = "ENRICH_URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
}

fn object(text: &str) -> Result<serde_json::Value, String> {
    match serde_json::from_str(text) {
        Ok(value @ serde_json::Value::Object(_)) => Ok(value),
        Ok(_) => Err("not a JSON object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Starts a run and follows it, or explains one.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Some(Command::Approve(args)) => return decide::approve(args, out).await,
        Some(Command::Decline(args)) => return decide::decline(args, out).await,
        Some(Command::Explain(args)) => return explain::carry_out(args, out).await,
        None => {}
    }
    let ask = args.ask;
    let client = Client::new(&ask.url, &key(&Environment::of_process())?)?;
    let idempotency_key = ask.idempotency_key.map_or_else(fresh_key, Ok)?;
    let new = NewRun {
        message: ask.message.context("there is nothing to ask")?,
        workflow: ask.workflow,
        metadata: ask.metadata,
        max_credits: None,
        idempotency_key: Some(idempotency_key),
    };
    let look = Look::of_stdout();
    let run = watched(&client, &new, &look, !out.json, tokio::signal::ctrl_c()).await?;
    if out.json {
        writeln!(std::io::stdout(), "{}", run.text.trim_end())?;
    } else {
        write!(std::io::stdout(), "\n{}\n{}", show::outcome(&look, &run), look.block(&look.dim(&run.id)))?;
    }
    Ok(if run.status == "completed" { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The secret that a client command speaks with.
pub(super) fn key(environment: &Environment) -> Result<String> {
    if let Some(key) = environment.secret("ENRICH_KEY")? {
        return Ok(key);
    }
    let demo = DataDirArgs { data_dir: environment.text("ENRICH_DATA_DIR").map(Into::into) }.directory(environment)?.join(DEMO_KEY_FILE);
    if demo.exists() {
        bail!("ENRICH_KEY is not set; the demo's: export ENRICH_KEY=$(cat {})", short(&demo, environment));
    }
    bail!("ENRICH_KEY is not set; make a key with: enrich key create --org ORG --mode test")
}

fn fresh_key() -> Result<String> {
    let mut random = [0; 16];
    SystemRandom::new().fill(&mut random).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
    Ok(data_encoding::HEXLOWER.encode(&random))
}

/// The watcher went away; the run goes on.
#[derive(Debug, thiserror::Error)]
#[error("no longer watched; {run} goes on (see it: enrich run explain {run})")]
pub struct NoLongerWatched {
    run: String,
}

/// A program that waits for the end is not told of what happens before; whoever started it is, since somebody has to decide.
fn tell_of_plan(run: &str, client: &Client, message: &Message) {
    if let Event::Plan { waits: true, .. } = message.event {
        let lines = show::how_to_decide(run, &client.url()).join("\n");
        // Nobody is left to tell when standard error itself is gone.
        let _ = writeln!(std::io::stderr(), "The plan of {run} waits for approval.\n{lines}");
    }
}

/// Creates a run and follows it to its end or until `enough`; `shown`: with its timeline while it happens. The answer is its
/// resource at the end.
pub async fn watched(client: &Client, new: &NewRun, look: &Look, shown: bool, enough: impl Future) -> Result<Run> {
    let mut screen = shown.then(|| Screen::new(look, Some(client.url())));
    let run = client.create(new).await?;
    let mut drawn = Ok(());
    let followed = client.follow(&run.id, 0, Patience::default(), |message| match &mut screen {
        Some(screen) if drawn.is_ok() => drawn = screen.hear(&message),
        Some(_) => {}
        None => tell_of_plan(&run.id, client, &message),
    });
    let followed = tokio::select! {
        followed = followed => followed.map_err(anyhow::Error::from),
        _ = enough => Err(NoLongerWatched { run: run.id.clone() }.into()),
    };
    screen.map_or(Ok(()), Screen::close)?;
    followed?;
    drawn?;
    Ok(client.run(&run.id).await?)
}
