//! Finding runs again.

use journal::event::{Created, Ended, Event};
use journal::{Mode, Record, RunId, Status};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use store::{Admission, Admitted, Append, Lease, Ownership};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    every_run_is_met_once_while_others_arrive,
    a_list_is_of_one_organisation_and_one_mode,
    runs_are_found_by_status_workflow_and_metadata,
    an_interrupted_run_names_the_one_that_repeats_it,
    malformed_wishes_are_named,
}

/// A run that is over.
async fn run(customer: &Customer, body: &Value) -> String {
    let created: Value = customer.post_run(body).send().await.unwrap().json().await.unwrap();
    let id = created["id"].as_str().unwrap().to_owned();
    customer.ended(&id).await;
    id
}

async fn page(customer: &Customer, query: &str) -> (Vec<String>, Option<String>) {
    let response = customer.get(&format!("/v1/runs?{query}")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{query}");
    let page: Value = response.json().await.unwrap();
    let id = |run: &Value| run["id"].as_str().unwrap().to_owned();
    (page["data"].as_array().unwrap().iter().map(id).collect(), page["next_cursor"].as_str().map(str::to_owned))
}

async fn every_run_is_met_once_while_others_arrive(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    assert_eq!(page(&customer, "").await, (vec![], None));
    let mut runs = Vec::new();
    for _ in 0..7 {
        runs.insert(0, run(&customer, &json!({ "message": QUICKSTART })).await);
    }
    let (mut met, mut cursor) = page(&customer, "limit=3").await;
    while let Some(next) = cursor {
        run(&customer, &json!({ "message": QUICKSTART })).await;
        let (more, after) = page(&customer, &format!("limit=3&cursor={next}")).await;
        met.extend(more);
        cursor = after;
    }
    assert_eq!(met, runs);
    let (all, none) = page(&customer, "unknown=1").await;
    assert_eq!((all.len(), none), (9, None));
    assert_eq!(page(&customer, "limit=9").await, (all.clone(), None), "a full page may be the last");

    let listed: Value = customer.get("/api/v1/runs?limit=1").send().await.unwrap().json().await.unwrap();
    assert_eq!(listed["data"][0], customer.ended(&all[0]).await, "the whole resource");
}

async fn a_list_is_of_one_organisation_and_one_mode(app: App) {
    let test = app.customer(Mode::Test, "10").await;
    let colleague = app.colleague(test.org, Mode::Test).await;
    let live = app.colleague(test.org, Mode::Live).await;
    let other = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART, "metadata": { "a": "1" } });
    let (one, two) = (run(&test, &order).await, run(&colleague, &order).await);
    let three = run(&live, &order).await;
    let four = run(&other, &order).await;
    let (_, cursor) = page(&test, "limit=1").await;
    let cursor = cursor.unwrap();
    for query in ["limit=9", "metadata[a]=1", "status=completed"] {
        assert_eq!(page(&test, query).await.0, [two.clone(), one.clone()]);
        assert_eq!(page(&colleague, query).await.0, [two.clone(), one.clone()]);
        assert_eq!(page(&live, query).await.0, std::slice::from_ref(&three));
        assert_eq!(page(&other, query).await.0, std::slice::from_ref(&four));
    }
    assert_eq!(page(&other, &format!("cursor={cursor}")).await.0, Vec::<String>::new(), "a cursor is a place and opens nothing");
}

async fn runs_are_found_by_status_workflow_and_metadata(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let plain = run(&customer, &json!({ "message": QUICKSTART })).await;
    let kyc = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "metadata": { "order id": 7841, "who": "a&b=é" } });
    let kyc = run(&customer, &kyc).await;
    let phone = json!({ "message": QUICKSTART, "workflow": "business-due-diligence", "metadata": { "order id": "7841" } });
    let phone = run(&customer, &phone).await;
    app.providers.close();
    let held = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    tests::wire::until(customer.attach(&held, None).await, |heard| heard.name == "tool_call").await;
    for (query, found) in [
        ("status=running", vec![&held]),
        ("status=completed", vec![&phone, &kyc, &plain]),
        ("status=interrupted", vec![]),
        ("workflow=kyc-verification", vec![&held, &kyc]),
        ("workflow=kyc-verification&status=completed", vec![&kyc]),
        ("workflow=nothing-of-the-kind", vec![]),
        ("metadata[order%20id]=7841", vec![&phone, &kyc]),
        ("metadata%5Border+id%5D=7841&workflow=business-due-diligence", vec![&phone]),
        ("metadata[order id]=7841&metadata[who]=a%26b%3D%C3%A9", vec![&kyc]),
        ("metadata[order id]=7841&metadata[order id]=1", vec![]),
        ("metadata[other]=", vec![]),
    ] {
        let found: Vec<String> = found.into_iter().cloned().collect();
        assert_eq!(page(&customer, query).await, (found, None), "{query}");
    }
    let (first, cursor) = page(&customer, "metadata[order id]=7841&limit=1").await;
    let (second, end) = page(&customer, &format!("metadata[order id]=7841&limit=1&cursor={}", cursor.unwrap())).await;
    assert_eq!((first, second, end), (vec![phone], vec![kyc], None));
    app.providers.open();
    customer.ended(&held).await;
}

