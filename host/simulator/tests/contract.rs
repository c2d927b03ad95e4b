//! The contracts for people as a guest meets them: requests in, bytes out.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bytes::Bytes;
use egress::{Error, Outbound, Request, Response};
use serde_json::{Value, json};
use simulator::{Options, Simulator, personas};
use std::time::{Duration, Instant};
use url::Url;

const CLIENT: [(&str, &str); 2] = [("x-client-id", "id"), ("X-Client-Secret", "secret")];

fn request(method: &str, url: &str, headers: &[(&str, &str)], body: Option<Value>) -> Request {
    Request {
        url: Url::parse(url).unwrap(),
        method: method.into(),
        headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        body: body.map(|body| Bytes::from(body.to_string())),
        deadline: Duration::from_secs(10),
        response_bytes_max: 1 << 20,
    }
}

fn pan_request(pan: &str, name: &str) -> Request {
    request("POST", "https://api.cashfree.com/verification/pan", &CLIENT, Some(json!({"pan": pan, "name": name})))
}

fn phone_request(number: &str) -> Request {
    let url = format!("https://lookups.twilio.com/v2/PhoneNumbers/{number}?Fields=line_type_intelligence,line_status");
    request("GET", &url, &[("authorization", "Basic QUM6dG9rZW4=")], None)
}

async fn send(request: Request) -> Result<Response, Error> {
    Simulator::new(Options::default()).send(request).await
}

