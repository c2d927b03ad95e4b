//! Outside services as the environment configures them: `ENRICH_PROVIDER_<NAME>_URL` and `ENRICH_PROVIDER_<NAME>_<SECRET>`.
//!
//! A service is switched on by its secrets; one that wants none by its URL, so that nobody's data leaves for a service that the
//! operator never named.

use crate::config::Environment;
use anyhow::{Context, Result, ensure};
use egress::{Cidr, Policy};
use library::{CheckEntry, Configured, Providers};
use sandbox::Secret;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

const PREFIX: &str = "ENRICH_PROVIDER_";

/// The outside services that checks know, by name.
pub type Known = BTreeMap<String, KnownProvider>;

/// An outside service, as the components that speak to it describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownProvider {
    /// Where its documentation says it lives.
    pub base_url: Url,
    /// Names of its secrets.
    pub secrets: BTreeSet<String>,
}

/// The outside services that `checks` know.
pub fn known(checks: &BTreeMap<String, CheckEntry>) -> Known {
    let mut known = Known::new();
    let all = checks.values().flat_map(|check| &check.component.manifest().providers);
    // The lists are answered within the server: there is nothing to set.
    for provider in all.filter(|provider| provider.name != lists::PROVIDER) {
        let new = || KnownProvider { base_url: provider.base_url.clone(), secrets: BTreeSet::new() };
        known.entry(provider.name.clone()).or_insert_with(new).secrets.extend(provider.secrets.iter().cloned());
    }
    known
}

/// The variable that says where a service lives.
pub fn url_variable(name: &str) -> String {
    format!("{PREFIX}{}_URL", name.to_uppercase())
}

/// The variable that holds a secret of a service.
pub fn secret_variable(name: &str, secret: &str) -> String {
    format!("{PREFIX}{}_{}", name.to_uppercase(), secret.to_uppercase())
}

/// What is still to be set before live checks can ask the service: assignments of variables, secrets as `…`. Empty: nothing.
pub fn missing(name: &str, known: &KnownProvider, configured: &Providers) -> Vec<String> {
    let settings = configured.get(name);
    if known.secrets.is_empty() {
        let url = known.base_url.as_str().trim_end_matches('/');
        return if settings.is_some() { Vec::new() } else { vec![format!("{}={url}", url_variable(name))] };
    }
    let has = |secret: &&String| settings.is_some_and(|settings| settings.secrets.contains_key(*secret));
    known.secrets.iter().filter(|secret| !has(secret)).map(|secret| format!("{}=…", secret_variable(name, secret))).collect()
}

/// What is configured of the `known` services, and the variables that name none of them: typing errors, most likely.
///
/// Names of services and of secrets may both hold `_`, so variables are looked up by what is known, never taken apart.
pub fn configured(environment: &Environment, known: &Known) -> Result<(Providers, Vec<String>)> {
    let mut strangers: BTreeSet<&str> = environment.under(PREFIX).collect();
    let mut providers = Providers::new();
    for (name, KnownProvider { secrets, .. }) in known {
        let upper = name.to_uppercase();
        let mut provider = Configured::default();
        let url = format!("{upper}_URL");
        if let Some(text) = environment.text(&format!("{PREFIX}{url}")) {
            provider.base_url = Some(base_url(text).with_context(|| format!("read {PREFIX}{url}"))?);
            strangers.remove(url.as_str());
        }
        for secret in secrets {
            let variable = format!("{upper}_{}", secret.to_uppercase());
            if let Some(text) = environment.secret(&format!("{PREFIX}{variable}"))? {
                provider.secrets.insert(secret.clone(), Secret::new(text));
                strangers.remove(variable.as_str());
                strangers.remove(format!("{variable}_FILE").as_str());
            }
        }
        if provider.base_url.is_some() || !provider.secrets.is_empty() {
            providers.insert(name.clone(), provider);
        }
    }
    Ok((providers, strangers.into_iter().map(|rest| format!("{PREFIX}{rest}")).collect()))
}

fn base_url(text: &str) -> Result<Url> {
    let url = Url::parse(text).context("it is no URL")?;
    ensure!(matches!(url.scheme(), "http" | "https"), "it is no http:// or https:// URL");
    ensure!(url.query().is_none() && url.fragment().is_none(), "a base URL has no query and no fragment");
    ensure!(url.username().is_empty() && url.password().is_none(), "a base URL holds no user and no password");
    Ok(url)
}

