//! vPIC's contract as its documentation shows it, and what becomes of each answer.

use super::VinDecode;
use crate::stand_in::StandIn;
use enrich_sdk::http::HttpError;
use serde_json::{Value, json};

fn decoded(code: &str) -> Value {
    json!({
        "Count": 1, "Message": "Results returned successfully. NOTE: Any missing decoded values should be interpreted as NHTSA does not have data on the specific variable. Missing value should NOT be interpreted as an indication that a feature or technology is unavailable for a vehicle.",
        "SearchCriteria": "VIN:1HGCM82633A004352",
        "Results": [{
            "VIN": "1HGCM82633A004352", "ErrorCode": code, "ErrorText": "…", "AdditionalErrorText": "", "SuggestedVIN": "",
            "Make": "HONDA", "Model": "Accord", "ModelYear": "2003", "BodyClass": "Coupe", "FuelTypePrimary": "Gasoline",
            "PlantCountry": "UNITED STATES (USA)", "Manufacturer": "AMERICAN HONDA MOTOR CO., INC.", "VehicleType": "PASSENGER CAR",
        }],
    })
}

fn with(member: &str, value: &str) -> StandIn {
    let mut body = decoded("0");
    body["Results"][0][member] = json!(value);
    StandIn::status(200, &body)
}

fn input() -> Value {
    json!({"vin": "1hgcm82633a004352"})
}

#[test]
fn a_vehicle_is_told_by_its_number_and_by_vpic() {
    let host = StandIn::status(200, &decoded("0"));
    let expected = json!({
        "vin": "1HGCM82633A004352", "structure": "valid", "check_digit": "valid", "wmi": "1HG", "region": "North America",
        "country": "United States", "maker": "AMERICAN HONDA MOTOR CO., INC.", "makes": ["Honda"], "vehicle_type": "passenger_car",
        "model_years": [2003], "make": "HONDA", "model": "Accord", "model_year": 2003, "body": "Coupe", "fuel": "Gasoline",
        "plant_country": "UNITED STATES (USA)", "decoded_clean": true,
    });
    assert_eq!(host.success::<VinDecode>(input()), expected);
    let asked = host.asked.borrow()[0].clone();
    assert_eq!(
        (asked.method, asked.path.as_str(), asked.headers.len()),
        ("GET", "/vehicles/DecodeVinValues/1HGCM82633A004352?format=json", 0)
    );
}

#[test]
fn errors_come_inside_a_200() {
    for (code, word) in super::FINDINGS {
        let told = StandIn::status(200, &decoded(code)).success::<VinDecode>(input());
        assert_eq!((&told["decoded_clean"], &told["findings"]), (&json!(false), &json!([word])), "{code}");
    }
    let several = StandIn::status(200, &decoded("1,11, 14")).success::<VinDecode>(input());
    assert_eq!(several["findings"], json!(["check_digit_wrong", "model_year_wrong", "some_characters_unknown"]));
    assert_eq!(with("SuggestedVIN", "1HGCM82633A00435!").success::<VinDecode>(input())["suggested_vin"], "1HGCM82633A00435!");
    assert_eq!(StandIn::status(200, &decoded("6,400")).failure::<VinDecode>(input()), ("invalid_input", false));
}

#[test]
fn a_vehicle_that_vpic_does_not_know_is_not_found_and_keeps_what_its_number_says() {
    let mut body = decoded("7,8");
    body["Results"][0]["Make"] = json!("");
    let told = StandIn::status(200, &body).not_found::<VinDecode>(input());
    assert_eq!((&told["makes"], &told["model_years"], told.get("make")), (&json!(["Honda"]), &json!([2003]), None));
}

#[test]
fn statuses_and_broken_answers_have_their_codes() {
    for (status, expected) in
        [(403, ("provider_refused", false)), (429, ("provider_rate_limited", true)), (503, ("provider_unavailable", true))]
    {
        assert_eq!(StandIn::bytes(status, b"<html>").failure::<VinDecode>(input()), expected);
    }
    let mut empty = decoded("0");
    empty["Results"] = json!([]);
    for host in [
        StandIn::bytes(200, b"<html>"),
        StandIn::status(200, &empty),
        with("ErrorCode", "77"),
        with("ErrorCode", ""),
        with("VIN", "5YJSA1DG9DFP14705"),
    ] {
        assert_eq!(host.failure::<VinDecode>(input()), ("provider_malformed", false));
    }
    assert_eq!(StandIn::error(HttpError::NotConfigured(String::new())).failure::<VinDecode>(input()).0, "provider_not_configured");
}

#[test]
fn what_is_no_vin_is_refused_before_anyone_is_asked() {
    let host = StandIn::error(HttpError::Timeout);
    for vin in ["1HGCM82603A004352", "1HGCM82633A00435O", "1HGCM8263****4352", "2P4GH25K1R"] {
        assert_eq!(host.failure::<VinDecode>(json!({"vin": vin})).0, "invalid_input");
    }
    assert!(host.asked.borrow().is_empty());
    let told = StandIn::offline().not_found::<VinDecode>(json!({"vin": "WP0ZZZ99ZTS392124"}));
    assert_eq!((&told["check_digit"], &told["structure"], &told["country"]), (&json!("not_used"), &json!("valid"), &json!("Germany")));
}
