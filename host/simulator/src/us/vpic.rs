//! vPIC: `GET /api/vehicles/DecodeVinValues/{vin}?format=json`. Always a 200; what is amiss comes as codes inside it. A vehicle has no
//! holder there, so nobody's name can be another's.

use super::person;
use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use egress::Request;
use serde_json::{Value, json};

/// The answer to one request.
pub(super) fn answer(request: &Request) -> Reply {
    let path = request.url.path();
    if request.method == "GET" && path.starts_with("/api/vehicles/DecodeWMI/") {
        return reply::json(200, &json!({"Count": 1, "Message": "", "SearchCriteria": "WMI:1FD", "Results": [{"Make": "Ford"}]}));
    }
    match path.strip_prefix("/api/vehicles/DecodeVinValues/").filter(|vin| request.method == "GET" && !vin.is_empty()) {
        Some(vin) => look_up(&vin.to_uppercase()),
        None => reply::page(404, "<h1>Not Found</h1>"),
    }
}

fn look_up(vin: &str) -> Reply {
    if vin.len() != 17 || !vin.bytes().all(|byte| byte.is_ascii_alphanumeric() && !b"IOQ".contains(&byte)) {
        return decoded(vin, "6,400", ("", "", ""));
    }
    if let Some(person) = person::by_vin(vin) {
        return decoded(vin, "0", person.vehicle);
    }
    match Outcome::of(&vin[15..]) {
        Some(Outcome::Verified | Outcome::NameMismatch | Outcome::Inactive) => decoded(vin, "0", ("SAMPLE", "Model", "2019")),
        Some(Outcome::NotFound) | None => decoded(vin, "7,8", ("", "", "")),
        Some(Outcome::Unavailable) => reply::page(503, "<h1>Service Unavailable</h1>"),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!({"Message": "Too many requests"})),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn decoded(vin: &str, code: &str, (make, model, year): (&str, &str, &str)) -> Reply {
    let result: Value = json!({
        "VIN": vin, "ErrorCode": code, "ErrorText": "", "AdditionalErrorText": "", "SuggestedVIN": "", "PossibleValues": "",
        "Make": make, "Model": model, "ModelYear": year, "BodyClass": "", "FuelTypePrimary": "", "PlantCountry": "",
    });
    let message = "Results returned successfully.";
    reply::json(200, &json!({"Count": 1, "Message": message, "SearchCriteria": format!("VIN:{vin}"), "Results": [result]}))
}
