//! GLEIF's index: `GET /api/v1/lei-records/{lei}`, after JSON:API. "No such record" is a 404.

use crate::emirates::{self, ANOTHER, TRADER};
use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use egress::Request;
use serde_json::json;

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    let lei = request.url.path().strip_prefix("/api/v1/lei-records/").filter(|_| request.method == "GET");
    let Some(lei) = lei.filter(|lei| lei.len() == 20 && lei.bytes().all(|byte| byte.is_ascii_alphanumeric())) else {
        return refused(404, "Not Found");
    };
    if let Some(business) = emirates::by_lei(lei) {
        return record(lei, business.name, "ACTIVE", "ISSUED", business.trade_licence);
    }
    match Outcome::of(&lei[16..18]) {
        Some(Outcome::Verified) => record(lei, TRADER, "ACTIVE", "ISSUED", "9000100"),
        Some(Outcome::NameMismatch) => record(lei, ANOTHER, "ACTIVE", "ISSUED", "9000101"),
        Some(Outcome::Inactive) => record(lei, TRADER, "INACTIVE", "RETIRED", "9000103"),
        Some(Outcome::NotFound) | None => refused(404, "Not Found"),
        Some(Outcome::Unavailable) => refused(503, "Service Unavailable"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&errors(429, "Too Many Requests")),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn record(lei: &str, name: &str, entity: &str, registration: &str, number: &str) -> Reply {
    reply::json(
        200,
        &json!({
            "meta": {"goldenCopy": {"publishDate": "2026-01-01T00:00:00Z"}},
            "data": {
                "type": "lei-records",
                "id": lei,
                "attributes": {
                    "lei": lei,
                    "entity": {
                        "legalName": {"name": name, "language": "en"},
                        "otherNames": [],
                        "legalAddress": {"language": "en", "addressLines": ["Sample Street 4"], "city": "Dubai", "country": "AE"},
                        "headquartersAddress": {"language": "en", "addressLines": ["Sample Street 4"], "city": "Dubai", "country": "AE"},
                        "registeredAt": {"id": "RA999999", "other": null},
                        "registeredAs": number,
                        "jurisdiction": "AE",
                        "category": "GENERAL",
                        "legalForm": {"id": "8888", "other": "Limited Liability Company"},
                        "status": entity,
                        "expiration": {"date": null, "reason": null},
                    },
                    "registration": {
                        "initialRegistrationDate": "2016-05-04T00:00:00Z",
                        "lastUpdateDate": "2026-01-01T00:00:00Z",
                        "status": registration,
                        "nextRenewalDate": "2032-05-04T00:00:00Z",
                        "managingLou": "5493001KJTIIGC8Y1R12",
                        "corroborationLevel": "FULLY_CORROBORATED",
                    },
                    "bic": null,
                    "mic": null,
                    "ocid": null,
                    "conformityFlag": "CONFORMING",
                },
                "links": {"self": format!("https://api.gleif.org/api/v1/lei-records/{lei}")},
            },
        }),
    )
}

fn refused(status: u16, title: &str) -> Reply {
    reply::json(status, &errors(status, title))
}

fn errors(status: u16, title: &str) -> serde_json::Value {
    json!({"errors": [{"status": status.to_string(), "title": title}]})
}
