//! GLEIF's index: `GET /api/v1/lei-records/{lei}`, after JSON:API. "No such record" is a 404.

use crate::company::{self, ANOTHER_COMPANY};
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
        return record(lei, &Entity { name: business.name, number: business.trade_licence, ..EMIRATI });
    }
    if let Some(company) = company::by_lei(lei) {
        return record(lei, &Entity { name: company.legal_name, number: company.cin.unwrap_or_default(), ..INDIAN });
    }
    let (entity, another) = if lei.starts_with(INDIAN_ISSUER) { (INDIAN, ANOTHER_COMPANY) } else { (EMIRATI, ANOTHER) };
    match Outcome::of(&lei[16..18]) {
        Some(Outcome::Verified) => record(lei, &entity),
        Some(Outcome::NameMismatch) => record(lei, &Entity { name: another, ..entity }),
        Some(Outcome::Inactive) => record(lei, &Entity { status: "INACTIVE", registration: "RETIRED", ..entity }),
        Some(Outcome::NotFound) | None => refused(404, "Not Found"),
        Some(Outcome::Unavailable) => refused(503, "Service Unavailable"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&errors(429, "Too Many Requests")),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

/// The issuer in India, by which magic identifiers of its companies begin.
const INDIAN_ISSUER: &str = "3358";

/// What the index has of one entity.
struct Entity {
    name: &'static str,
    status: &'static str,
    registration: &'static str,
    /// In the register that vouches for it.
    number: &'static str,
    city: &'static str,
    country: &'static str,
    legal_form: &'static str,
}

const EMIRATI: Entity = Entity {
    name: TRADER,
    status: "ACTIVE",
    registration: "ISSUED",
    number: "9000100",
    city: "Dubai",
    country: "AE",
    legal_form: "Limited Liability Company",
};

const INDIAN: Entity = Entity {
    name: company::TRADER,
    number: "U51909KA2015PTC010000",
    city: "Bengaluru",
    country: "IN",
    legal_form: "Private Limited Company",
    ..EMIRATI
};

fn record(lei: &str, entity: &Entity) -> Reply {
    let address = json!({"language": "en", "addressLines": ["Sample Street 4"], "city": entity.city, "country": entity.country});
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
                        "legalName": {"name": entity.name, "language": "en"},
                        "otherNames": [],
                        "legalAddress": address,
                        "headquartersAddress": address,
                        "registeredAt": {"id": "RA999999", "other": null},
                        "registeredAs": entity.number,
                        "jurisdiction": entity.country,
                        "category": "GENERAL",
                        "legalForm": {"id": "8888", "other": entity.legal_form},
                        "status": entity.status,
                        "expiration": {"date": null, "reason": null},
                    },
                    "registration": {
                        "initialRegistrationDate": "2016-05-04T00:00:00Z",
                        "lastUpdateDate": "2026-01-01T00:00:00Z",
                        "status": entity.registration,
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
