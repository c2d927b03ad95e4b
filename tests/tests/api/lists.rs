//! The balance, and what can be asked for.

use journal::Mode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    the_balance_is_of_the_account_that_the_key_debits,
    what_is_listed_can_be_asked_for,
}

async fn usage(customer: &Customer) -> String {
    customer.get("/v1/usage").send().await.unwrap().text().await.unwrap()
}

async fn the_balance_is_of_the_account_that_the_key_debits(app: App) {
    let live = app.customer(Mode::Live, "500").await;
    let test = app.colleague(live.org, Mode::Test).await;
    let full = r#"{"credits_used":0.0,"credits_remaining":500.0,"max_credits":500.0,"mode":"live"}"#;
    assert_eq!(usage(&live).await, full);
    assert_eq!(usage(&test).await, r#"{"credits_used":0.0,"credits_remaining":null,"max_credits":null,"mode":"test"}"#);

    let run = test.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    test.ended(&run).await;
    assert_eq!(usage(&test).await, r#"{"credits_used":3.7,"credits_remaining":null,"max_credits":null,"mode":"test"}"#);
    assert_eq!(usage(&live).await, full, "a test run takes nothing from the pool");

    admin::credits::grant(app.desk(), live.org, "12.5".parse().unwrap(), "top-up").await.unwrap();
    assert_eq!(usage(&live).await, r#"{"credits_used":0.0,"credits_remaining":512.5,"max_credits":512.5,"mode":"live"}"#);
    admin::org::set_unlimited(app.desk(), live.org, true).await.unwrap();
    assert_eq!(usage(&live).await, r#"{"credits_used":0.0,"credits_remaining":null,"max_credits":null,"mode":"live"}"#);
    assert!(app.house.store.verify().await.unwrap().faults.is_empty());
}

async fn what_is_listed_can_be_asked_for(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let listed: Value = customer.get("/v1/workflows").send().await.unwrap().json().await.unwrap();
    let rows = listed.as_array().unwrap();
    assert!(rows.iter().any(|row| row["slug"] == "kyc-verification" && row["name"] == "Kyc Verification"), "{listed}");
    assert!(rows.iter().all(|row| row["slug"] != "general"), "what runs without a name is not listed");
    for (asked, status) in [("true", 200), ("false", 200), ("1", 422), ("", 422), ("true&include_inactive=true", 422)] {
        let response = customer.get(&format!("/v1/workflows?include_inactive={asked}")).send().await.unwrap();
        assert_eq!(response.status(), status, "{asked}");
    }
    for row in rows {
        assert_eq!((&row["scope"], &row["is_active"]), (&json!("built-in"), &json!(true)));
        assert!(row["description"].as_str().is_some_and(|text| !text.is_empty()));
        let created = customer.post_run(&json!({ "message": "nobody", "workflow": row["slug"] })).send().await.unwrap();
        assert_eq!(created.status(), 202, "{row}");
        customer.ended(created.json::<Value>().await.unwrap()["id"].as_str().unwrap()).await;
    }
}
