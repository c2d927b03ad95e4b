//! How the provider is tried: see `enrich provider test`.

use crate::TUTELAR;
use enrich_sdk::http::{Response, basic};
use enrich_sdk::{Probe, Standing};
use serde_json::json;

/// A question without a number: refused for its content, after the credentials were taken.
pub const TUTELAR_PROBE: Probe = Probe {
    provider: TUTELAR,
    costs: "nothing",
    request: || TUTELAR.post("/kyc/merchant/uae_trade_license").header("authorization", basic("api_key", "secret_key")).json(&json!({})),
    read: |response: &Response| match response.status {
        400 | 422 => Standing::Works,
        403 => Standing::AddressRefused,
        _ => Standing::usual_json(response),
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_question_that_is_refused_shows_that_the_credentials_are_taken() {
        let standing = |status| (TUTELAR_PROBE.read)(&Response { status, headers: Vec::new(), body: b"{}".to_vec() });
        assert_eq!(
            [standing(400), standing(401), standing(403)],
            [Standing::Works, Standing::CredentialsRefused, Standing::AddressRefused]
        );
        assert_eq!([standing(503), standing(404)], [Standing::Down, Standing::Unexpected]);
        assert_eq!((TUTELAR_PROBE.request)().unwrap().body.as_deref(), Some(&b"{}"[..]));
    }
}
