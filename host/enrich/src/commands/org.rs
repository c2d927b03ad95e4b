//! `enrich org`: organisations.

use crate::config::DatabaseArgs;
use crate::out::{Out, table};
use crate::wiring::Office;
use anyhow::Result;
use clap::Subcommand;
use journal::{Credits, OrgId, Time};
use serde::Serialize;
use std::process::ExitCode;
use store::Org;

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
  enrich org create \"Acme Bank\"
  enrich org create Internal --unlimited --json | jq -r .id")]
pub struct Create {
    /// What people call it.
    pub name: String,
    /// Never refuse a run for want of credits.
    #[arg(long)]
    pub unlimited: bool,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Change the limits of an organisation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich org set \"Acme Bank\" --unlimited
  enrich org set org_06f2k… --prepaid")]
#[group(id = "limits", required = true, args = ["unlimited", "prepaid"])]
pub struct Set {
    /// The organisation: its id or its exact name.
    #[arg(value_name = "ORG")]
    pub org: String,
    /// Never refuse a run for want of credits.
    #[arg(long)]
    pub unlimited: bool,
    /// Refuse runs when the balance is used up.
    #[arg(long)]
    pub prepaid: bool,
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
            created_at: org.created_at,
        }
    }

    fn remaining(&self) -> String {
        self.credits_remaining.map_or("unlimited".to_owned(), |credits| credits.to_string())
    }
}

async fn create(args: Create, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let shown = Shown::of(admin::org::create(office.desk(), &args.name, args.unlimited).await?);
    out.show(&shown, || format!("{}  {}\n\nNext: enrich key create --org {} --mode test", shown.id, shown.name, shown.id))?;
    Ok(ExitCode::SUCCESS)
}

async fn set(args: Set, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let org = admin::org::find(office.desk(), &args.org).await?;
    admin::org::set_unlimited(office.desk(), org.id, args.unlimited).await?;
    let shown = Shown::of(admin::org::find(office.desk(), &org.id.to_string()).await?);
    out.show(&shown, || format!("{}  {}  {} credits remain", shown.id, shown.name, shown.remaining()))?;
    Ok(ExitCode::SUCCESS)
}

async fn list(args: List, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let orgs: Vec<Shown> = admin::org::list(office.desk()).await?.into_iter().map(Shown::of).collect();
    out.show(&orgs, || {
        if orgs.is_empty() {
            return "There is no organisation yet. Make one: enrich org create NAME".to_owned();
        }
        let row = |org: &Shown| [org.id.to_string(), org.name.clone(), org.credits_used.to_string(), org.remaining()];
        table(["ID", "NAME", "USED", "REMAINING"], &orgs.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}
