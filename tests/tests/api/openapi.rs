//! The OpenAPI document: that it is whole, that its examples are what it says, and that the server does what it says.

mod document;
mod publishes;

use document::{close, follow};
use journal::Mode;
use jsonschema::Validator;
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tests::app::{App, authority};
use tests::customer::{Customer, QUICKSTART};
use tests::receiver::{Receiver, Says};
use tests::wire;

crate::stories! {
    what_the_server_answers_is_what_the_document_says,
}

#[test]
fn every_endpoint_is_described_and_nothing_else_is() {
    let document = api::openapi::document();
    let mut described: BTreeSet<(String, String)> = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let base = if operation.get("servers").is_some() { "" } else { api::BASES[0] };
            described.insert((method.to_uppercase(), format!("{base}{path}")));
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{operation}");
            for text in ["summary", "description"] {
                assert!(!operation[text].as_str().unwrap().is_empty(), "{method} {path} has no {text}");
            }
            for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
                let reference = json!({ "$ref": format!("#/components/parameters/{name}") });
                assert!(operation["parameters"].as_array().unwrap().contains(&reference), "{method} {path}");
            }
        }
    }
    let routed = api::endpoints().into_iter().filter(|endpoint| !endpoint.path.starts_with(api::BASES[1]));
    let routed: BTreeSet<(String, String)> = routed.map(|endpoint| (endpoint.method.to_string(), endpoint.path)).collect();
    assert_eq!(described, routed);
    assert_eq!(api::openapi::described().len(), routed.len(), "an operation describes an endpoint that there is not");
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(document: &Value, value: &Value) {
        if let Some(at) = value.get("$ref") {
            let pointer = at.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{at} leads nowhere");
        }
        match value {
            Value::Object(members) => members.values().for_each(|member| walk(document, member)),
            Value::Array(items) => items.iter().for_each(|item| walk(document, item)),
            _ => {}
        }
    }
    let document = api::openapi::document();
    walk(document, document);
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
    }
}

#[test]
fn every_example_is_what_its_schema_says() {
    let contract = Contract::new();
    let document = &contract.document;
    let mut shown = BTreeSet::new();
    let mut check = |content: &Value, at: &str| {
        for (media, content) in content.as_object().into_iter().flatten() {
            for (name, example) in content["examples"].as_object().into_iter().flatten() {
                let value = &follow(document, example)["value"];
                contract.proves(&content["schema"], value, &format!("{at} {media} {name}"));
                shown.insert(name.clone());
            }
        }
    };
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            check(&operation["requestBody"]["content"], path);
            for (status, response) in operation["responses"].as_object().unwrap() {
                check(&follow(document, response)["content"], &format!("{path} {status}"));
            }
        }
    }
    for (name, example) in document["components"]["examples"].as_object().unwrap() {
        assert!(shown.contains(name), "no operation shows {name}");
        assert!(example["value"] != json!({}) && example["value"] != "", "{name} is empty");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for example in schema["examples"].as_array().into_iter().flatten() {
            contract.proves(schema, example, name);
        }
    }
}

#[test]
#[should_panic(expected = "surprise")]
fn a_member_that_nobody_described_is_noticed() {
    let balance = json!({ "credits_used": 0, "credits_remaining": null, "max_credits": null, "mode": "test", "surprise": 1 });
    Contract::new().proves(&json!({ "$ref": "#/components/schemas/Balance" }), &balance, "a balance");
}

#[test]
fn every_code_is_described() {
    // The one match from problems to codes, as it is written.
    let source = include_str!("../../../host/api/src/problem.rs");
    let pairs = source.split("(StatusCode::").skip(1).filter_map(|rest| rest.split_once(", \"")?.1.split_once('"'));
    let codes: BTreeSet<&str> = pairs.map(|(code, _)| code).collect();
    assert!(codes.len() >= 16, "{codes:?}");
    let schema = &api::openapi::document()["components"]["schemas"]["Error"]["properties"]["code"]["enum"];
    let described: BTreeSet<&str> = schema.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert_eq!(codes, described);
}

/// Everything that a customer does from day to day, and most that can go wrong.
async fn what_the_server_answers_is_what_the_document_says(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let mut contract = Contract::new();
    let run = contract.creates(&customer).await;
    contract.reads(&customer, &run).await;
    contract.decides(&app, &customer).await;
    contract.notifies(&customer).await;
    contract.publishes(&customer).await;
    contract.refuses(&app, &customer, &run).await;
    let paths = contract.document["paths"].as_object().unwrap().clone();
    let all = paths.iter().flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| format!("{method} {path}")));
    let never: Vec<String> = all.filter(|operation| !contract.answered.contains_key(operation)).collect();
    assert_eq!(never, Vec::<String>::new(), "these were never asked");
}

