//! `enrich check describe`: what one check takes, answers, costs and tells whom.

use super::{Cabinet, schema};
use crate::config::DataDirArgs;
use crate::out::Out;
use crate::providers;
use crate::show::Look;
use anyhow::Result;
use journal::{Credits, Json};
use library::CheckEntry;
use serde::Serialize;
use std::process::ExitCode;

/// Describe a check: schemas of input and answer, providers, secrets by name, personal data, price.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  enrich check describe pan_verification
  enrich check describe pan_verification --json | jq .input_schema

Secrets are told by name and by the variable that sets them, never by value.")]
pub struct Args {
    /// The check's name: see `enrich check list`.
    #[arg(value_name = "NAME")]
    pub name: String,
    #[command(flatten)]
    pub place: DataDirArgs,
}

#[derive(Serialize)]
struct Described<'a> {
    name: &'a str,
    summary: &'a str,
    price: Credits,
    bills_not_found: bool,
    repeatable: bool,
    configured: bool,
    providers: Vec<Provider>,
    /// JSON Pointers into input and answer.
    personal_fields: &'a [String],
    input_schema: &'a Json,
    output_schema: &'a Json,
    /// SHA-256 of its component.
    component: &'a str,
}

#[derive(Serialize)]
struct Provider {
    name: String,
    /// As documented; its variable sets another.
    base_url: String,
    url_variable: String,
    /// Whether live calls can ask it.
    configured: bool,
    secrets: Vec<Secret>,
}

#[derive(Serialize)]
struct Secret {
    name: String,
    variable: String,
    configured: bool,
}

/// Describes it.
pub(super) async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let cabinet = Cabinet::open(&args.place).await?;
    let described = describe(&cabinet, cabinet.check(&args.name)?);
    out.show(&described, || text(&described, &Look::of_stdout()))?;
    Ok(ExitCode::SUCCESS)
}

fn describe<'a>(cabinet: &Cabinet, entry: &'a CheckEntry) -> Described<'a> {
    let (check, manifest) = (&entry.description, entry.component.manifest());
    let provider = |name: &String| {
        let provider = manifest.provider(name)?;
        let secret = |secret: &String| Secret {
            name: secret.clone(),
            variable: providers::secret_variable(name, secret),
            configured: cabinet.has(name, secret),
        };
        let secrets = provider.secrets.iter().map(secret).collect();
        let (url_variable, configured) = (providers::url_variable(name), cabinet.missing(name).is_empty());
        Some(Provider { name: name.clone(), base_url: provider.base_url.to_string(), url_variable, configured, secrets })
    };
    Described {
        name: &check.name,
        summary: &check.summary,
        price: entry.price,
        bills_not_found: check.bills_not_found,
        repeatable: check.repeatable,
        configured: cabinet.is_configured(entry),
        providers: check.providers.iter().filter_map(provider).collect(),
        personal_fields: &check.personal_fields,
        input_schema: &check.input_schema,
        output_schema: &check.output_schema,
        component: entry.component.digest(),
    }
}

fn text(described: &Described<'_>, look: &Look) -> String {
    let billed = if described.bills_not_found { "; “no such record” costs as much" } else { "; “no such record” is free" };
    let repeatable = if described.repeatable { "yes, after a crash" } else { "no: a run that crashes on it ends interrupted" };
    let asks = match described.providers.as_slice() {
        [] => "nobody: it works offline".to_owned(),
        providers => providers.iter().map(asked).collect::<Vec<_>>().join("\n"),
    };
    [
        look.margin(&look.strong(described.name)),
        look.margin(described.summary),
        "\n".to_owned(),
        look.fact("Price", &format!("{} credits{billed}; a failure is never billed", described.price)),
        look.fact("Repeated", repeatable),
        look.fact("Asks", &asks),
        "\n".to_owned(),
        look.heading("Takes"),
        indented(&schema::members(&described.input_schema.value(), described.personal_fields)),
        "\n".to_owned(),
        look.heading("Answers"),
        indented(&schema::members(&described.output_schema.value(), described.personal_fields)),
    ]
    .concat()
}

fn asked(provider: &Provider) -> String {
    if provider.name == lists::PROVIDER {
        return "lists: the official lists that `enrich lists load` put into the database; no name leaves the server".to_owned();
    }
    let set = |variable: &str, is: bool| format!("  {variable} {}", if is { "is set" } else { "is not set" });
    let mut lines = vec![format!("{} at {}", provider.name, provider.base_url)];
    lines.extend(provider.secrets.iter().map(|secret| set(&secret.variable, secret.configured)));
    if provider.secrets.is_empty() {
        lines.push(set(&provider.url_variable, provider.configured) + ", which switches it on: it wants no secret");
    }
    lines.join("\n")
}

fn indented(table: &str) -> String {
    table.lines().map(|line| format!("    {line}\n")).collect()
}
