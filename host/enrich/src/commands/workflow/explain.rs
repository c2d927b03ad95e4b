//! `enrich workflow explain`: what a procedure does, in its order, and what that costs and tells whom.

use crate::config::{DataDirArgs, Environment};
use crate::out::Out;
use crate::show::Look;
use crate::{jsonl, wiring};
use anyhow::{Result, bail};
use condition::Condition;
use journal::Credits;
use journal::event::Approval;
use library::Shelf;
use procedure::{Cost, Inputs, Kind, Procedure, SOURCE_BYTES_MAX, Source, Step, When};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Say what a procedure does: its steps, what flows between them, what it decides, costs, and tells whom.
///
/// Steps stand in the order in which they are made: those of one round run side by side. Where an argument comes from, on what
/// condition a step is made, which rule decides, what a run costs at least, as expected and at most, and which personal data goes to which
/// provider: all of it is read from the page and from the checks of this build; nothing is called.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow explain workflows/kyc-verification.md
  enrich workflow explain kyc.md --json | jq .cost

A procedure with errors is not explained: see `enrich workflow lint`.")]
pub struct Args {
    /// A Markdown page; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub place: DataDirArgs,
}

#[derive(Serialize)]
struct Explained {
    name: String,
    description: String,
    /// SHA-256 of the page.
    version: String,
    approval: Approval,
    /// As runs need and take them: what a step that is not optional cannot be made without is required, whatever the page calls it.
    inputs: Inputs,
    /// Steps that are made side by side, round after round.
    rounds: Vec<Vec<Made>>,
    decision: Vec<Decided>,
    /// Absent where it is beyond counting.
    cost: Option<Cost>,
    sent: Vec<Sent>,
}

/// A step.
#[derive(Serialize)]
struct Made {
    check: String,
    phase: String,
    goal: String,
    optional: bool,
    when: Option<Asked>,
    arguments: Vec<Argument>,
    /// Whom it asks; empty: nobody.
    providers: Vec<String>,
    price: Credits,
    /// Absent: the check is always called.
    #[serde(skip_serializing_if = "Option::is_none")]
    recent: Option<Recent>,
}

/// An answer that was had before may stand for a new one.
#[derive(Serialize)]
struct Recent {
    days: u16,
    price: Credits,
}

/// A condition.
#[derive(Serialize)]
struct Asked {
    /// As it was written.
    text: String,
    /// As a clause; absent where the text says it better.
    words: Option<String>,
}

/// Where an argument comes from that no check answers.
const REQUEST: &str = "request";

#[derive(Serialize)]
struct Argument {
    name: String,
    /// `request`, or the check whose answer it is out of.
    from: String,
    /// The identifier, or the member of the answer.
    what: String,
    /// Whether the step cannot be made without it.
    required: bool,
}

#[derive(Serialize)]
struct Decided {
    outcome: &'static str,
    /// Absent: in all remaining cases.
    when: Option<Asked>,
    reason: String,
}

/// Personal data that goes outside.
#[derive(Serialize)]
struct Sent {
    check: String,
    data: Vec<String>,
    providers: Vec<String>,
    hosts: Vec<String>,
}

/// Explains it.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let shelf = wiring::shelf(&args.place.directory(&Environment::of_process())?).await?;
    let lint = shelf.lint(&jsonl::whole(&args.file, SOURCE_BYTES_MAX)?);
    let file = args.file.display();
    let Some(procedure) = lint.procedure else { bail!("{file} cannot be used; say why with: enrich workflow lint {file}") };
    let sent = lint.disclosures.into_iter().map(|told| Sent {
        providers: asks(&shelf, &told.check),
        check: told.check,
        data: told.data,
        hosts: told.hosts,
    });
    let sent = sent.collect();
    let explained = explain(procedure, &shelf, lint.cost, sent);
    out.show(&explained, || text(&explained, &Look::of_stdout()))?;
    Ok(ExitCode::SUCCESS)
}

fn asks(shelf: &Shelf, check: &str) -> Vec<String> {
    shelf.checks().get(check).map(|entry| entry.description.providers.clone()).unwrap_or_default()
}

fn explain(procedure: Procedure, shelf: &Shelf, cost: Option<Cost>, sent: Vec<Sent>) -> Explained {
    let inputs = needed(&procedure, shelf);
    let phase = |step: &Step| {
        let of = procedure.phases.iter().find(|phase| phase.steps.iter().any(|one| one.check == step.check));
        of.map(|phase| phase.title.clone()).unwrap_or_default()
    };
    let made = |step: &Step| Made {
        check: step.check.clone(),
        phase: phase(step),
        goal: step.goal.clone(),
        optional: step.optional,
        when: step.when.as_ref().map(asked),
        arguments: arguments(step, &procedure.inputs, shelf),
        providers: asks(shelf, &step.check),
        price: shelf.checks().get(&step.check).map_or(Credits::ZERO, |entry| entry.price),
        recent: step.recent_days.map(|days| Recent { days, price: step.recent_price.unwrap_or(Credits::ZERO) }),
    };
    let rounds = procedure.stages().into_iter().map(|stage| stage.into_iter().map(made).collect()).collect();
    let decision = procedure.decision.iter().map(|rule| Decided {
        outcome: rule.outcome.as_str(),
        when: rule.when.as_ref().map(asked),
        reason: rule.reason.clone(),
    });
    Explained {
        rounds,
        decision: decision.collect(),
        name: procedure.name,
        description: procedure.description,
        version: procedure.version,
        approval: procedure.approval,
        inputs,
        cost,
        sent,
    }
}

