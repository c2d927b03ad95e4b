//! The runs of a conversation.

use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    a_thread_lists_its_runs_newest_first,
    a_thread_of_somebody_else_does_not_exist,
}

async fn listed(customer: &Customer, thread: &str, query: &str) -> Vec<Value> {
    let response = customer.get(&format!("/v1/threads/{thread}/runs?{query}")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{query}");
    response.json().await.unwrap()
}

async fn a_thread_lists_its_runs_newest_first(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let first = customer.verify(QUICKSTART).await;
    let thread = first["thread_id"].as_str().unwrap();
    let mut runs = vec![customer.ended(first["id"].as_str().unwrap()).await];
    assert_eq!(listed(&customer, thread, "").await, runs);
    for _ in 0..3 {
        let order = json!({ "message": QUICKSTART, "thread_id": thread });
        let created: Value = customer.post_run(&order).send().await.unwrap().json().await.unwrap();
        runs.insert(0, customer.ended(created["id"].as_str().unwrap()).await);
    }
    let elsewhere = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&elsewhere).await;
    for (query, expected) in [
        ("", &runs[..]),
        ("limit=2", &runs[..2]),
        ("limit=2&offset=1", &runs[1..3]),
        ("offset=3", &runs[3..]),
        ("offset=4", &[]),
        ("offset=99999999999999999999&other=x", &[]),
        ("limit=100", &runs[..]),
    ] {
        assert_eq!(listed(&customer, thread, query).await, expected, "{query}");
    }
    for (query, field) in [
        ("limit=101", "limit"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("limit=%00", "limit"),
        ("offset=-1", "offset"),
        ("offset=", "offset"),
        ("offset=%00", "offset"),
        ("offset=1&offset=1", "offset"),
    ] {
        let response = customer.get(&format!("/v1/threads/{thread}/runs?{query}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let told: Value = response.json().await.unwrap();
        assert!(told["error"]["message"].as_str().unwrap().starts_with(&format!("{field}: ")), "{told}");
    }
}

async fn a_thread_of_somebody_else_does_not_exist(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let colleague = app.colleague(customer.org, Mode::Test).await;
    let live = app.colleague(customer.org, Mode::Live).await;
    let other = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await;
    let thread = run["thread_id"].as_str().unwrap();
    let run = customer.ended(run["id"].as_str().unwrap()).await;
    assert_eq!(listed(&colleague, thread, "").await, std::slice::from_ref(&run));
    let id = run["id"].as_str().unwrap();
    for (who, thread) in [
        (&live, thread),
        (&other, thread),
        (&customer, "th_00000000000000000000000000"),
        (&customer, "th_"),
        (&customer, id),
        (&customer, "%00"),
        (&customer, "%FF"),
    ] {
        let response = who.get(&format!("/v1/threads/{thread}/runs")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{thread}");
        let told: Value = response.json().await.unwrap();
        let told = (&told["error"]["code"], &told["error"]["message"]);
        assert_eq!(told, (&json!("not_found"), &json!("Thread does not exist in your organisation")), "{thread}");
    }
}
