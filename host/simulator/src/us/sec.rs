//! The SEC's submissions: `GET /submissions/CIK##########.json`. A stranger who does not say who they are is a 403, an unknown filer a 404;
//! neither is JSON.

use super::business::{self, ANOTHER, Business, SAMPLE};
use crate::outcome::Outcome;
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

/// The answer to one request.
pub(super) fn answer(request: &Request) -> Reply {
    if header(request, "user-agent").is_none() {
        return reply::page(403, "<h1>Your Request Originates from an Undeclared Automated Tool</h1>");
    }
    let path = request.url.path();
    let cik = path.strip_prefix("/submissions/CIK").and_then(|rest| rest.strip_suffix(".json")).filter(|_| request.method == "GET");
    match cik.filter(|cik| cik.len() == 10 && cik.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(cik) => look_up(cik),
        None => unknown(),
    }
}

fn look_up(cik: &str) -> Reply {
    if let Some(business) = business::by_cik(cik) {
        return found(cik, business, business.legal_name, ["4", "10-Q", "10-K"]);
    }
    match Outcome::of(&cik[8..]) {
        Some(Outcome::Verified) => found(cik, &SAMPLE, SAMPLE.legal_name, ["8-K", "10-Q", "10-K"]),
        Some(Outcome::NameMismatch) => found(cik, &SAMPLE, ANOTHER, ["8-K", "10-Q", "10-K"]),
        Some(Outcome::Inactive) => found(cik, &SAMPLE, SAMPLE.legal_name, ["15-12G", "10-Q", "10-K"]),
        Some(Outcome::NotFound) | None => unknown(),
        Some(Outcome::Unavailable) => reply::page(503, "<h1>Service unavailable</h1>"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::page(403, "<title>SEC.gov | Request Rate Threshold Exceeded</title>"),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn unknown() -> Reply {
    reply::page(404, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>NoSuchKey</Code></Error>")
}

fn found(cik: &str, business: &Business, name: &str, forms: [&str; 3]) -> Reply {
    let (sic, description) = business.industry;
    let tickers: Vec<&str> = business.ticker.into_iter().collect();
    let exchanges: Vec<&str> = tickers.iter().map(|_| "Nasdaq").collect();
    let former: [Value; 0] = [];
    reply::json(
        200,
        &json!({
            "cik": cik, "entityType": "operating", "sic": sic, "sicDescription": description, "ownerOrg": "",
            "insiderTransactionForOwnerExists": 0, "insiderTransactionForIssuerExists": 1, "name": name,
            "tickers": tickers, "exchanges": exchanges, "ein": business.ein, "description": "", "website": "", "investorWebsite": "",
            "category": "", "fiscalYearEnd": "1231", "stateOfIncorporation": business.state, "phone": "", "flags": "",
            "formerNames": former,
            "filings": {
                "recent": {
                    "accessionNumber": ["0001000000-26-000003", "0001000000-26-000002", "0001000000-26-000001"],
                    "filingDate": ["2026-05-21", "2026-05-08", "2026-02-27"],
                    "form": forms,
                },
                "files": [],
            },
        }),
    )
}
