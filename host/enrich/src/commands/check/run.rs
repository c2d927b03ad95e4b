//! `enrich check run`: calls of one check in the sandbox, without a run and without a bill.

use super::Cabinet;
use super::offline::{Nobody, Offline};
use crate::config::DataDirArgs;
use crate::jsonl::{self, Line};
use crate::out::Out;
use crate::show::Look;
use anyhow::Result;
use egress::Outbound;
use journal::id::RANDOM_BYTES;
use journal::limits::CHECK_INPUT_BYTES_MAX;
use journal::{CallId, Json};
use run::{Clock, SystemClock};
use sandbox::{Answer, Call, Check, Grants};
use serde::Serialize;
use serde_json::Value;
use simulator::Simulator;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Call a check in the sandbox: simulated providers answer, nothing is billed.
///
/// The call is that of a test run, without the run: the check's component in a fresh instance, under the limits of a server, its
/// requests answered by the simulator. With --offline nobody is asked at all: what the input says by itself is shown, as
/// `structure` (valid, doubtful, invalid), its normal form, the facts that follow from it, and the reasons.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich check run pan_verification '{\"pan\": \"ABCDE1234F\"}'
  enrich check run pan_verification --offline < input.json
  enrich check run gstin_verification --offline --jsonl inputs.jsonl > answers.jsonl

With --jsonl each line is one input and each line of output one answer, in the same order, with the number of its line. One input: exit
code 0 means that it was answered, or is valid or doubtful; 1 that the call failed, or that it is invalid. With --jsonl the answers say
so, and 0 means that every line has one.")]
pub struct Args {
    /// The check's name: see `enrich check list`.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The input, a JSON object: see `enrich check describe NAME`. Absent: standard input.
    #[arg(value_name = "INPUT", conflicts_with = "jsonl")]
    pub input: Option<String>,
    /// Many inputs, one on each line of this file; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub jsonl: Option<PathBuf>,
    /// Ask nobody: only what the input says by itself.
    #[arg(long)]
    pub offline: bool,
    #[command(flatten)]
    pub place: DataDirArgs,
}

/// Everything that calls of one check have in common.
struct Bench {
    name: String,
    component: Check,
    grants: Grants,
    out: Box<dyn Outbound>,
    clock: SystemClock,
    /// The members of its input, where only the offline part is asked for.
    offline: Option<Vec<String>>,
}

/// What became of a call.
#[derive(Serialize)]
struct Called {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    check: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize)]
#[serde(untagged)]
enum What {
    Offline(Offline),
    Answered { status: &'static str, output: Value },
    Failed { status: &'static str, error: Error },
}

#[derive(Serialize)]
struct Error {
    code: String,
    message: String,
    retryable: bool,
}

/// Calls it.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let cabinet = Cabinet::open(&args.place).await?;
    let bench = Bench::of(&cabinet, &args)?;
    if let Some(file) = args.jsonl {
        let bench = Arc::new(bench);
        jsonl::each(&file, |line| {
            let bench = Arc::clone(&bench);
            async move { bench.line(line).await }
        })
        .await?;
        return Ok(ExitCode::SUCCESS);
    }
    let input = args.input.map_or_else(|| jsonl::whole(Path::new("-"), CHECK_INPUT_BYTES_MAX), Ok)?;
    let called = bench.call(&input).await;
    out.show(&called, || text(&called, &Look::of_stdout()))?;
    Ok(if called.what.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Bench {
    fn of(cabinet: &Cabinet, args: &Args) -> Result<Bench> {
        let entry = cabinet.check(&args.name)?;
        let schema = entry.description.input_schema.value();
        let members = || schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        Ok(Bench {
            name: args.name.clone(),
            component: entry.component.clone(),
            grants: cabinet.shelf.grants(&entry.component),
            out: if args.offline { Box::new(Nobody) } else { Box::new(Simulator::new(simulator::Options::default())) },
            clock: SystemClock::default(),
            offline: args.offline.then(members),
        })
    }

    async fn line(&self, line: Line) -> Called {
        let answer = match &line.text {
            Ok(text) => self.answer(text).await,
            Err(why) => Err(why.clone()),
        };
        self.called(answer, Some(line.number))
    }

    async fn call(&self, input: &str) -> Called {
        self.called(self.answer(input).await, None)
    }

    /// An error says why the input is no question at all: an identifier may be invalid, this is none.
    async fn answer(&self, input: &str) -> Result<Answer, String> {
        if input.len() > CHECK_INPUT_BYTES_MAX {
            return Err(format!("the input has more than {CHECK_INPUT_BYTES_MAX} bytes"));
        }
        // What the parser says may quote the input, which is personal.
        let input = Json::parse(input).map_err(|_| "the input is no JSON".to_owned())?;
        if let Some(why) = self.component.refuses(&self.name, &input) {
            return Err(format!("{why}: see enrich check describe {}", self.name));
        }
        let mut random = [0; RANDOM_BYTES];
        self.clock.random(&mut random);
        let now = self.clock.now();
        let call = Call { id: CallId::new(now, &random), check: self.name.clone(), input, asked_at: now };
        Ok(self.component.perform(&call, &self.grants, &*self.out).await)
    }

    fn called(&self, answer: Result<Answer, String>, line: Option<usize>) -> Called {
        let what = match (answer, &self.offline) {
            (Ok(answer), Some(members)) => Offline::of(answer, members).map_or_else(What::of, What::Offline),
            (Ok(answer), None) => What::of(answer),
            (Err(message), _) => What::of(Answer::Failed { code: "invalid_input".to_owned(), message, retryable: false }),
        };
        Called { line, check: self.name.clone(), what }
    }
}

impl What {
    fn of(answer: Answer) -> What {
        match answer {
            Answer::Success(output) => What::Answered { status: "success", output: output.value() },
            Answer::NotFound(output) => What::Answered { status: "not_found", output: output.value() },
            Answer::Failed { code, message, retryable } => What::Failed { status: "failed", error: Error { code, message, retryable } },
        }
    }

    fn is_well(&self) -> bool {
        match self {
            What::Offline(offline) => offline.structure.as_deref() != Some("invalid"),
            What::Answered { .. } => true,
            What::Failed { .. } => false,
        }
    }
}

fn text(called: &Called, look: &Look) -> String {
    let title = |status: &str| look.margin(&format!("{}  {}", look.strong(&called.check), look.status(status)));
    match &called.what {
        What::Failed { status, error } => title(status) + &look.block(&format!("{} ({})", error.message, error.code)),
        What::Answered { status, output } => title(status) + &members(output.as_object().into_iter().flatten(), look),
        What::Offline(offline) => {
            let mut text = title(offline.structure.as_deref().unwrap_or("answered"));
            text += &members(&offline.normal, look);
            text += &members(&offline.facts, look);
            text + &offline.reasons.iter().map(|reason| look.block(reason)).collect::<String>()
        }
    }
}

fn members<'a>(members: impl IntoIterator<Item = (&'a String, &'a Value)>, look: &Look) -> String {
    let line = |(name, value): (&String, &Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        look.block(&format!("{name}: {value}"))
    };
    members.into_iter().map(line).collect()
}
