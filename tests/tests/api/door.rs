//! Who gets in, and what everybody else is told.

use admin::key::Wanted;
use journal::Mode;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use tests::app::App;

crate::stories! {
    every_endpoint_is_closed_without_a_key_that_opens_it,
    without_a_key_nobody_learns_what_exists,
    a_revoked_key_is_refused_at_once_here_and_soon_everywhere,
    every_response_has_a_request_id_of_its_own,
    an_organisation_has_ten_active_keys_and_ended_ones_do_not_count,
    health_and_readiness_are_for_anybody,
    anybody_may_read_the_document_under_both_bases,
    the_shape_of_reports_is_the_one_that_is_documented,
    a_key_opens_version_one_and_nothing_else,
}

/// Endpoints that answer without a key. This list only shrinks.
const OPEN: [&str; 5] = ["/healthz", "/readyz", "/docs", "/v1/openapi.json", "/api/v1/openapi.json"];

fn opaque() -> Value {
    tests::wire::refusal("invalid_api_key", "Invalid, revoked, or expired API key")
}

/// A path of the table with a run's id where it wants one.
fn filled(path: &str, run: &str) -> String {
    path.replace("{run}", run)
}

async fn every_endpoint_is_closed_without_a_key_that_opens_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(tests::customer::QUICKSTART).await["id"].as_str().unwrap().to_owned();
    customer.ended(&run).await;
    let revoked = app.colleague(customer.org, Mode::Test).await;
    admin::key::revoke(app.desk(), revoked.org, revoked.key).await.unwrap();
    let expiring = Wanted {
        mode: Mode::Test,
        name: String::new(),
        auto_approve: false,
        scopes: store::Scopes::EVERYTHING,
        expires_at: Some(app.now().plus(Duration::from_secs(60))),
    };
    let expired = admin::key::create(app.desk(), customer.org, expiring).await.unwrap();
    app.clock.advance(Duration::from_secs(60));
    let secret = customer.secret.reveal();
    let wrong = [
        None,
        Some("Bearer".to_owned()),
        Some(format!("Basic {secret}")),
        Some(secret.to_owned()),
        Some(format!("Bearer {secret}x")),
        Some(format!("Bearer {}", secret.to_uppercase())),
        Some(format!("Bearer sk-tm-{}", "0".repeat(32))),
        Some(format!("Bearer {}", revoked.secret.reveal())),
        Some(format!("Bearer {}", expired.secret.reveal())),
    ];
    let mut closed = BTreeSet::new();
    for endpoint in api::endpoints() {
        let url = app.url(&filled(&endpoint.path, &run));
        for given in &wrong {
            // A malformed body, an unknown idempotency key, a bad query: none of it is looked at before the key.
            let request = app.client.request(endpoint.method.clone(), format!("{url}?wait=x")).header("Idempotency-Key", "").body("{");
            let request = given.iter().fold(request, |request, value| request.header(header::AUTHORIZATION, value));
            let response = request.send().await.unwrap();
            if OPEN.contains(&endpoint.path.as_str()) {
                assert_eq!(response.status(), StatusCode::OK, "{}", endpoint.path);
                continue;
            }
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{} {} with {given:?}", endpoint.method, endpoint.path);
            assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
            assert_eq!(response.json::<Value>().await.unwrap(), opaque());
            closed.insert(endpoint.path.clone());
        }
    }
    let table: BTreeSet<String> = api::endpoints().into_iter().map(|endpoint| endpoint.path).collect();
    let open: BTreeSet<String> = OPEN.map(str::to_owned).into();
    assert_eq!(closed.union(&open).cloned().collect::<BTreeSet<_>>(), table);
}

