//! `enrich workflow lint`: what is wrong with procedures, where, and what to do.

use crate::config::{DataDirArgs, Environment};
use crate::out::Out;
use crate::{jsonl, wiring};
use anyhow::Result;
use procedure::{Cost, Diagnostic, Disclosure, Lint, SOURCE_BYTES_MAX, Severity};
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// Say what is wrong with procedures, where, and what to do.
///
/// Every diagnostic names its line and column, shows the words it is about and says what to do. Errors keep a procedure from being used,
/// warnings say where it likely does not do what its author means, notes what whoever publishes it should know: what it may cost and
/// which personal data goes to whom.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich workflow lint workflows/kyc-verification.md
  enrich workflow lint procedures/*.md --json | jq '.[].diagnostics[] | select(.severity == \"error\")'
  git show HEAD:kyc.md | enrich workflow lint -

Exit codes: 0 no errors; 1 errors, or a file that cannot be read.")]
pub struct Args {
    /// Markdown pages; `-` is standard input.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub place: DataDirArgs,
}

/// One page.
#[derive(Serialize)]
struct Page {
    file: String,
    usable: bool,
    /// Why it cannot be read, if it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    diagnostics: Vec<Diagnostic>,
    /// Absent where it is beyond counting, or the page cannot be read.
    cost: Option<Cost>,
    disclosures: Vec<Disclosure>,
}

/// Says it.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let shelf = wiring::shelf(&args.place.directory(&Environment::of_process())?).await?;
    let mut pages = Vec::new();
    for file in &args.files {
        let name = file.display().to_string();
        pages.push(match jsonl::whole(file, SOURCE_BYTES_MAX) {
            Ok(source) => Page::of(name, shelf.lint(&source)),
            Err(error) => Page::unread(name, format!("{error:#}")),
        });
    }
    out.show(&pages, || text(&pages))?;
    Ok(if pages.iter().all(|page| page.usable) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Page {
    fn of(file: String, lint: Lint) -> Page {
        let usable = lint.is_usable();
        Page { file, usable, error: None, diagnostics: lint.diagnostics, cost: lint.cost, disclosures: lint.disclosures }
    }

    fn unread(file: String, error: String) -> Page {
        Page { file, usable: false, error: Some(error), diagnostics: Vec::new(), cost: None, disclosures: Vec::new() }
    }
}

fn text(pages: &[Page]) -> String {
    let unread = |page: &Page| page.error.iter().map(|error| format!("error: {error}\n\n")).collect::<String>();
    let all = |page: &Page| unread(page) + &page.diagnostics.iter().map(|one| format!("{}:{one}\n\n", page.file)).collect::<String>();
    pages.iter().map(all).collect::<String>() + &summary(pages)
}

fn summary(pages: &[Page]) -> String {
    let count = |severity| {
        let diagnostics = pages.iter().flat_map(|page| &page.diagnostics);
        let unread = pages.iter().filter(|page| page.error.is_some() && severity == Severity::Error).count();
        diagnostics.filter(|diagnostic| diagnostic.severity == severity).count() + unread
    };
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts: Vec<String> = kinds.into_iter().map(|(severity, noun)| counted(count(severity), noun)).collect();
    format!("{} in {}", counts.join(", "), counted(pages.len(), "file"))
}
