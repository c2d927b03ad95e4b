//! What a key or a token may do, and for how long.

use admin::key::Wanted;
use journal::Mode;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use store::{Scope, Scopes};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};
use tests::wire;

crate::stories! {
    a_key_does_what_its_scopes_say,
    a_token_opens_the_events_of_one_run_for_ten_minutes,
    streams_close_soon_after_their_key_is_revoked,
    who_waits_with_a_key_that_is_revoked_learns_nothing,
}

async fn with_scopes(app: &App, customer: &Customer, scopes: Scopes) -> Customer {
    let wanted = Wanted { mode: Mode::Test, name: "narrow".into(), auto_approve: false, scopes, expires_at: None };
    let created = admin::key::create(app.desk(), customer.org, wanted).await.unwrap();
    Customer::new(app, customer.org, created)
}

async fn a_key_does_what_its_scopes_say(app: App) {
    let whole = app.customer(Mode::Test, "0").await;
    for endpoint in api::endpoints().into_iter().filter(|endpoint| endpoint.path.starts_with("/v1")) {
        let Some(scope) = endpoint.scope else { continue };
        let others = with_scopes(&app, &whole, Scopes::of(Scope::ALL.into_iter().filter(|other| *other != scope))).await;
        let path = endpoint.path.replace("{run}", "run_none").replace("{thread}", "th_none");
        let response = others.request(endpoint.method.clone(), &path).json(&json!({})).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{} {path}", endpoint.method);
        let refused: Value = response.json().await.unwrap();
        assert_eq!(refused["error"]["code"], "insufficient_scope");
        assert!(refused["error"]["message"].as_str().unwrap().contains(scope.as_str()), "{refused}");
        admin::key::revoke(app.desk(), whole.org, others.key).await.unwrap();
    }
    let reader = with_scopes(&app, &whole, Scopes::of([Scope::RunsRead])).await;
    assert_eq!(reader.get("/v1/runs").send().await.unwrap().status(), StatusCode::OK);
}

async fn token(customer: &Customer, run: &str) -> String {
    let (status, made) = customer.post(&format!("/v1/runs/{run}/stream-token"), &json!({})).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    assert!(made["expires_at"].is_string());
    made["token"].as_str().unwrap().to_owned()
}

async fn a_token_opens_the_events_of_one_run_for_ten_minutes(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (one, other) = (customer.verify(QUICKSTART).await, customer.verify(QUICKSTART).await);
    let (one, other) = (one["id"].as_str().unwrap(), other["id"].as_str().unwrap());
    let whole = customer.heard(one, None).await;
    customer.ended(other).await;
    let token = token(&customer, one).await;
    let get = async |path: String| app.client.get(app.url(&path)).send().await.unwrap();
    let opened = get(format!("/v1/runs/{one}/events?token={token}")).await;
    assert_eq!(opened.headers()["access-control-allow-origin"], "*");
    assert_eq!(wire::all(opened).await, whole);
    let bent = format!("{}x{}", &token[..10], &token[11..]);
    for closed in [
        format!("/v1/runs/{other}/events?token={token}"),
        format!("/v1/runs/{one}?token={token}"),
        format!("/v1/runs/{one}/audit?token={token}"),
        format!("/v1/runs/{one}/events?token={bent}"),
        format!("/v1/runs/{one}/events?token="),
        format!("/v1/runs/{one}/events"),
    ] {
        assert_eq!(get(closed.clone()).await.status(), StatusCode::UNAUTHORIZED, "{closed}");
    }
    let posted = app.client.request(Method::POST, app.url(&format!("/v1/runs/{one}/cancel?token={token}"))).send().await.unwrap();
    assert_eq!(posted.status(), StatusCode::UNAUTHORIZED);
    app.clock.advance(Duration::from_secs(601));
    assert_eq!(get(format!("/v1/runs/{one}/events?token={token}")).await.status(), StatusCode::UNAUTHORIZED, "its time is over");
    let fresh = self::token(&customer, one).await;
    admin::key::revoke(app.desk(), customer.org, customer.key).await.unwrap();
    assert_eq!(get(format!("/v1/runs/{one}/events?token={fresh}")).await.status(), StatusCode::UNAUTHORIZED, "its key is revoked");
}

async fn streams_close_soon_after_their_key_is_revoked(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let colleague = app.colleague(customer.org, Mode::Test).await;
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let listening = customer.attach(&run, None).await;
    admin::key::revoke(app.desk(), customer.org, customer.key).await.unwrap();
    let revoked = Instant::now();
    let heard = wire::all(listening).await;
    assert!(revoked.elapsed() < Duration::from_secs(5), "{:?}", revoked.elapsed());
    assert!(heard.iter().all(|heard| heard.name != "run.completed"), "the stream ended, not the run");
    app.providers.open();
    assert_eq!(colleague.ended(&run).await["status"], "completed", "the run goes on");
}

async fn who_waits_with_a_key_that_is_revoked_learns_nothing(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let colleague = app.colleague(customer.org, Mode::Test).await;
    app.providers.close();
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let mut waiting = tokio::spawn(customer.get(&format!("/v1/runs/{run}?wait=50")).send());
    // A revocation counts a moment later; whoever has waited longer is looked at again.
    let early = tokio::time::timeout(2 * store::KEY_AGE_MAX, &mut waiting).await;
    assert!(early.is_err(), "it waits");
    admin::key::revoke(app.desk(), customer.org, customer.key).await.unwrap();
    app.providers.open();
    assert_eq!(waiting.await.unwrap().unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(colleague.ended(&run).await["status"], "completed", "the run goes on");
}
