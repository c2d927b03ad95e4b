//! How the providers are tried: see `enrich provider test`.

use crate::{CASHFREE, SETU, TWILIO, aadhaar, cashfree};
use enrich_sdk::http::{Response, basic};
use enrich_sdk::{Probe, Standing};
use serde::Deserialize;
use serde_json::json;

/// A question without an identifier: refused for its content, after the credentials were taken.
pub const CASHFREE_PROBE: Probe = Probe {
    provider: CASHFREE,
    costs: "nothing",
    request: || cashfree::post("/verification/pan").json(&json!({})),
    read: cashfree_standing,
};

/// A question without a number: refused for its content, after the credentials were taken.
pub const SETU_PROBE: Probe =
    Probe { provider: SETU, costs: "nothing", request: || aadhaar::request(&json!({"aadhaar_number": ""})), read: setu_standing };

/// A number without any package: only its form is looked at, which is free. The number is the one of the documentation's examples.
pub const TWILIO_PROBE: Probe = Probe {
    provider: TWILIO,
    costs: "nothing",
    request: || Ok(TWILIO.get("/v2/PhoneNumbers/%2B14159929960").header("authorization", basic("account_sid", "auth_token"))),
    read: Standing::usual_json,
};

#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    code: String,
}

fn cashfree_standing(response: &Response) -> Standing {
    let Ok(refusal) = response.json::<Refusal>() else { return Standing::usual_json(response) };
    let code = refusal.code.to_ascii_lowercase();
    match (response.status, code.as_str()) {
        (400, code) if code.starts_with("x-client") => Standing::CredentialsRefused,
        (400, code) if code.starts_with("pan_") => Standing::Works,
        (403, "ip_validation_failed") => Standing::AddressRefused,
        (422, "insufficient_balance") => Standing::NoBalance,
        _ => Standing::usual(response),
    }
}

#[derive(Deserialize)]
struct SetuRefusal {
    status: String,
}

fn setu_standing(response: &Response) -> Standing {
    let refused = response.json::<SetuRefusal>().is_ok_and(|refusal| refusal.status == "FAILED");
    if response.status == 400 && refused { Standing::Works } else { Standing::usual_json(response) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn response(status: u16, body: &Value) -> Response {
        Response { status, headers: Vec::new(), body: body.to_string().into_bytes() }
    }

    #[test]
    fn what_cashfree_documents_is_told_apart() {
        for (status, code, standing) in [
            (400, "pan_missing", Standing::Works),
            (400, "x-client-id_missing", Standing::CredentialsRefused),
            (400, "something_else", Standing::Unexpected),
            (401, "authentication_failed", Standing::CredentialsRefused),
            (403, "ip_validation_failed", Standing::AddressRefused),
            (422, "insufficient_balance", Standing::NoBalance),
            (429, "too_many_requests_per_ip", Standing::Busy),
            (503, "verification_failed", Standing::Down),
        ] {
            assert_eq!((CASHFREE_PROBE.read)(&response(status, &json!({"code": code}))), standing, "{status} {code}");
        }
        let page = |status| Response { status, headers: Vec::new(), body: b"<html>".to_vec() };
        assert_eq!(
            [200, 400, 502].map(|status| (CASHFREE_PROBE.read)(&page(status))),
            [Standing::Unexpected, Standing::Unexpected, Standing::Down]
        );
    }

    #[test]
    fn what_setu_documents_is_told_apart() {
        let refused = json!({"status": "FAILED", "message": "Aadhaar number cannot be empty"});
        for (status, body, standing) in [
            (400, &refused, Standing::Works),
            (400, &json!({}), Standing::Unexpected),
            (401, &refused, Standing::CredentialsRefused),
            (429, &refused, Standing::Busy),
            (503, &refused, Standing::Down),
        ] {
            assert_eq!((SETU_PROBE.read)(&response(status, body)), standing, "{status}");
        }
    }

    #[test]
    fn a_probe_names_its_secrets_and_nobody() {
        let asked = (CASHFREE_PROBE.request)().unwrap();
        assert!(asked.headers.contains(&("x-client-secret", "{{secret:client_secret}}".into())));
        assert_eq!(asked.body.as_deref(), Some(&b"{}"[..]));
        let asked = (SETU_PROBE.request)().unwrap();
        assert!(asked.headers.contains(&("x-product-instance-id", "{{secret:product_instance_id}}".into())));
        let asked = (TWILIO_PROBE.request)().unwrap();
        assert!(asked.headers.contains(&("authorization", "Basic {{basic:account_sid:auth_token}}".into())));
        assert!(!asked.path.contains("Fields"), "packages are billed");
    }
}
