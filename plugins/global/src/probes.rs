//! How the providers are tried: see `enrich provider test`.

use crate::domain::rdap;
use crate::{BLUESKY, GDELT, GITHUB, GLEIF, HUNTER, X};
use enrich_sdk::http::{Request, Response, secret};
use enrich_sdk::{Failure, Probe, Provider, Standing};

/// GLEIF's own identifier.
pub const GLEIF_PROBE: Probe = free(GLEIF, || Ok(GLEIF.get("/lei-records/506700GE1G29325QX363")));

/// What is left of the account, which costs no verification.
pub const HUNTER_PROBE: Probe = Probe {
    provider: HUNTER,
    costs: "nothing",
    request: || Ok(HUNTER.get("/account").header("x-api-key", secret("api_key"))),
    read: |response| match response.status {
        // Too many at once; the credentials were taken.
        403 => Standing::Busy,
        429 => Standing::NoBalance,
        _ => Standing::usual_json(response),
    },
};

/// Sends to a registry, which is what it is for.
pub const RDAP_PROBE: Probe = Probe {
    provider: rdap::RDAP,
    costs: "nothing",
    request: || Ok(rdap::RDAP.get("/domain/iana.org")),
    read: |response| match response.status {
        301 | 302 | 303 | 307 | 308 if response.header("location").is_some() => Standing::Works,
        _ => Standing::usual_json(response),
    },
};
/// A domain that the registry holds.
pub const RDAP_VERISIGN_PROBE: Probe = free(rdap::RDAP_VERISIGN, || Ok(rdap::RDAP_VERISIGN.get("/com/v1/domain/verisign.com")));
/// A domain that the registry holds.
pub const RDAP_PIR_PROBE: Probe = free(rdap::RDAP_PIR, || Ok(rdap::RDAP_PIR.get("/domain/iana.org")));
/// What the service says of itself.
pub const RDAP_IDENTITY_DIGITAL_PROBE: Probe = free(rdap::RDAP_IDENTITY_DIGITAL, || help(&rdap::RDAP_IDENTITY_DIGITAL, ""));
/// What the service says of itself.
pub const RDAP_GOOGLE_PROBE: Probe = free(rdap::RDAP_GOOGLE, || help(&rdap::RDAP_GOOGLE, ""));
/// What the service says of itself.
pub const RDAP_NOMINET_PROBE: Probe = free(rdap::RDAP_NOMINET, || help(&rdap::RDAP_NOMINET, "/uk"));
/// What the service says of itself.
pub const RDAP_CENTRALNIC_PROBE: Probe = free(rdap::RDAP_CENTRALNIC, || help(&rdap::RDAP_CENTRALNIC, "/xyz"));
/// What the service says of itself.
pub const RDAP_NIXI_PROBE: Probe = free(rdap::RDAP_NIXI, || help(&rdap::RDAP_NIXI, ""));

/// What is left of the hour's requests.
pub const GITHUB_PROBE: Probe = free(GITHUB, || Ok(GITHUB.get("/rate_limit").header("user-agent", "enrich")));

/// Bluesky's own profile.
pub const BLUESKY_PROBE: Probe = free(BLUESKY, || Ok(BLUESKY.get("/xrpc/app.bsky.actor.getProfile?actor=bsky.app")));

/// X's own profile: it has no request that is free.
pub const X_PROBE: Probe = Probe {
    provider: X,
    costs: "one lookup",
    request: || Ok(X.get("/users/by/username/x").header("authorization", format!("Bearer {}", secret("bearer_token")))),
    read: Standing::usual_json,
};

/// One article about anything.
pub const GDELT_PROBE: Probe = free(GDELT, || Ok(GDELT.get("/doc/doc?query=weather&mode=artlist&format=json&maxrecords=1&timespan=1d")));

const fn free(provider: Provider, request: fn() -> Result<Request, Failure>) -> Probe {
    Probe { provider, costs: "nothing", request, read: Standing::usual_json as fn(&Response) -> Standing }
}

/// RFC 9082's question for help.
fn help(provider: &Provider, path: &str) -> Result<Request, Failure> {
    Ok(provider.get(format!("{path}/help")).header("accept", "application/rdap+json, application/json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response { status, headers: vec![("location".into(), "https://rdap.example/".into())], body: body.into() }
    }

    #[test]
    fn what_the_providers_document_is_told_apart() {
        assert_eq!((RDAP_PROBE.read)(&response(302, "")), Standing::Works);
        assert_eq!((GLEIF_PROBE.read)(&response(302, "")), Standing::Unexpected);
        assert_eq!((HUNTER_PROBE.read)(&response(401, "{}")), Standing::CredentialsRefused);
        assert_eq!(
            [(HUNTER_PROBE.read)(&response(403, "{}")), (HUNTER_PROBE.read)(&response(429, "{}"))],
            [Standing::Busy, Standing::NoBalance]
        );
        assert_eq!((GDELT_PROBE.read)(&response(200, "Invalid mode.")), Standing::Unexpected);
    }

    #[test]
    fn only_what_has_a_secret_names_it() {
        for probe in [GLEIF_PROBE, RDAP_PROBE, RDAP_NIXI_PROBE, GITHUB_PROBE, BLUESKY_PROBE, GDELT_PROBE] {
            assert!((probe.request)().unwrap().headers.iter().all(|(_, value)| !value.contains("{{")), "{}", probe.provider.name);
        }
        for probe in [HUNTER_PROBE, X_PROBE] {
            assert!((probe.request)().unwrap().headers.iter().any(|(_, value)| value.contains("{{secret:")), "{}", probe.provider.name);
        }
    }
}
