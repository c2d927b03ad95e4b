//! The Emirates and the providers that know no country as a guest meets them: every record is whole, every code has its outcome.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use bytes::Bytes;
use egress::{Error, Outbound, Request, Response};
use serde_json::{Value, json};
use simulator::{Options, Simulator, licensed, residents, scenarios};
use std::collections::BTreeSet;
use std::time::Duration;

const BASIC: (&str, &str) = ("authorization", "Basic a2V5OnNlY3JldA==");
const CARDS: &str = "https://secctrl.tutelar.io/api/v1/kyc/identity/uae_eid";
const LICENCES: &str = "https://secctrl.tutelar.io/api/v1/kyc/merchant/uae_trade_license";

async fn send(method: &str, url: &str, headers: &[(&str, &str)], body: Option<Value>) -> Result<Response, Error> {
    let request = Request {
        url: url.parse().unwrap(),
        method: method.into(),
        headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        body: body.map(|body| Bytes::from(body.to_string())),
        deadline: Duration::from_millis(20),
        response_bytes_max: 1 << 20,
    };
    Simulator::new(Options::default()).send(request).await
}

async fn answered(method: &str, url: &str, headers: &[(&str, &str)], body: Option<Value>) -> (u16, Value) {
    let response = send(method, url, headers, body).await.unwrap();
    (response.status, serde_json::from_slice(&response.body).unwrap_or_default())
}

async fn get(url: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    answered("GET", url, headers, None).await
}

fn card(number: &str) -> Value {
    json!({"id_number": number, "date_of_birth": "1990-05-06", "current_nationality": "india"})
}

fn is_luhn(digits: &str) -> bool {
    let twice = |(index, digit): (usize, u32)| if index % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 };
    digits.chars().rev().map(|digit| digit.to_digit(10).unwrap()).enumerate().map(twice).sum::<u32>() % 10 == 0
}

fn remainder(text: &str) -> u32 {
    let add =
        |sum: u32, c: char| if c.is_ascii_digit() { sum * 10 + c.to_digit(36).unwrap() } else { sum * 100 + c.to_digit(36).unwrap() } % 97;
    text.chars().fold(0, add)
}

#[tokio::test]
async fn every_resident_is_whole_and_nobody_shares_an_identifier() {
    let mut seen = BTreeSet::new();
    for resident in residents() {
        let digits = resident.emirates_id.replace('-', "");
        assert!(is_luhn(&digits), "{}", resident.name);
        assert_eq!(remainder(&format!("{}{}", &resident.iban[4..], &resident.iban[..4])), 1, "{}", resident.name);
        let body = json!({"id_number": digits, "date_of_birth": resident.date_of_birth, "current_nationality": resident.nationality});
        let (status, answer) = answered("POST", CARDS, &[BASIC], Some(body)).await;
        assert_eq!(
            (status, &answer["status"], &answer["result"]["dateOfBirth"]),
            (200, &json!("completed"), &json!(resident.date_of_birth))
        );
        assert_eq!(answer["result"]["currentNationality"], resident.nationality);
        let url = format!("https://lookups.twilio.com/v2/PhoneNumbers/{}?Fields=line_status", resident.phone.replace('+', "%2B"));
        let (_, line) = get(&url, &[BASIC]).await;
        assert_eq!((&line["country_code"], &line["line_status"]["status"]), (&json!("AE"), &json!("active")));
        let employer = licensed().iter().find(|business| business.name == resident.employer).unwrap();
        assert!(resident.email.ends_with(&format!("@{}", employer.domain)), "{}", resident.email);
        let url = format!("https://api.hunter.io/v2/email-verifier?email={}", resident.email);
        assert_eq!(get(&url, &[("x-api-key", "k")]).await.1["data"]["status"], "valid");
        let (_, profile) = get(&format!("https://api.github.com/users/{}", resident.handle), &[("user-agent", "t")]).await;
        assert_eq!((&profile["name"], &profile["company"]), (&json!(resident.name), &json!(resident.employer)));
        for identifier in [resident.emirates_id, resident.phone, resident.iban, resident.email, resident.handle] {
            assert!(seen.insert(identifier), "{identifier}");
        }
    }
}