async fn without_a_key_nobody_learns_what_exists(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    for base in api::BASES {
        for (method, path, status, code) in [
            (Method::GET, "", StatusCode::NOT_FOUND, "not_found"),
            (Method::GET, "/", StatusCode::NOT_FOUND, "not_found"),
            (Method::GET, "/nothing", StatusCode::NOT_FOUND, "not_found"),
            (Method::GET, "/runs/", StatusCode::NOT_FOUND, "not_found"),
            (Method::GET, "/runs/x", StatusCode::NOT_FOUND, "not_found"),
            (Method::GET, "/runs/%FF", StatusCode::NOT_FOUND, "not_found"),
            (Method::GET, "/runs/x/events", StatusCode::NOT_FOUND, "not_found"),
            (Method::PUT, "/runs", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            (Method::DELETE, "/runs/x", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
            (Method::POST, "/usage", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
        ] {
            let path = format!("{base}{path}");
            let closed = app.client.request(method.clone(), app.url(&path)).send().await.unwrap();
            assert_eq!(closed.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
            assert_eq!(closed.json::<Value>().await.unwrap(), opaque());
            let open = customer.request(method.clone(), &path).send().await.unwrap();
            assert_eq!(open.status(), status, "{method} {path}");
            assert_eq!(open.headers().contains_key(header::ALLOW), status == StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(open.json::<Value>().await.unwrap()["error"]["code"], code);
        }
    }
    for path in ["/", "/v2/runs", "/api", "/v1x"] {
        let response = app.client.get(app.url(path)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(response.json::<Value>().await.unwrap()["error"]["code"], "not_found");
    }
}

async fn a_revoked_key_is_refused_at_once_here_and_soon_everywhere(here: App) {
    let there = App::beside(&here).await;
    let customer = here.customer(Mode::Test, "0").await;
    let colleague = here.colleague(customer.org, Mode::Test).await;
    let status = async |caller: &tests::customer::Customer| caller.get("/v1/usage").send().await.unwrap().status();
    assert_eq!(status(&customer).await, StatusCode::OK);
    assert_eq!(status(&customer.at(&there)).await, StatusCode::OK);
    admin::key::revoke(here.desk(), customer.org, customer.key).await.unwrap();
    assert_eq!(status(&customer).await, StatusCode::UNAUTHORIZED);
    let (there, revoked) = (customer.at(&there), std::time::Instant::now());
    while status(&there).await != StatusCode::UNAUTHORIZED {
        assert!(revoked.elapsed() < Duration::from_secs(1), "another node still takes it");
    }
    let body = json!({ "message": "m" });
    assert_eq!(there.post_run(&body).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(status(&colleague).await, StatusCode::OK, "each key is revoked by itself");
}

async fn every_response_has_a_request_id_of_its_own(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let requests = [
        app.client.get(app.url("/healthz")),
        app.client.get(app.url("/nothing")),
        app.client.get(app.url("/v1/usage")),
        customer.get("/v1/usage"),
        customer.get("/v1/usage"),
        customer.get("/v1/usage").header("Request-Id", "req_mine"),
        customer.get("/v1/nothing"),
        customer.request(Method::PUT, "/v1/runs"),
        customer.post_run(&json!({})),
        customer.post_run(&json!({ "message": "x", "workflow": "none" })),
    ];
    let count = requests.len();
    let mut ids = BTreeSet::new();
    for request in requests {
        let response = request.send().await.unwrap();
        let id = response.headers()["request-id"].to_str().unwrap().to_owned();
        assert!(id.starts_with("req_") && id.len() == 36, "{id}");
        ids.insert(id);
    }
    assert_eq!(ids.len(), count);
}

async fn an_organisation_has_ten_active_keys_and_ended_ones_do_not_count(app: App) {
    let first = app.customer(Mode::Live, "0").await;
    let wanted = |mode| Wanted { mode, name: "further".into(), auto_approve: true, scopes: store::Scopes::EVERYTHING, expires_at: None };
    for number in 1..10 {
        let mode = if number % 2 == 0 { Mode::Live } else { Mode::Test };
        admin::key::create(app.desk(), first.org, wanted(mode)).await.unwrap();
    }
    let eleventh = admin::key::create(app.desk(), first.org, wanted(Mode::Test)).await;
    assert!(matches!(eleventh, Err(admin::Error::TooManyKeys)));
    admin::key::revoke(app.desk(), first.org, first.key).await.unwrap();
    let created = admin::key::create(app.desk(), first.org, wanted(Mode::Test)).await.unwrap();
    let keys = admin::key::list(app.desk(), first.org).await.unwrap();
    assert_eq!(keys.len(), 11);
    assert_eq!(keys.last(), Some(&created.key), "what was returned is what was stored");
    assert!(created.secret.reveal().ends_with(&created.key.last4));
    assert_eq!(admin::key::owner(app.desk(), created.key.id).await.unwrap(), first.org);
    let audit = app.house.store.of(first.org).audit(100).await.unwrap();
    let actions = |action: &str| audit.iter().filter(|row| row.action == action).count();
    assert_eq!((actions("org.create"), actions("key.create"), actions("key.revoke")), (1, 11, 1));
    assert!(audit.iter().all(|row| !row.detail.contains(created.secret.reveal()) && row.actor == "test"));
}

async fn health_and_readiness_are_for_anybody(app: App) {
    let health: Value = app.client.get(app.url("/healthz")).send().await.unwrap().json().await.unwrap();
    assert_eq!(health, json!({ "status": "ok" }));
    let readiness: Value = app.client.get(app.url("/readyz")).send().await.unwrap().json().await.unwrap();
    assert_eq!(readiness, json!({ "status": "ready", "database": true, "library": true }));
}

async fn a_key_opens_version_one_and_nothing_else(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let outside =
        ["/", "/console", "/admin", "/api", "/api/keys", "/keys", "/orgs", "/v2/usage", "/usage", "/v1/keys", "/v1/orgs", "/v1/users"];
    for path in outside {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let response = customer.request(method.clone(), path).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{method} {path}");
        }
    }
    let beyond = api::endpoints().into_iter().filter(|endpoint| endpoint.scope.is_none()).map(|endpoint| endpoint.path);
    assert!(beyond.into_iter().all(|path| OPEN.contains(&path.as_str())), "what asks for no scope is for anybody");
}

async fn anybody_may_read_the_document_under_both_bases(app: App) {
    let mut tags = BTreeSet::new();
    for base in api::BASES {
        let url = app.url(&format!("{base}/openapi.json"));
        let response = app.client.get(&url).send().await.unwrap();
        assert_eq!((response.status(), &response.headers()[header::CONTENT_TYPE]), (StatusCode::OK, &"application/json".parse().unwrap()));
        let tag = response.headers()[header::ETAG].clone();
        assert_eq!(&response.json::<Value>().await.unwrap(), api::openapi::document());
        let known = app.client.get(&url).header(header::IF_NONE_MATCH, &tag).send().await.unwrap();
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert!(known.text().await.unwrap().is_empty());
        tags.insert(tag.to_str().unwrap().to_owned());
    }
    assert_eq!(tags.len(), 1);
}

async fn the_shape_of_reports_is_the_one_that_is_documented(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let response = customer.get("/v1/report-schema.json").send().await.unwrap();
    let tag = response.headers()[header::ETAG].clone();
    assert_eq!(response.text().await.unwrap(), include_str!("../../../docs/report-schema.json"));
    let known = customer.get("/api/v1/report-schema.json").header(header::IF_NONE_MATCH, tag).send().await.unwrap();
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
}
