//! `enrich workflow backtest`: what an edited page would have made of recorded runs.

use super::page;
use crate::commands::key::mode;
use crate::config::{DatabaseArgs, Environment};
use crate::out::{Out, table};
use crate::show::Look;
use crate::wiring::{self, Office};
use crate::{config::Database, progress};
use anyhow::{Context, Result, ensure};
use journal::{Credits, Mode, OrgId};
use run::backtest::{Change, Compared, Selection, Verdict, backtest};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use store::Progress;

/// Runs that are carried out again unless somebody says how many.
const RUNS_USUAL: u32 = 100;
/// Lines for people; a program has all with --json.
const LINES_MAX: usize = 50;

/// Carry out recorded runs again with an edited page, calling nobody and billing nothing.
///
/// Reads the newest completed runs of an organisation's workflow and lets the page ask: what the run was answered then, found by check and
/// input, is the answer. It says which runs would come out the same, which differently and in what: decision, checks, cost. A question to
/// which a run has no answer makes that step unknown, and what follows from it; nothing is guessed. A run whose personal data was erased is
/// unreadable. The database is only read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow backtest kyc-verification.md --org \"Acme Bank\"
  enrich workflow backtest edited.md --slug kyc-verification --org \"Acme Bank\" --mode test --last 1000
  enrich workflow backtest edited.md --slug kyc-verification --org org_06f2k… --json | jq '.each[] | select(.verdict != \"same\")'

What cannot be told is a range: what is certain, and what it is if everything unknown is billed. A check costs what it cost the run, so
that pages are compared and not price lists.")]
pub struct Args {
    /// The edited page; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The workflow whose runs are carried out again. Absent: the page's file name without its ending.
    #[arg(long, value_name = "SLUG")]
    pub slug: Option<String>,
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    /// live (real providers answered) or test (simulated ones did).
    #[arg(long, value_name = "test|live", value_parser = mode, default_value = "live")]
    pub mode: Mode,
    /// How many runs, newest first.
    #[arg(long, value_name = "N", default_value_t = RUNS_USUAL, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub last: u32,
    #[command(flatten)]
    pub database: DatabaseArgs,
}

/// All of it.
#[derive(Serialize)]
struct Told {
    /// SHA-256 of the page.
    version: String,
    org: OrgId,
    mode: Mode,
    slug: String,
    runs: usize,
    same: usize,
    different: usize,
    unknown: usize,
    unreadable: usize,
    /// Decisions that would differ or cannot be told, with the number of runs, the most frequent first.
    decisions: Vec<Moved>,
    /// Steps that are unknown, with the number of runs.
    unknown_steps: BTreeMap<String, usize>,
    credits: Sum,
    each: Vec<Compared>,
}

#[derive(Serialize)]
struct Moved {
    #[serde(flatten)]
    decision: Change<Option<String>>,
    runs: usize,
}

/// Of all runs that can be read.
#[derive(Default, Serialize)]
struct Sum {
    before: Credits,
    least: Credits,
    most: Credits,
}

/// Does it.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let environment = Environment::of_process();
    let database = Database::of(&args.database, &environment)?;
    ensure!(database.file().is_none_or(|file| file.exists()), "there is no database {database}; name one with --database or --data-dir");
    let slug = slug(&args)?;
    let shelf = wiring::shelf(&args.database.place.directory(&environment)?).await?;
    let page = Arc::new(page(&shelf, &args.file)?);
    let office = Office::at(&database, &environment).await?;
    let org = admin::org::find(office.desk(), &args.org).await?;
    let selection = Selection { org: org.id, mode: args.mode, slug, last: args.last as usize };
    let progress = Progress::default();
    let each = progress::shown(&progress, backtest(&office.store, &page, &selection, &progress)).await?;
    ensure!(!each.is_empty(), "{}", none(&selection, &args.org));
    let told = told(&page.pins.procedure, selection, each);
    out.show(&told, || text(&told, &Look::of_stdout()))?;
    Ok(ExitCode::SUCCESS)
}

fn slug(args: &Args) -> Result<String> {
    let stem = || args.file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-").map(str::to_owned);
    args.slug.clone().or_else(stem).context("say whose runs with --slug")
}

fn none(selection: &Selection, org: &str) -> String {
    let (mode, other) = match selection.mode {
        Mode::Live => ("live", "test"),
        Mode::Test => ("test", "live"),
    };
    format!("{org} has no completed {mode} runs of {:?}; name another workflow with --slug, or say --mode {other}", selection.slug)
}

