//! `enrich provider test`: whether the settings for a provider work, shown by the cheapest thing it can be asked.

use super::verdict::{self, Verdict};
use super::witness::{Seen, Witness};
use crate::commands::cabinet::Cabinet;
use crate::config::DataDirArgs;
use crate::out::Out;
use crate::providers;
use crate::show::Look;
use anyhow::{Context, Result};
use journal::CallId;
use journal::id::RANDOM_BYTES;
use run::{Clock, SystemClock};
use serde_json::Value;
use std::process::ExitCode;

/// Try the settings for a provider with the cheapest thing it can be asked, before live checks depend on them.
///
/// One real request goes out, the way a server's would (the same secrets, address rules and certificates), and it holds nobody's data.
/// The verdict is one word: works; or not_configured, unreachable, credentials_refused, address_refused, no_balance, busy, down,
/// unexpected (it answers, but not as documented) or no_probe (its component knows no way of trying it), with what to do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich provider test cashfree
  enrich provider test --all --json | jq '.[] | select(.verdict != \"works\")'

Set the variables first, as for `enrich serve`: see `enrich provider list`. No secret is printed. Exits with 1 when one does not work.")]
pub struct Args {
    /// The providers' names: see `enrich provider list`.
    #[arg(value_name = "NAME", required_unless_present = "all")]
    pub names: Vec<String>,
    /// All that are configured, in whole or in part.
    #[arg(long, conflicts_with = "names")]
    pub all: bool,
    #[command(flatten)]
    pub place: DataDirArgs,
}

/// A provider that was tried.
struct Tried {
    name: String,
    verdict: Verdict,
    seen: Option<Seen>,
}

/// Tries them.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let cabinet = Cabinet::open(&args.place).await?;
    let names: Vec<String> = if args.all { cabinet.configured.keys().cloned().collect() } else { args.names };
    let way_out = egress::Client::new(&providers::way_out(&cabinet.environment)?).context("cannot set up the way out")?;
    let witness = Witness::of(way_out);
    let mut tried = Vec::new();
    for name in names {
        tried.push(attempt(&cabinet, &witness, name).await?);
    }
    let all: Vec<Value> = tried.iter().map(|one| verdict::json(&one.name, &one.verdict, one.seen.as_ref())).collect();
    out.show(&all, || text(&tried, &Look::of_stdout()))?;
    Ok(if tried.iter().all(|one| one.verdict.works()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn attempt(cabinet: &Cabinet, witness: &Witness, name: String) -> Result<Tried> {
    let names = || cabinet.known.keys().cloned().collect::<Vec<_>>().join(", ");
    let known = cabinet.known.get(&name).with_context(|| format!("no such provider {name:?}: there are {}", names()))?;
    let missing = cabinet.missing(&name);
    if !missing.is_empty() {
        return Ok(Tried { verdict: Verdict::not_configured(&missing), name, seen: None });
    }
    let clock = SystemClock::default();
    let mut random = [0; RANDOM_BYTES];
    clock.random(&mut random);
    let now = clock.now();
    let mut last = None;
    // Several components may speak to one provider; whichever knows how tries it.
    for check in cabinet.shelf.speakers(&name) {
        let grants = cabinet.shelf.live_grants(check, &cabinet.configured);
        let answer = check.probe(CallId::new(now, &random), &name, now, &grants, witness).await;
        let seen = witness.take();
        let verdict = Verdict::reached(&name, known, &answer, seen.as_ref());
        let settled = verdict.word != "no_probe";
        last = Some((verdict, seen));
        if settled {
            break;
        }
    }
    let (verdict, seen) = last.with_context(|| format!("no check asks {name}"))?;
    Ok(Tried { name, verdict, seen })
}

fn text(tried: &[Tried], look: &Look) -> String {
    if tried.is_empty() {
        return "No provider is configured: `enrich provider list` shows what to set.".to_owned();
    }
    tried.iter().map(|one| part(one, look)).collect::<Vec<_>>().join("\n")
}

fn part(Tried { name, verdict, seen }: &Tried, look: &Look) -> String {
    let word = match verdict.word.as_str() {
        "works" => look.good(&verdict.word),
        "busy" | "no_probe" => look.doubtful(&verdict.word),
        other => look.bad(other),
    };
    let mut text = look.margin(&format!("{}  {word}", look.strong(name)));
    text += &look.block(&verdict.says);
    if let Some(seen) = seen {
        let came = seen.what.as_ref().map_or_else(|_| "no answer".to_owned(), |status| format!("HTTP {status}"));
        let costs = verdict.costs.as_ref().map(|costs| format!("; the provider takes {costs} for it")).unwrap_or_default();
        text += &look.block(&look.dim(&format!("{}: {came} after {} ms{costs}", seen.asked, seen.took.as_millis())));
    }
    if let Some(remedy) = &verdict.remedy {
        text += &look.block(&format!("{} {remedy}", look.dim("→")));
    }
    text
}
