//! `enrich workflow publish`: makes a page or a component a version of an organisation's workflow.

use super::own::{OrgArgs, Shown, short};
use crate::config::Environment;
use crate::out::Out;
use crate::{jsonl, wiring};
use anyhow::{Context, Result};
use library::{COMPONENT_BYTES_MAX, Examined};
use procedure::{Cost, Diagnostic, Disclosure};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::Publication;

/// Publish a page or a component as a version of an organisation's workflow.
///
/// A version is what it is by the SHA-256 of its bytes and never changes; a run keeps the version it was created with. New runs of the
/// organisation follow it at once, on every node of a running server, and before a built-in workflow of the same slug. What `enrich
/// workflow lint` calls an error is refused. With --rollout the version is followed in so many of a hundred threads, always the same
/// ones; go on with `enrich workflow rollout`, or back with `enrich workflow rollback`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow publish tenant-pre-check.md --org \"Acme Bank\"
  enrich workflow publish kyc.md --org \"Acme Bank\" --slug kyc-verification --rollout 10
  enrich workflow publish pan_list.wasm --org \"Acme Bank\" --slug pan-list

Exit codes: 0 published; 1 refused, and the diagnostics say why.")]
pub struct Args {
    /// A Markdown page or a WebAssembly component; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What clients call it by: 1 to 64 of a-z, 0-9 and -. Absent: the name of the file without its ending.
    #[arg(long, value_name = "SLUG")]
    pub slug: Option<String>,
    /// So many threads of a hundred follow it, the others what they followed before.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub rollout: u8,
    #[command(flatten)]
    pub of: OrgArgs,
}

/// As every command tells programs that it failed.
#[derive(Serialize)]
struct Refused {
    message: String,
}

/// What came of it.
#[derive(Serialize)]
struct Told {
    /// The version; absent where it was refused.
    published: Option<String>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Refused>,
    /// Absent where it was refused.
    number: Option<i64>,
    /// Whether it was no version of the workflow before.
    fresh: bool,
    workflow: Option<Shown>,
    diagnostics: Vec<Diagnostic>,
    cost: Option<Cost>,
    disclosures: Vec<Disclosure>,
}

/// Publishes it.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let slug = match args.slug {
        Some(slug) => slug,
        None => stem(&args.file).context("say what clients call it by: --slug SLUG")?,
    };
    let bytes = jsonl::bytes(&args.file, COMPONENT_BYTES_MAX)?;
    let shelf = wiring::shelf(&args.of.database.place.directory(&Environment::of_process())?).await?;
    let built_in = shelf.built_in_version(&slug);
    let examined = tokio::task::spawn_blocking(move || shelf.examine(bytes)).await.context("wait for the linter")?;
    let Examined { digest, diagnostics, cost, disclosures, version, .. } = examined;
    let file = args.file.display().to_string();
    let Some(version) = version else {
        let error = Some(Refused { message: format!("{file} was not published: see its diagnostics") });
        let told = Told { published: None, error, number: None, fresh: false, workflow: None, diagnostics, cost, disclosures };
        out.show(&told, || listed(&file, &told.diagnostics) + &format!("{file} was not published"))?;
        return Ok(ExitCode::FAILURE);
    };
    let (office, org) = args.of.open().await?;
    let publication = Publication { slug: &slug, version: &version, percent: args.rollout, built_in: built_in.as_ref() };
    let outcome = admin::workflow::publish(office.desk(), org, publication, &digest).await?;
    let (number, fresh) = (Some(outcome.version.number), outcome.fresh);
    let workflow = Some(Shown::of(outcome.workflow));
    let told = Told { published: Some(digest), error: None, number, fresh, workflow, diagnostics, cost, disclosures };
    out.show(&told, || {
        let known = if fresh { "is" } else { "was already" };
        let number = outcome.version.number;
        let followed = told.workflow.as_ref().map(Shown::followed).unwrap_or_default();
        listed(&file, &told.diagnostics)
            + &format!("{file} {known} version {number} ({}) of {slug}\n{followed}", short(&outcome.version.digest))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn stem(file: &Path) -> Option<String> {
    Some(file.file_stem()?.to_str()?.to_owned()).filter(|stem| stem != "-")
}

fn listed(file: &str, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|one| format!("{file}:{one}\n\n")).collect()
}
