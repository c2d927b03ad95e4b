//! `enrich workflow run`: a page carried out once, in the sandbox, on simulated providers.

use super::page;
use crate::client::{Event, Message, Run};
use crate::config::{DataDirArgs, Environment};
use crate::out::Out;
use crate::show::{self, Look, Screen};
use crate::wiring;
use anyhow::{Context, Result};
use journal::event::{CheckAnswered, Created, Entry, FORMAT, Request};
use journal::id::RANDOM_BYTES;
use journal::limits::MESSAGE_BYTES_MAX;
use journal::view::Resource;
use journal::{Json, KeyId, Mode, OpenCall, OrgId, Private, Record, RunId, ThreadId, Time};
use library::{Page, Shelf};
use run::rehearse::rehearse;
use run::{Clock, SystemClock};
use sandbox::Call;
use simulator::Simulator;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Carry out a page once: simulated providers answer, nothing is kept and nothing is billed.
///
/// The run is that of a test key, without the server, the database and the bill: the agent takes its turns in the sandbox, the checks are
/// called there, and the simulator answers for their providers. A plan that would wait for a person says so and is approved. What is
/// shown as cost is what a run of this page would be billed. It exits with 0 when the run completed, with 1 when it did not.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow run workflows/kyc-verification.md \"Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F\"
  enrich workflow run kyc.md \"Verify PAN ABCDE1234F\" --json | jq .report.decision")]
pub struct Args {
    /// A Markdown page; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The request in plain language, with every identifier you have: name, phone, PAN, …
    #[arg(value_name = "MESSAGE")]
    pub message: String,
    #[command(flatten)]
    pub place: DataDirArgs,
}

/// Carries it out.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    anyhow::ensure!(args.message.len() <= MESSAGE_BYTES_MAX, "the message has more than {MESSAGE_BYTES_MAX} bytes, and no request may");
    let shelf = wiring::shelf(&args.place.directory(&Environment::of_process())?).await?;
    let page = page(&shelf, &args.file)?;
    let look = Look::of_stdout();
    let mut screen = (!out.json).then(|| Screen::new(&look, None));
    let (run, record) = played(&shelf, page, &args.message, |run, entry| {
        let (Some(screen), Some(heard)) = (&mut screen, journal::stream::render(entry, run, None)) else { return Ok(()) };
        screen.hear(&Message { seq: heard.seq, event: Event::read(heard.name, &heard.data) })
    })
    .await?;
    screen.map_or(Ok(()), Screen::close)?;
    let text = serde_json::to_string(&Resource::of(run, &record, None))?;
    let run = Run::parse(text).context("read the run that was carried out")?;
    if out.json {
        out.show(&Json::parse(run.text.clone())?, String::new)?;
    } else {
        let closing = look.block(&look.dim("Simulated providers answered; nothing was kept, and nothing was billed."));
        write!(std::io::stdout(), "\n{}\n{closing}", show::outcome(&look, &run))?;
    }
    Ok(if run.status == "completed" { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The journal of a test run of `page`, whose entries `heard` is told of.
async fn played(shelf: &Shelf, page: Page, message: &str, mut heard: impl FnMut(RunId, &Entry) -> Result<()>) -> Result<(RunId, Record)> {
    let clock = SystemClock::default();
    let mut random = [0; RANDOM_BYTES];
    clock.random(&mut random);
    let now = clock.now();
    let run = RunId::new(now, &random);
    let begun = Record::begin(now, created(now, &random, &page, message))?;
    let execution = &page.execution;
    let order = execution.order(message.to_owned(), Vec::new(), page.pins.approval);
    let providers = Simulator::new(simulator::Options::default());
    let answer = |open: OpenCall, input: Json| {
        let (clock, providers, page) = (&clock, &providers, &page);
        async move { called(shelf, page, clock, providers, &open, input).await }
    };
    let mut shown = begun.entries().iter().try_for_each(|entry| heard(run, entry));
    let record = rehearse(&execution.workflow, &order, &clock, begun, answer, |entry| {
        if shown.is_ok() {
            shown = heard(run, entry);
        }
    })
    .await?;
    shown?;
    Ok((run, record))
}

fn created(now: Time, random: &[u8; RANDOM_BYTES], page: &Page, message: &str) -> Created {
    Created {
        format: FORMAT,
        org: OrgId::new(now, random),
        mode: Mode::Test,
        thread: ThreadId::new(now, random),
        key: KeyId::new(now, random),
        workflow: None,
        pins: page.pins.clone(),
        auto_approve: false,
        continues: false,
        max_credits: None,
        retry_of: None,
        private: Private::Known(Request { message: message.to_owned(), metadata: None }),
    }
}

async fn called(shelf: &Shelf, page: &Page, clock: &dyn Clock, providers: &Simulator, open: &OpenCall, input: Json) -> CheckAnswered {
    let call = Call { id: open.call, check: open.check.clone(), input, asked_at: open.asked_at };
    let answer = match page.execution.checks.get(&open.check) {
        Some(check) => check.perform(&call, &shelf.grants(check), providers).await,
        None => run::rehearse::gone(),
    };
    run::rehearse::answered(&page.pins, open, answer, clock.now())
}
