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
    pub(crate) fn new(app: &App, org: OrgId, created: Created) -> Customer {
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