/// What the operator allows on the way out: `ENRICH_EGRESS_ALLOW`, blocks of addresses that are not public, with commas
/// between; `ENRICH_EGRESS_CA`, certificates of further authorities.
pub fn way_out(environment: &Environment) -> Result<Policy> {
    let blocks = environment.text("ENRICH_EGRESS_ALLOW").unwrap_or_default();
    let allow = blocks.split(',').map(str::trim).filter(|block| !block.is_empty());
    let allow = allow.map(|block| block.parse::<Cidr>().with_context(|| format!("read {block:?} in ENRICH_EGRESS_ALLOW")));
    let ca_pem = match environment.text("ENRICH_EGRESS_CA") {
        Some(path) => Some(std::fs::read(path).with_context(|| format!("read {path}, which ENRICH_EGRESS_CA names"))?),
        None => None,
    };
    Ok(Policy { allow: allow.collect::<Result<_>>()?, ca_pem })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let provider = |secrets: &[&str]| KnownProvider {
            base_url: Url::parse("https://documented.example/v1").unwrap(),
            secrets: secrets.iter().map(|name| (*name).to_owned()).collect(),
        };
        let named = |name: &str, secrets: &[&str]| (name.to_owned(), provider(secrets));
        [named("cashfree", &["client_id", "client_secret"]), named("my_bank", &["key"]), named("open", &[])].into()
    }

    #[test]
    fn a_service_is_switched_on_by_its_secrets_or_by_its_url() {
        let missing = |settings: [(&str, &str); 1]| {
            let (providers, _) = configured(&Environment::of(settings), &known()).unwrap();
            known().iter().map(|(name, known)| missing(name, known, &providers)).collect::<Vec<_>>()
        };
        let told = missing([("ENRICH_PROVIDER_CASHFREE_CLIENT_ID", "id")]);
        assert_eq!(told[0], ["ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET=…"]);
        assert_eq!(told[1], ["ENRICH_PROVIDER_MY_BANK_KEY=…"]);
        assert_eq!(told[2], ["ENRICH_PROVIDER_OPEN_URL=https://documented.example/v1"]);
        assert!(missing([("ENRICH_PROVIDER_OPEN_URL", "https://documented.example/v1")])[2].is_empty());
        assert_eq!(missing([("ENRICH_PROVIDER_CASHFREE_URL", "https://proxy.example")])[0].len(), 2, "a URL is no secret");
    }

    #[test]
    fn services_are_configured_by_name_and_strangers_are_told() {
        let environment = Environment::of([
            ("ENRICH_PROVIDER_CASHFREE_URL", "https://sandbox.example/verification"),
            ("ENRICH_PROVIDER_CASHFREE_CLIENT_ID", "id"),
            ("ENRICH_PROVIDER_CASHFRE_CLIENT_SECRET", "typing error"),
            ("ENRICH_LISTEN", "127.0.0.1:1"),
        ]);
        let (providers, strangers) = configured(&environment, &known()).unwrap();
        assert_eq!(providers.keys().collect::<Vec<_>>(), ["cashfree"]);
        let cashfree = &providers["cashfree"];
        assert_eq!(cashfree.base_url.as_ref().map(Url::as_str), Some("https://sandbox.example/verification"));
        assert_eq!(cashfree.secrets.keys().collect::<Vec<_>>(), ["client_id"]);
        assert_eq!(strangers, ["ENRICH_PROVIDER_CASHFRE_CLIENT_SECRET"]);
    }

    #[test]
    fn a_secret_may_come_from_a_file_and_is_never_printed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        std::fs::write(&file, "hunter2\n").unwrap();
        let environment = Environment::of([("ENRICH_PROVIDER_MY_BANK_KEY_FILE", file.to_str().unwrap())]);
        let (providers, strangers) = configured(&environment, &known()).unwrap();
        assert_eq!(providers["my_bank"].secrets.len(), 1);
        assert!(strangers.is_empty() && !format!("{providers:?}").contains("hunter2"));
    }

    #[test]
    fn a_base_url_is_one() {
        for wrong in ["cashfree.com", "ftp://x", "https://x/?a=b", "https://user:hunter2@x/"] {
            let environment = Environment::of([("ENRICH_PROVIDER_CASHFREE_URL", wrong)]);
            let told = format!("{:#}", configured(&environment, &known()).unwrap_err());
            assert!(told.contains("ENRICH_PROVIDER_CASHFREE_URL") && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn the_way_out_is_https_to_public_addresses_unless_told() {
        assert!(way_out(&Environment::default()).unwrap().allow.is_empty());
        assert_eq!(way_out(&Environment::of([("ENRICH_EGRESS_ALLOW", "10.0.0.0/8, fd00::/8")])).unwrap().allow.len(), 2);
        assert!(way_out(&Environment::of([("ENRICH_EGRESS_ALLOW", "10.0.0.0/99")])).is_err());
    }
}
