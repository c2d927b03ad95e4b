//! `enrich key`: API keys.

use crate::config::DatabaseArgs;
use crate::out::{Out, table};
use crate::wiring::Office;
use admin::key::Wanted;
use anyhow::Result;
use clap::Subcommand;
use journal::{KeyId, Mode, OrgId, Time};
use run::Clock;
use serde::Serialize;
use std::process::ExitCode;
use store::{KeyRow, Scope, Scopes};

/// Create, list and revoke API keys.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Create a key. Its secret is shown once and stored nowhere.
///
/// A test key asks the simulator and takes nothing from the prepaid credits; a live key asks real providers. An organisation
/// has at most ten active keys.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich key create --org \"Acme Bank\" --mode test
  enrich key create --org \"Acme Bank\" --mode live --name backend --auto-approve
  enrich key create --org \"Acme Bank\" --mode live --name dashboard --scope runs:read --scope usage:read
  export ENRICH_KEY=$(enrich key create --org \"Acme Bank\" --mode test --json | jq -r .secret)")]
pub struct Create {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    /// test (simulated providers) or live (real ones).
    #[arg(long, value_name = "test|live", value_parser = mode)]
    pub mode: Mode,
    /// Approve every plan beforehand: runs of this key never pause.
    #[arg(long)]
    pub auto_approve: bool,
    /// What it may do; may be given several times. Absent: everything under /v1.
    #[arg(long = "scope", value_name = "SCOPE")]
    pub scopes: Vec<Scope>,
    /// When it ends by itself, for example 2027-01-31T00:00:00Z. Absent: when it is revoked.
    #[arg(long, value_name = "TIME")]
    pub expires: Option<Time>,
    /// What people call it.
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub name: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// List the keys of an organisation, never their secrets.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich key list --org \"Acme Bank\"
  enrich key list --org \"Acme Bank\" --json | jq -r '.[] | select(.revoked_at == null) | .id'")]
pub struct List {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Revoke a key, for ever. A running server refuses it within a second; its runs go on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich key revoke key_06f2k…")]
pub struct Revoke {
    /// The key's id (not its secret).
    #[arg(value_name = "KEY")]
    pub key: KeyId,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

pub(crate) fn mode(text: &str) -> Result<Mode, String> {
    text.parse().map_err(|_| "test or live".to_owned())
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::Create(args) => create(args, out).await,
        Command::List(args) => list(args, out).await,
        Command::Revoke(args) => revoke(args, out).await,
    }
}

/// A key. The secret is there once: when it was made.
#[derive(Debug, Serialize)]
struct Shown {
    id: KeyId,
    org: OrgId,
    mode: Mode,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    last4: String,
    auto_approve: bool,
    /// Null: everything.
    scopes: Option<Vec<&'static str>>,
    created_at: Time,
    expires_at: Option<Time>,
    revoked_at: Option<Time>,
    last_used_at: Option<Time>,
}

impl Shown {
    fn of(key: KeyRow) -> Shown {
        Shown {
            id: key.id,
            org: key.org,
            mode: key.mode,
            name: key.name,
            secret: None,
            last4: key.last4,
            auto_approve: key.auto_approve,
            scopes: key.scopes.names(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }

    fn state(&self, now: Time) -> &'static str {
        match (self.revoked_at, self.expires_at) {
            (Some(_), _) => "revoked",
            (None, Some(end)) if end <= now => "expired",
            (None, _) => "active",
        }
    }
}

async fn create(args: Create, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let org = admin::org::find(office.desk(), &args.org).await?;
    let scopes = if args.scopes.is_empty() { Scopes::EVERYTHING } else { Scopes::of(args.scopes) };
    let wanted = Wanted { mode: args.mode, name: args.name, auto_approve: args.auto_approve, scopes, expires_at: args.expires };
    let made = admin::key::create(office.desk(), org.id, wanted).await?;
    let secret = made.secret.reveal().to_owned();
    let shown = Shown { secret: Some(secret.clone()), ..Shown::of(made.key) };
    out.show(&shown, || {
        let (id, mode) = (shown.id, shown.mode.as_str());
        format!(
            "{id}  {mode} key of {}\n\n{secret}\n\nThis secret is shown once and stored nowhere. Use it: export ENRICH_KEY={secret}",
            org.name
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn list(args: List, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let org = admin::org::find(office.desk(), &args.org).await?;
    let keys: Vec<Shown> = admin::key::list(office.desk(), org.id).await?.into_iter().map(Shown::of).collect();
    let now = office.clock.now();
    out.show(&keys, || {
        if keys.is_empty() {
            return format!("{} has no key yet. Make one: enrich key create --org {} --mode test", org.name, org.id);
        }
        let row = |key: &Shown| {
            let used = key.last_used_at.map_or("never".to_owned(), |at| at.to_string());
            [key.id.to_string(), key.mode.as_str().to_owned(), format!("…{}", key.last4), key.state(now).to_owned(), used, key.name.clone()]
        };
        table(["ID", "MODE", "SECRET", "STATE", "LAST USED", "NAME"], &keys.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn revoke(args: Revoke, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let org = admin::key::owner(office.desk(), args.key).await?;
    let shown = Shown::of(admin::key::revoke(office.desk(), org, args.key).await?);
    out.show(&shown, || format!("{}  …{} is revoked", shown.id, shown.last4))?;
    Ok(ExitCode::SUCCESS)
}
