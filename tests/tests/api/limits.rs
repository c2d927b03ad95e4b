//! How much a key may ask.

use futures::future::join_all;
use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use store::Limits;
use tests::app::App;
use tests::customer::QUICKSTART;

crate::stories! {
    a_minute_has_so_many_creations_whichever_node_is_asked,
    so_many_runs_are_active_and_no_more,
    a_parked_run_is_not_active,
    every_organisation_begins_with_the_limits_of_the_contract,
    refusals_come_in_the_order_of_the_contract,
    reads_are_limited_and_every_answer_says_how_much_is_left,
}

async fn a_minute_has_so_many_creations_whichever_node_is_asked(here: App) {
    let there = App::beside(&here).await;
    let customer = here.stranger(Mode::Test, "0").await;
    let limits = Limits { creations_per_minute: Some(20), active_runs_max: Some(1_000), reads_per_minute: None };
    admin::org::set_limits(here.desk(), customer.org, limits).await.unwrap();
    let nodes = [customer.clone(), customer.at(&there)];
    let order = json!({ "message": "nobody" });
    let answers = join_all((0..60).map(|n| nodes[n % 2].post_run(&order).send())).await;
    let (mut created, mut refused) = (Vec::new(), 0);
    for (node, response) in nodes.iter().cycle().zip(answers.into_iter().map(Result::unwrap)) {
        match response.status() {
            StatusCode::ACCEPTED => created.push((node, response.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned())),
            StatusCode::TOO_MANY_REQUESTS => {
                refused += 1;
                assert_eq!(response.headers()["retry-after"], "60");
                assert_eq!(response.headers()["ratelimit-policy"], "\"creations\";q=20;w=60");
                let body: Value = response.json().await.unwrap();
                assert_eq!((&body["error"]["code"], &body["error"]["limit"]), (&json!("rate_limited"), &json!("creations_per_minute")));
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!((created.len(), refused), (20, 40), "exact across nodes");
    for (node, run) in &created {
        node.ended(run).await;
    }
    here.clock.advance(Duration::from_secs(60));
    let again = customer.post_run(&order).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::ACCEPTED, "a new minute");
    assert_eq!(again.headers()["ratelimit"], "\"creations\";r=19;t=60");
    customer.ended(again.json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
}

async fn so_many_runs_are_active_and_no_more(here: App) {
    let there = App::beside(&here).await;
    let customer = here.stranger(Mode::Test, "0").await;
    here.providers.close();
    there.providers.close();
    let nodes = [customer.clone(), customer.at(&there)];
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification" });
    let answers = join_all((0..30).map(|n| nodes[n % 2].post_run(&order).send())).await;
    let mut runs = Vec::new();
    for (node, response) in nodes.iter().cycle().zip(answers.into_iter().map(Result::unwrap)) {
        if response.status() == StatusCode::ACCEPTED {
            runs.push((node, response.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()));
            continue;
        }
        assert_eq!((response.status(), &response.headers()["retry-after"]), (StatusCode::TOO_MANY_REQUESTS, &"10".parse().unwrap()));
        assert_eq!(response.json::<Value>().await.unwrap()["error"]["limit"], "active_runs");
    }
    assert_eq!(runs.len(), 10, "the product's own limit");
    let again = customer.post_run(&order).header("Idempotency-Key", "waits").send().await.unwrap();
    assert_eq!(again.status(), StatusCode::TOO_MANY_REQUESTS);
    here.providers.open();
    there.providers.open();
    // Whoever admitted a run executes it, and is asked: two nodes of one SQLite file do not hear of each other.
    for (node, run) in &runs {
        node.ended(run).await;
    }
    let later = customer.post_run(&order).header("Idempotency-Key", "waits").send().await.unwrap();
    assert_eq!(later.status(), StatusCode::ACCEPTED, "a refusal binds no key");
    customer.ended(later.json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
}

async fn a_parked_run_is_not_active(app: App) {
    let customer = app.stranger(Mode::Test, "0").await;
    let one = Limits { active_runs_max: Some(1), ..Limits::default() };
    admin::org::set_limits(app.desk(), customer.org, one).await.unwrap();
    let mut parked = Vec::new();
    for _ in 0..3 {
        parked.push(customer.parked().await["id"].as_str().unwrap().to_owned());
    }
    app.providers.close();
    let active = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    assert_eq!(customer.post("/v1/runs", &json!({ "message": "m" })).await.1["error"]["limit"], "active_runs");
    let (status, approved) = customer.post(&format!("/v1/runs/{}/approval", parked[0]), &json!({ "decision": "approved" })).await;
    assert_eq!((status, &approved["status"]), (StatusCode::OK, &json!("running")), "creations alone are refused");
    app.providers.open();
    for run in [&active, &parked[0]] {
        assert_eq!(customer.ended(run).await["status"], "completed");
    }
    for run in &parked[1..] {
        customer.post(&format!("/v1/runs/{run}/cancel"), &json!({})).await;
    }
}

async fn every_organisation_begins_with_the_limits_of_the_contract(app: App) {
    let customer = app.stranger(Mode::Test, "0").await;
    let read = customer.get("/v1/usage").send().await.unwrap();
    assert_eq!(read.headers()["ratelimit-policy"], "\"reads\";q=600;w=60");
    let created = customer.post_run(&json!({ "message": "nobody" })).send().await.unwrap();
    assert_eq!(created.headers()["ratelimit-policy"], "\"creations\";q=60;w=60");
    customer.ended(created.json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
}

async fn refusals_come_in_the_order_of_the_contract(app: App) {
    let customer = app.stranger(Mode::Live, "0").await;
    let limits = Limits { creations_per_minute: Some(1), active_runs_max: Some(0), reads_per_minute: None };
    admin::org::set_limits(app.desk(), customer.org, limits).await.unwrap();
    let code = async |body: Value| customer.post("/v1/runs", &body).await.1["error"]["code"].clone();
    assert_eq!(code(json!({ "message": "m", "workflow": "no-such" })).await, "workflow_not_found");
    assert_eq!(code(json!({ "message": "m", "thread_id": "th_none" })).await, "not_found");
    assert_eq!(code(json!({ "message": "m" })).await, "insufficient_credits", "told before the limit of active runs");
    admin::credits::grant(app.desk(), customer.org, "1".parse().unwrap(), "").await.unwrap();
    assert_eq!(code(json!({ "message": "m" })).await, "rate_limited");
    let one = Limits { active_runs_max: Some(5), ..Limits::default() };
    admin::org::set_limits(app.desk(), customer.org, one).await.unwrap();
    let (status, created) = customer.post("/v1/runs", &json!({ "message": "m" })).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    customer.ended(created["id"].as_str().unwrap()).await;
    for body in [json!({ "message": "m", "workflow": "no-such" }), json!({ "message": "m", "thread_id": "th_none" })] {
        assert_eq!(code(body).await, "rate_limited", "told before what does not exist");
    }
    assert_eq!(code(json!({ "message": "" })).await, "invalid_request", "but after what is malformed");
}

async fn reads_are_limited_and_every_answer_says_how_much_is_left(app: App) {
    let customer = app.stranger(Mode::Test, "0").await;
    let limits = Limits { reads_per_minute: Some(3), ..Limits::default() };
    admin::org::set_limits(app.desk(), customer.org, limits).await.unwrap();
    for left in [2, 1, 0] {
        let response = customer.get("/v1/usage").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(response.headers()["ratelimit"].to_str().unwrap().starts_with(&format!("\"reads\";r={left};t=")));
    }
    let refused = customer.get("/v1/usage").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 60);
    assert_eq!(refused.json::<Value>().await.unwrap()["error"]["limit"], "reads_per_minute");
    let (status, created) = customer.post("/v1/runs", &json!({ "message": "m" })).await;
    assert_eq!(status, StatusCode::ACCEPTED, "creations are counted by themselves");
    app.clock.advance(Duration::from_secs(61));
    customer.ended(created["id"].as_str().unwrap()).await;
}
