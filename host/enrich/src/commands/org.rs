//! `enrich org`: organisations.

use crate::config::DatabaseArgs;
use crate::out::{Out, table};
use crate::wiring::Office;
use anyhow::Result;
use clap::Subcommand;
use journal::{Credits, OrgId, Time};
use serde::Serialize;
use std::process::ExitCode;
use store::{ACTIVE_RUNS_MAX, CREATIONS_PER_MINUTE, Limits, Org, READS_PER_MINUTE};

/// Create, change and list organisations.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with organisations.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Create(Create),
    Set(Set),
    List(List),
}

/// Create an organisation. It starts with 0 credits.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org create \"Acme Bank\" --email asha@acme.example
  enrich org create Internal --unlimited --json | jq -r .id")]
pub struct Create {
    /// What people call it.
    pub name: String,
    /// Never refuse a run for want of credits.
    #[arg(long)]
    pub unlimited: bool,
    /// Who is told by e-mail of what needs a person, such as a webhook endpoint that was switched off; may be repeated.
    #[arg(long, value_name = "ADDRESS")]
    pub email: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Change the limits or the contacts of an organisation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org set \"Acme Bank\" --unlimited
  enrich org set org_06f2k… --prepaid
  enrich org set \"Acme Bank\" --creations-per-minute 600 --active-runs 100
  enrich org set \"Acme Bank\" --email asha@acme.example --email oncall@acme.example")]
#[group(id = "limits", required = true, multiple = true)]
pub struct Set {
    /// The organisation: its id or its exact name.
    #[arg(value_name = "ORG")]
    pub org: String,
    /// Never refuse a run for want of credits.
    #[arg(long, group = "limits", conflicts_with = "prepaid")]
    pub unlimited: bool,
    /// Refuse runs when the balance is used up.
    #[arg(long, group = "limits")]
    pub prepaid: bool,
    /// Runs that each key may create in a minute [at first: 60].
    #[arg(long, value_name = "RUNS", group = "limits")]
    pub creations_per_minute: Option<u32>,
    /// Runs of each key that may be queued or running [at first: 10].
    #[arg(long, value_name = "RUNS", group = "limits")]
    pub active_runs: Option<u32>,
    /// Other requests that each key may make in a minute [at first: 600].
    #[arg(long, value_name = "REQUESTS", group = "limits")]
    pub reads_per_minute: Option<u32>,
    /// Who is told by e-mail of what needs a person, instead of those until now; may be repeated.
    #[arg(long, value_name = "ADDRESS", group = "limits")]
    pub email: Vec<String>,
    /// Tell nobody by e-mail.
    #[arg(long, group = "limits", conflicts_with = "email")]
    pub no_email: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// List organisations with their balances.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org list
  enrich org list --json | jq -r '.[].id'")]
pub struct List {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::Create(args) => create(args, out).await,
        Command::Set(args) => set(args, out).await,
        Command::List(args) => list(args, out).await,
    }
}

/// An organisation with its prepaid pool. Without a limit, what remains is null.
#[derive(Debug, Serialize)]
struct Shown {
    id: OrgId,
    name: String,
    unlimited: bool,
    credits_used: Credits,
    credits_remaining: Option<Credits>,
    max_credits: Option<Credits>,
    creations_per_minute: u32,
    active_runs: u32,
    reads_per_minute: u32,
    contacts: Vec<String>,
    created_at: Time,
}

impl Shown {
    fn of(org: Org) -> Shown {
        let limit = (!org.live.unlimited).then_some(org.live.granted);
        Shown {
            id: org.id,
            name: org.name,
            unlimited: org.live.unlimited,
            credits_used: org.live.used,
            credits_remaining: limit.and_then(|limit| limit.checked_sub(org.live.used)),
            max_credits: limit,
            creations_per_minute: org.limits.creations_per_minute.unwrap_or(CREATIONS_PER_MINUTE),
            active_runs: org.limits.active_runs_max.unwrap_or(ACTIVE_RUNS_MAX),
            reads_per_minute: org.limits.reads_per_minute.unwrap_or(READS_PER_MINUTE),
            contacts: org.contacts,
            created_at: org.created_at,
        }
    }

    fn remaining(&self) -> String {
        self.credits_remaining.map_or("unlimited".to_owned(), |credits| credits.to_string())
    }

    fn told(&self) -> String {
        if self.contacts.is_empty() { "nobody".to_owned() } else { self.contacts.join(", ") }
    }
}

async fn create(args: Create, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let shown = Shown::of(admin::org::create(office.desk(), &args.name, args.unlimited, &args.email).await?);
    out.show(&shown, || format!("{}  {}\n\nNext: enrich key create --org {} --mode test", shown.id, shown.name, shown.id))?;
    Ok(ExitCode::SUCCESS)
}

async fn set(args: Set, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let org = admin::org::find(office.desk(), &args.org).await?;
    if args.unlimited || args.prepaid {
        admin::org::set_unlimited(office.desk(), org.id, args.unlimited).await?;
    }
    if args.no_email || !args.email.is_empty() {
        admin::org::set_contacts(office.desk(), org.id, &args.email).await?;
    }
    let Set { creations_per_minute, active_runs: active_runs_max, reads_per_minute, .. } = args;
    let limits = Limits { creations_per_minute, active_runs_max, reads_per_minute };
    if limits != Limits::default() {
        admin::org::set_limits(office.desk(), org.id, limits).await?;
    }
    let shown = Shown::of(admin::org::find(office.desk(), &org.id.to_string()).await?);
    out.show(&shown, || {
        let Shown { id, name, creations_per_minute, active_runs, reads_per_minute, .. } = &shown;
        let (remain, contacts) = (shown.remaining(), shown.told());
        format!(
            "{id}  {name}  {remain} credits remain\n\
             each key: {creations_per_minute} creations and {reads_per_minute} other requests a minute, {active_runs} active runs\n\
             told by e-mail: {contacts}"
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn list(args: List, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let orgs: Vec<Shown> = admin::org::list(office.desk()).await?.into_iter().map(Shown::of).collect();
    out.show(&orgs, || {
        if orgs.is_empty() {
            return "There is no organisation yet. Make one: enrich org create NAME".to_owned();
        }
        let row = |org: &Shown| [org.id.to_string(), org.name.clone(), org.credits_used.to_string(), org.remaining(), org.told()];
        table(["ID", "NAME", "USED", "REMAINING", "CONTACTS"], &orgs.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}