/// The document, and what was seen of it.
struct Contract {
    document: Value,
    /// Statuses that were met, by operation.
    answered: BTreeMap<String, BTreeSet<u16>>,
}

impl Contract {
    fn new() -> Contract {
        let mut document = api::openapi::document().clone();
        // Clients must accept what is added later; a test must not accept what nobody described.
        document["components"]["schemas"].as_object_mut().unwrap().values_mut().for_each(close);
        Contract { document, answered: BTreeMap::new() }
    }

    fn proves(&self, schema: &Value, value: &Value, at: &str) {
        let whole = json!({ "components": { "schemas": self.document["components"]["schemas"] }, "allOf": [schema] });
        let validator: Validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        let faults: Vec<String> = validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{at}: {faults:#?}\n{value:#}");
    }

    /// Sends, and proves the answer: its status, its headers and its body are those of the operation.
    async fn sends(&mut self, operation: &str, request: RequestBuilder) -> (StatusCode, Value) {
        let response = request.send().await.unwrap();
        let status = response.status();
        let (method, path) = operation.split_once(' ').unwrap();
        let described = &self.document["paths"][path][method];
        let answer = follow(&self.document, &described["responses"][status.as_str()]).clone();
        assert!(answer.is_object(), "{operation} answers {status}, which is not described");
        self.answered.entry(operation.to_owned()).or_default().insert(status.as_u16());
        heads(&answer, &response, operation);
        let media = response.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap().split(';').next().unwrap().to_owned());
        let text = response.text().await.unwrap();
        let Some(media) = media.filter(|_| !text.is_empty()) else {
            assert!(text.is_empty() && answer.get("content").is_none_or(|_| status == 304), "{operation} {status}");
            return (status, Value::Null);
        };
        let content = &answer["content"][&media];
        assert!(content.is_object(), "{operation} {status} answers {media}, which is not described");
        match media.as_str() {
            "application/json" => {
                let body: Value = serde_json::from_str(&text).unwrap();
                self.proves(&content["schema"], &body, &format!("{operation} {status}"));
                (status, body)
            }
            "text/event-stream" => (status, self.hears(&content["x-events"], &text)),
            _ => (status, text.into()),
        }
    }

    fn hears(&self, described: &Value, text: &str) -> Value {
        let events = wire::parse(text);
        for event in &events {
            let schema = described.as_array().unwrap().iter().find(|schema| schema["event"] == event.name.as_str());
            let schema = schema.unwrap_or_else(|| panic!("{} is not described", event.name));
            self.proves(&schema["data"], &event.data, &event.name);
        }
        events.into_iter().map(|event| event.name).collect()
    }

    async fn creates(&mut self, customer: &Customer) -> String {
        let order = json!({ "message": QUICKSTART, "workflow": "kyc-verification", "metadata": { "order_id": "7841" } });
        let post = |order: &Value| customer.post_run(order).header("Idempotency-Key", "order-7841");
        let (status, created) = self.sends("post /runs", post(&order)).await;
        assert_eq!(status, StatusCode::ACCEPTED);
        let run = created["id"].as_str().unwrap().to_owned();
        customer.ended(&run).await;
        assert_eq!(self.sends("post /runs", post(&order)).await.0, StatusCode::OK);
        let other = json!({ "message": "Verify somebody else" });
        assert_eq!(self.sends("post /runs", post(&other)).await.0, StatusCode::CONFLICT);
        let streamed = json!({ "message": QUICKSTART, "thread_id": created["thread_id"], "stream": true, "max_credits": 100 });
        let (status, events) = self.sends("post /runs", customer.post_run(&streamed)).await;
        assert_eq!((status, events[0].as_str()), (StatusCode::OK, Some("run.created")));
        assert_eq!(self.sends("post /runs/quote", customer.request(Method::POST, "/v1/runs/quote").json(&order)).await.0, StatusCode::OK);
        run
    }

