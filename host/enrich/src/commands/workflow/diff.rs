//! `enrich workflow diff`: what one version of a workflow does otherwise than another.

use super::own::short;
use crate::config::{DatabaseArgs, Environment};
use crate::out::Out;
use crate::wiring::Office;
use crate::{jsonl, wiring};
use anyhow::{Context, Result, bail};
use library::{COMPONENT_BYTES_MAX, Compared, built_in};
use procedure::Difference;
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// Say what one version of a workflow does otherwise than another, and which lines differ.
///
/// Each side is a FILE; or a SLUG, which is the organisation's own workflow as it is followed (with --org), else the built-in one; or
/// SLUG@VERSION, where VERSION is a number or at least six digits of a digest. A file is taken before a slug of the same name.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow diff kyc.md kyc-edited.md
  enrich workflow diff kyc-verification kyc.md
  enrich workflow diff kyc-verification@3 kyc-verification --org \"Acme Bank\"
  enrich workflow diff kyc-verification kyc.md --org \"Acme Bank\" --json | jq '.differences[] | select(.about == \"cost\")'")]
pub struct Args {
    /// What it was.
    #[arg(value_name = "BEFORE")]
    pub before: String,
    /// What it is.
    #[arg(value_name = "AFTER")]
    pub after: String,
    /// The organisation whose workflows are meant: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: Option<String>,
    #[command(flatten)]
    pub database: DatabaseArgs,
}

#[derive(Serialize)]
struct Told {
    /// The versions, by digest.
    before: String,
    after: String,
    /// What binds.
    differences: Vec<Difference>,
    /// The lines that differ, in the unified form.
    lines: String,
}

/// Compares.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let shelf = wiring::shelf(&args.database.place.directory(&Environment::of_process())?).await?;
    let (before, after) = (side(&args, &args.before).await?, side(&args, &args.after).await?);
    for (word, bytes) in [(&args.before, &before), (&args.after, &after)] {
        // A component says nothing of itself; a page that cannot be used does nothing that could be compared.
        if let Ok(page) = std::str::from_utf8(bytes)
            && !shelf.lint(page).is_usable()
        {
            if word == "-" || Path::new(word).is_file() {
                bail!("{word} cannot be used; say why with: enrich workflow lint {word}");
            }
            bail!("{word} cannot be used by this build: it was published by another, and names what this one does not have");
        }
    }
    let compared = tokio::task::spawn_blocking(move || shelf.compare(before, after)).await.context("wait for the comparison")?;
    let Compared { before, after, differences, lines } = compared;
    let told = Told { before, after, differences, lines };
    out.show(&told, || text(&args, &told))?;
    Ok(ExitCode::SUCCESS)
}

/// The bytes of one side.
async fn side(args: &Args, word: &str) -> Result<Vec<u8>> {
    if word == "-" || Path::new(word).is_file() {
        return jsonl::bytes(Path::new(word), COMPONENT_BYTES_MAX);
    }
    let (slug, version) = word.split_once('@').map_or((word, None), |(slug, version)| (slug, Some(version)));
    if let Some(org) = &args.org {
        let office = Office::open(&args.database).await?;
        let org = admin::org::find(office.desk(), org).await?.id;
        let own = match admin::workflow::find(office.desk(), org, slug).await {
            Err(admin::workflow::Error::NotFound) => None,
            found => Some(found?),
        };
        // What was removed is followed by nobody, and has versions all the same.
        if let Some(word) = version.or(own.as_ref().map(|own| own.version.digest.as_str())) {
            let version = admin::workflow::version(office.desk(), org, slug, word).await?;
            return Ok(admin::workflow::bytes(office.desk(), &version).await?);
        }
    }
    let built_in = built_in::WORKFLOWS.iter().find(|workflow| workflow.slug == slug).filter(|_| version.is_none());
    match built_in {
        Some(workflow) => Ok(workflow.source.into()),
        None if args.org.is_some() => bail!("{word} is no file, no version of the organisation's own workflows and no built-in workflow"),
        None => bail!("{word} is no file and no built-in workflow; for one that an organisation published, say --org ORG"),
    }
}

fn text(args: &Args, told: &Told) -> String {
    let mut text = format!("{} ({}) -> {} ({})\n\n", args.before, short(&told.before), args.after, short(&told.after));
    if told.before == told.after {
        return text + "They are the same.";
    }
    if told.differences.is_empty() {
        text += "Both do the same: only words differ.\n";
    }
    for Difference { about, check, before, after } in &told.differences {
        let of = check.as_ref().map_or_else(String::new, |check| format!(" of {check}"));
        let subject = if *about == "step" { format!("step {}", check.as_deref().unwrap_or_default()) } else { format!("{about}{of}") };
        text += &match (before, after) {
            (Some(before), Some(after)) => format!("~ {subject}: {before} -> {after}\n"),
            (None, Some(after)) => format!("+ {subject}: {after}\n"),
            (Some(before), None) => format!("- {subject}: {before}\n"),
            (None, None) => String::new(),
        };
    }
    text + "\n" + &told.lines
}
