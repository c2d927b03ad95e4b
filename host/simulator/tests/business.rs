//! The contracts for companies as a guest meets them, and that every scenario comes true.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bytes::Bytes;
use egress::{Error, Outbound, Request};
use serde_json::{Value, json};
use simulator::{Options, Scenario, Simulator, companies, personas, scenarios};
use std::time::Duration;
use url::Url;

async fn sent(method: &str, url: &str, headers: &[(&str, &str)], body: Option<Value>) -> Result<egress::Response, Error> {
    let request = Request {
        url: Url::parse(url).unwrap(),
        method: method.into(),
        headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        body: body.map(|body| Bytes::from(body.to_string())),
        deadline: Duration::from_millis(20),
        response_bytes_max: 1 << 20,
    };
    Simulator::new(Options::default()).send(request).await
}

async fn cashfree(check: &str, body: Value) -> Result<egress::Response, Error> {
    let client = [("x-client-id", "id"), ("x-client-secret", "secret")];
    sent("POST", &format!("https://api.cashfree.com/verification/{check}"), &client, Some(body)).await
}

async fn answered(check: &str, body: Value) -> (u16, Value) {
    let response = cashfree(check, body).await.unwrap();
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

async fn gstin(gstin: &str) -> (u16, Value) {
    answered("gstin", json!({"GSTIN": gstin})).await
}

async fn cin(cin: &str) -> (u16, Value) {
    answered("cin", json!({"verification_id": "call_1", "cin": cin})).await
}

/// What the index of legal entities has of one; nothing where it has none.
async fn entity(lei: &str) -> Result<Value, &'static str> {
    let body = told(sent("GET", &format!("https://api.gleif.org/api/v1/lei-records/{lei}"), &[], None).await).await?;
    Ok(body["data"]["attributes"]["entity"].clone())
}

#[tokio::test]
async fn a_companys_identifiers_speak_of_one_company() {
    for (index, company) in companies().iter().enumerate() {
        let (_, tax) = gstin(company.gstin).await;
        assert_eq!((&tax["valid"], &tax["gst_in_status"]), (&json!(true), &json!("Active")));
        assert_eq!(tax["legal_name_of_business"], company.legal_name);
        let (_, pan) = answered("pan", json!({"pan": company.pan()})).await;
        assert_eq!((&pan["registered_name"], &pan["pan_status"]), (&json!(company.legal_name), &json!("VALID")));
        assert_eq!(company.pan()[4..5], company.legal_name[..1], "the fifth letter of a PAN is the name's first");
        if let Some(number) = company.cin {
            let (_, registry) = cin(number).await;
            assert_eq!((&registry["status"], &registry["company_name"]), (&json!("VALID"), &json!(company.legal_name)));
            assert!(registry["incorporation_date"].as_str().unwrap().starts_with(&number[8..12]));
            assert_eq!(pan["type"], "Company");
        }
        if let Some(lei) = company.lei {
            let entity = entity(lei).await.unwrap();
            assert_eq!((&entity["legalName"]["name"], &entity["registeredAs"]), (&json!(company.legal_name), &json!(company.cin)));
        }
        let others = &companies()[..index];
        assert!(others.iter().all(|other| other.pan() != company.pan() && (other.cin.is_none() || other.cin != company.cin)));
    }
}

#[tokio::test]
async fn a_sole_traders_gstin_is_the_persons() {
    let person = personas()[1];
    let (_, tax) = gstin(&format!("29{}1ZX", person.pan)).await;
    let told = (&tax["legal_name_of_business"], &tax["constitution_of_business"]);
    assert_eq!(told, (&json!(person.registered_name), &json!("Proprietorship")));
}

