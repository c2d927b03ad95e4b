//! The lines of accounts.

use admin::key::Wanted;
use journal::Mode;
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use store::{Scope, Scopes};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    every_line_is_told_in_either_order,
    a_ledger_is_of_one_account,
    the_same_page_is_there_as_csv,
    malformed_wishes_are_named,
    a_ledger_needs_a_scope_of_its_own,
}

async fn page(customer: &Customer, query: &str) -> Value {
    let response = customer.get(&format!("/v1/ledger?{query}")).send().await.unwrap();
    assert_eq!((response.status(), &response.headers()[header::VARY]), (StatusCode::OK, &header::HeaderValue::from_static("accept")));
    response.json().await.unwrap()
}

/// All lines, a page after the other.
async fn walked(customer: &Customer, query: &str) -> Vec<Value> {
    let (mut lines, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = page(customer, &format!("{query}{cursor}")).await;
        lines.extend(page["data"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return lines,
        }
    }
}

/// The same amount, taken away.
fn negative(amount: &Value) -> Value {
    serde_json::from_str(&format!("-{amount}")).unwrap()
}

async fn every_line_is_told_in_either_order(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    assert_eq!(page(&customer, "").await, json!({ "data": [], "next_cursor": null }));
    let mut calls = Vec::new();
    for _ in 0..2 {
        let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
        let ended = customer.ended(&run).await;
        let row = |call: &Value| (call["id"].clone(), json!(run), negative(&call["credits"]));
        calls.extend(ended["tool_calls"].as_array().unwrap().iter().map(row));
    }
    let mut lines = walked(&customer, "order=asc&limit=2").await;
    assert!(lines.iter().zip(1..).all(|(line, number)| line["line"] == number && line["kind"] == "debit" && line["note"].is_null()));
    let mut told: Vec<_> = lines.iter().map(|line| (line["call_id"].clone(), line["run_id"].clone(), line["amount"].clone())).collect();
    let order = |one: &(Value, Value, Value), other: &(Value, Value, Value)| one.0.as_str().cmp(&other.0.as_str());
    told.sort_by(order);
    calls.sort_by(order);
    assert_eq!(told, calls, "a line for each call, at its price");
    assert_eq!(lines[5]["balance"], -7.4);
    lines.reverse();
    for query in ["limit=2", "order=desc&limit=3", "limit=4", "limit=6", "limit=100", ""] {
        assert_eq!(walked(&customer, query).await, lines, "{query}");
    }
}

async fn a_ledger_is_of_one_account(app: App) {
    let live = app.customer(Mode::Live, "500").await;
    let test = app.colleague(live.org, Mode::Test).await;
    let other = app.customer(Mode::Live, "1").await;
    admin::credits::grant(app.desk(), live.org, "12.500001".parse().unwrap(), "").await.unwrap();
    let run = test.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    test.ended(&run).await;
    let text = live.get("/api/v1/ledger").send().await.unwrap().text().await.unwrap();
    let wanted = r#"{"data":[{"line":2,"kind":"grant","amount":12.500001,"balance":512.500001,"run_id":null,"call_id":null,"check":null,"#;
    assert!(text.starts_with(wanted), "{text}");
    assert_eq!(walked(&live, "").await.len(), 2);
    assert_eq!(walked(&test, "").await.len(), 3);
    let of_other = walked(&other, "").await;
    assert_eq!((of_other.len(), &of_other[0]["amount"], &of_other[0]["note"]), (1, &json!(1.0), &json!("first grant")));
}

async fn the_same_page_is_there_as_csv(app: App) {
    let customer = app.customer(Mode::Live, "500").await;
    admin::credits::grant(app.desk(), customer.org, "12.5".parse().unwrap(), "top-up, \"March\"").await.unwrap();
    let json = walked(&customer, "").await;
    let row = |line: &Value, note: &str| {
        format!("{},grant,{},{},,,,{},{note}\r\n", line["line"], line["amount"], line["balance"], line["at"].as_str().unwrap())
    };
    let names = "line,kind,amount,balance,run_id,call_id,check,at,note\r\n";
    let (newest, oldest) = (row(&json[0], "\"top-up, \"\"March\"\"\""), row(&json[1], "first grant"));
    let first = customer.get("/api/v1/ledger?limit=1&format=csv&order=desc").send().await.unwrap();
    assert_eq!(first.headers()[header::CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
    let link = first.headers()[header::LINK].to_str().unwrap().to_owned();
    assert_eq!(first.text().await.unwrap(), format!("{names}{newest}"));
    let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    assert!(next.starts_with("/api/v1/ledger?limit=1&cursor=") && next.ends_with("&format=csv&order=desc"), "{link}");
    let second = customer.get(next).send().await.unwrap();
    assert!(!second.headers().contains_key(header::LINK), "the last page");
    assert_eq!(second.text().await.unwrap(), format!("{names}{oldest}"));

    let asked = async |accept: &str, query: &str| {
        let response = customer.get(&format!("/v1/ledger?{query}")).header(header::ACCEPT, accept).send().await.unwrap();
        response.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned()
    };
    assert!(asked("text/csv", "").await.starts_with("text/csv"));
    assert_eq!(asked("text/csv", "format=json").await, "application/json");
    assert_eq!(asked("application/json, text/csv;q=0.9", "").await, "application/json");
    let told = customer.get("/v1/ledger?limit=1").send().await.unwrap();
    let link = told.headers()[header::LINK].to_str().unwrap().to_owned();
    let cursor = told.json::<Value>().await.unwrap()["next_cursor"].as_str().unwrap().to_owned();
    assert_eq!(link, format!("</v1/ledger?limit=1&cursor={cursor}>; rel=\"next\""));
    let empty = app.colleague(customer.org, Mode::Test).await.get("/v1/ledger?format=csv").send().await.unwrap();
    assert_eq!(empty.text().await.unwrap(), names);
}

async fn malformed_wishes_are_named(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("cursor=1", "cursor"),
        ("cursor=", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=LTE", "cursor"),
        ("cursor=cnVuXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw", "cursor"),
        ("order=newest", "order"),
        ("order=", "order"),
        ("order=asc%00", "order"),
        ("order=asc&order=asc", "order"),
        ("format=xml", "format"),
        ("format=", "format"),
        ("format=csv%00", "format"),
    ] {
        let response = customer.get(&format!("/v1/ledger?{query}")).header(header::ACCEPT, "text/csv").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let told: Value = response.json().await.unwrap();
        assert!(told["error"]["message"].as_str().unwrap().starts_with(&format!("{field}: ")), "{query}: {told}");
    }
}

async fn a_ledger_needs_a_scope_of_its_own(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await;
    let (run, thread) = (run["id"].as_str().unwrap(), run["thread_id"].as_str().unwrap());
    customer.ended(run).await;
    for (scope, allowed) in [(Scope::RunsRead, true), (Scope::UsageRead, false)] {
        let scopes = Scopes::of([scope]);
        let wanted = Wanted { mode: Mode::Test, name: String::new(), auto_approve: false, scopes, expires_at: None };
        let secret = admin::key::create(app.desk(), customer.org, wanted).await.unwrap().secret;
        let status = async |path: &str| app.client.get(app.url(path)).bearer_auth(secret.reveal()).send().await.unwrap().status();
        let told = |yes: bool| if yes { StatusCode::OK } else { StatusCode::FORBIDDEN };
        for path in ["/v1/runs", &format!("/v1/threads/{thread}/runs"), &format!("/v1/runs/{run}/audit")] {
            assert_eq!(status(path).await, told(allowed), "{path} with {scope}");
        }
        assert_eq!(status("/v1/ledger").await, told(!allowed), "{scope}");
    }
}
