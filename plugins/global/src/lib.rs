//! Checks that know no country: IBAN, LEI, e-mail address, domain, social profile, adverse media.
//!
//! The offline part of each check is real and runs first: only what cannot be the named thing at all is refused; what is merely
//! odd is a finding, and the provider is asked all the same.

pub mod domain;
pub mod email;
pub mod iban;
pub mod lei;
mod lines;
pub mod media;
mod mod97;
mod moment;
pub mod probes;
pub mod social;

use domain::rdap;
use enrich_sdk::{Provider, component};

/// The public index of legal entity identifiers. It takes no key.
pub const GLEIF: Provider = Provider { name: "gleif", base_url: "https://api.gleif.org/api/v1", secrets: &[] };

/// Hunter's e-mail verifier.
pub const HUNTER: Provider = Provider { name: "hunter", base_url: "https://api.hunter.io/v2", secrets: &["api_key"] };

/// GitHub's public interface. It takes no key, and so few requests an hour.
pub const GITHUB: Provider = Provider { name: "github", base_url: "https://api.github.com", secrets: &[] };

/// Bluesky's public interface. It takes no key.
pub const BLUESKY: Provider = Provider { name: "bluesky", base_url: "https://public.api.bsky.app", secrets: &[] };

/// X's interface.
pub const X: Provider = Provider { name: "x", base_url: "https://api.x.com/2", secrets: &["bearer_token"] };

/// GDELT's index of the world's news. It takes no key.
pub const GDELT: Provider = Provider { name: "gdelt", base_url: "https://api.gdeltproject.org/api/v2", secrets: &[] };

component! {
    providers: [
        GLEIF,
        HUNTER,
        rdap::RDAP,
        rdap::RDAP_VERISIGN,
        rdap::RDAP_PIR,
        rdap::RDAP_IDENTITY_DIGITAL,
        rdap::RDAP_GOOGLE,
        rdap::RDAP_NOMINET,
        rdap::RDAP_CENTRALNIC,
        rdap::RDAP_NIXI,
        GITHUB,
        BLUESKY,
        X,
        GDELT,
    ],
    probes: [
        probes::GLEIF_PROBE,
        probes::HUNTER_PROBE,
        probes::RDAP_PROBE,
        probes::RDAP_VERISIGN_PROBE,
        probes::RDAP_PIR_PROBE,
        probes::RDAP_IDENTITY_DIGITAL_PROBE,
        probes::RDAP_GOOGLE_PROBE,
        probes::RDAP_NOMINET_PROBE,
        probes::RDAP_CENTRALNIC_PROBE,
        probes::RDAP_NIXI_PROBE,
        probes::GITHUB_PROBE,
        probes::BLUESKY_PROBE,
        probes::X_PROBE,
        probes::GDELT_PROBE,
    ],
    checks: [
        iban::IbanVerification,
        lei::LeiLookup,
        email::EmailIntelligence,
        domain::DomainIntelligence,
        social::SocialProfile,
        media::AdverseMedia,
    ],
}
