//! What runs execute: whether the built-in checks load, and which of their providers are configured.

use super::{Finding, Patient, told};
use crate::providers::{self, KnownProvider};
use crate::wiring::COMPILED_FOLDER;
use library::Providers;
use sandbox::{Options, Sandbox};

pub(super) async fn examine(patient: &Patient, found: &mut Vec<Finding>) {
    // What a server has compiled is used, where it may be; nothing is kept, so that nothing is changed. Compiling takes as long as a first start.
    let artefacts = Some(patient.data_dir.join(COMPILED_FOLDER)).filter(|folder| folder.is_dir());
    let sandbox = |artefacts| Sandbox::new(Options { artefacts, keeps_nothing: true, ..Options::default() });
    let loaded = tokio::task::spawn_blocking(move || {
        // A folder of another user, say of the server's: its code is not for whoever looks.
        let sandbox = sandbox(artefacts).or_else(|_| sandbox(None)).map_err(|error| told(&error))?;
        library::survey(&sandbox).map_err(|error| told(&error))
    });
    let checks = match loaded.await.unwrap_or_else(|lost| Err(lost.to_string())) {
        Ok(checks) => checks,
        Err(why) => {
            let says = format!("the built-in checks do not load, so no server starts: {why}");
            return found.push(Finding::problem(
                "checks",
                says,
                "check the memory and the address space that this user may have (ulimit -v)",
            ));
        }
    };
    found.push(Finding::ok(
        "checks",
        format!("all {} built-in checks load: {}", checks.len(), checks.keys().cloned().collect::<Vec<_>>().join(", ")),
    ));
    let known = providers::known(&checks);
    match providers::configured(&patient.environment, &known) {
        Ok((configured, strangers)) => {
            found.extend(known.iter().map(|(name, known)| provider(name, known, &configured)));
            let remedy = "correct the name, or remove it: nobody reads it";
            let says = |name: &String| format!("{name} is set and names no provider or secret that a check knows");
            found.extend(strangers.iter().map(|name| Finding::warning("providers", says(name), remedy)));
        }
        Err(error) => {
            found.push(Finding::problem(
                "providers",
                format!("their settings cannot be read, so no server starts: {error:#}"),
                "correct the setting",
            ));
        }
    }
}

/// Secrets are told by name alone.
fn provider(name: &str, known: &KnownProvider, configured: &Providers) -> Finding {
    let missing = providers::missing(name, known, configured);
    let variables = missing.join(", ");
    if missing.is_empty() {
        return Finding::ok("providers", format!("{name} is configured; `enrich provider test {name}` tries it"));
    }
    if known.secrets.is_empty() || missing.len() == known.secrets.len() {
        let says = format!("{name} is not configured: its live checks fail as provider_not_configured, unbilled; test mode needs nothing");
        return Finding { remedy: Some(format!("for live checks set {variables}")), ..Finding::ok("providers", says) };
    }
    Finding::warning("providers", format!("{name} is configured in part: its live checks fail"), format!("set {variables} as well"))
}
