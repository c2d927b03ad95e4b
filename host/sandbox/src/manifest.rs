//! What a check component says about itself, read once when it is loaded.

use crate::object;
use journal::{Credits, Json};
use std::collections::BTreeSet;
use url::Url;

/// The longest name of a check; of anything else half of it.
const NAME_BYTES_MAX: usize = 64;
/// One schema.
const SCHEMA_BYTES_MAX: usize = 64 << 10;
/// A summary: one sentence.
const SUMMARY_BYTES_MAX: usize = 500;
/// Providers, checks, and whatever one of them lists.
const LIST_MAX: usize = 100;

/// All that one component offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The outside services its checks speak to.
    pub providers: Vec<ProviderDescription>,
    /// The checks, at least one.
    pub checks: Vec<CheckDescription>,
}

/// An outside service, by the name the guest knows it by.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderDescription {
    /// For example `cashfree`.
    pub name: String,
    /// Where its public documentation says it lives; `https`.
    pub base_url: Url,
    /// Names of the secrets that requests to it mention.
    pub secrets: Vec<String>,
}

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckDescription {
    /// For example `pan_verification`.
    pub name: String,
    /// One sentence: what is asked of whom.
    pub summary: String,
    /// JSON Schema of the input: an object.
    pub input_schema: Json,
    /// JSON Schema of a successful answer.
    pub output_schema: Json,
    /// Names of the providers it speaks to, out of [`Manifest::providers`].
    pub providers: Vec<String>,
    /// Whether the same call may be performed again after a crash.
    pub repeatable: bool,
    /// Suggested price of a success.
    pub price: Credits,
    /// Whether "no such record" costs the same as a success.
    pub bills_not_found: bool,
    /// JSON Pointers of input and output members that hold personal data.
    pub personal_fields: Vec<String>,
}

impl Manifest {
    /// The check of that name.
    pub fn check(&self, name: &str) -> Option<&CheckDescription> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// The provider of that name.
    pub fn provider(&self, name: &str) -> Option<&ProviderDescription> {
        self.providers.iter().find(|provider| provider.name == name)
    }
}

/// What a manifest gets wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct Invalid {
    place: String,
    why: String,
}

/// A manifest as the guest gave it.
pub(crate) struct Described {
    pub(crate) providers: Vec<DescribedProvider>,
    pub(crate) checks: Vec<DescribedCheck>,
}

pub(crate) struct DescribedProvider {
    pub(crate) name: String,
    pub(crate) base_url: String,
    pub(crate) secrets: Vec<String>,
}

pub(crate) struct DescribedCheck {
    pub(crate) name: String,
    pub(crate) summary: String,
    pub(crate) input_schema: String,
    pub(crate) output_schema: String,
    pub(crate) providers: Vec<String>,
    pub(crate) repeatable: bool,
    pub(crate) price: String,
    pub(crate) bills_not_found: bool,
    pub(crate) personal_fields: Vec<String>,
}

/// Says where a mistake is.
struct Place(String);

impl Place {
    fn wrong(&self, why: impl Into<String>) -> Invalid {
        Invalid { place: self.0.clone(), why: why.into() }
    }

    fn require(&self, holds: bool, why: impl Into<String>) -> Result<(), Invalid> {
        if holds { Ok(()) } else { Err(self.wrong(why)) }
    }

    /// A lower-case word.
    fn name(&self, name: &str, bytes_max: usize) -> Result<(), Invalid> {
        self.require(object::is_word(name, bytes_max), format!("{name:?} is no name: [a-z][a-z0-9_]*, {bytes_max} letters at most"))
    }

    /// No name twice, and not too many.
    fn distinct<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<(), Invalid> {
        let mut seen = BTreeSet::new();
        for name in names {
            self.require(seen.insert(name), format!("`{name}` is there twice"))?;
        }
        self.require(seen.len() <= LIST_MAX, format!("more than {LIST_MAX}"))
    }
}

impl Manifest {
    /// Checks what a guest says about itself.
    pub(crate) fn read(described: Described) -> Result<Manifest, Invalid> {
        let place = Place("the list of checks".into());
        place.require(!described.checks.is_empty(), "it is empty")?;
        place.distinct(described.checks.iter().map(|check| check.name.as_str()))?;
        let place = Place("the list of providers".into());
        place.distinct(described.providers.iter().map(|provider| provider.name.as_str()))?;
        let providers = described.providers.into_iter().map(read_provider).collect::<Result<Vec<_>, _>>()?;
        let checks = described.checks.into_iter().map(|check| read_check(check, &providers)).collect::<Result<_, _>>()?;
        Ok(Manifest { providers, checks })
    }
}

fn read_provider(described: DescribedProvider) -> Result<ProviderDescription, Invalid> {
    let place = Place(format!("provider {:?}", described.name));
    place.name(&described.name, NAME_BYTES_MAX / 2)?;
    place.distinct(described.secrets.iter().map(String::as_str))?;
    described.secrets.iter().try_for_each(|secret| place.name(secret, NAME_BYTES_MAX / 2))?;
    let text = &described.base_url;
    let base_url = Url::parse(text).map_err(|error| place.wrong(format!("base URL {text:?}: {error}")))?;
    let bare =
        base_url.username().is_empty() && base_url.password().is_none() && base_url.query().is_none() && base_url.fragment().is_none();
    let fine = base_url.scheme() == "https" && base_url.has_host() && bare && !text.ends_with('/');
    place.require(fine, format!("base URL {text:?}: it must be https://, a host and an optional path without a closing slash"))?;
    Ok(ProviderDescription { name: described.name, base_url, secrets: described.secrets })
}

