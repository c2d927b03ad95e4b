//! Creating runs.

use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::QUICKSTART;

crate::stories! {
    the_quickstart_is_created_awaited_and_billed,
    both_bases_are_the_same_api,
    metadata_comes_back_as_it_was_written,
    a_live_run_invents_nothing_and_bills_nothing_it_did_not_get,
    without_credits_a_live_run_is_refused_and_a_test_run_is_not,
}

async fn the_quickstart_is_created_awaited_and_billed(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "metadata": { "order_id": "7841" } });
    let response = customer.post_run(&order).header("Idempotency-Key", "order-7841").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    assert!(!response.headers().contains_key("idempotent-replayed"));
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    let named = response.headers()["enrich-run-id"].to_str().unwrap().to_owned();
    let created: Value = response.json().await.unwrap();
    let run = created["id"].as_str().unwrap();
    assert_eq!((location, named), (format!("/v1/runs/{run}"), run.to_owned()));
    assert_eq!(created["status"], "queued");
    assert_eq!(created["mode"], "test");
    assert_eq!(created["input"], json!({ "message": QUICKSTART, "workflow": "kyc-verification" }));
    assert!(created["thread_id"].as_str().unwrap().starts_with("th_"));
    let promised: Vec<&str> = FIELDS.iter().filter(|field| created.get(**field).is_none()).copied().collect();
    assert_eq!(promised, Vec::<&str>::new(), "the whole resource is there from the start");

    let ended = customer.ended(run).await;
    assert_eq!(ended["status"], "completed", "{ended:#}");
    assert_eq!(ended["metadata"], json!({ "order_id": "7841" }));
    assert_eq!(ended["answer_partial"], false);
    assert!(ended["answer"].as_str().unwrap().contains("PAN"), "{ended:#}");
    assert!(ended["report"].is_object() && ended["error"].is_null() && ended["plan"].is_null());
    let mut calls: Vec<(&str, &str, bool, f64)> = ended["tool_calls"].as_array().unwrap().iter().map(row).collect();
    calls.sort_by_key(|call| call.0);
    assert_eq!(
        calls,
        [("mobile_intelligence", "success", true, 1.5), ("name_match", "success", true, 0.2), ("pan_verification", "success", true, 2.0),]
    );
    assert_eq!(ended["credits_used"], 3.7);
}

/// Every field of the document's run resource.
const FIELDS: [&str; 16] = [
    "id",
    "thread_id",
    "status",
    "input",
    "answer",
    "steps",
    "report",
    "report_url",
    "plan",
    "error",
    "credits_used",
    "tool_calls",
    "metadata",
    "created_at",
    "started_at",
    "completed_at",
];

fn row(call: &Value) -> (&str, &str, bool, f64) {
    let text = |field: &str| call[field].as_str().unwrap();
    (text("name"), text("status"), call["billed"].as_bool().unwrap(), call["credits"].as_f64().unwrap())
}

async fn both_bases_are_the_same_api(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let request = customer.request(reqwest::Method::POST, "/api/v1/runs").json(&json!({ "message": QUICKSTART }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    let run = response.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(location, format!("/api/v1/runs/{run}"), "it stays under the base that was asked");
    let ended = customer.ended(&run).await;
    let there: Value = customer.get(&location).send().await.unwrap().json().await.unwrap();
    assert_eq!(there, ended);
}

async fn metadata_comes_back_as_it_was_written(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let written = r#"{"z": 1.00, "a": {"n": 12345678901234567890123, "m": -0e1}, "text": "é\u0939 \"q\"", "list": [true, null, []]}"#;
    let kept = r#"{"z":1.00,"a":{"n":12345678901234567890123,"m":-0e1},"text":"éह \"q\"","list":[true,null,[]]}"#;
    let body = format!("{{\"metadata\": {written}, \"message\": \"{QUICKSTART}\", \"ignored\": [1]}}");
    let request = customer.request(reqwest::Method::POST, "/v1/runs").header("Content-Type", "application/json").body(body);
    let created = request.send().await.unwrap().text().await.unwrap();
    assert!(created.contains(&format!("\"metadata\":{kept}")), "{created}");
    let run = serde_json::from_str::<Value>(&created).unwrap()["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    let read = customer.get(&format!("/v1/runs/{run}")).send().await.unwrap().text().await.unwrap();
    assert!(read.contains(&format!("\"metadata\":{kept}")), "{read}");
    assert!(read.contains("\"credits_used\":3.7,"), "amounts are exact numbers: {read}");
}

async fn a_live_run_invents_nothing_and_bills_nothing_it_did_not_get(app: App) {
    let customer = app.customer(Mode::Live, "500").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let ended = customer.ended(&run).await;
    assert_eq!((&ended["status"], &ended["mode"]), (&json!("completed"), &json!("live")));
    let outside = |call: &&Value| call["name"] != "name_match";
    let calls: Vec<&Value> = ended["tool_calls"].as_array().unwrap().iter().filter(outside).collect();
    assert!(!calls.is_empty());
    for call in calls {
        assert_eq!((&call["status"], &call["billed"]), (&json!("failed"), &json!(false)), "{call}");
        assert_eq!(call["error"]["code"], "provider_not_configured", "{call}");
    }
}

async fn without_credits_a_live_run_is_refused_and_a_test_run_is_not(app: App) {
    let live = app.customer(Mode::Live, "0").await;
    let order = json!({ "message": QUICKSTART });
    let refuse = async || live.post_run(&order).header("Idempotency-Key", "order-1").send().await.unwrap();
    let refused = refuse().await;
    assert_eq!(refused.status(), StatusCode::PAYMENT_REQUIRED);
    assert_eq!(
        refused.json::<Value>().await.unwrap(),
        tests::wire::refusal("insufficient_credits", "Organisation has no credits remaining")
    );
    assert_eq!(app.house.store.verify().await.unwrap().runs, 0, "nothing is stored");

    let test = app.colleague(live.org, Mode::Test).await;
    let run = test.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    test.ended(&run).await;

    admin::credits::grant(app.desk(), live.org, "0.000001".parse().unwrap(), "a little").await.unwrap();
    let admitted = refuse().await;
    assert_eq!(admitted.status(), StatusCode::ACCEPTED, "the refusal bound no idempotency key");
    live.ended(admitted.json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
}