async fn answered(request: Request) -> (u16, Value) {
    let response = send(request).await.unwrap();
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

#[tokio::test]
async fn the_quickstart_is_a_persona_and_its_name_matches_by_96() {
    let (status, body) = answered(pan_request("ABCDE1234F", "Rahul Sharma")).await;
    assert_eq!(status, 200);
    assert_eq!(body["registered_name"], "RAHUL KUMAR SHARMA");
    assert_eq!((&body["name_match_score"], &body["name_match_result"]), (&json!("96.00"), &json!("GOOD_PARTIAL_MATCH")));
    assert_eq!((&body["valid"], &body["pan_status"], &body["type"]), (&json!(true), &json!("VALID"), &json!("Individual")));
    let (status, body) = answered(phone_request("%2B919812345610")).await;
    assert_eq!(status, 200);
    assert_eq!(body["line_type_intelligence"]["carrier_name"], "Bharti Airtel");
    assert_eq!(body["line_status"]["status"], "active");
    assert_eq!(body["national_format"], "098123 45610");
}

#[tokio::test]
async fn every_persona_is_whole_and_nobody_shares_an_identifier() {
    for (index, persona) in personas().iter().enumerate() {
        let (_, body) = answered(pan_request(persona.pan, persona.name)).await;
        assert_eq!(body["registered_name"], persona.registered_name);
        let (_, body) = answered(phone_request(persona.phone)).await;
        assert_eq!(body["valid"], true, "{}", persona.name);
        let surname = persona.name.split(' ').next_back().unwrap();
        let initials = (&persona.pan[3..4], &persona.pan[4..5]);
        assert!(index == 0 || initials == ("P", &surname[..1]), "{}", persona.pan);
        let own = [persona.pan, persona.phone, persona.aadhaar, persona.uan, persona.vehicle.number, persona.account.number];
        let shared = |other: &simulator::Persona| {
            let theirs = [other.pan, other.phone, other.aadhaar, other.uan, other.vehicle.number, other.account.number];
            own.iter().zip(theirs).any(|(own, theirs)| *own == theirs)
        };
        assert!(!personas()[..index].iter().any(shared), "{}", persona.name);
    }
}

#[tokio::test]
async fn a_pan_ending_in_a_code_has_its_outcome_after_the_contract() {
    let (status, body) = answered(pan_request("AAAPV1000A", "Asha Verma")).await;
    assert_eq!((status, &body["registered_name"], &body["name_match_score"]), (200, &json!("ASHA VERMA"), &json!("100.00")));
    let (_, body) = answered(pan_request("AAAPV1001A", "Asha Verma")).await;
    assert_eq!((&body["registered_name"], &body["name_match_result"]), (&json!("MEERA PILLAI"), &json!("NO_MATCH")));
    let (status, body) = answered(pan_request("AAAPV1002A", "Asha Verma")).await;
    assert_eq!((status, &body["valid"], &body["message"]), (200, &json!(false), &json!("Invalid PAN")));
    assert_eq!(body.get("pan_status"), None, "unknown is told from inactive by the missing status");
    let (_, body) = answered(pan_request("AAAPV1003A", "Asha Verma")).await;
    assert_eq!((&body["valid"], &body["pan_status"]), (&json!(false), &json!("DEACTIVATED")));
    let (status, body) = answered(pan_request("AAAPV1004A", "Asha Verma")).await;
    assert_eq!((status, &body["type"]), (503, &json!("internal_error")));
    let response = send(pan_request("AAAPV1006A", "Asha Verma")).await.unwrap();
    assert_eq!(response.status, 429);
    assert!(response.headers.contains(&("retry-after".into(), "30".into())));
    let response = send(pan_request("AAAPV1007A", "Asha Verma")).await.unwrap();
    assert_eq!(response.status, 200);
    assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    for same in ["AAAPV1008A", "AAAPV1009A"] {
        assert_eq!(answered(pan_request(same, "Asha Verma")).await.1["pan_status"], "VALID");
    }
    let (_, body) = answered(pan_request("AAAPV1077A", "Asha Verma")).await;
    assert_eq!(body["valid"], false, "not in the catalogue");
}

#[tokio::test]
async fn a_number_ending_in_a_code_has_its_outcome_after_the_contract() {
    let (status, body) = answered(phone_request("+919876543200")).await;
    assert_eq!((status, &body["valid"], &body["country_code"]), (200, &json!(true), &json!("IN")));
    let (status, body) = answered(phone_request("+919876543202")).await;
    assert_eq!((status, &body["code"], &body["status"]), (404, &json!(20404), &json!(404)));
    let (_, body) = answered(phone_request("+919876543203")).await;
    assert_eq!(body["line_status"]["status"], "inactive");
    assert_eq!(answered(phone_request("+919876543204")).await.0, 503);
    let response = send(phone_request("+919876543206")).await.unwrap();
    assert_eq!(response.status, 429);
    assert!(response.headers.contains(&("retry-after".into(), "30".into())));
    let response = send(phone_request("+919876543207")).await.unwrap();
    assert!(serde_json::from_slice::<Value>(&response.body).is_err());
    assert_eq!(answered(phone_request("+919876543277")).await.0, 404, "not in the catalogue");
    let (status, body) = answered(phone_request("+9198")).await;
    assert_eq!((status, &body["valid"], &body["validation_errors"]), (200, &json!(false), &json!(["TOO_SHORT"])));
}

#[tokio::test]
async fn a_slow_provider_answers_nothing_until_the_deadline() {
    for mut slow in [pan_request("AAAPV1005A", "Asha Verma"), phone_request("+919876543205")] {
        slow.deadline = Duration::from_millis(20);
        let before = Instant::now();
        assert_eq!(send(slow).await.unwrap_err(), Error::Timeout);
        assert!(before.elapsed() >= Duration::from_millis(20));
    }
}

#[tokio::test]
async fn latency_is_added_to_each_answer_and_counts_against_the_deadline() {
    let simulator = Simulator::new(Options { latency: Duration::from_millis(20) });
    let before = Instant::now();
    assert_eq!(simulator.send(pan_request("ABCDE1234F", "")).await.unwrap().status, 200);
    assert!(before.elapsed() >= Duration::from_millis(20));
    let mut hurried = pan_request("ABCDE1234F", "");
    hurried.deadline = Duration::from_millis(10);
    assert_eq!(simulator.send(hurried).await.unwrap_err(), Error::Timeout);
}

#[tokio::test]
async fn credentials_are_demanded_as_the_providers_do() {
    let url = "https://sandbox.cashfree.com/verification/pan";
    let body = || Some(json!({"pan": "ABCDE1234F"}));
    let (status, answer) = answered(request("POST", url, &CLIENT[..1], body())).await;
    assert_eq!((status, &answer["code"]), (400, &json!("x-client-secret_missing")));
    let unfilled = [("x-client-id", "id"), ("x-client-secret", "{{secret:client_secret}}")];
    let (status, answer) = answered(request("POST", url, &unfilled, body())).await;
    assert_eq!((status, &answer["code"]), (401, &json!("authentication_failed")));
    let url = "https://lookups.twilio.com/v2/PhoneNumbers/+919812345610";
    for headers in [&[][..], &[("authorization", "Basic {{basic:a:b}}")], &[("authorization", "Bearer token")]] {
        let (status, answer) = answered(request("GET", url, headers, None)).await;
        assert_eq!((status, &answer["code"]), (401, &json!(20003)));
    }
}

#[tokio::test]
async fn what_is_no_request_of_the_contract_is_answered_like_the_provider_would() {
    let url = "https://api.cashfree.com/verification/pan";
    assert_eq!(answered(request("POST", url, &CLIENT, None)).await.1["code"], "pan_missing");
    assert_eq!(
        answered(pan_request("ABCDE123", "")).await,
        (
            400,
            json!({
                "type": "validation_error", "code": "pan_length_short", "message": "Enter valid PAN.",
            })
        )
    );
    assert_eq!(answered(request("GET", url, &CLIENT, None)).await.0, 404);
    let refused = send(request("GET", "https://example.com/", &[], None)).await.unwrap_err();
    assert!(matches!(refused, Error::Refused(_)));
    let mut small = pan_request("ABCDE1234F", "");
    small.response_bytes_max = 10;
    assert_eq!(send(small).await.unwrap_err(), Error::TooLarge(10));
}

#[tokio::test]
async fn packages_that_were_not_asked_for_are_null() {
    let url = "https://lookups.twilio.com/v2/PhoneNumbers/+919812345610";
    let (_, body) = answered(request("GET", url, &[("authorization", "Basic QUM6dG9rZW4=")], None)).await;
    assert_eq!((&body["line_type_intelligence"], &body["line_status"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn the_same_request_has_the_same_bytes() {
    for make in [|| pan_request("ABCDE1234F", "Rahul Sharma"), || phone_request("+919812345610")] {
        let (one, other) = (send(make()).await.unwrap(), send(make()).await.unwrap());
        assert_eq!((one.status, one.headers, one.body), (other.status, other.headers, other.body));
    }
}

fn post(path: &str, body: Value) -> Request {
    request("POST", &format!("https://api.cashfree.com/verification/{path}"), &CLIENT, Some(body))
}

fn aadhaar_request(body: Value) -> Request {
    let headers = [("x-client-id", "id"), ("x-client-secret", "secret"), ("x-product-instance-id", "product")];
    request("POST", "https://dg.setu.co/api/aadhaar-lite", &headers, Some(body))
}

#[tokio::test]
async fn requests_that_break_a_contract_are_refused_by_the_name_of_their_member() {
    let id = "call_1";
    for (path, body, code) in [
        ("vehicle-rc", json!({"vehicle_number": "KA05MN1200"}), "verification_id_missing"),
        ("vehicle-rc", json!({"verification_id": id}), "vehicle_number_missing"),
        ("vehicle-rc", json!({"verification_id": id, "vehicle_number": "KA 05"}), "vehicle_number_value_invalid"),
        ("advance-employment", json!({"uan": "101234567800"}), "verification_id_missing"),
        ("advance-employment", json!({"verification_id": id}), "uan_missing"),
        ("advance-employment", json!({"verification_id": id, "uan": "1012345678"}), "uan_value_invalid"),
        ("bank-account/sync", json!({"ifsc": "HDFC0000123"}), "bank_account_missing"),
        ("bank-account/sync", json!({"bank_account": "50200012340000"}), "ifsc_missing"),
        ("bank-account/sync", json!({"bank_account": "5020", "ifsc": "HDFC0000123"}), "bank_account_value_invalid"),
        ("bank-account/sync", json!({"bank_account": "50200012340000", "ifsc": "HDFC"}), "ifsc_value_invalid"),
    ] {
        let (status, answer) = answered(post(path, body)).await;
        assert_eq!((status, &answer["code"]), (400, &json!(code)), "{path}");
    }
    for body in [json!({}), json!({"aadhaar_number": ""}), json!({"aadhaar_number": "99990001"})] {
        let (status, answer) = answered(aadhaar_request(body)).await;
        assert_eq!((status, &answer["status"]), (400, &json!("FAILED")));
    }
    let mut unfilled = aadhaar_request(json!({"aadhaar_number": "499910000002"}));
    unfilled.headers[2].1 = "{{secret:product_instance_id}}".into();
    assert_eq!(answered(unfilled).await.0, 401);
}

#[tokio::test]
async fn an_answer_that_comes_later_is_fetched_by_its_reference() {
    let (status, accepted) = answered(post("bank-account/sync", json!({"bank_account": "50200012340008", "ifsc": "HDFC0000123"}))).await;
    assert_eq!((status, &accepted["account_status"]), (200, &json!("RECEIVED")));
    let later = |reference: &Value| format!("https://api.cashfree.com/verification/bank-account?reference_id={reference}");
    let (status, answer) = answered(request("GET", &later(&accepted["reference_id"]), &CLIENT, None)).await;
    assert_eq!((status, &answer["account_status"], &answer["reference_id"]), (200, &json!("VALID"), &accepted["reference_id"]));
    assert_eq!(answered(request("GET", &later(&json!(1)), &CLIENT, None)).await.0, 404);
}
