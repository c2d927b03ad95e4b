//! What the server answers to those who publish workflows is what the document says.

use super::Contract;
use reqwest::Method;
use serde_json::{Value, json};
use tests::customer::Customer;

impl Contract {
    pub(super) async fn publishes(&mut self, customer: &Customer) {
        let page = include_str!("../../../../workflows/examples/decision.md");
        let edited = page.replace("review otherwise", "decline otherwise");
        let of = |method, rest: &str| customer.request(method, &format!("/v1/workflows/own{rest}"));
        let put = |body: Value| of(Method::PUT, "").json(&body);
        for (operation, request, status) in [
            ("put /workflows/{workflow}", put(json!({ "source": page.replace("pan_verification`", "pan_verificaton`") })), 422),
            ("put /workflows/{workflow}", put(json!({ "source": page })), 201),
            ("put /workflows/{workflow}", put(json!({ "source": edited, "rollout": 10 })), 201),
            ("put /workflows/{workflow}", put(json!({ "source": page })), 200),
            ("put /workflows/{workflow}", put(json!({ "component": "AGFzbQ0AAQA=" })), 422),
            ("get /workflows/{workflow}", of(Method::GET, "?version=2"), 200),
            ("get /workflows/{workflow}", of(Method::GET, "?version=9"), 404),
            ("get /workflows/{workflow}", customer.get("/v1/workflows/kyc-verification"), 200),
            ("get /workflows/{workflow}/versions", of(Method::GET, "/versions?limit=1"), 200),
            ("get /workflows/{workflow}/diff", of(Method::GET, "/diff?from=1&to=2"), 200),
            ("patch /workflows/{workflow}", of(Method::PATCH, "").json(&json!({ "is_active": false })), 200),
            ("post /workflows/{workflow}/rollback", of(Method::POST, "/rollback").json(&json!({ "version": "2" })), 200),
            ("delete /workflows/{workflow}", of(Method::DELETE, ""), 204),
            ("delete /workflows/{workflow}", of(Method::DELETE, ""), 404),
            ("get /workflows", customer.get("/v1/workflows?include_inactive=true"), 200),
            ("post /runs", customer.post_run(&json!({ "message": "nobody", "workflow": "own" })), 404),
        ] {
            assert_eq!(self.sends(operation, request).await.0.as_u16(), status, "{operation}");
        }
    }
}
