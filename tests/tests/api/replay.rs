//! Idempotency keys.

use journal::event::{CheckAnswered, CheckOutput, Ended, Outcome, Problem};
use journal::{Credits, Event, Json, Mode, OpenCall, Private, RunId, Status};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::{Append, Ownership};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};
use tests::wire;

crate::stories! {
    a_retry_gets_the_same_run_and_a_different_request_a_conflict,
    a_key_belongs_to_its_organisation_and_mode,
    simultaneous_creates_with_one_key_are_one_run,
    after_an_interruption_the_same_request_runs_again_and_pays_nothing_twice,
    a_replayed_key_streams_the_run_from_its_first_event_or_from_the_last_one_heard,
    a_new_run_is_streamed_from_its_first_event_whatever_its_client_heard_before,
}

struct Answered {
    status: StatusCode,
    replayed: bool,
    body: Value,
}

async fn create(customer: &Customer, key: &str, body: &Value) -> Answered {
    let response = customer.post_run(body).header("Idempotency-Key", key).send().await.unwrap();
    let replayed = response.headers().get("idempotent-replayed").is_some_and(|value| value == "true");
    Answered { status: response.status(), replayed, body: response.json().await.unwrap() }
}

async fn a_retry_gets_the_same_run_and_a_different_request_a_conflict(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "metadata": { "a": 1, "b": 2 } });
    let first = create(&customer, "order-1", &order).await;
    assert_eq!((first.status, first.replayed), (StatusCode::ACCEPTED, false));
    let run = first.body["id"].as_str().unwrap().to_owned();
    let whole = customer.ended(&run).await;

    let again = create(&customer, "order-1", &order).await;
    assert_eq!((again.status, again.replayed), (StatusCode::OK, true));
    assert_eq!(again.body, whole, "the run as it is by now");

    // The same request in other words: members in another order, a field that is no part of it.
    let body = format!(
        "{{\"stream\":false,\"metadata\":{{\"b\":2,\"a\":1}},\"workflow\":\"kyc-verification\",\"message\":\"{QUICKSTART}\",\"x\":1}}"
    );
    let request = customer.request(reqwest::Method::POST, "/v1/runs").header("Content-Type", "application/json");
    let reworded = request.header("Idempotency-Key", "order-1").body(body).send().await.unwrap();
    assert_eq!((reworded.status(), reworded.json::<Value>().await.unwrap()), (StatusCode::OK, whole.clone()));

    for (field, other) in [("message", json!("Verify PAN ABCDE1234F")), ("workflow", Value::Null), ("metadata", json!({ "a": 1 }))] {
        let mut changed = order.clone();
        changed[field] = other;
        let reuse = create(&customer, "order-1", &changed).await;
        assert_eq!((reuse.status, &reuse.body["error"]["code"]), (StatusCode::CONFLICT, &json!("idempotency_key_reuse")), "{field}");
        assert_eq!(reuse.body["error"]["run_id"], run.as_str());
    }
    let unknown = json!({ "message": QUICKSTART, "workflow": "no-such-workflow" });
    assert_eq!(create(&customer, "order-1", &unknown).await.status, StatusCode::CONFLICT, "the key is looked up before the workflow");
    assert_eq!(app.house.store.verify().await.unwrap().runs, 1);
}

async fn a_key_belongs_to_its_organisation_and_mode(app: App) {
    let one = app.customer(Mode::Test, "10").await;
    let same = app.colleague(one.org, Mode::Test).await;
    let live = app.colleague(one.org, Mode::Live).await;
    let other = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART });
    let first = create(&one, "order-1", &order).await;
    assert!(create(&same, "order-1", &order).await.replayed, "not to the API key that used it");
    let mut runs = BTreeSet::from([first.body["id"].to_string()]);
    one.ended(first.body["id"].as_str().unwrap()).await;
    for stranger in [&live, &other] {
        let fresh = create(stranger, "order-1", &order).await;
        assert_eq!((fresh.status, fresh.replayed), (StatusCode::ACCEPTED, false));
        runs.insert(fresh.body["id"].to_string());
        stranger.ended(fresh.body["id"].as_str().unwrap()).await;
    }
    assert_eq!(runs.len(), 3);
}

async fn simultaneous_creates_with_one_key_are_one_run(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART });
    let outcomes = futures::future::join_all((0..200).map(|_| create(&customer, "order-1", &order))).await;
    let fresh = outcomes.iter().filter(|outcome| outcome.status == StatusCode::ACCEPTED && !outcome.replayed).count();
    let replayed = outcomes.iter().filter(|outcome| outcome.status == StatusCode::OK && outcome.replayed).count();
    assert_eq!((fresh, replayed), (1, 199));
    let runs: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.body["id"].as_str().unwrap()).collect();
    assert_eq!(runs.len(), 1);
    customer.ended(runs.first().unwrap()).await;
    assert_eq!(app.house.store.verify().await.unwrap().runs, 1);
}

