//! The contracts of the United States as a guest meets them, and that every scenario of theirs comes true.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bytes::Bytes;
use egress::{Error, Outbound, Request, Response};
use serde_json::{Value, json};
use simulator::{Options, Simulator, scenarios};
use std::time::Duration;
use url::Url;

async fn sent(method: &str, url: &str, headers: &[(&str, &str)], body: Option<Value>) -> Result<Response, Error> {
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

fn read(response: Response) -> (u16, Value) {
    (response.status, serde_json::from_slice(&response.body).unwrap_or_default())
}

const KEY: [(&str, &str); 1] = [("x-api-key", "key")];
const BEARER: [(&str, &str); 1] = [("authorization", "Bearer key")];

async fn tin(name: &str, tin: &str) -> Result<Response, Error> {
    sent("POST", "https://api.baselayer.com/tin_verifications", &KEY, Some(json!({"name": name, "tin": tin}))).await
}

async fn get(url: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    read(sent("GET", url, headers, None).await.unwrap())
}

#[tokio::test]
async fn credentials_are_demanded_as_the_providers_do() {
    assert_eq!(read(sent("POST", "https://api.baselayer.com/tin_verifications", &[], Some(json!({}))).await.unwrap()).0, 401);
    assert_eq!(get("https://api.middesk.com/v1/businesses/1", &[("authorization", "Bearer {{secret:api_key}}")]).await.0, 401);
    assert_eq!(get("https://data.sec.gov/submissions/CIK0001984736.json", &[]).await.0, 403);
    assert_eq!(get("https://geocoding.geo.census.gov/geocoder/benchmarks", &[]).await.0, 200, "no key");
    assert_eq!(get("https://vpic.nhtsa.dot.gov/api/vehicles/DecodeWMI/1FD?format=json", &[]).await.0, 200, "no key");
}

#[tokio::test]
async fn what_is_no_request_of_the_contract_is_answered_like_the_provider_would() {
    let told = read(tin("", "536228145").await.unwrap());
    assert_eq!((told.0, &told.1["detail"][0]["loc"]), (422, &json!(["body", "name"])));
    assert_eq!(read(tin("Jordan Ellis", "53622814").await.unwrap()).1["detail"][0]["loc"], json!(["body", "tin"]));
    let order = |body: Value| sent("POST", "https://api.middesk.com/v1/businesses", &BEARER, Some(body));
    let nameless = read(order(json!({})).await.unwrap());
    assert_eq!((nameless.0, &nameless.1["errors"][0]["parameter"]), (400, &json!("name")));
    assert_eq!(read(order(json!({"name": "X", "tin": {"tin": "1"}})).await.unwrap()).0, 422);
    let query = "https://geocoding.geo.census.gov/geocoder/locations/onelineaddress?address=&benchmark=4";
    assert_eq!(get(query, &[]).await.0, 400);
    let vin = get("https://vpic.nhtsa.dot.gov/api/vehicles/DecodeVinValues/SHORT?format=json", &[]).await;
    assert_eq!((vin.0, &vin.1["Results"][0]["ErrorCode"]), (200, &json!("6,400")), "always a 200");
}

#[tokio::test]
async fn an_order_is_accepted_now_and_answered_later_and_nothing_is_remembered() {
    for name in ["Bluebonnet Robotics", "Übergröße – Ltd", &"x".repeat(300)] {
        let (status, ordered) =
            read(sent("POST", "https://api.middesk.com/v1/businesses", &BEARER, Some(json!({"name": name}))).await.unwrap());
        assert_eq!((status, &ordered["status"], &ordered["review"]), (201, &json!("open"), &Value::Null));
        let url = format!("https://api.middesk.com/v1/businesses/{}", ordered["id"].as_str().unwrap());
        let (status, answered) = get(&url, &BEARER).await;
        assert_eq!((status, &answered["status"], &answered["id"]), (200, &json!("in_review"), &ordered["id"]));
        assert_eq!(get(&url, &BEARER).await.1, answered, "the same id has the same answer");
    }
    for strange in
        ["", "1", "25fa0da7-6de2-4d7c-bbc8-000000000-zz", "25fa0da7-6de2-4d7c-bbc8-000000000-f", "25fa0da7-6de2-4d7c-bbc8-000000000-ff"]
    {
        assert_eq!(get(&format!("https://api.middesk.com/v1/businesses/{strange}"), &BEARER).await.0, 404, "{strange}");
    }
    let (_, pending) = read(tin("Alex Sample", "219451208").await.unwrap());
    assert_eq!(pending["state"], "PENDING");
    let (_, done) = get(&format!("https://api.baselayer.com/tin_verifications/{}", pending["id"].as_str().unwrap()), &KEY).await;
    assert_eq!((&done["state"], &done["tin_matched"]), (&json!("COMPLETED"), &json!(true)));
}

/// What stands behind a label in a message, digits alone.
fn labelled(message: &str, label: &str) -> Option<String> {
    let value = message.split(&format!("{label} ")).nth(1)?.split(',').next()?;
    Some(value.chars().filter(char::is_ascii_digit).collect())
}

async fn outcome_of(message: &str) -> String {
    let name = message.split(": ").nth(1).unwrap().split(',').next().unwrap();
    let business = labelled(message, "EIN");
    let answer = match tin(name, &labelled(message, "SSN").or_else(|| business.clone()).unwrap()).await {
        Err(Error::Timeout) => return "timeout".into(),
        answer => answer.unwrap(),
    };
    let (status, told) = read(answer);
    match (status, told["tin_matched"].as_bool(), told["tin_match_type"].as_str()) {
        (503, ..) => "provider_unavailable".into(),
        (429, ..) => "provider_rate_limited".into(),
        (200, Some(false), Some("UNKNOWN")) => "not_found".into(),
        (200, Some(false), _) => "name_mismatch".into(),
        (200, Some(true), _) if is_inactive(message, name, business).await => "inactive".into(),
        (200, Some(true), _) => "verified".into(),
        (200, ..) => "provider_malformed".into(),
        other => panic!("{message}: {other:?}"),
    }
}

/// Whether the person's line, or the business's registration, is out of force.
async fn is_inactive(message: &str, name: &str, ein: Option<String>) -> bool {
    if let Some(ein) = ein {
        let order = json!({"name": name, "tin": {"tin": ein}});
        let (_, ordered) = read(sent("POST", "https://api.middesk.com/v1/businesses", &BEARER, Some(order)).await.unwrap());
        let (_, answered) = get(&format!("https://api.middesk.com/v1/businesses/{}", ordered["id"].as_str().unwrap()), &BEARER).await;
        return answered["registrations"][0]["status"] == "inactive";
    }
    let number = message.split('+').nth(1).unwrap().split(',').next().unwrap().replace([' ', '-'], "");
    let url = format!("https://lookups.twilio.com/v2/PhoneNumbers/%2B{number}?Fields=line_status");
    let (_, line) = get(&url, &[("authorization", "Basic QUM6dG9rZW4=")]).await;
    assert_eq!(line["country_code"], "US", "{line}");
    line["line_status"]["status"] == "inactive"
}

#[tokio::test]
async fn every_scenario_comes_true() {
    let mut proven = 0;
    for scenario in scenarios().iter().filter(|scenario| scenario.workflow.ends_with("-us")) {
        assert_eq!(outcome_of(scenario.message).await, scenario.outcome, "{}", scenario.message);
        proven += 1;
    }
    assert_eq!(proven, 16);
}
