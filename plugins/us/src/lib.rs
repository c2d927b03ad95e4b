//! Checks on the identifiers of people, businesses and vehicles in the United States: SSN, EIN, registry, SEC filings, address, routing
//! number, VIN.
//!
//! The offline part of each check is real and runs first: only what cannot be the named thing at all is refused; what is merely
//! odd is a finding, and the provider is asked all the same.

pub mod address;
mod baselayer;
mod date;
mod digits;
pub mod ein;
mod poll;
mod probes;
pub mod registry;
pub mod routing;
pub mod sec;
pub mod ssn;
pub mod vin;

use enrich_sdk::{Provider, component};

/// Baselayer's match of numbers and names against the tax authority's record.
pub const BASELAYER: Provider = Provider { name: "baselayer", base_url: "https://api.baselayer.com", secrets: &["api_key"] };

/// Middesk's verification of businesses against the states' registers.
pub const MIDDESK: Provider = Provider { name: "middesk", base_url: "https://api.middesk.com/v1", secrets: &["api_key"] };

/// The Securities and Exchange Commission's data. It wants no key; whoever asks says who they are: a name and an e-mail address.
pub const SEC: Provider = Provider { name: "sec", base_url: "https://data.sec.gov", secrets: &["user_agent"] };

/// The Census Bureau's geocoder. It wants no key.
pub const CENSUS: Provider = Provider { name: "census", base_url: "https://geocoding.geo.census.gov/geocoder", secrets: &[] };

/// The traffic safety administration's catalogue of vehicles. It wants no key.
pub const VPIC: Provider = Provider { name: "vpic", base_url: "https://vpic.nhtsa.dot.gov/api", secrets: &[] };

component! {
    providers: [BASELAYER, MIDDESK, SEC, CENSUS, VPIC],
    probes: [
        probes::BASELAYER_PROBE,
        probes::MIDDESK_PROBE,
        probes::SEC_PROBE,
        probes::CENSUS_PROBE,
        probes::VPIC_PROBE,
    ],
    checks: [
        ssn::SsnVerification,
        ein::EinVerification,
        registry::BusinessRegistryUs,
        sec::SecFilings,
        address::AddressUs,
        routing::RoutingNumber,
        vin::VinDecode,
    ],
}

/// What a provider says, unless that is nothing.
fn told(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod stand_in;