#[tokio::test]
async fn no_is_said_in_a_200_and_in_two_ways() {
    let (status, body) = gstin("29AAACV1002A1Z5").await;
    assert_eq!((status, &body["valid"], &body["message"]), (200, &json!(false), &json!("GSTIN Doesn't Exist")));
    assert_eq!(gstin("29AAACV1077A1ZX").await.1["valid"], false, "not in the catalogue");
    let (status, body) = cin("U51909KA2015PTC010002").await;
    assert_eq!((status, &body["status"], &body["company_name"]), (200, &json!("INVALID"), &Value::Null));
    assert_eq!(cin("U51909KA2015PTC010077").await.1["status"], "INVALID", "not in the catalogue");
    assert_eq!(gstin("9917SGP29002OSX").await.1["valid"], false, "without a PAN the serial's last digits count");
}

#[tokio::test]
async fn what_is_no_request_of_the_contract_is_answered_like_the_provider_would() {
    for (check, body, code) in [
        ("gstin", json!({}), "gstin_missing"),
        ("gstin", json!({"GSTIN": "X9AAACV1000A1Z7"}), "gstin_value_invalid"),
        ("gstin", json!({"GSTIN": "29AAACV1000A1Z77"}), "gstin_value_invalid"),
        ("cin", json!({"cin": "U51909KA2015PTC010000"}), "verification_id_missing"),
        ("cin", json!({"verification_id": "a b", "cin": "U51909KA2015PTC010000"}), "verification_id_value_invalid"),
        ("cin", json!({"verification_id": "a"}), "cin_missing"),
        ("cin", json!({"verification_id": "a", "cin": "U51909KA2015PTC01000"}), "cin_value_invalid"),
        ("cin", json!({"verification_id": "a", "cin": "U51909KA2015PTC01000X"}), "cin_value_invalid"),
    ] {
        let (status, answer) = answered(check, body).await;
        assert_eq!((status, &answer["code"], &answer["type"]), (400, &json!(code), &json!("validation_error")));
    }
    let unknown =
        sent("POST", "https://api.cashfree.com/verification/gstin", &[], Some(json!({"GSTIN": "29AAACV1000A1Z7"}))).await.unwrap();
    assert_eq!(unknown.status, 400, "no credentials");
    assert_eq!(sent("GET", "https://api.cashfree.com/verification/cin", &[], None).await.unwrap().status, 404);
}

/// What stands behind a label in a message.
fn labelled<'m>(message: &'m str, label: &str) -> &'m str {
    message.split(&format!("{label} ")).nth(1).and_then(|rest| rest.split(',').next()).unwrap()
}

/// The families of outcomes that every provider shares.
fn family(response: Result<&egress::Response, &Error>) -> Option<&'static str> {
    match response {
        Err(Error::Timeout) => Some("timeout"),
        Err(_) => None,
        Ok(response) if response.status == 503 => Some("provider_unavailable"),
        Ok(response) if response.status == 429 => Some("provider_rate_limited"),
        Ok(response) if serde_json::from_slice::<Value>(&response.body).is_err() => Some("provider_malformed"),
        Ok(_) => None,
    }
}

async fn outcome_of_kyc(message: &str) -> &'static str {
    let name = message.split(": ").nth(1).unwrap().split(',').next().unwrap();
    let pan = cashfree("pan", json!({"pan": labelled(message, "PAN"), "name": name})).await;
    let number: String = message.split(", ").nth(1).unwrap().split(' ').collect();
    let url = format!("https://lookups.twilio.com/v2/PhoneNumbers/{number}?Fields=line_status");
    let phone = sent("GET", &url, &[("authorization", "Basic QUM6dG9rZW4=")], None).await;
    assert_eq!(family(pan.as_ref()), family(phone.as_ref()), "{message}");
    if let Some(family) = family(pan.as_ref()) {
        return family;
    }
    let body = |response: egress::Response| serde_json::from_slice::<Value>(&response.body).unwrap();
    let (pan, phone) = (body(pan.unwrap()), body(phone.unwrap()));
    let (line, matched) = (phone["line_status"]["status"].as_str(), pan["name_match_result"].as_str().unwrap());
    match (pan["pan_status"].as_str(), line, matched) {
        (Some("VALID"), Some("active"), "NO_MATCH") => "name_mismatch",
        (Some("VALID"), Some("active"), "GOOD_PARTIAL_MATCH" | "DIRECT_MATCH") => "verified",
        (Some("DEACTIVATED"), Some("inactive"), _) => "inactive",
        (None, None, _) => "not_found",
        other => panic!("{message}: {other:?}"),
    }
}

