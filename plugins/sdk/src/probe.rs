//! The cheapest request that shows whether an operator's settings for a provider work.

use crate::about::Provider;
use crate::check::{Answer, Failure};
use crate::host::Call;
use crate::http::{Request, Response};
use serde_json::{Value, json};

/// What a call's check is named where a provider is to be tried: this, then the provider's name. No check can have such a name.
pub const PROBE: &str = "probe:";

/// How a provider is tried: one request, as cheap as the provider has any, and what its answer says of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    /// Who is tried.
    pub provider: Provider,
    /// What the provider takes for it, in words: `nothing`, `one lookup`.
    pub costs: &'static str,
    /// The request. It holds nobody's data.
    pub request: fn() -> Result<Request, Failure>,
    /// What its answer says. [`Standing::usual`] knows the families; what the provider documents comes first.
    pub read: fn(&Response) -> Standing,
}

/// What an answer says of an operator's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Live calls will be answered.
    Works,
    /// The provider does not take the credentials.
    CredentialsRefused,
    /// It takes them, but not from this machine's address.
    AddressRefused,
    /// It takes them, but the account has no balance.
    NoBalance,
    /// It asks for fewer requests, so nothing is known of the rest.
    Busy,
    /// It is there and cannot answer.
    Down,
    /// It answers something that its documentation does not have: likely the base URL is another service's.
    Unexpected,
}

impl Standing {
    /// By the usual families of HTTP APIs.
    pub fn usual(response: &Response) -> Standing {
        match response.status {
            200..=299 => Standing::Works,
            401 | 403 => Standing::CredentialsRefused,
            402 => Standing::NoBalance,
            429 => Standing::Busy,
            408 | 500..=599 => Standing::Down,
            _ => Standing::Unexpected,
        }
    }

    /// Like [`Standing::usual`], and a success must be JSON: what stands in front of a provider answers with pages.
    pub fn usual_json(response: &Response) -> Standing {
        match Standing::usual(response) {
            Standing::Works if response.json::<Value>().is_err() => Standing::Unexpected,
            standing => standing,
        }
    }

    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Works => "works",
            Standing::CredentialsRefused => "credentials_refused",
            Standing::AddressRefused => "address_refused",
            Standing::NoBalance => "no_balance",
            Standing::Busy => "busy",
            Standing::Down => "down",
            Standing::Unexpected => "unexpected",
        }
    }
}

/// Tries the provider of that name. The answer is a JSON object: `standing`, `status` (the HTTP status), `costs`.
pub fn try_provider(call: &Call, probes: &[Probe], name: &str) -> Result<Answer<String>, Failure> {
    let probe = probes.iter().find(|probe| probe.provider.name == name);
    let probe = probe.ok_or_else(|| Failure::new("no_probe", "This component knows no way of trying the provider."))?;
    let response = (probe.request)()?.send(call)?;
    let standing = (probe.read)(&response).word();
    Ok(Answer::Success(json!({"standing": standing, "status": response.status, "costs": probe.costs}).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{Host, Level};
    use crate::http::HttpError;

    const PROVIDER: Provider = Provider { name: "register", base_url: "https://register.example", secrets: &["key"] };
    const PROBES: &[Probe] =
        &[Probe { provider: PROVIDER, costs: "nothing", request: || Ok(PROVIDER.get("/me")), read: Standing::usual_json }];

    struct Answers(Result<Response, HttpError>);

    impl Host for Answers {
        fn fetch(&self, _: &Request) -> Result<Response, HttpError> {
            self.0.clone()
        }
        fn now(&self) -> u64 {
            0
        }
        fn log(&self, _: Level, _: &str) {}
    }

    fn tried(status: u16, body: &str) -> String {
        let host = Answers(Ok(Response { status, headers: Vec::new(), body: body.into() }));
        match try_provider(&Call::new("call_1", &host), PROBES, "register") {
            Ok(Answer::Success(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_is_told_in_one_word() {
        assert_eq!(tried(200, "{}"), r#"{"costs":"nothing","standing":"works","status":200}"#);
        for (status, word) in [
            (401, "credentials_refused"),
            (403, "credentials_refused"),
            (402, "no_balance"),
            (429, "busy"),
            (503, "down"),
            (404, "unexpected"),
            (302, "unexpected"),
        ] {
            assert!(tried(status, "{}").contains(&format!("\"standing\":\"{word}\"")), "{status}");
        }
        assert!(tried(200, "<html>").contains("unexpected"), "a page is nobody's API");
    }

    #[test]
    fn nobody_is_asked_who_is_not_known() {
        let host = Answers(Err(HttpError::NotConfigured(String::new())));
        let call = Call::new("call_1", &host);
        assert_eq!(try_provider(&call, PROBES, "other").unwrap_err().code, "no_probe");
        assert_eq!(try_provider(&call, PROBES, "register").unwrap_err().code, "provider_not_configured");
    }
}
