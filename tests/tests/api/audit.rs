//! Every event, check and charge of a run.

use journal::{Credits, Mode};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::QUICKSTART;

crate::stories! {
    an_audit_tells_every_event_and_every_charge,
    an_audit_of_a_run_under_way_adds_up,
    nobody_audits_the_runs_of_others,
}

async fn an_audit_tells_every_event_and_every_charge(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "metadata": { "n": 1 } });
    let created: Value = customer.post_run(&order).send().await.unwrap().json().await.unwrap();
    let run = customer.ended(created["id"].as_str().unwrap()).await;
    let response = customer.get(&format!("/v1/runs/{}/audit", run["id"].as_str().unwrap())).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let text = response.text().await.unwrap();
    let audit: Value = serde_json::from_str(&text).unwrap();
    for (field, value) in [
        ("run_id", &run["id"]),
        ("thread_id", &run["thread_id"]),
        ("mode", &run["mode"]),
        ("workflow_version", &run["workflow_version"]),
        ("credits_used", &run["credits_used"]),
        ("key_id", &json!(customer.key)),
    ] {
        assert_eq!(&audit[field], value, "{field}");
    }
    assert_eq!(audit["component"].as_str().unwrap().len(), 64);

    let events = audit["events"].as_array().unwrap();
    assert!(events.iter().zip(1..).all(|(event, seq)| event["seq"] == seq && event["at"].is_string()), "{audit:#}");
    assert_eq!((&events[0]["event"], &events[0]["private"]["message"]), (&json!("created"), &json!(QUICKSTART)));
    assert_eq!(events[0]["private"]["metadata"], json!({ "n": 1 }));
    let last = events.last().unwrap();
    assert_eq!((&last["event"], &last["status"], &last["credits_used"]), (&json!("ended"), &json!("completed"), &json!(3.7)));
    assert!(text.contains(r#""hold":2.0"#) && text.contains(r#""price":2.0"#), "amounts are exact numbers of credits: {text}");

    let charges = audit["charges"].as_array().unwrap();
    assert_eq!(charges.len(), 3);
    for charge in charges {
        let call = run["tool_calls"].as_array().unwrap().iter().find(|call| call["id"] == charge["call_id"]).unwrap();
        assert_eq!((&call["name"], &call["credits"]), (&charge["check"], &charge["amount"]));
    }
    assert_eq!(charges[2]["balance"], -3.7, "an account of test runs has no grants");
    let keys: Vec<&str> = charges[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["amount", "at", "balance", "call_id", "check", "line"]);
}

/// Sum of the charges, and what the run says that it used.
fn sums(audit: &Value) -> (Credits, Credits) {
    let credits = |value: &Value| serde_json::from_str::<Credits>(&value.to_string()).unwrap();
    let charges = audit["charges"].as_array().unwrap().iter().map(|charge| credits(&charge["amount"]));
    (Credits::sum(charges).unwrap(), credits(&audit["credits_used"]))
}

async fn an_audit_of_a_run_under_way_adds_up(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    loop {
        let audit: Value = customer.get(&format!("/v1/runs/{run}/audit")).send().await.unwrap().json().await.unwrap();
        let (charged, used) = sums(&audit);
        assert_eq!(charged, used, "{audit:#}");
        if audit["events"].as_array().unwrap().last().unwrap()["event"] == "ended" {
            assert_eq!(used, "3.7".parse().unwrap());
            return;
        }
    }
}

async fn nobody_audits_the_runs_of_others(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    let (live, other) = (app.colleague(customer.org, Mode::Live).await, app.customer(Mode::Test, "0").await);
    for (who, run) in [(&live, &*run), (&other, &run), (&customer, "run_00000000000000000000000000"), (&customer, "%00")] {
        let response = who.get(&format!("/v1/runs/{run}/audit")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{run}");
        assert_eq!(response.json::<Value>().await.unwrap()["error"]["code"], "not_found");
    }
}