async fn an_interrupted_run_names_the_one_that_repeats_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let model: RunId = run(&customer, &json!({ "message": QUICKSTART })).await.parse().unwrap();
    let created = app.house.store.of(customer.org).journal(model).await.unwrap().unwrap().created().clone();
    let first = interrupted(&app, created.clone()).await;
    let second = interrupted(&app, Created { retry_of: Some(first), ..created.clone() }).await;
    let third = interrupted(&app, Created { retry_of: Some(second), ..created }).await;
    for path in
        ["/v1/runs".to_owned(), format!("/v1/threads/{}/runs", customer.ended(&model.to_string()).await["thread_id"].as_str().unwrap())]
    {
        let listed: Value = customer.get(&path).send().await.unwrap().json().await.unwrap();
        let rows = listed.get("data").unwrap_or(&listed).as_array().unwrap();
        let told: Vec<(&Value, &Value)> = rows.iter().map(|run| (&run["id"], &run["superseded_by"])).collect();
        let none = Value::Null;
        let [first, second, third, model] = [first, second, third, model].map(|id| json!(id));
        assert_eq!(told, [(&third, &none), (&second, &third), (&first, &second), (&model, &none)], "{path}");
        assert!(rows[3].get("superseded_by").is_none() && rows[1]["retry_of"] == first);
    }
}

/// A run that was admitted like `created`, in its thread, and could not be resumed.
async fn interrupted(app: &App, created: Created) -> RunId {
    let mut random = [0; 10];
    run::Clock::random(&*app.clock, &mut random);
    let run = RunId::new(app.now(), &random);
    let mut record = Record::begin(app.now(), created).unwrap();
    // Another node's, so that this one leaves it alone.
    let lease = Lease { node: "elsewhere".into(), until: app.now().plus(Duration::from_secs(600)) };
    let admission = Admission { run, record: record.clone(), new_thread: false, idempotency: None, lease: Some(lease), workflows: None };
    assert_eq!(app.house.store.admit(admission).await.unwrap(), Admitted::Fresh);
    let end = Ended { status: Status::Interrupted, reason: None, error: None, credits_used: journal::Credits::ZERO };
    record.extend(app.now(), [Event::Ended(end)]).unwrap();
    app.house.store.append(Append { run, base: 1, record, lease: Ownership::Keep }).await.unwrap();
    // The order of runs is that of their milliseconds.
    tokio::time::sleep(Duration::from_millis(2)).await;
    run
}

async fn malformed_wishes_are_named(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=", "limit"),
        ("limit=-1", "limit"),
        ("limit=%2B1", "limit"),
        ("limit=1.0", "limit"),
        ("limit=2&limit=2", "limit"),
        ("limit=%00", "limit"),
        ("cursor=", "cursor"),
        ("cursor=x", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=%FF", "cursor"),
        ("cursor=MTc", "cursor"),
        ("cursor=run_00000000000000000000000000", "cursor"),
        ("cursor=dGhfMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA", "cursor"),
        ("status=", "status"),
        ("status=done", "status"),
        ("status=Completed", "status"),
        ("status=completed%00", "status"),
        ("status=queued&status=running", "status"),
        ("workflow=", "workflow"),
        ("workflow=kyc%00", "workflow"),
        (&format!("workflow={}", "a".repeat(65)), "workflow"),
        ("metadata=x", "metadata"),
        ("metadata[]=x", "metadata"),
        ("metadata[a=x", "metadata"),
        ("metadata[a]=%00", "metadata"),
        ("metadata[%00]=x", "metadata"),
    ] {
        let response = customer.get(&format!("/v1/runs?{query}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let told: Value = response.json().await.unwrap();
        assert_eq!(told["error"]["code"], "invalid_request");
        assert!(told["error"]["message"].as_str().unwrap().starts_with(&format!("{field}: ")), "{query}: {told}");
    }
}
