//! `enrich workflow rollout`, `rollback`, `activate`, `deactivate` and `remove`: what new runs follow.

use super::own::{OrgArgs, Shown};
use crate::out::Out;
use anyhow::Result;
use library::built_in::WORKFLOWS;
use serde::Serialize;
use std::process::ExitCode;
use store::WorkflowChange;

/// Roll a version out further, or to fewer.
///
/// Which threads follow it is told by their ids alone: whoever follows it at 10 percent does so at 20. At 100 everybody does, and the
/// rollout is over. Runs that exist keep their version.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow rollout kyc-verification 50 --org \"Acme Bank\"
  enrich workflow rollout kyc-verification 100 --org \"Acme Bank\"")]
pub struct Rollout {
    /// The workflow.
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// So many threads of a hundred.
    #[arg(value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub percent: u8,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// Go back to an earlier version.
///
/// Without --to, a version that is being rolled out is withdrawn; where none is, what was followed before the present version was
/// published comes back. Nothing that was published is lost. Runs that exist keep their version.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow rollback kyc-verification --org \"Acme Bank\"
  enrich workflow rollback kyc-verification --to 3 --org \"Acme Bank\"")]
pub struct Rollback {
    /// The workflow.
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// The version: its number, or at least six digits of its digest.
    #[arg(long, value_name = "VERSION")]
    pub to: Option<String>,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// Let runs be created with a workflow again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow activate kyc-verification --org \"Acme Bank\"")]
pub struct Activate {
    /// The workflow.
    #[arg(value_name = "SLUG")]
    pub slug: String,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// Give a slug up: the organisation has no workflow of its own there any more.
///
/// New runs that name it follow the built-in workflow of that slug, if there is one; otherwise it is unknown (404
/// `workflow_not_found`). Runs that exist go on, and what was published stays: `enrich workflow versions` lists it, and the same page
/// can be published again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow remove kyc-verification --org \"Acme Bank\"")]
pub struct Remove {
    /// The workflow.
    #[arg(value_name = "SLUG")]
    pub slug: String,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// Let no run be created with a workflow.
///
/// Its slug is unknown to the organisation then (404 `workflow_not_found`), also where there is a built-in workflow of the same slug:
/// nobody is served by another procedure in silence. Runs that exist go on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow deactivate kyc-verification --org \"Acme Bank\"")]
pub struct Deactivate {
    /// The workflow.
    #[arg(value_name = "SLUG")]
    pub slug: String,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// Rolls it out.
pub(super) async fn rollout(args: Rollout, out: Out) -> Result<ExitCode> {
    change(&args.of, &args.slug, WorkflowChange::Rollout(args.percent), out).await
}

/// Goes back.
pub(super) async fn rollback(args: Rollback, out: Out) -> Result<ExitCode> {
    let (office, org) = args.of.open().await?;
    let shown = Shown::of(admin::workflow::roll_back(office.desk(), org, &args.slug, args.to.as_deref()).await?);
    out.show(&shown, || shown.followed())?;
    Ok(ExitCode::SUCCESS)
}

/// What was given up.
#[derive(Serialize)]
struct Removed {
    removed: String,
    /// Whether new runs that name it follow a built-in workflow.
    built_in: bool,
}

/// Gives it up.
pub(super) async fn remove(args: Remove, out: Out) -> Result<ExitCode> {
    let (office, org) = args.of.open().await?;
    admin::workflow::remove(office.desk(), org, &args.slug).await?;
    let built_in = WORKFLOWS.iter().any(|workflow| workflow.slug == args.slug);
    let removed = Removed { removed: args.slug, built_in };
    out.show(&removed, || {
        let follow = if built_in { "new runs that name it follow the built-in workflow" } else { "no run can be created with it" };
        format!("{} is removed: {follow}", removed.removed)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Switches it on.
pub(super) async fn activate(args: Activate, out: Out) -> Result<ExitCode> {
    change(&args.of, &args.slug, WorkflowChange::Active(true), out).await
}

/// Switches it off.
pub(super) async fn deactivate(args: Deactivate, out: Out) -> Result<ExitCode> {
    change(&args.of, &args.slug, WorkflowChange::Active(false), out).await
}

async fn change(of: &OrgArgs, slug: &str, change: WorkflowChange, out: Out) -> Result<ExitCode> {
    let (office, org) = of.open().await?;
    let shown = Shown::of(admin::workflow::change(office.desk(), org, slug, &[change]).await?);
    out.show(&shown, || shown.followed())?;
    Ok(ExitCode::SUCCESS)
}
