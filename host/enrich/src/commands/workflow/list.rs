//! `enrich workflow list` and `enrich workflow versions`: what an organisation published.

use super::own::{OrgArgs, Shown, short};
use crate::out::{Out, table};
use anyhow::Result;
use journal::Time;
use serde::Serialize;
use std::process::ExitCode;

/// List the workflows that an organisation published, with what new runs follow.
///
/// Built-in workflows are not in the list; those of its slugs are not followed by this organisation.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow list --org \"Acme Bank\"
  enrich workflow list --org \"Acme Bank\" --json | jq -r '.[] | select(.is_active) | .slug'")]
pub struct Args {
    #[command(flatten)]
    pub of: OrgArgs,
}

/// List the versions of a workflow, newest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow versions kyc-verification --org \"Acme Bank\"
  enrich workflow versions kyc-verification --org \"Acme Bank\" --json | jq -r '.[0].version'")]
pub struct Versions {
    /// The workflow.
    #[arg(value_name = "SLUG")]
    pub slug: String,
    /// So many at most.
    #[arg(long, value_name = "VERSIONS", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// A version.
#[derive(Serialize)]
struct Listed {
    number: i64,
    version: String,
    kind: &'static str,
    name: String,
    description: String,
    replaced: Option<String>,
    published_by: String,
    published_at: Time,
    /// Who follows it: `everybody`, `nobody`, or so many percent of the threads.
    followed: String,
}

/// Lists workflows.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let (office, org) = args.of.open().await?;
    let workflows: Vec<Shown> = admin::workflow::list(office.desk(), org).await?.into_iter().map(Shown::of).collect();
    out.show(&workflows, || {
        if workflows.is_empty() {
            return "Nothing is published yet. Publish a page: enrich workflow publish FILE --org ORG".to_owned();
        }
        let row = |one: &Shown| {
            let rollout =
                one.rollout.as_ref().map_or_else(String::new, |rollout| format!("{} % {}", rollout.percent, short(&rollout.version)));
            let state = if one.is_active { "active" } else { "not active" };
            [one.slug.clone(), state.to_owned(), format!("{} {}", one.number, short(&one.version)), rollout, one.name.clone()]
        };
        table(["SLUG", "STATE", "VERSION", "ROLLOUT", "NAME"], &workflows.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Lists versions.
pub(super) async fn versions(args: Versions, out: Out) -> Result<ExitCode> {
    let (office, org) = args.of.open().await?;
    let versions = admin::workflow::versions(office.desk(), org, &args.slug, None, args.limit).await?;
    // What was removed has versions all the same.
    let workflow = admin::workflow::list(office.desk(), org).await?.into_iter().find(|one| one.slug == args.slug && one.is_active);
    let followed = |digest: &str| {
        let Some(workflow) = &workflow else { return "nobody".to_owned() };
        let part = workflow.rollout.as_ref().filter(|rollout| rollout.version == digest).map(|rollout| rollout.percent);
        let rest = workflow.rollout.as_ref().map_or(100, |rollout| 100 - rollout.percent);
        match (part, digest == workflow.version.digest) {
            (Some(percent), _) => format!("{percent} %"),
            (None, true) if rest == 100 => "everybody".to_owned(),
            (None, true) => format!("{rest} %"),
            (None, false) => "nobody".to_owned(),
        }
    };
    let listed = |version: store::Version| Listed {
        followed: followed(&version.digest),
        number: version.number,
        version: version.digest,
        kind: version.kind.as_str(),
        name: version.name,
        description: version.description,
        replaced: version.replaced,
        published_by: version.published_by,
        published_at: version.published_at,
    };
    let versions: Vec<Listed> = versions.into_iter().map(listed).collect();
    out.show(&versions, || {
        let row = |one: &Listed| {
            let (number, version) = (one.number.to_string(), short(&one.version).to_owned());
            [number, version, one.published_at.to_string(), one.published_by.clone(), one.followed.clone(), one.name.clone()]
        };
        table(["NUMBER", "VERSION", "PUBLISHED", "BY", "FOLLOWED BY", "NAME"], &versions.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(ExitCode::SUCCESS)
}
