//! Outside services as the operator configured them, and what a call is granted of them.

use journal::Mode;
use sandbox::{Grants, Limits, Manifest, Provider, ProviderDescription, Secret};
use std::collections::BTreeMap;
use url::Url;

/// The outside services that the operator configured for live runs, by the name checks know them by.
pub type Providers = BTreeMap<String, Configured>;

/// One outside service.
#[derive(Clone, Debug, Default)]
pub struct Configured {
    /// Where it lives; absent: where the check's manifest says its documentation has it.
    pub base_url: Option<Url>,
    /// Its secrets, by the names the manifest gives them.
    pub secrets: BTreeMap<String, Secret>,
}

/// What a call of a check with this manifest may reach. In test mode that is every provider it names, with invented secrets:
/// the simulator answers. In live mode it is what the operator configured; a call that needs another fails as
/// `provider_not_configured`.
pub(crate) fn grants(manifest: &Manifest, mode: Mode, configured: &Providers) -> Grants {
    let granted = manifest.providers.iter().filter_map(|described| {
        let provider = match mode {
            Mode::Test => simulated(described),
            Mode::Live => live(described, configured.get(&described.name)?),
        };
        Some((described.name.clone(), provider))
    });
    Grants { providers: granted.collect(), limits: Limits::default() }
}

fn simulated(described: &ProviderDescription) -> Provider {
    let secrets = described.secrets.iter().map(|name| (name.clone(), Secret::new(format!("test-{name}"))));
    Provider { base_url: described.base_url.clone(), secrets: secrets.collect() }
}

/// Only the secrets that the manifest names: the operator may have configured more for another version.
fn live(described: &ProviderDescription, configured: &Configured) -> Provider {
    let named = |name: &String| configured.secrets.get(name).map(|secret| (name.clone(), secret.clone()));
    Provider {
        base_url: configured.base_url.clone().unwrap_or_else(|| described.base_url.clone()),
        secrets: described.secrets.iter().filter_map(named).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let provider = |name: &str| ProviderDescription {
            name: name.into(),
            base_url: format!("https://{name}.example").parse().unwrap(),
            secrets: vec!["id".into(), "key".into()],
        };
        Manifest { providers: vec![provider("one"), provider("two")], checks: Vec::new() }
    }

    #[test]
    fn live_grants_are_what_the_operator_configured() {
        let secrets = ["id", "other"].map(|name| (name.to_owned(), Secret::new("s")));
        let configured = Configured { base_url: Some("https://proxy.example/one".parse().unwrap()), secrets: secrets.into() };
        let unknown = Configured::default();
        let granted = grants(&manifest(), Mode::Live, &[("one".to_owned(), configured), ("three".to_owned(), unknown)].into());
        assert_eq!(granted.providers.keys().collect::<Vec<_>>(), ["one"]);
        assert_eq!(granted.providers["one"].base_url.as_str(), "https://proxy.example/one");
        assert_eq!(granted.providers["one"].secrets.keys().collect::<Vec<_>>(), ["id"]);
    }

    #[test]
    fn test_grants_never_hold_what_the_operator_configured() {
        let configured = Configured { base_url: Some("https://proxy.example/one".parse().unwrap()), secrets: BTreeMap::new() };
        let granted = grants(&manifest(), Mode::Test, &[("one".to_owned(), configured)].into());
        assert_eq!(granted.providers.keys().collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(granted.providers["one"].base_url.as_str(), "https://one.example/");
        assert_eq!(granted.providers["one"].secrets.keys().collect::<Vec<_>>(), ["id", "key"]);
    }
}
