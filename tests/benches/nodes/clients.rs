//! Clients of the benches that need more than a load: they park runs, decide, wait and ask how far a run is.

use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tests::customer::{DILIGENCE, QUICKSTART};

/// A client with a key.
pub(crate) struct Asker {
    http: Client,
    secret: String,
}

impl Asker {
    pub(crate) fn new(secret: &str) -> Asker {
        // Another part may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().tcp_nodelay(true).build().unwrap();
        Asker { http, secret: secret.to_owned() }
    }

    async fn ask(&self, method: Method, host: SocketAddr, path: &str, body: Option<&Value>) -> Value {
        let mut request = self.http.request(method, format!("http://{host}/v1/runs{path}")).bearer_auth(&self.secret);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let (status, body) = (response.status(), response.json().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    /// The id of a new run that ends by itself.
    pub(crate) async fn create(&self, host: SocketAddr) -> String {
        self.post(host, QUICKSTART, "kyc-verification").await
    }

    async fn post(&self, host: SocketAddr, message: &str, workflow: &str) -> String {
        let created = self.ask(Method::POST, host, "", Some(&json!({ "message": message, "workflow": workflow }))).await;
        created["id"].as_str().unwrap().to_owned()
    }

    /// The id of a new run that waits for a decision.
    pub(crate) async fn parked(&self, host: SocketAddr) -> String {
        let run = self.post(host, DILIGENCE, "business-due-diligence").await;
        while self.waited(host, &run).await["status"] != "requires_approval" {}
        run
    }

    /// The run once its status has changed, or after a long while.
    pub(crate) async fn waited(&self, host: SocketAddr, run: &str) -> Value {
        self.ask(Method::GET, host, &format!("/{run}?wait=50"), None).await
    }

    /// The run as it is.
    pub(crate) async fn read(&self, host: SocketAddr, run: &str) -> Value {
        self.ask(Method::GET, host, &format!("/{run}"), None).await
    }

    /// Ends a parked run.
    pub(crate) async fn decline(&self, host: SocketAddr, run: &str) {
        self.ask(Method::POST, host, &format!("/{run}/approval"), Some(&json!({ "decision": "declined" }))).await;
    }

    /// Waits for the run's end.
    pub(crate) async fn ended(&self, host: SocketAddr, run: &str) {
        while self.waited(host, run).await["completed_at"].is_null() {}
    }
}
