//! The Census Bureau's contract as its documentation shows it, and what becomes of each answer.

use super::AddressUs;
use crate::stand_in::StandIn;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn found() -> Value {
    json!({"result": {
        "input": {"address": {"address": "4600 Silver Hill Rd, Washington, DC 20233"}, "benchmark": {"id": "4", "benchmarkName": "Public_AR_Current"}},
        "addressMatches": [{
            "tigerLine": {"side": "L", "tigerLineId": "76355984"},
            "coordinates": {"x": -76.927_487_242_301, "y": 38.846_016_223_866},
            "addressComponents": {
                "zip": "20233", "streetName": "SILVER HILL", "preType": "", "city": "WASHINGTON", "preDirection": "", "suffixDirection": "",
                "fromAddress": "4600", "state": "DC", "suffixType": "RD", "toAddress": "4700", "suffixQualifier": "", "preQualifier": "",
            },
            "matchedAddress": "4600 SILVER HILL RD, WASHINGTON, DC, 20233",
        }],
    }})
}

fn input() -> Value {
    json!({"address": "4600 Silver Hill Rd,\n Washington DC  20233"})
}

#[test]
fn an_address_is_found_on_its_street() {
    let host = StandIn::status(200, &found());
    let expected = json!({
        "address": "4600 Silver Hill Rd, Washington DC 20233", "structure": "valid", "state": "DC", "zip": "20233", "zip_state": "DC",
        "post_office_box": false, "military": false, "matched_address": "4600 SILVER HILL RD, WASHINGTON, DC, 20233", "matches": 1,
        "matched_city": "WASHINGTON", "matched_state": "DC", "matched_zip": "20233", "agrees": true,
        "latitude": "38.846016223866", "longitude": "-76.927487242301",
    });
    assert_eq!(host.success::<AddressUs>(input()), expected);
    let path = host.asked.borrow()[0].path.clone();
    let asked =
        "/locations/onelineaddress?address=4600%20Silver%20Hill%20Rd%2C%20Washington%20DC%2020233&benchmark=Public_AR_Current&format=json";
    assert_eq!(path, asked);
    let elsewhere = StandIn::status(200, &found()).success::<AddressUs>(json!({"address": "4600 Silver Hill Rd, Suitland, MD 20746"}));
    assert_eq!(elsewhere["agrees"], false);
}

#[test]
fn no_is_an_empty_list() {
    let mut body = found();
    body["result"]["addressMatches"] = json!([]);
    let told = StandIn::status(200, &body).not_found::<AddressUs>(json!({"address": "1 Nowhere St, Austin, TX 10001"}));
    assert_eq!((&told["structure"], &told["zip_state"], told.get("matches")), (&json!("doubtful"), &json!("NY"), None));
}

#[test]
fn statuses_and_broken_answers_have_their_codes() {
    let refused = StandIn::status(400, &json!({"errors": ["Address cannot be empty"], "status": "400"}));
    assert_eq!(refused.failure::<AddressUs>(input()), ("invalid_input", false));
    for (status, expected) in
        [(429, ("provider_rate_limited", true)), (500, ("provider_unavailable", true)), (503, ("provider_unavailable", true))]
    {
        assert_eq!(StandIn::bytes(status, b"<html>").failure::<AddressUs>(input()), expected);
    }
    for host in [
        StandIn::bytes(200, b"<html>"),
        StandIn::status(200, &json!({})),
        StandIn::status(200, &json!({"result": {"addressMatches": [{}]}})),
    ] {
        assert_eq!(host.failure::<AddressUs>(input()), ("provider_malformed", false));
    }
    assert_eq!(StandIn::error(HttpError::NotConfigured(String::new())).failure::<AddressUs>(input()).0, "provider_not_configured");
    assert_eq!(StandIn::offline().failure::<AddressUs>(json!({"address": " , "})).0, "invalid_input");
}
