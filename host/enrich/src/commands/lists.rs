//! `enrich lists`: official sanctions lists, as their publishers give them out.

use crate::config::DatabaseArgs;
use crate::official::{self, Standing};
use crate::out::Out;
use crate::wiring::Office;
use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use lists::File;
use run::Clock;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// Load official sanctions lists, and show which stand.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub command: Command,
}

/// What to do with lists.
#[derive(Debug, Subcommand)]
#[expect(missing_docs, reason = "the doc comment of a variant would hide the help of its arguments")]
pub enum Command {
    Load(Load),
    Show(Show),
}

/// Load lists from their publishers' own files.
///
/// Formats are told by content, packed with gzip or not: OFAC's SDN file (CSV) with its ALT (aliases) and ADD (addresses) files, and the
/// consolidated list of the UN Security Council (XML). All is read before anything is kept; a file that is damaged, breaks off or
/// lists nobody changes nothing. Servers answer from what was loaded within seconds. The list of before stays in the database, so
/// that what an old answer was compared with can be proved.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich lists load sdn.csv alt.csv add.csv --date 2026-06-13
  enrich lists load ofac_sdn_2026-06-13.csv.gz ofac_alt_2026-06-13.csv.gz ofac_add_2026-06-13.csv.gz
  enrich lists load consolidated.xml")]
pub struct Load {
    /// The files of one list, or of several.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The day that OFAC's files are of, YYYY-MM-DD, if their names do not tell it. The UN's file says it itself.
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Show which lists stand: of which day, with which digest, from which files.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich lists show
  enrich lists show --json | jq '.[] | {list, date, digest}'")]
pub struct Show {
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment here would become the help of the flattened command")]
    pub database: DatabaseArgs,
}

/// Does it.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    match args.command {
        Command::Load(args) => load(args, out).await,
        Command::Show(args) => show(args, out).await,
    }
}

async fn load(args: Load, out: Out) -> Result<ExitCode> {
    let mut read = Vec::new();
    for path in &args.files {
        let name = path.to_string_lossy().into_owned();
        let bytes = fs::metadata(path).with_context(|| format!("cannot read {name}"))?.len();
        ensure!(bytes <= u64::try_from(lists::BYTES_MAX)?, "{name} has {bytes} bytes: no official list is so large");
        read.push((name, fs::read(path).with_context(|| format!("cannot read {}", path.display()))?));
    }
    let files: Vec<File<'_>> = read.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let found = lists::read(&files, args.date.as_deref())?;
    let office = Office::open(&args.database).await?;
    let mut standing = Vec::new();
    for list in &found {
        standing.push(official::load(&office.store, list, office.clock.now()).await?);
    }
    out.show(&standing, || text(&standing))?;
    Ok(ExitCode::SUCCESS)
}

async fn show(args: Show, out: Out) -> Result<ExitCode> {
    let office = Office::open(&args.database).await?;
    let standing = official::standing(&office.store).await?;
    out.show(&standing, || text(&standing))?;
    Ok(ExitCode::SUCCESS)
}

fn text(standing: &[Standing]) -> String {
    if standing.is_empty() {
        return "No list is loaded: live calls of sanctions_screening fail as provider_not_configured. Load one with: enrich lists load FILE"
            .to_owned();
    }
    let part = |standing: &Standing| {
        let sources: Vec<String> = standing.sources.iter().map(|source| format!("\n  {}  {}", source.sha256, source.file)).collect();
        format!(
            "{} ({}) of {}: {} entries, loaded {}\n  digest {}{}",
            standing.list.title(),
            standing.list.word(),
            standing.date,
            standing.entries,
            standing.loaded_at,
            standing.digest,
            sources.concat()
        )
    };
    standing.iter().map(part).collect::<Vec<_>>().join("\n")
}