    async fn reads(&mut self, customer: &Customer, run: &str) {
        let path = format!("/v1/runs/{run}");
        let (_, resource) = self.sends("get /runs/{run}", customer.get(&path)).await;
        self.sends("get /runs/{run}", customer.get(&path).header(header::IF_NONE_MATCH, "*")).await;
        self.sends("get /runs/{run}/events", customer.get(&format!("{path}/events"))).await;
        self.sends("get /runs/{run}/events", customer.get(&format!("{path}/events")).header("Last-Event-ID", 10_000)).await;
        let (_, token) = self.sends("post /runs/{run}/stream-token", customer.request(Method::POST, &format!("{path}/stream-token"))).await;
        assert!(token["token"].is_string());
        let thread = resource["thread_id"].as_str().unwrap();
        for (operation, path) in [
            ("get /runs/{run}/audit", &*format!("{path}/audit")),
            ("get /runs", "/v1/runs?status=completed&workflow=kyc-verification&metadata[order_id]=7841&limit=1"),
            ("get /threads/{thread}/runs", &*format!("/v1/threads/{thread}/runs?limit=100&offset=0")),
            ("get /usage", "/v1/usage"),
            ("get /ledger", "/v1/ledger?limit=1&order=asc"),
            ("get /ledger", "/v1/ledger?format=csv"),
            ("get /workflows", "/v1/workflows"),
            ("get /report-schema.json", "/v1/report-schema.json"),
            ("get /scenarios", "/v1/scenarios"),
            ("get /healthz", "/healthz"),
            ("get /readyz", "/readyz"),
            ("get /docs", "/docs"),
            ("get /openapi.json", "/v1/openapi.json"),
        ] {
            assert_eq!(self.sends(operation, customer.get(path)).await.0, StatusCode::OK, "{path}");
        }
    }

    async fn decides(&mut self, app: &App, customer: &Customer) {
        let (_, scenarios) = self.sends("get /scenarios", customer.get("/v1/scenarios")).await;
        let parks = |scenario: &&Value| scenario["workflow"] == "business-due-diligence" && scenario["outcome"] == "verified";
        let scenario = scenarios.as_array().unwrap().iter().find(parks).unwrap();
        let order = json!({ "message": scenario["message"], "workflow": scenario["workflow"] });
        for word in ["approved", "declined", "cancel", "expired"] {
            let run = customer.post_run(&order).send().await.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
            let path = format!("/v1/runs/{run}");
            let parked = loop {
                let (_, run) = self.sends("get /runs/{run}", customer.get(&format!("{path}?wait=5"))).await;
                if run["status"] == "requires_approval" {
                    break run;
                }
            };
            let approval = customer.request(Method::POST, &format!("{path}/approval"));
            let cancel = customer.request(Method::POST, &format!("{path}/cancel"));
            let plan = &parked["plan"]["plan_id"];
            match word {
                "cancel" => drop(self.sends("post /runs/{run}/cancel", cancel).await),
                "expired" => {
                    let clock = customer.request(Method::POST, "/v1/test/clock/advance").json(&json!({ "seconds": 86_400 }));
                    let (_, moved) = self.sends("post /test/clock/advance", clock).await;
                    assert_eq!(moved["timers"], 1);
                }
                _ => drop(self.sends("post /runs/{run}/approval", approval.json(&json!({ "decision": word, "plan_id": plan }))).await),
            }
            let ended = customer.ended(&run).await;
            self.proves(&json!({ "$ref": "#/components/schemas/Run" }), &ended, word);
            self.sends("get /runs/{run}/events", customer.get(&format!("{path}/events"))).await;
            self.sends("get /runs/{run}/audit", customer.get(&format!("{path}/audit"))).await;
            let late = customer.request(Method::POST, &format!("{path}/approval")).json(&json!({ "decision": "approved" }));
            assert_eq!(self.sends("post /runs/{run}/approval", late).await.0, StatusCode::CONFLICT);
            let late = customer.request(Method::POST, &format!("{path}/cancel"));
            assert_eq!(self.sends("post /runs/{run}/cancel", late).await.0, StatusCode::CONFLICT);
        }
        drop(app.house.store.verify().await.unwrap());
    }