async fn outcome_of_business(message: &str) -> &'static str {
    let tax = cashfree("gstin", json!({"GSTIN": labelled(message, "GSTIN")})).await;
    let registry = cashfree("cin", json!({"verification_id": "call_1", "cin": labelled(message, "CIN")})).await;
    let entity = entity(labelled(message, "LEI")).await;
    assert_eq!([family(registry.as_ref()), entity.as_ref().err().copied()], [family(tax.as_ref()); 2], "{message}");
    if let Some(family) = family(tax.as_ref()) {
        return family;
    }
    let body = |response: egress::Response| serde_json::from_slice::<Value>(&response.body).unwrap();
    let (tax, registry) = (body(tax.unwrap()), body(registry.unwrap()));
    let same = tax["legal_name_of_business"] == registry["company_name"];
    let entity = entity.unwrap();
    assert_eq!(
        (entity["status"].as_str(), same),
        (
            registry["cin_status"].as_str().map(|status| if status == "ACTIVE" { status } else { "INACTIVE" }),
            entity["legalName"]["name"] == tax["legal_name_of_business"]
        ),
        "{message}"
    );
    match (tax["gst_in_status"].as_str(), registry["cin_status"].as_str(), same) {
        (Some("Active"), Some("ACTIVE"), true) => "verified",
        (Some("Active"), Some("ACTIVE"), false) => "name_mismatch",
        (Some("Cancelled"), Some("STRIKE OFF"), true) => "inactive",
        (None, None, _) => "not_found",
        other => panic!("{message}: {other:?}"),
    }
}

/// The answer of a provider: the family that it falls into, or its body.
async fn told(answer: Result<egress::Response, Error>) -> Result<Value, &'static str> {
    match family(answer.as_ref()) {
        Some(family) => Err(family),
        None => Ok(serde_json::from_slice(&answer.unwrap().body).unwrap()),
    }
}

async fn employment(uan: &str, name: &str) -> Result<Value, &'static str> {
    told(cashfree("advance-employment", json!({"verification_id": "call_1", "uan": uan, "employee_name": name})).await).await
}

async fn outcome_of_employment(message: &str) -> &'static str {
    let name = message.split(": ").nth(1).unwrap().split(',').next().unwrap();
    let body = match employment(labelled(message, "UAN"), name).await {
        Ok(body) => body,
        Err(family) => return family,
    };
    let (basic, recent) = (&body["uan_details"][0]["basic_details"], &body["recent_employment_details"]["employee_details"]);
    let same = basic["dob"].as_str() == message.split("born ").nth(1).map(|rest| &rest[..10])
        && body["uan_details"][0]["additional_details"]["pan"] == labelled(message, "PAN");
    match (body["status"].as_str(), recent["employee_name_match"].as_bool(), recent["employed"].as_bool()) {
        (Some("SUCCESS"), Some(true), Some(true)) if same => "verified",
        (Some("SUCCESS"), Some(true), Some(false)) if same => "inactive",
        (Some("SUCCESS"), Some(false), _) if !same => "name_mismatch",
        (Some("EMPLOYMENT_DETAILS_NOT_FOUND"), ..) => "not_found",
        other => panic!("{message}: {other:?}"),
    }
}

