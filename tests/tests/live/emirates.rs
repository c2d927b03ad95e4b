//! Tutelar, and the providers that know no country.

use super::{become_of, body, common, told};
use serde_json::{Value, json};
use tests::ask::{Live, not_found, success};

fn card() -> (&'static str, Value) {
    let input = json!({"emirates_id": "784-1990-4718326-6", "date_of_birth": "14/03/1990", "nationality": "Emirati"});
    ("emirates_id_verification", input)
}

fn licence() -> (&'static str, Value) {
    ("trade_licence_ae", json!({"trade_licence": "DED 616529", "trn": "100472915800003"}))
}

fn completed(result: &Value) -> Value {
    json!({"success": true, "code": 200, "reference_id": "r 1", "status": "completed", "result": result})
}

fn pending() -> Value {
    json!({"success": true, "code": 200, "reference_id": "r 1", "status": "in_progress"})
}

#[tokio::test]
async fn an_answer_that_comes_later_is_fetched_once_with_the_same_credentials() {
    let result = json!({"emiratesIdNumber": "784199047183266", "dateOfBirth": "1990-03-14", "expiryDate": "2031-01-01"});
    let live = Live::with(vec![(200, pending()), (200, completed(&result))]).await;
    let (check, input) = card();
    let told = success(live.ask(check, input).await);
    assert_eq!((&told["card_status"], &told["date_of_birth_match"]), (&json!("valid"), &json!(true)));
    let heard = live.heard();
    let question = json!({"id_number": "784199047183266", "date_of_birth": "1990-03-14", "current_nationality": "united_arab_emirates"});
    assert_eq!((heard[0].line.as_str(), body(&heard[0])), ("POST /api/v1/kyc/identity/uae_eid HTTP/1.1", question));
    assert_eq!(heard[1].line, "GET /api/v1/kyc/identity/uae_eid?reference_id=r%201 HTTP/1.1");
    // hunter2:hunter2
    assert!(heard.iter().all(|one| one.headers["authorization"] == "Basic aHVudGVyMjpodW50ZXIy"));
    assert_eq!(heard.len(), 2);
}

#[tokio::test]
async fn a_licence_is_read_with_who_issued_it() {
    let result = json!({
        "edLicenseNumber": "616529", "businessName": "DUNES DATA SYSTEMS L.L.C", "expiryDate": "2031-01-01", "licenseStatus": "فعال",
        "licensingAuthority": "دائرة التنمية الإقتصادية في الشارقة",
    });
    let live = Live::with(vec![(200, completed(&result))]).await;
    let (check, input) = licence();
    let told = success(live.ask(check, input).await);
    let facts = (&told["licence_status"], &told["authority"], &told["authority_match"]);
    assert_eq!(facts, (&json!("active"), &json!("dubai"), &json!(false)), "{told}");
    let heard = live.heard();
    assert_eq!(heard[0].line, "POST /api/v1/kyc/merchant/uae_trade_license HTTP/1.1");
    assert_eq!(body(&heard[0]), json!({"ed_license_number": "616529"}), "nobody is asked about the tax number");
}

#[tokio::test]
async fn what_tutelar_documents_is_told_apart() {
    let none = json!({"success": false, "code": 200, "message": "No record was found.", "reference_id": "r", "status": "failed"});
    become_of(&[card(), licence()], &common()).await;
    become_of(
        &[card(), licence()],
        &[
            (200, none, "not_found"),
            (200, pending(), "provider_pending"),
            (200, completed(&json!({"dateOfBirth": "1990-03-14"})), "provider_malformed"),
            (200, json!({"status": "done", "result": {}}), "provider_malformed"),
            (400, json!({"success": false, "code": 400, "message": "id_number is invalid"}), "invalid_input"),
            (403, json!({}), "provider_refused"),
            (500, json!({"success": false, "code": 500}), "provider_unavailable"),
        ],
    )
    .await;
}

fn worldwide() -> [(&'static str, Value); 5] {
    [
        ("lei_lookup", json!({"lei": "506700GE1G29325QX363"})),
        ("email_intelligence", json!({"email": "asha@dunes-data.ae"})),
        ("domain_intelligence", json!({"url": "gulf-traders.com"})),
        ("social_profile", json!({"handle": "github:octocat"})),
        ("adverse_media", json!({"name": "Asha Verma"})),
    ]
}

#[tokio::test]
async fn those_that_know_no_country_tell_their_answers_apart_as_well() {
    // An index of news without an article answers with an empty object.
    let common = common();
    become_of(&worldwide(), &common[..5]).await;
    become_of(&worldwide()[..4], &common[5..]).await;
    let absent = [(404, json!({"errors": []}), "not_found")];
    for place in [0, 2, 3] {
        become_of(&worldwide()[place..=place], &absent).await;
    }
    let live = Live::with(vec![(200, json!({}))]).await;
    assert_eq!(success(live.ask("adverse_media", json!({"name": "Asha Verma"})).await)["result"], "none_found");
    assert!(live.heard()[0].line.starts_with("GET /api/v2/doc/doc?query="), "{}", live.heard()[0].line);
}

#[tokio::test]
async fn nobody_there_is_a_provider_that_is_down() {
    let mut live = Live::with(vec![(404, json!({"errors": []}))]).await;
    let lei = || json!({"lei": "506700GE1G29325QX363"});
    not_found(live.ask("lei_lookup", lei()).await);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    live.url = format!("http://{free}");
    assert_eq!(told(&live.ask("lei_lookup", lei()).await), "provider_unavailable");
}