    async fn notifies(&mut self, customer: &Customer) {
        let receiver = Receiver::start(authority(), Says::Status(200)).await;
        let url = format!("https://127.0.0.1:{}/hook", receiver.port);
        let create = customer.request(Method::POST, "/v1/webhooks").json(&json!({ "url": url, "event_types": ["run.completed"] }));
        let (status, created) = self.sends("post /webhooks", create).await;
        assert_eq!(status, StatusCode::CREATED);
        let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
        customer.ended(&run).await;
        let path = format!("/v1/webhooks/{}", created["id"].as_str().unwrap());
        let of = |method, rest: &str| customer.request(method, &format!("{path}{rest}"));
        let event = loop {
            let (_, page) = self.sends("get /webhooks/{webhook}/deliveries", of(Method::GET, "/deliveries")).await;
            let first = &page["data"][0];
            if first["status"] == "delivered" {
                break first["id"].as_str().unwrap().to_owned();
            }
        };
        let told = serde_json::from_slice(&receiver.received()[0].body).unwrap();
        self.proves(&json!({ "$ref": "#/components/schemas/WebhookEvent" }), &told, "a delivery");
        self.listens(customer).await;
        let since = json!({ "since": "2026-01-01T00:00:00Z" });
        let again = format!("/deliveries/{event}/redeliver");
        for (operation, request, status) in [
            ("get /webhooks", customer.get("/v1/webhooks"), 200),
            ("post /webhooks/{webhook}/rotate", of(Method::POST, "/rotate"), 200),
            ("post /webhooks/{webhook}/recover", of(Method::POST, "/recover").json(&since), 202),
            ("post /webhooks/{webhook}/test", of(Method::POST, "/test"), 202),
            ("post /webhooks/{webhook}/deliveries/{delivery}/redeliver", of(Method::POST, &again), 202),
            ("patch /webhooks/{webhook}", of(Method::PATCH, "").json(&json!({ "is_active": false })), 200),
            ("post /webhooks/{webhook}/test", of(Method::POST, "/test"), 422),
            ("get /webhooks/{webhook}", of(Method::GET, ""), 200),
            ("delete /webhooks/{webhook}", of(Method::DELETE, ""), 204),
            ("get /webhooks/{webhook}", of(Method::GET, ""), 404),
            ("get /webhooks/{webhook}/deliveries", of(Method::GET, "/deliveries"), 404),
        ] {
            assert_eq!(self.sends(operation, request).await.0.as_u16(), status, "{operation}");
        }
    }

    async fn listens(&mut self, customer: &Customer) {
        let (_, created) = customer.post("/v1/webhooks", &json!({ "ephemeral": true })).await;
        let path = format!("/v1/webhooks/{}", created["id"].as_str().unwrap());
        let (_, ping) = customer.post(&format!("{path}/test"), &json!({})).await;
        let settle = format!("{path}/deliveries/{}/settle", ping["event_id"].as_str().unwrap());
        let (_, pulled) = self.sends("get /webhooks/{webhook}/pull", customer.get(&format!("{path}/pull?wait=50"))).await;
        for status in [200, 404] {
            let told = json!({ "lease": pulled["data"][0]["lease"], "status": 200 });
            let settle = customer.request(Method::POST, &settle).json(&told);
            assert_eq!(self.sends("post /webhooks/{webhook}/deliveries/{delivery}/settle", settle).await.0, status);
        }
    }

    async fn refuses(&mut self, app: &App, customer: &Customer, run: &str) {
        let poor = app.colleague(customer.org, Mode::Live).await;
        let order = json!({ "message": QUICKSTART });
        let post = |text: &'static str| customer.request(Method::POST, "/v1/runs").body(text);
        let json = |text| post(text).header(header::CONTENT_TYPE, "application/json");
        let huge = customer.post_run(&json!({ "message": "x".repeat(300 << 10) }));
        let unknown = customer.post_run(&json!({ "message": QUICKSTART, "workflow": "none" }));
        let stranger = format!("/v1/runs/{}", run.replace("run_", "run_x"));
        for (operation, request, status) in [
            ("post /runs", poor.post_run(&order), 402),
            ("post /runs", json("{"), 422),
            ("post /runs", post("{}"), 415),
            ("post /runs", huge, 413),
            ("post /runs", unknown, 404),
            ("post /runs", app.client.post(app.url("/v1/runs")), 401),
            ("get /runs/{run}", customer.get(&stranger), 404),
            ("get /runs/{run}", customer.get(&format!("/v1/runs/{run}?wait=x")), 422),
            ("get /runs/{run}/events", customer.get(&format!("/v1/runs/{run}/events")).header("Last-Event-ID", "x"), 422),
            ("get /runs", customer.get("/v1/runs?status=x"), 422),
            ("get /ledger", customer.get("/v1/ledger?limit=0"), 422),
            ("get /threads/{thread}/runs", customer.get("/v1/threads/th_x/runs"), 404),
            ("post /test/clock/advance", poor.request(Method::POST, "/v1/test/clock/advance").json(&json!({ "seconds": 1 })), 422),
        ] {
            let (answered, body) = self.sends(operation, request).await;
            assert_eq!(answered.as_u16(), status, "{operation} {body}");
        }
    }
}

/// Every header that the document names for some response is named for this one if it is there.
fn heads(answer: &Value, response: &Response, operation: &str) {
    let listed: BTreeSet<String> = answer["headers"].as_object().into_iter().flatten().map(|(name, _)| name.to_lowercase()).collect();
    let known = api::openapi::document()["components"]["headers"].as_object().unwrap();
    for name in response.headers().keys().map(header::HeaderName::as_str) {
        let rate = name.starts_with("ratelimit");
        assert!(!known.contains_key(name) || listed.contains(name) || rate, "{operation} {}: {name}", response.status());
    }
    assert!(response.headers().contains_key("request-id"));
}
