//! What a run may cost, and what it would.

use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::QUICKSTART;

crate::stories! {
    a_run_stops_before_the_call_that_could_cost_too_much,
    a_budget_is_part_of_what_a_key_stands_for,
    a_quote_says_what_a_run_would_cost_and_does_nothing,
}

async fn ended(app: &App, max_credits: Value) -> Value {
    let customer = app.customer(Mode::Test, "0").await;
    let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "max_credits": max_credits });
    let (status, created) = customer.post("/v1/runs", &order).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{created}");
    customer.ended(created["id"].as_str().unwrap()).await
}

async fn a_run_stops_before_the_call_that_could_cost_too_much(app: App) {
    let enough = ended(&app, json!(3.7)).await;
    assert_eq!((&enough["status"], &enough["credits_used"]), (&json!("completed"), &json!(3.7)));
    // The first two calls are asked together: 3.5 credits.
    let short = ended(&app, json!(3.6)).await;
    assert_eq!((&short["status"], &short["status_reason"]), (&json!("cancelled"), &json!("budget")), "{short:#}");
    assert_eq!(short["credits_used"], 3.5);
    for most in [json!(0), json!(3.499_999)] {
        let none = ended(&app, most).await;
        assert_eq!((&none["status_reason"], &none["credits_used"]), (&json!("budget"), &json!(0.0)), "a group is admitted whole");
        assert_eq!(none["tool_calls"], json!([]));
    }
    let customer = app.customer(Mode::Test, "0").await;
    for wrong in [json!(-1), json!(0.000_000_1), json!("1"), json!([])] {
        let (status, refused) = customer.post("/v1/runs", &json!({ "message": "m", "max_credits": wrong })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused["error"]["message"].as_str().unwrap().starts_with("max_credits: "), "{refused}");
    }
}

async fn a_budget_is_part_of_what_a_key_stands_for(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let create = async |most: Value| {
        let order = json!({ "message": "nobody", "max_credits": most });
        customer.post_run(&order).header("Idempotency-Key", "k").send().await.unwrap()
    };
    let first = create(json!(5)).await;
    assert_eq!(first.status(), StatusCode::ACCEPTED);
    let run = first.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(create(json!(5.0)).await.status(), StatusCode::OK, "the same amount");
    assert_eq!(create(json!(6)).await.status(), StatusCode::CONFLICT);
    customer.ended(&run).await;
}

async fn a_quote_says_what_a_run_would_cost_and_does_nothing(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (status, quote) = customer.post("/v1/runs/quote", &json!({ "message": QUICKSTART, "workflow": "kyc-verification" })).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&quote["most"], &quote["expected"]), (&json!(3.7), &json!(3.7)), "{quote}");
    assert!(quote["least"].as_f64().unwrap() < 3.7);
    let names: Vec<&str> = quote["checks"].as_array().unwrap().iter().map(|check| check["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["pan_verification", "name_match", "mobile_intelligence"]);
    assert_eq!(quote["requires_approval"], false);
    let (_, lacking) = customer.post("/v1/runs/quote", &json!({ "message": "Verify Rahul", "workflow": "kyc-verification" })).await;
    assert_eq!((&lacking["most"], &lacking["status_reason"]), (&json!(0.0), &json!("missing_input")), "{lacking}");
    assert!(lacking["answer"].as_str().unwrap().contains("PAN"));
    let (status, _) = customer.post("/v1/runs/quote", &json!({ "message": "m", "workflow": "no-such" })).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(app.house.store.verify().await.unwrap().runs, 0, "nothing was stored");
    let usage: Value = customer.get("/v1/usage").send().await.unwrap().json().await.unwrap();
    assert_eq!(usage["credits_used"], 0.0);
}
