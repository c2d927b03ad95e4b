//! `enrich demo`: the show.

use super::run::watched;
use crate::client::{Client, NewRun, Run};
use crate::config::{DEMO_KEY_FILE, DataDirArgs, Database, Environment, short};
use crate::demo_account::{self, Account};
use crate::out::Out;
use crate::show::{self, Look};
use crate::wiring::{App, Plan};
use crate::{logging, server};
use anyhow::{Context, Result};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What the demo asks, and the procedure it names.
pub const MESSAGE: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";
const WORKFLOW: &str = "kyc-verification";
/// Where it listens unless told.
const PORT: u16 = 8080;
/// Ports tried after that one.
const PORTS_MORE: u16 = 50;
/// So slow is the simulator that one sees it happen.
const LATENCY: Duration = Duration::from_millis(600);

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

/// What the show is about.
struct Stage {
    url: String,
    data_dir: String,
    key_file: String,
    account: Account,
    ready: Duration,
}

/// Shows it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    logging::start(logging::Format::Human, "warn")?;
    let begun = Instant::now();
    let environment = Environment::of_process();
    let stop = server::stop_signal()?;
    let data_dir = args.place.directory(&environment)?;
    let key_file = data_dir.join(DEMO_KEY_FILE);
    let plan =
        Plan { database: Database::embedded(&data_dir), data_dir, environment, mail: None, latency: LATENCY, lease: run::engine::LEASE };
    let app = App::open(&plan).await?;
    let account = demo_account::open(&app.office, &key_file).await?;
    let listener = listener(args.listen).await?;
    let stage = Stage {
        url: format!("http://{}", listener.local_addr()?),
        data_dir: short(&plan.data_dir, &plan.environment),
        key_file: short(Path::new(&key_file), &plan.environment),
        account,
        ready: begun.elapsed(),
    };
    let (served, shown) = tokio::join!(app.serve(listener, &stage.url, stop.clone()), async {
        let shown = show(&stage, out, &stop).await;
        if shown.is_err() {
            stop.cancel();
        }
        shown
    });
    let () = served;
    // Whoever stops it in the middle of the show has not made it fail.
    if stop.is_cancelled() && shown.as_ref().is_err_and(|error| error.is::<super::run::NoLongerWatched>()) {
        return Ok(ExitCode::SUCCESS);
    }
    shown.map(|()| ExitCode::SUCCESS)
}

async fn listener(chosen: Option<SocketAddr>) -> Result<TcpListener> {
    match chosen {
        Some(address) => server::listen(address).await,
        None => server::listen_near((Ipv4Addr::LOCALHOST, PORT).into(), PORTS_MORE).await,
    }
}

async fn show(stage: &Stage, out: Out, stop: &CancellationToken) -> Result<()> {
    let look = if out.json { Look::plain(0) } else { Look::of_stdout() };
    let client = Client::new(&stage.url, &stage.account.secret)?;
    let new = NewRun { message: MESSAGE.to_owned(), workflow: Some(WORKFLOW.to_owned()), ..NewRun::default() };
    if !out.json {
        say(&opening(stage, &look))?;
    }
    let run = watched(&client, &new, &look, !out.json, stop.cancelled()).await?;
    if out.json {
        let run_json = journal::Json::parse(run.text.clone()).context("the run is no JSON")?;
        let (org, secret) = (stage.account.org, &stage.account.secret);
        return out.line(&serde_json::json!({ "url": stage.url, "org": org, "secret": secret, "run": run_json.value() }));
    }
    say(&format!("\n{}{}", show::outcome(&look, &run), closing(stage, &run, &look)))
}

fn say(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

fn opening(stage: &Stage, look: &Look) -> String {
    let account = &stage.account;
    let credits = account.remaining.map_or("unlimited credits".to_owned(), |remaining| format!("{remaining} credits"));
    let begun = if account.fresh { "made just now" } else { "found again" };
    let fact = |name: &str, value: &str| look.fact(name, value);
    let ready = look.dim(&format!("ready in {} ms", stage.ready.as_millis()));
    [
        "\n".to_owned(),
        look.edges_at_margin(&format!("{}  {}", look.strong("Enrich"), "verification, as an API"), &ready),
        "\n".to_owned(),
        fact("API", &look.accent(&format!("{}/v1", stage.url))),
        fact("Account", &format!("Demo · {credits} · {begun}")),
        fact("Test key", &stage.key_file),
        fact("Data", &stage.data_dir),
        fact("Mode", &look.doubtful("test mode: answers come from the simulator; no credits are taken")),
        "\n".to_owned(),
        fact("Request", &format!("{MESSAGE}\nworkflow {WORKFLOW}")),
        "\n".to_owned(),
    ]
    .concat()
}

fn closing(stage: &Stage, run: &Run, look: &Look) -> String {
    let base = format!("{}/v1/runs", stage.url);
    let key = format!("-H \"Authorization: Bearer {}\"", stage.account.secret);
    let start = format!(
        "curl {base} \\\n  {key} \\\n  -H \"Content-Type: application/json\" \\\n  -d '{{\"workflow\": \"{WORKFLOW}\", \"message\":\n    \"{MESSAGE}\"}}'"
    );
    let wait = format!("curl \"{base}/{}?wait=50\" \\\n  {key}", run.id);
    let events = format!("curl -N {base}/{}/events \\\n  {key}", run.id);
    [
        "\n".to_owned(),
        look.heading("Repeat it"),
        look.command("Start a run", &start),
        look.command("Wait for its result", &wait),
        look.command("Hear its events", &events),
        "\n".to_owned(),
        look.margin(&look.dim("Serving until Ctrl-C; a second start finds its data again. More: enrich --help")),
        "\n".to_owned(),
    ]
    .concat()
}
