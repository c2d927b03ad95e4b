//! What a check component says about itself, read once when it is loaded.

use journal::{Credits, Json};
use url::Url;

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
