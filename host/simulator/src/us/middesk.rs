//! Middesk's businesses: `POST /v1/businesses` accepts an order, `GET /v1/businesses/{id}` answers it. Nothing is remembered in between:
//! the id holds what was asked, so the same id has the same answer.

use super::business::{self, ANOTHER, Business, SAMPLE};
use super::same;
use crate::outcome::Outcome;
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

/// The identifier whose answer never comes in time.
const NEVER: &str = "12";
/// Bytes of a name that an id holds.
const NAME_BYTES_MAX: usize = 200;

/// The answer to one request.
pub(super) fn answer(request: &Request) -> Reply {
    let key = header(request, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    if key.is_none_or(|key| key.trim().is_empty()) {
        return refused(401, "Not authorized", None);
    }
    match (request.method.as_str(), request.url.path()) {
        ("POST", "/v1/businesses") => {
            let body: Value = request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
            order(&body)
        }
        ("GET", "/v1/tin_match/availability") => reply::json(200, &json!({"object": "tin_match_availability", "available": true})),
        ("GET", path) => match path.strip_prefix("/v1/businesses/").and_then(Asked::of_id) {
            Some(asked) => asked.answer(),
            None => refused(404, "Resource not found", None),
        },
        _ => refused(404, "Resource not found", None),
    }
}

fn refused(status: u16, message: &str, parameter: Option<&str>) -> Reply {
    let mut error = json!({"message": message});
    if let Some(parameter) = parameter {
        error["parameter"] = json!(parameter);
    }
    reply::json(status, &json!({"errors": [error]}))
}

fn order(body: &Value) -> Reply {
    let Some(name) = body["name"].as_str().filter(|name| !name.trim().is_empty()) else {
        return refused(400, "Parameter `name` is missing", Some("name"));
    };
    let ein = body["tin"]["tin"].as_str().unwrap_or_default();
    if !ein.is_empty() && (ein.len() != 9 || !ein.bytes().all(|byte| byte.is_ascii_digit())) {
        return refused(422, "TIN is invalid", Some("tin"));
    }
    let asked = Asked { ein: ein.to_owned(), name: name.to_owned() };
    match asked.outcome() {
        Some(Outcome::Unavailable) => refused(503, "Service unavailable", None),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!({"errors": [{"message": "Too many requests"}]})),
        Some(Outcome::Malformed) => reply::malformed(),
        _ => reply::json(201, &asked.business("open")),
    }
}

/// What was ordered.
struct Asked {
    ein: String,
    name: String,
}

impl Asked {
    /// An id that holds it: the number, or nine zeros, and the name's bytes.
    fn id(&self) -> String {
        let mut end = self.name.len().min(NAME_BYTES_MAX);
        while !self.name.is_char_boundary(end) {
            end -= 1;
        }
        let name: String = self.name[..end].bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("25fa0da7-6de2-4d7c-bbc8-{:0>9}-{name}", self.ein)
    }

    fn of_id(id: &str) -> Option<Asked> {
        let (ein, name) = id.strip_prefix("25fa0da7-6de2-4d7c-bbc8-")?.split_once('-')?;
        let byte = |place: usize| u8::from_str_radix(name.get(place..place + 2)?, 16).ok();
        let bytes: Option<Vec<u8>> = (0..name.len()).step_by(2).map(byte).collect();
        let ein = if ein == "000000000" { "" } else { ein };
        Some(Asked { ein: ein.to_owned(), name: String::from_utf8(bytes?).ok()? })
    }

    /// What a magic number, or the end of a name such as `Sample Trading -02`, asks for.
    fn code(&self) -> &str {
        let by_name = self.name.rsplit(['-', '+']).next().filter(|code| code.len() == 2 && *code != self.name);
        self.ein.get(7..).or(by_name).unwrap_or_default()
    }

    fn outcome(&self) -> Option<Outcome> {
        if self.known().is_some() { Some(Outcome::Verified) } else { Outcome::of(self.code()) }
    }

    fn known(&self) -> Option<&'static Business> {
        business::by_ein(&self.ein).or_else(|| self.ein.is_empty().then(|| business::by_name(&self.name)).flatten())
    }

    fn answer(&self) -> Reply {
        if self.known().is_none() && self.code() == NEVER {
            return reply::json(200, &self.business("pending"));
        }
        let status = "in_review";
        let record = match (self.known(), self.outcome()) {
            (Some(business), _) => self.registered(status, business, business.legal_name, "active"),
            (None, Some(Outcome::Verified)) => self.registered(status, &SAMPLE, &self.name.to_uppercase(), "active"),
            (None, Some(Outcome::NameMismatch)) => self.registered(status, &SAMPLE, ANOTHER, "active"),
            (None, Some(Outcome::Inactive)) => self.registered(status, &SAMPLE, &self.name.to_uppercase(), "inactive"),
            _ => self.unregistered(status),
        };
        reply::json(200, &record)
    }

    /// The business as it is when it was ordered.
    fn business(&self, status: &str) -> Value {
        json!({
            "object": "business", "id": self.id(), "external_id": null, "name": self.name, "status": status,
            "created_at": "2026-01-05T17:28:43.229Z", "updated_at": "2026-01-05T17:28:43.229Z",
            "review": null, "tin": null, "formation": null, "watchlist": null,
            "names": [{"object": "name", "name": self.name, "submitted": true}],
            "people": [], "registrations": [], "addresses": [],
        })
    }

    fn registered(&self, status: &str, business: &Business, name: &str, registration: &str) -> Value {
        let agrees = same(&self.name, name);
        let mut record = self.business(status);
        record["review"] = review(agrees, registration == "active");
        record["tin"] = if self.ein.is_empty() {
            Value::Null
        } else {
            json!({"name": self.name, "tin": self.ein, "mismatch": !agrees, "unknown": false, "verified": agrees, "error": null})
        };
        let (formed_on, state) = (business.formed_on, business.state);
        record["formation"] = json!({"entity_type": business.entity_type, "formation_date": formed_on, "formation_state": state});
        record["watchlist"] = json!({"object": "watchlist", "hit_count": 0, "lists": [], "people": []});
        let (officer, title) = business.officer;
        record["people"] = json!([{"object": "person", "name": officer, "titles": [{"object": "person_title", "title": title}]}]);
        record["registrations"] = json!([{
            "object": "registration", "name": name, "status": registration, "jurisdiction": "DOMESTIC", "state": state,
            "entity_type": business.entity_type, "file_number": business.file_number, "registration_date": formed_on,
        }]);
        record
    }

    fn unregistered(&self, status: &str) -> Value {
        let mut record = self.business(status);
        record["review"] = json!({"object": "review", "completed_at": null, "tasks": [
            {"category": "sos", "key": "sos_not_found", "name": "sos", "status": "failure", "message": "No filings found", "sub_label": "Not Found"},
        ]});
        record
    }
}

fn review(agrees: bool, active: bool) -> Value {
    let task = |category: &str, key: &str, passed: bool| json!({"category": category, "key": key, "name": category, "status": if passed { "success" } else { "failure" }, "message": "", "sources": []});
    let tasks = [
        task("name", "name", agrees),
        task("address", "address_verification", agrees),
        task("sos", "sos_active", active),
        task("tin", "tin", agrees),
    ];
    json!({"object": "review", "completed_at": null, "tasks": tasks})
}