#[tokio::test]
async fn every_business_is_known_to_all_registers_by_one_name() {
    for business in licensed() {
        assert_eq!((remainder(business.lei), business.trn.len()), (1, 15), "{}", business.name);
        assert_eq!(remainder(&format!("{}{}", &business.iban[4..], &business.iban[..4])), 1, "{}", business.name);
        let (_, licence) = answered("POST", LICENCES, &[BASIC], Some(json!({"ed_license_number": business.trade_licence}))).await;
        let (_, index) = get(&format!("https://api.gleif.org/api/v1/lei-records/{}", business.lei), &[]).await;
        assert_eq!(licence["result"]["businessName"], index["data"]["attributes"]["entity"]["legalName"]["name"]);
        assert_eq!(index["data"]["attributes"]["entity"]["registeredAs"], business.trade_licence);
        assert_eq!(get(&format!("https://rdap.org/domain/{}", business.domain), &[]).await.0, 200);
        assert!(residents().iter().any(|resident| resident.employer == business.name), "{}", business.name);
    }
}

/// What a request came to, in the words of the catalogue.
fn family(answer: Result<Response, Error>) -> String {
    match answer {
        Err(Error::Timeout) => "timeout".into(),
        Err(other) => panic!("{other:?}"),
        Ok(response) if serde_json::from_slice::<Value>(&response.body).is_err() => "malformed".into(),
        Ok(response) => {
            let retries = response.headers.iter().any(|(name, _)| name == "retry-after");
            assert_eq!(response.status == 429, retries);
            response.status.to_string()
        }
    }
}

#[tokio::test]
async fn each_code_has_its_outcome_at_each_provider() {
    let rate = [("x-api-key", "k"), ("user-agent", "t"), ("authorization", "Bearer t")];
    for (code, expected) in [("04", "503"), ("05", "timeout"), ("06", "429"), ("07", "malformed")] {
        for url in [
            format!("https://api.gleif.org/api/v1/lei-records/5493000GULFTEST0{code}00"),
            format!("https://api.hunter.io/v2/email-verifier?email=asha%2B{code}@sample.ae"),
            format!("https://rdap.verisign.com/com/v1/domain/asha-{code}.com"),
            format!("https://api.github.com/users/asha-{code}"),
            format!("https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=asha-{code}.bsky.social"),
            format!("https://api.x.com/2/users/by/username/asha_{code}"),
            format!("https://api.gdeltproject.org/api/v2/doc/doc?query=%22Asha%20Verma-{code}%22%20(fraud)&mode=artlist"),
        ] {
            assert_eq!(family(send("GET", &url, &rate, None).await), expected, "{url}");
        }
        let number = format!("784199030045{code}0");
        assert_eq!(family(send("POST", CARDS, &[BASIC], Some(card(&number))).await), expected);
        let licence = json!({"ed_license_number": format!("CN-90001{code}")});
        assert_eq!(family(send("POST", LICENCES, &[BASIC], Some(licence)).await), expected);
    }
}