async fn outcome_of_mobile(message: &str) -> &'static str {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = digits(message.split('+').nth(1).unwrap().split(',').next().unwrap());
    let url = format!("https://lookups.twilio.com/v2/PhoneNumbers/+{number}?Fields=line_status");
    let line = told(sent("GET", &url, &[("authorization", "Basic QUM6dG9rZW4=")], None).await).await;
    let headers = [("x-client-id", "id"), ("x-client-secret", "secret"), ("x-product-instance-id", "product")];
    let aadhaar = json!({"aadhaar_number": digits(labelled(message, "Aadhaar"))});
    let holder = told(sent("POST", "https://dg.setu.co/api/aadhaar-lite", &headers, Some(aadhaar)).await).await;
    let fund = employment(labelled(message, "UAN"), "").await;
    let (line, holder, fund) = match (line, holder, fund) {
        (Ok(line), Ok(holder), Ok(fund)) => (line, holder, fund),
        (line, holder, fund) => {
            assert!(line.as_ref().err() == holder.as_ref().err() && line.as_ref().err() == fund.as_ref().err(), "{message}");
            return line.unwrap_err();
        }
    };
    let ends = |masked: &str| number.ends_with(masked.trim_start_matches('X'));
    let registered = holder["data"]["maskedMobileNumber"].as_str().map(ends);
    let known = fund["uan_details"][0]["basic_details"]["phone"].as_str().map(ends);
    match (line["line_status"]["status"].as_str(), registered, known) {
        (Some("active"), Some(true), Some(true)) => "verified",
        (Some("active"), Some(false), Some(false)) => "name_mismatch",
        (Some("inactive"), Some(true), Some(true)) => "inactive",
        (None, None, None) => "not_found",
        other => panic!("{message}: {other:?}"),
    }
}

async fn outcome_of_vehicle(message: &str) -> &'static str {
    let mark: String = message.split("vehicle ").nth(1).unwrap().split(',').next().unwrap().split(' ').collect();
    let owner = message.split(": ").nth(1).unwrap().to_uppercase();
    let body = match told(cashfree("vehicle-rc", json!({"verification_id": "call_1", "vehicle_number": mark})).await).await {
        Ok(body) => body,
        Err(family) => return family,
    };
    let same = body["owner"].as_str().is_some_and(|known| owner.split(' ').all(|part| known.contains(part)));
    match (body["status"].as_str(), body["rc_status"].as_str(), same) {
        (Some("VALID"), Some("ACTIVE"), true) => "verified",
        (Some("VALID"), Some("ACTIVE"), false) => "name_mismatch",
        (Some("VALID"), Some("SUSPENDED"), true) => "inactive",
        (Some("INVALID"), None, _) => "not_found",
        other => panic!("{message}: {other:?}"),
    }
}

#[tokio::test]
async fn every_scenario_comes_true() {
    assert_eq!((scenarios()[0].workflow, scenarios()[0].outcome), ("kyc-verification", "verified"));
    for (index, Scenario { workflow, message, outcome }) in scenarios().iter().enumerate() {
        let reached = match *workflow {
            "kyc-verification" => outcome_of_kyc(message).await,
            "business-due-diligence" => outcome_of_business(message).await,
            "employment-verification" => outcome_of_employment(message).await,
            "mobile-verification" => outcome_of_mobile(message).await,
            "vehicle-rc-verification" => outcome_of_vehicle(message).await,
            // Proven beside their providers' contracts, in `us.rs`, `emirates.rs` and `profile.rs`.
            "kyc-us" | "kyb-us" | "uae-verification" | "social-profile-analysis" => continue,
            other => panic!("{other} has scenarios that nobody proves"),
        };
        // A fault of ours comes after what the providers answer.
        let expected = if simulator::fault(message).is_some() { "verified" } else { outcome };
        assert_eq!(reached, expected, "{message}");
        let earlier = &scenarios()[..index];
        assert!(earlier.iter().all(|other| other.message != *message && (other.workflow, other.outcome) != (*workflow, *outcome)));
    }
}