fn read_check(described: DescribedCheck, providers: &[ProviderDescription]) -> Result<CheckDescription, Invalid> {
    let place = Place(format!("check {:?}", described.name));
    place.name(&described.name, NAME_BYTES_MAX)?;
    let summary = described.summary.trim();
    let sentence = !summary.is_empty() && summary.len() <= SUMMARY_BYTES_MAX && !summary.contains(char::is_control);
    place.require(sentence, format!("its summary must be one sentence of at most {SUMMARY_BYTES_MAX} bytes"))?;
    place.distinct(described.providers.iter().map(String::as_str))?;
    for name in &described.providers {
        let known = providers.iter().any(|provider| provider.name == *name);
        place.require(known, format!("{name:?} is none of the component's providers"))?;
    }
    let price = described.price.parse::<Credits>().map_err(|error| place.wrong(format!("price {:?}: {error}", described.price)))?;
    place.require(price >= Credits::ZERO, format!("price {:?} is less than nothing", described.price))?;
    place.distinct(described.personal_fields.iter().map(String::as_str))?;
    for pointer in &described.personal_fields {
        place.require(pointer.starts_with('/'), format!("{pointer:?} is no JSON Pointer"))?;
    }
    let schema = |what: &str, text: String| {
        place.require(text.len() <= SCHEMA_BYTES_MAX, format!("its {what} schema has more than {SCHEMA_BYTES_MAX} bytes"))?;
        object::keep(text).ok_or_else(|| place.wrong(format!("its {what} schema is no JSON object")))
    };
    Ok(CheckDescription {
        summary: summary.to_owned(),
        input_schema: schema("input", described.input_schema)?,
        output_schema: schema("output", described.output_schema)?,
        name: described.name,
        providers: described.providers,
        repeatable: described.repeatable,
        price,
        bills_not_found: described.bills_not_found,
        personal_fields: described.personal_fields,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described() -> Described {
        Described {
            providers: vec![DescribedProvider {
                name: "cashfree".into(),
                base_url: "https://api.cashfree.com/verification".into(),
                secrets: vec!["client_id".into(), "client_secret".into()],
            }],
            checks: vec![DescribedCheck {
                name: "pan_verification".into(),
                summary: "Asks whether a PAN is valid.".into(),
                input_schema: "{}".into(),
                output_schema: "{}".into(),
                providers: vec!["cashfree".into()],
                repeatable: true,
                price: "2.0".into(),
                bills_not_found: true,
                personal_fields: vec!["/pan".into()],
            }],
        }
    }

    fn refused(mistake: impl FnOnce(&mut Described)) -> String {
        let mut described = described();
        mistake(&mut described);
        Manifest::read(described).unwrap_err().to_string()
    }

    #[test]
    fn a_manifest_is_read() {
        let manifest = Manifest::read(described()).unwrap();
        let check = manifest.check("pan_verification").unwrap();
        assert_eq!((check.price, check.bills_not_found, check.repeatable), (Credits::from_micros(2_000_000), true, true));
        assert_eq!(manifest.provider("cashfree").unwrap().base_url.path(), "/verification");
        assert!(manifest.check("other").is_none() && manifest.provider("other").is_none());
    }

    #[test]
    fn a_wrong_manifest_says_where_and_why() {
        assert_eq!(refused(|m| m.checks.clear()), "the list of checks: it is empty");
        assert!(refused(|m| m.checks[0].name = "Pan".into()).starts_with("check \"Pan\": \"Pan\" is no name"));
        assert_eq!(refused(|m| m.checks[0].price = "2,0".into()), "check \"pan_verification\": price \"2,0\": not a decimal number");
        assert!(refused(|m| m.checks[0].price = "-1".into()).contains("less than nothing"));
        assert!(refused(|m| m.checks[0].providers.push("setu".into())).contains("\"setu\" is none of the component's providers"));
        assert!(refused(|m| m.checks[0].input_schema = "[]".into()).contains("input schema is no JSON object"));
        assert!(refused(|m| m.checks[0].output_schema = "{".into()).contains("output schema is no JSON object"));
        assert!(refused(|m| m.checks[0].summary = "a\nb".into()).contains("summary must be one sentence"));
        assert!(refused(|m| m.checks[0].personal_fields = vec!["pan".into()]).contains("no JSON Pointer"));
        assert!(refused(|m| m.providers[0].secrets.push("client_id".into())).contains("`client_id` is there twice"));
        assert!(refused(|m| m.providers[0].name = "x".repeat(33)).contains("32 letters at most"));
        assert!(refused(|m| m.providers.push(described().providers.remove(0))).contains("`cashfree` is there twice"));
        assert!(refused(|m| m.checks.push(described().checks.remove(0))).contains("`pan_verification` is there twice"));
    }

    #[test]
    fn a_base_url_is_https_and_bare() {
        for url in [
            "http://a.test",
            "https://a.test/",
            "https://u@a.test",
            "https://a.test?q",
            "https://a.test#f",
            "https://",
            "a.test",
            "ftp://a.test",
        ] {
            assert!(refused(|m| m.providers[0].base_url = url.into()).contains("base URL"), "{url}");
        }
    }
}