fn asked(when: &When) -> Asked {
    let words = Condition::parse(&when.text).ok().and_then(|condition| condition.words());
    Asked { text: when.text.clone(), words }
}

fn needed(procedure: &Procedure, shelf: &Shelf) -> Inputs {
    let mut inputs = procedure.inputs.clone();
    for step in procedure.steps().filter(|step| !step.optional) {
        for argument in arguments(step, &procedure.inputs, shelf).iter().filter(|argument| argument.required && argument.from == REQUEST) {
            let Some(kind) = Kind::named(&argument.what).filter(|kind| !inputs.required.contains(kind)) else { continue };
            inputs.optional.retain(|other| *other != kind);
            inputs.required.push(kind);
        }
    }
    inputs
}

/// What the step's check is handed: what the author binds, and by their names the identifiers that the procedure takes.
fn arguments(step: &Step, inputs: &Inputs, shelf: &Shelf) -> Vec<Argument> {
    let Some(entry) = shelf.checks().get(&step.check) else { return Vec::new() };
    let schema = entry.description.input_schema.value();
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name));
    let argument = |name: &String| {
        let (from, what) = match inputs.source(&step.with, name)? {
            Source::Answer(reference) => (reference.check, reference.path.join(".")),
            Source::Input { input } => (REQUEST.to_owned(), input.as_str().to_owned()),
        };
        Some(Argument { name: name.clone(), from, what, required: required(name) })
    };
    schema["properties"].as_object().into_iter().flatten().filter_map(|(name, _)| argument(name)).collect()
}

fn text(explained: &Explained, look: &Look) -> String {
    let mut text = look.margin(&look.strong(&explained.name));
    text += &look.fact("", &explained.description);
    text += "\n";
    text += &look.fact("Needs", &kinds(&explained.inputs.required, "nothing"));
    text += &look.fact("Takes", &kinds(&explained.inputs.optional, "nothing else"));
    text += &look.fact("Approval", &approval(explained.approval));
    for (at, round) in explained.rounds.iter().enumerate() {
        let beside = if round.len() > 1 { ", side by side" } else { "" };
        text += &format!("\n{}", look.heading(&format!("Round {}{beside}", at + 1)));
        text += &round.iter().map(|made| step(made, look)).collect::<String>();
    }
    if !explained.decision.is_empty() {
        text += &format!("\n{}", look.heading("Decision: the first that holds"));
        for rule in &explained.decision {
            let when = rule.when.as_ref().map_or_else(|| "otherwise".to_owned(), |when| format!("where {}", clause(when)));
            let reason = if rule.reason.is_empty() { String::new() } else { format!(" ({})", rule.reason) };
            text += &look.block(&format!("- {} {when}{reason}", rule.outcome));
        }
    }
    text += &format!("\n{}", look.heading("Personal data"));
    for sent in &explained.sent {
        let whom = format!("{} ({})", sent.providers.join(", "), sent.hosts.join(", "));
        text += &look.block(&format!("- {} sends {} to {whom}", sent.check, sent.data.join(", ")));
    }
    if explained.sent.is_empty() {
        text += &look.block("none leaves this server");
    }
    let cost = explained.cost.map_or_else(
        || "beyond counting".to_owned(),
        |cost| format!("{} credits at least, {} as expected, {} at most", cost.least, cost.expected, cost.most),
    );
    text + &format!("\n{}", look.heading("Cost of a run")) + &look.block(&cost)
}

fn step(made: &Made, look: &Look) -> String {
    let asks = if made.providers.is_empty() { "asks nobody".to_owned() } else { format!("asks {}", made.providers.join(", ")) };
    let mut text = look.edges(&format!("{} · {asks}", look.accent(&made.check)), &made.price.to_string());
    let mut lines = vec![format!("{}: {}", made.phase, made.goal)];
    for argument in &made.arguments {
        let from = if argument.from == REQUEST { "the request".to_owned() } else { format!("the answer of {}", argument.from) };
        let given = if argument.required { "" } else { ", where there is one" };
        lines.push(format!("{} = {} of {from}{given}", argument.name, argument.what));
    }
    lines.extend(made.when.as_ref().map(|when| format!("only where {}", clause(when))));
    lines.extend(
        made.recent.as_ref().map(|recent| {
            format!("takes an answer that is at most {} days old, for {} credits, before it asks", recent.days, recent.price)
        }),
    );
    lines.extend(made.optional.then(|| "optional: the run goes on where its inputs were not given".to_owned()));
    text += &lines.iter().map(|line| look.block(&format!("  {line}"))).collect::<String>();
    text
}

fn clause(when: &Asked) -> String {
    when.words.clone().unwrap_or_else(|| format!("`{}`", when.text))
}

fn kinds(kinds: &[Kind], none: &str) -> String {
    if kinds.is_empty() { none.to_owned() } else { kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ") }
}

fn approval(approval: Approval) -> String {
    match approval {
        Approval::Auto => format!("a plan over {} credits waits for a person", Approval::AUTO_CEILING),
        Approval::Always => "every plan waits for a person".to_owned(),
        Approval::Never => "no plan waits for a person".to_owned(),
        Approval::Over(limit) => format!("a plan over {limit} credits waits for a person"),
    }
}