fn told(version: &str, selection: Selection, each: Vec<Compared>) -> Told {
    let count = |verdict| each.iter().filter(|compared| compared.verdict == verdict).count();
    let mut decisions: Vec<Moved> = Vec::new();
    let mut unknown_steps = BTreeMap::new();
    let mut credits = Sum::default();
    // No sum of bills is out of range that the ledger could hold.
    let add = |sum: &mut Credits, more: Credits| *sum = sum.checked_add(more).unwrap_or(*sum);
    for compared in &each {
        let Change { before, after } = &compared.decision;
        match decisions.iter_mut().find(|moved| moved.decision == compared.decision) {
            _ if before == after => {}
            Some(moved) => moved.runs += 1,
            None => decisions.push(Moved { decision: compared.decision.clone(), runs: 1 }),
        }
        for check in compared.checks.iter().filter(|check| check.came_out.after.as_deref() == Some(run::backtest::UNKNOWN)) {
            *unknown_steps.entry(check.check.clone()).or_default() += 1;
        }
        add(&mut credits.before, compared.credits.before);
        add(&mut credits.least, compared.credits.least);
        add(&mut credits.most, compared.credits.most);
    }
    decisions.sort_by_key(|moved| std::cmp::Reverse(moved.runs));
    Told {
        version: version.to_owned(),
        org: selection.org,
        mode: selection.mode,
        slug: selection.slug,
        runs: each.len(),
        same: count(Verdict::Same),
        different: count(Verdict::Different),
        unknown: count(Verdict::Unknown),
        unreadable: count(Verdict::Unreadable),
        decisions,
        unknown_steps,
        credits,
        each,
    }
}

fn text(told: &Told, look: &Look) -> String {
    let runs = |count: usize| format!("{count} run{}", if count == 1 { "" } else { "s" });
    let mut text = String::new();
    let rows: Vec<[String; 5]> = told.each.iter().filter(|compared| compared.verdict != Verdict::Same).map(row).collect();
    if !rows.is_empty() {
        text += &table(["RUN", "", "DECISION", "CHECKS", "CREDITS"], &rows[..rows.len().min(LINES_MAX)]);
        if rows.len() > LINES_MAX {
            text += &format!("… and {}; --json has all\n", runs(rows.len() - LINES_MAX));
        }
        text += "\n";
    }
    text += &look.heading(&format!("{} of {} ({}) carried out again", runs(told.runs), told.slug, told.mode.as_str()));
    let counts = [("same", told.same), ("different", told.different), ("unknown", told.unknown), ("unreadable", told.unreadable)];
    for (word, count) in counts {
        text += &look.edges(word, &count.to_string());
    }
    for moved in &told.decisions {
        text += &look.block(&format!("decision {}: {}", change(&moved.decision), runs(moved.runs)));
    }
    for (check, count) in &told.unknown_steps {
        text += &look.block(&format!("{check} has no recorded answer or hangs on one: {}", runs(*count)));
    }
    text += &look.edges("credits before", &told.credits.before.to_string());
    text += &look.edges("credits after", &range(told.credits.least, told.credits.most));
    text
}

fn row(compared: &Compared) -> [String; 5] {
    let credits = compared.credits;
    let verdict = match compared.verdict {
        Verdict::Same => "same",
        Verdict::Different => "different",
        Verdict::Unknown => "unknown",
        Verdict::Unreadable => return [compared.run.to_string(), "unreadable".into(), String::new(), String::new(), String::new()],
    };
    let mut checks: Vec<String> = compared.checks.iter().map(|check| format!("{} {}", check.check, change(&check.came_out))).collect();
    checks.extend(compared.end.iter().map(|end| format!("ends {} → {}", end.before, end.after)));
    checks.extend(compared.waits.iter().map(|waits| if waits.after { "waits for a person" } else { "waits for nobody" }.to_owned()));
    let after = range(credits.least, credits.most);
    let cost = if credits.before.to_string() == after { after } else { format!("{} → {after}", credits.before) };
    [compared.run.to_string(), verdict.to_owned(), change(&compared.decision), checks.join(", "), cost]
}

/// "approve → review"; nothing where there is nothing on either side, one word where both are the same.
fn change(change: &Change<Option<String>>) -> String {
    let word = |side: &Option<String>| side.clone().unwrap_or_else(|| "–".to_owned());
    match (&change.before, &change.after) {
        (None, None) => String::new(),
        (before, after) if before == after => word(before),
        (before, after) => format!("{} → {}", word(before), word(after)),
    }
}

fn range(least: Credits, most: Credits) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}
