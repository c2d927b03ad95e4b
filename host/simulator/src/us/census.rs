//! The Census Bureau's geocoder: `GET /geocoder/locations/onelineaddress?address=…`. "No" is a 200 with an empty list. An address that is
//! nobody's of the catalogue asks for an outcome by the last two digits of its house number, of which it has three or more.

use super::{business, person};
use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use egress::Request;
use serde_json::{Value, json};

/// Where it places everything: nowhere in particular.
const PLACE: (&str, &str) = ("-97.740000000001", "30.270000000001");

/// The answer to one request.
pub(super) fn answer(request: &Request) -> Reply {
    match (request.method.as_str(), request.url.path()) {
        ("GET", "/geocoder/benchmarks") => reply::json(200, &json!({"benchmarks": [{"id": "4", "benchmarkName": "Public_AR_Current"}]})),
        ("GET", "/geocoder/locations/onelineaddress") => {
            let value = |name: &str| request.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
            match (value("address").filter(|address| !address.trim().is_empty()), value("benchmark")) {
                (Some(address), Some(_)) => look_up(&address),
                _ => reply::json(400, &json!({"errors": ["Address cannot be empty and a benchmark must be given"], "status": "400"})),
            }
        }
        _ => reply::page(404, "<h1>Not Found</h1>"),
    }
}

/// Words of an address, without case and signs.
fn words(address: &str) -> String {
    let upper = address.to_uppercase();
    upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn look_up(address: &str) -> Reply {
    let asked = words(address);
    let people = person::people().iter().map(|one| (one.address(), one.city, one.state, one.zip));
    let businesses = business::businesses().iter().map(|one| (one.address(), one.city, one.state, one.zip));
    if let Some((line, city, state, zip)) = people.chain(businesses).find(|(line, ..)| words(line) == asked) {
        return found(address, &line, city, state, zip);
    }
    let house = asked.split(' ').next().filter(|house| house.len() >= 3 && house.bytes().all(|byte| byte.is_ascii_digit()));
    let code = house.map(|house| &house[house.len() - 2..]).unwrap_or_default();
    match Outcome::of(code) {
        Some(Outcome::Verified | Outcome::Inactive) => echoed(address, &asked),
        Some(Outcome::NameMismatch) => found(address, "77 OTHER ROAD, LITTLE ROCK, AR 72201", "LITTLE ROCK", "AR", "72201"),
        Some(Outcome::NotFound) | None => reply::json(200, &result(address, &[])),
        Some(Outcome::Unavailable) => reply::page(503, "<h1>Service Unavailable</h1>"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!({"errors": ["Too many requests"], "status": "429"})),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

/// The address itself, with the state and the code that it ends in.
fn echoed(address: &str, asked: &str) -> Reply {
    let mut back = asked.rsplit(' ');
    let (zip, state) = (back.next().unwrap_or_default(), back.next().unwrap_or_default());
    let fits = zip.len() == 5 && zip.bytes().all(|byte| byte.is_ascii_digit()) && state.len() == 2;
    let (zip, state) = if fits { (zip, state) } else { ("78701", "TX") };
    found(address, address, "SAMPLE CITY", state, zip)
}

fn found(address: &str, line: &str, city: &str, state: &str, zip: &str) -> Reply {
    let (x, y) = PLACE;
    let number = |text: &str| text.parse::<serde_json::Number>().map_or(Value::Null, Value::Number);
    let found = json!({
        "tigerLine": {"side": "L", "tigerLineId": "76355984"},
        "coordinates": {"x": number(x), "y": number(y)},
        "addressComponents": {
            "zip": zip, "streetName": "", "preType": "", "city": city.to_uppercase(), "preDirection": "", "suffixDirection": "",
            "fromAddress": "", "state": state, "suffixType": "", "toAddress": "", "suffixQualifier": "", "preQualifier": "",
        },
        "matchedAddress": line.to_uppercase(),
    });
    reply::json(200, &result(address, &[found]))
}

fn result(address: &str, matches: &[Value]) -> Value {
    json!({"result": {
        "input": {"address": {"address": address}, "benchmark": {"id": "4", "benchmarkName": "Public_AR_Current", "isDefault": true}},
        "addressMatches": matches,
    }})
}
