//! What came of trying a provider: one word, a sentence, and what to do.

use super::witness::Seen;
use crate::providers::{self, KnownProvider};
use egress::Error;
use sandbox::Answer;
use serde_json::Value;

/// What is to be said of a provider.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// `works`, or what is wrong.
    pub(super) word: String,
    /// What was found.
    pub(super) says: String,
    /// What to do about it, if anything.
    pub(super) remedy: Option<String>,
    /// What the provider took for it.
    pub(super) costs: Option<String>,
}

impl Verdict {
    fn of(word: &str, says: impl Into<String>, remedy: impl Into<String>) -> Verdict {
        Verdict { word: word.to_owned(), says: says.into(), remedy: Some(remedy.into()), costs: None }
    }

    pub(super) fn works(&self) -> bool {
        self.word == "works"
    }

    /// Not everything is set that it needs.
    pub(super) fn not_configured(missing: &[String]) -> Verdict {
        Verdict::of("not_configured", "nothing was asked: settings are missing", format!("set {}", missing.join(", ")))
    }

    /// What a component said, and what was seen on the way out meanwhile.
    pub(super) fn reached(name: &str, known: &KnownProvider, answer: &Answer, seen: Option<&Seen>) -> Verdict {
        let place = || format!("compare {} with the provider's documentation ({})", providers::url_variable(name), known.base_url);
        match (answer, seen.map(|seen| &seen.what)) {
            (Answer::Success(told), _) => {
                let told = told.value();
                let word = told["standing"].as_str().unwrap_or("unexpected");
                let (says, remedy) = standing(name, known, word, &place);
                Verdict { word: word.to_owned(), says, remedy, costs: told["costs"].as_str().map(str::to_owned) }
            }
            (_, Some(Err(error))) => unreachable(error, &place),
            (Answer::Failed { code, .. }, _) if code == "no_probe" || code == "unknown_check" => {
                Verdict::of("no_probe", "its component knows no way of trying it", "call one of its checks in a live run")
            }
            (Answer::Failed { message, .. }, _) => Verdict::of("unexpected", message.clone(), place()),
            (Answer::NotFound(_), _) => Verdict::of("unexpected", "its component gave no answer", place()),
        }
    }
}

/// The words of the SDK's `Standing`, for people.
fn standing(name: &str, known: &KnownProvider, word: &str, place: &dyn Fn() -> String) -> (String, Option<String>) {
    let secrets = || known.secrets.iter().map(|secret| providers::secret_variable(name, secret)).collect::<Vec<_>>().join(", ");
    let (says, remedy) = match word {
        "works" if known.secrets.is_empty() => return ("it answers".to_owned(), None),
        "works" => return ("it answers and takes the credentials".to_owned(), None),
        "credentials_refused" if known.secrets.is_empty() => {
            ("it does not let us in", "see whom it serves in its documentation".to_owned())
        }
        "credentials_refused" => ("it does not take the credentials", format!("correct {}", secrets())),
        "address_refused" => {
            ("it does not take requests from this machine's address", "have the address allowed at the provider".to_owned())
        }
        "no_balance" => ("it takes the credentials, and the account has no balance", "top up the account at the provider".to_owned()),
        "busy" => ("it asks for fewer requests, so nothing else is known", "try again in a minute".to_owned()),
        "down" => ("it is there and cannot answer", "try again later, and look at its status page".to_owned()),
        _ => ("it answers something that its documentation does not have", place()),
    };
    (says.to_owned(), Some(remedy))
}

fn unreachable(error: &Error, place: &dyn Fn() -> String) -> Verdict {
    let remedy = match error {
        Error::Refused(_) => "a server refuses it too: an address that is not public is allowed by ENRICH_EGRESS_ALLOW".to_owned(),
        Error::NoName(_) => place(),
        Error::Tls(_) => "where a proxy answers in its place, name its authority in ENRICH_EGRESS_CA".to_owned(),
        Error::Timeout | Error::Connection(_) | Error::Reset(_) => "see whether this machine may reach it: firewall, proxy, DNS".to_owned(),
        Error::TooLarge(_) | Error::Other(_) => return Verdict::of("unexpected", error.to_string(), place()),
    };
    Verdict::of("unreachable", error.to_string(), remedy)
}

/// What a program reads of it.
pub(super) fn json(name: &str, verdict: &Verdict, seen: Option<&Seen>) -> Value {
    serde_json::json!({
        "provider": name,
        "verdict": verdict.word,
        "says": verdict.says,
        "do": verdict.remedy,
        "asked": seen.map(|seen| &seen.asked),
        "status": seen.and_then(|seen| seen.what.as_ref().ok()),
        "latency_ms": seen.and_then(|seen| u64::try_from(seen.took.as_millis()).ok()),
        "costs": verdict.costs,
    })
}
