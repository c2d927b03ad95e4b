//! GDELT's DOC 2.0: `GET /api/v2/doc/doc?query="name" (…)`. No article is a 200 with an empty object. Articles there are of nobody
//! in the catalogue, and of whoever's name ends in 09.

use crate::outcome::{self, Outcome};
use crate::reply::{self, Reply};
use egress::Request;
use serde_json::json;

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    let query = request.url.query_pairs().find(|(name, _)| name == "query").map(|(_, value)| value.into_owned()).unwrap_or_default();
    if (request.method.as_str(), request.url.path()) != ("GET", "/api/v2/doc/doc") {
        return reply::json(404, &json!({}));
    }
    let name = query.split('"').nth(1).unwrap_or_default();
    match outcome::suffix(name) {
        Some(Outcome::Unavailable) => reply::json(503, &json!({})),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!("Please limit requests to one every 5 seconds")),
        Some(Outcome::Malformed) => reply::malformed(),
        Some(Outcome::Verified) if name.ends_with("09") => reply::json(200, &articles(name)),
        _ => reply::json(200, &json!({})),
    }
}

fn articles(name: &str) -> serde_json::Value {
    json!({"articles": [{
        "url": "https://www.sample-courts.example/2026/fraud-hearing",
        "url_mobile": "",
        "title": format!("{name} charged with fraud, court hears"),
        "seendate": "20260102T030405Z",
        "socialimage": "",
        "domain": "sample-courts.example",
        "language": "English",
        "sourcecountry": "United Arab Emirates",
    }]})
}
