//! `enrich credits`: the prepaid pool.

use crate::config::DatabaseArgs;
use crate::out::Out;
use crate::wiring::Office;
use anyhow::Result;
use clap::Subcommand;
use journal::{Credits, OrgId};
use serde::Serialize;
use std::process::ExitCode;

/// Grant credits.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with credits.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Grant(Grant),
}

/// Add credits to the prepaid pool of an organisation.
///
/// Amounts are exact, with at most six decimals. A grant is a line of the ledger, kept for ever.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich credits grant --org \"Acme Bank\" 500
  enrich credits grant --org org_06f2k… 12.5 --json")]
pub struct Grant {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    /// How many credits: 500, 12.5
    #[arg(value_name = "AMOUNT", allow_negative_numbers = true)]
    pub amount: Credits,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let Command::Grant(args) = args.command;
    let office = Office::open(&args.database).await?;
    let org = admin::org::find(office.desk(), &args.org).await?;
    let account = admin::credits::grant(office.desk(), org.id, args.amount, NOTE).await?;
    let limit = (!account.unlimited).then_some(account.granted);
    let shown = Shown {
        org: org.id,
        granted: args.amount,
        credits_used: account.used,
        credits_remaining: limit.and_then(|limit| limit.checked_sub(account.used)),
        max_credits: limit,
    };
    out.show(&shown, || {
        let remain = shown.credits_remaining.map_or("unlimited".to_owned(), |credits| credits.to_string());
        format!("{}  {}  granted {}, {remain} remain", org.id, org.name, args.amount)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What the ledger says about grants from here.
const NOTE: &str = "enrich credits grant";

/// A grant and the pool after it. Without a limit, what remains is null.
#[derive(Debug, Serialize)]
struct Shown {
    org: OrgId,
    granted: Credits,
    credits_used: Credits,
    credits_remaining: Option<Credits>,
    max_credits: Option<Credits>,
}
