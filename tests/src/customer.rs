//! A program with an API key, as a customer would write it.

use crate::app::App;
use crate::wire::{self, Heard};
use admin::Secret;
use admin::key::Created;
use journal::{KeyId, OrgId};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

/// The document's quickstart request: its person is in the simulator's catalogue.
pub const QUICKSTART: &str = "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F";

/// A request whose plan always waits for a decision.
pub const DILIGENCE: &str = "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817";

/// Who calls the app.
#[derive(Clone)]
pub struct Customer {
    /// The organisation.
    pub org: OrgId,
    /// The key.
    pub key: KeyId,
    /// The key's secret.
    pub secret: Secret,
    client: reqwest::Client,
    base: String,
}

impl Customer {
    /// Whoever was given this key.
    pub fn new(app: &App, org: OrgId, created: Created) -> Customer {
        Customer { org, key: created.key.id, secret: created.secret, client: app.client.clone(), base: app.url("") }
    }

    /// The same customer at another node.
    #[must_use]
    pub fn at(&self, app: &App) -> Customer {
        Customer { client: app.client.clone(), base: app.url(""), ..self.clone() }
    }

    /// A request with the key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).bearer_auth(self.secret.reveal())
    }

    /// A reading request with the key.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// `POST /v1/runs` with `body`, not sent yet.
    pub fn post_run(&self, body: &Value) -> RequestBuilder {
        self.request(Method::POST, "/v1/runs").json(body)
    }

    /// Creates a run of the quickstart's kind.
    pub async fn verify(&self, message: &str) -> Value {
        let response = self.post_run(&json!({ "message": message, "workflow": "kyc-verification" })).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        response.json().await.unwrap()
    }

    /// A posting request with the key, sent, and its answer.
    pub async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let response = self.request(Method::POST, path).json(body).send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// Creates a run that parks, and waits until it has.
    pub async fn parked(&self) -> Value {
        let (status, created) = self.post("/v1/runs", &json!({ "message": DILIGENCE, "workflow": "business-due-diligence" })).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{created}");
        self.until(created["id"].as_str().unwrap(), "requires_approval").await
    }

    /// Long-polls until the run has that status. It may have it before the first poll is heard: by what it knows already, each
    /// poll says what it would not wait for.
    pub async fn until(&self, run: &str, status: &str) -> Value {
        let mut known = String::from("\"none\"");
        loop {
            let response = self.get(&format!("/v1/runs/{run}?wait=50")).header("If-None-Match", &known).send().await.unwrap();
            if response.status() == StatusCode::NOT_MODIFIED {
                continue;
            }
            response.headers()["etag"].to_str().unwrap().clone_into(&mut known);
            let resource: Value = response.json().await.unwrap();
            if resource["status"] == status {
                return resource;
            }
            assert!(resource["completed_at"].is_null(), "it never was {status}: {resource:#}");
        }
    }

    /// Long-polls until the run is over.
    pub async fn ended(&self, run: &str) -> Value {
        loop {
            let response = self.get(&format!("/v1/runs/{run}?wait=50")).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
            let resource: Value = response.json().await.unwrap();
            if matches!(resource["status"].as_str(), Some("completed" | "failed" | "cancelled" | "interrupted")) {
                return resource;
            }
        }
    }

    /// Attaches to the run's events, after the event `after` where it is given.
    pub async fn attach(&self, run: &str, after: Option<u64>) -> Response {
        let request = self.get(&format!("/v1/runs/{run}/events"));
        let request = match after {
            Some(after) => request.header("Last-Event-ID", after),
            None => request,
        };
        request.send().await.unwrap()
    }

    /// Listens until the run has ended.
    pub async fn heard(&self, run: &str, after: Option<u64>) -> Vec<Heard> {
        let response = self.attach(run, after).await;
        assert_eq!(response.status(), StatusCode::OK);
        wire::all(response).await
    }
}