#[tokio::test]
async fn no_comes_in_each_providers_own_shape() {
    let rate = [("x-api-key", "k"), ("user-agent", "t"), ("authorization", "Bearer t")];
    for other in ["02", "77"] {
        assert_eq!(answered("POST", CARDS, &[BASIC], Some(card(&format!("784199030045{other}0")))).await.1["status"], "failed");
        assert_eq!(get(&format!("https://api.gleif.org/api/v1/lei-records/5493000GULFTEST0{other}00"), &[]).await.0, 404);
        assert_eq!(get(&format!("https://rdap.org/domain/asha-{other}.com"), &[]).await.0, 404);
        let (status, mail) = get(&format!("https://api.hunter.io/v2/email-verifier?email=asha%2B{other}@sample.ae"), &rate).await;
        assert_eq!((status, &mail["data"]["status"]), (200, &json!("invalid")));
        assert_eq!(get(&format!("https://api.github.com/users/asha-{other}"), &rate).await.0, 404);
        let (status, gone) =
            get(&format!("https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=asha-{other}.bsky.social"), &[]).await;
        assert_eq!((status, &gone["message"]), (400, &json!("Profile not found")));
        let (status, gone) = get(&format!("https://api.x.com/2/users/by/username/asha_{other}"), &rate).await;
        assert_eq!((status, &gone["errors"][0]["title"]), (200, &json!("Not Found Error")));
    }
    let (status, none) = get("https://api.gdeltproject.org/api/v2/doc/doc?query=%22Asha%20Verma%22%20(fraud)", &[]).await;
    assert_eq!((status, none), (200, json!({})));
    let (_, hit) = get("https://api.gdeltproject.org/api/v2/doc/doc?query=%22Asha%20Verma-09%22%20(fraud)", &[]).await;
    assert_eq!(hit["articles"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_pending_is_told_by_its_reference() {
    let (status, first) = answered("POST", CARDS, &[BASIC], Some(card("784199030045080"))).await;
    assert_eq!((status, &first["status"], first.get("result")), (200, &json!("in_progress"), None));
    let reference: String = url::form_urlencoded::byte_serialize(first["reference_id"].as_str().unwrap().as_bytes()).collect();
    let (_, second) = get(&format!("{CARDS}?reference_id={reference}"), &[BASIC]).await;
    assert_eq!((&second["status"], &second["result"]["dateOfBirth"]), (&json!("completed"), &json!("1990-05-06")));
    assert_eq!(get(CARDS, &[BASIC]).await.0, 400);
}

#[tokio::test]
async fn what_is_missing_is_refused_as_the_providers_do() {
    for (url, headers) in [
        (CARDS, vec![]),
        (CARDS, vec![("authorization", "Basic {{basic:api_key:secret_key}}")]),
        ("https://api.hunter.io/v2/account", vec![]),
        ("https://api.x.com/2/users/by/username/asha_00", vec![("authorization", "Bearer {{secret:bearer_token}}")]),
    ] {
        let method = if url == CARDS { "POST" } else { "GET" };
        assert_eq!(answered(method, url, &headers, None).await.0, 401, "{url}");
    }
    for member in ["id_number", "date_of_birth", "current_nationality"] {
        let mut body = card("784199030045000");
        body.as_object_mut().unwrap().remove(member);
        let (status, answer) = answered("POST", CARDS, &[BASIC], Some(body)).await;
        assert_eq!((status, &answer["message"]), (400, &json!(format!("{member} is required"))));
    }
    assert_eq!(get("https://api.github.com/users/octocat", &[]).await.0, 403);
    assert_eq!(answered("POST", LICENCES, &[BASIC], Some(json!({}))).await.0, 400);
}

#[tokio::test]
async fn the_same_request_has_the_same_bytes() {
    for url in ["https://api.gleif.org/api/v1/lei-records/549300GULFDUNES02225", "https://rdap.org/domain/qasba.ae"] {
        let (one, other) = (send("GET", url, &[], None).await.unwrap(), send("GET", url, &[], None).await.unwrap());
        assert_eq!((one.status, one.headers, one.body), (other.status, other.headers, other.body));
    }
}

/// What stands behind a label in a message.
fn labelled<'m>(message: &'m str, label: &str) -> &'m str {
    message.split(&format!("{label} ")).nth(1).and_then(|rest| rest.split(',').next()).unwrap()
}

async fn outcome_of(message: &str) -> &'static str {
    let number: String = labelled(message, "Emirates ID").split('-').collect();
    let born = labelled(message, "date of birth");
    let body = json!({"id_number": number, "date_of_birth": born, "current_nationality": "india"});
    let card = send("POST", CARDS, &[BASIC], Some(body)).await;
    let register = send("POST", LICENCES, &[BASIC], Some(json!({"ed_license_number": labelled(message, "trade licence")}))).await;
    let phone = labelled(message, "+971").replace(' ', "");
    let line = send("GET", &format!("https://lookups.twilio.com/v2/PhoneNumbers/%2B971{phone}?Fields=line_status"), &[BASIC], None).await;
    let read = |response: &Response| serde_json::from_slice::<Value>(&response.body).unwrap_or_default();
    let (card, register, line) = match (card, register, line) {
        (Err(Error::Timeout), Err(Error::Timeout), Err(Error::Timeout)) => return "timeout",
        (card, register, line) => (card.unwrap(), register.unwrap(), line.unwrap()),
    };
    let (person, licence, active) = (read(&card), read(&register), &read(&line)["line_status"]["status"]);
    let same = (person["result"]["dateOfBirth"] == born, licence["result"]["businessName"] != "MERIDIAN FOODSTUFF TRADING L.L.C");
    let ended = |result: &Value| result["expiryDate"].as_str().is_some_and(|day| day < "2025-01-01");
    match (card.status, register.status, line.status) {
        (503, 503, 503) => "provider_unavailable",
        (429, 429, 429) => "provider_rate_limited",
        (200, 200, 200) if person.is_null() && licence.is_null() => "provider_malformed",
        (200, 200, 404) if person["status"] == "failed" && licence["status"] == "failed" => "not_found",
        (200, 200, 200) if same == (false, false) => "name_mismatch",
        (200, 200, 200) if ended(&person["result"]) && ended(&licence["result"]) && active == "inactive" => "inactive",
        (200, 200, 200) if same == (true, true) && active == "active" => "verified",
        other => panic!("{message}: {other:?}"),
    }
}

#[tokio::test]
async fn every_scenario_comes_true() {
    let own: Vec<_> = scenarios().iter().filter(|scenario| scenario.workflow == "uae-verification").collect();
    for scenario in &own {
        assert_eq!(outcome_of(scenario.message).await, scenario.outcome, "{}", scenario.message);
    }
    assert_eq!(own.len(), 8);
}