/// Ends a run whose calls are in flight, as a node does that finds a call cut off which must not be repeated: one call was
/// answered and paid, the other was not.
async fn interrupt(app: &App, customer: &Customer, run: RunId) {
    let mut record = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
    let base = record.head();
    let output = r#"{"pan":"ABCDE1234F","structure":"valid","holder_type":"individual","pan_status":"valid",
        "registered_name":"RAHUL SHARMA","aadhaar_seeding_status":"linked"}"#;
    let answer = |open: &OpenCall| {
        let paid = open.check == "pan_verification";
        let failed = Outcome::Failed { code: "interrupted".into(), retryable: true };
        let private = CheckOutput { output: Json::parse(if paid { output } else { "{}" }).unwrap(), message: None };
        Event::CheckAnswered(CheckAnswered {
            call: open.call,
            check: open.check.clone(),
            outcome: if paid { Outcome::Success } else { failed },
            credits: if paid { open.hold } else { Credits::ZERO },
            latency_ms: 5,
            carried_from: None,
            recent: None,
            private: Private::Known(private),
        })
    };
    let answers: Vec<Event> = record.state().open.iter().map(answer).collect();
    assert_eq!(answers.len(), 2);
    record.extend(app.now(), answers).unwrap();
    let error = Problem { code: "call_not_repeatable".into(), message: "A call was cut off.".into(), retryable: true };
    let credits_used = record.state().credits_used;
    let end = Ended { status: Status::Interrupted, reason: None, error: Some(error), credits_used };
    record.extend(app.now(), [Event::Ended(end)]).unwrap();
    app.house.store.append(Append { run, base, record, lease: Ownership::Free }).await.unwrap();
}

async fn after_an_interruption_the_same_request_runs_again_and_pays_nothing_twice(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    app.providers.close();
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification" });
    let first = create(&customer, "order-1", &order).await;
    let id = first.body["id"].as_str().unwrap();
    wire::until(customer.attach(id, None).await, |heard| heard.data["name"] == "mobile_intelligence").await;
    interrupt(&app, &customer, id.parse().unwrap()).await;
    let interrupted = customer.ended(id).await;
    assert_eq!((&interrupted["status"], &interrupted["credits_used"]), (&json!("interrupted"), &json!(2.0)));
    assert_eq!(interrupted["error"]["retryable"], true);

    app.providers.open();
    let retries = futures::future::join_all((0..8).map(|_| create(&customer, "order-1", &order))).await;
    let fresh: Vec<&Answered> = retries.iter().filter(|retry| retry.status == StatusCode::ACCEPTED).collect();
    assert_eq!(fresh.len(), 1, "one new run, whoever asks at the same time");
    let new = fresh[0].body["id"].as_str().unwrap();
    assert!(new != id && fresh[0].body["retry_of"] == id && retries.iter().all(|retry| retry.body["id"] == new));
    let ended = customer.ended(new).await;
    assert_eq!((&ended["status"], &ended["credits_used"]), (&json!("completed"), &json!(1.7)), "the PAN was paid before: {ended:#}");
    let call = |run: &Value, name: &str| run["tool_calls"].as_array().unwrap().iter().find(|call| call["name"] == name).unwrap().clone();
    let carried = call(&ended, "pan_verification");
    assert_eq!((&carried["status"], &carried["billed"], &carried["credits"]), (&json!("success"), &json!(false), &json!(0.0)));
    let again = call(&ended, "mobile_intelligence");
    assert_eq!(again["id"], call(&interrupted, "mobile_intelligence")["id"], "the provider knows the call again");
    assert_eq!((&again["status"], &again["credits"]), (&json!("success"), &json!(1.5)));
    assert_eq!(customer.ended(id).await["superseded_by"], new);
    let replay = create(&customer, "order-1", &order).await;
    assert_eq!((replay.status, &replay.body["id"]), (StatusCode::OK, &json!(new)), "the key stands for the new run");
    assert_eq!(app.house.store.verify().await.unwrap().faults, Vec::<String>::new());
}

async fn a_replayed_key_streams_the_run_from_its_first_event_or_from_the_last_one_heard(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let first = create(&customer, "order-1", &json!({ "message": QUICKSTART })).await;
    let run = first.body["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    let history = customer.heard(&run, None).await;
    let streamed = json!({ "message": QUICKSTART, "stream": true });
    let stream = || customer.post_run(&streamed).header("Idempotency-Key", "order-1");
    let response = stream().send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(
        (response.headers()["idempotent-replayed"].as_bytes(), response.headers()["enrich-run-id"].as_bytes()),
        (&b"true"[..], run.as_bytes())
    );
    assert_eq!(wire::all(response).await, history);
    let rest = stream().header("Last-Event-ID", history[1].id).send().await.unwrap();
    assert_eq!(wire::all(rest).await, history[2..]);
}

async fn a_new_run_is_streamed_from_its_first_event_whatever_its_client_heard_before(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    for heard in [1, 99] {
        let streamed = customer.post_run(&json!({ "message": QUICKSTART, "stream": true }));
        let response = streamed.header("Last-Event-ID", heard).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let run = response.headers()["enrich-run-id"].to_str().unwrap().to_owned();
        assert_eq!(wire::all(response).await, customer.heard(&run, None).await);
    }
}
