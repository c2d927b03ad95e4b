//! Reading a run, at once or as soon as it changes.

use journal::Mode;
use reqwest::{StatusCode, header};
use serde_json::Value;
use std::time::{Duration, Instant};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    a_wait_ends_unchanged_at_its_time_and_early_when_the_status_changes,
    an_etag_closes_the_gap_between_two_polls,
    a_wait_is_a_number_and_a_run_must_exist,
}

/// A run that waits for its providers behind the closed gate.
async fn held(app: &App, customer: &Customer) -> String {
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    // Its first event after the start: from here on nothing moves until the gate opens.
    tests::wire::until(customer.attach(&run, None).await, |heard| heard.name == "tool_call").await;
    run
}

async fn a_wait_ends_unchanged_at_its_time_and_early_when_the_status_changes(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = held(&app, &customer).await;
    let path = format!("/v1/runs/{run}");
    let now: Value = customer.get(&path).send().await.unwrap().json().await.unwrap();
    assert_eq!(now["status"], "running");

    let began = Instant::now();
    let unchanged = customer.get(&format!("{path}?wait=1")).send().await.unwrap();
    assert_eq!(unchanged.status(), StatusCode::OK);
    assert_eq!(unchanged.json::<Value>().await.unwrap(), now);
    assert!(began.elapsed() >= Duration::from_secs(1));

    let waits = customer.get(&format!("{path}?wait=50"));
    let waiting = tokio::spawn(async move { waits.send().await.unwrap().json::<Value>().await.unwrap() });
    let began = Instant::now();
    app.providers.open();
    assert_eq!(waiting.await.unwrap()["status"], "completed");
    assert!(began.elapsed() < Duration::from_secs(40), "it answers when the status changes, not when its time is over");

    let began = Instant::now();
    let over = customer.get(&format!("{path}?wait=50")).send().await.unwrap();
    assert_eq!(over.json::<Value>().await.unwrap()["status"], "completed");
    assert!(began.elapsed() < Duration::from_secs(40), "a run that is over is answered at once");
}

async fn an_etag_closes_the_gap_between_two_polls(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = held(&app, &customer).await;
    let path = format!("/v1/runs/{run}");
    let first = customer.get(&path).send().await.unwrap();
    let tag = first.headers()[header::ETAG].clone();
    let since = |path: &str| customer.get(path).header(header::IF_NONE_MATCH, tag.clone()).send();

    let same = since(&path).await.unwrap();
    assert_eq!((same.status(), &same.headers()[header::ETAG]), (StatusCode::NOT_MODIFIED, &tag));
    assert!(same.text().await.unwrap().is_empty());
    let still = since(&format!("{path}?wait=1")).await.unwrap();
    assert_eq!(still.status(), StatusCode::NOT_MODIFIED, "a wait that saw no change");

    app.providers.open();
    customer.ended(&run).await;
    let missed = since(&format!("{path}?wait=50")).await.unwrap();
    assert_eq!(missed.status(), StatusCode::OK, "what happened between the polls is told at once");
    let newer = missed.headers()[header::ETAG].clone();
    assert_ne!(newer, tag);
    for (given, status) in [
        (format!("\"x\", {}", newer.to_str().unwrap()), StatusCode::NOT_MODIFIED),
        (newer.to_str().unwrap().trim_start_matches("W/").to_owned(), StatusCode::NOT_MODIFIED),
        ("*".to_owned(), StatusCode::NOT_MODIFIED),
        ("\"x\"".to_owned(), StatusCode::OK),
    ] {
        let response = customer.get(&path).header(header::IF_NONE_MATCH, &given).send().await.unwrap();
        assert_eq!(response.status(), status, "{given}");
    }
}

async fn a_wait_is_a_number_and_a_run_must_exist(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    for wait in ["", "-1", "soon", "1e", "NaN", "0x10", "%00", "1&wait=2"] {
        let response = customer.get(&format!("/v1/runs/{run}?wait={wait}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wait}");
        let told = response.json::<Value>().await.unwrap();
        assert!(told["error"]["message"].as_str().unwrap().starts_with("wait: "), "{told}");
    }
    for wait in ["0", "50", "51", "9999999999999999999999", "0.5", "1e3", "9.5e-06"] {
        let response = customer.get(&format!("/v1/runs/{run}?other=1&wait={wait}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{wait}");
    }
    let stranger = "run_00000000000000000000000000";
    for id in [stranger, "run_", "x", "th_00000000000000000000000000", "%00", "%FF"] {
        for path in [format!("/v1/runs/{id}"), format!("/v1/runs/{id}?wait=50"), format!("/v1/runs/{id}/events")] {
            let response = customer.get(&path).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                response.json::<Value>().await.unwrap(),
                tests::wire::refusal("not_found", "Run does not exist in your organisation")
            );
        }
    }
}
