//! Around every request: an id, one line in the log, and an answer even where the code below panics.

use crate::Api;
use crate::problem::{Problem, write};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use journal::OrgId;
use std::any::Any;
use std::time::Instant;
use tracing::Instrument;

/// Names one request, in the log and in the answer.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// Left on a response by whoever knows whose request it was, for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whose(pub(crate) OrgId);

/// Logs a request and stamps its response. Nothing that a client wrote is logged: no path, query, header or body.
pub(crate) async fn observe(State(api): State<Api>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(&api);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!("request", id);
    let mut response = write(next.run(request).instrument(span).await, &api.public_url);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    tracing::info!(
        request = id,
        method = method.as_str(),
        route = route.as_ref().map_or("none", MatchedPath::as_str),
        status = response.status().as_u16(),
        micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        org = response.extensions().get::<Whose>().map(|whose| tracing::field::display(whose.0)),
        "answered"
    );
    response
}

fn request_id(api: &Api) -> String {
    let mut random = [0; 16];
    api.house.engine.clock.random(&mut random);
    format!("req_{:032x}", u128::from_be_bytes(random))
}

/// The answer in place of a panic. What was said in it went to the panic hook and may be personal: it is not repeated.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::Internal("a handler panicked".into()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    async fn panics() -> &'static str {
        panic!("PAN ABCDE1234F")
    }

    #[tokio::test]
    async fn a_panic_is_answered_in_the_envelope_and_says_nothing_more() {
        let router: Router = Router::new().route("/", get(panics)).layer(CatchPanicLayer::custom(panicked));
        let response = write(router.oneshot(Request::new(Body::empty())).await.unwrap(), "https://enrich.example");
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers()["content-type"], "application/json");
        let body = to_bytes(response.into_body(), 1_024).await.unwrap();
        let doc_url = "https://enrich.example/docs#error-internal_error";
        let error = serde_json::json!({ "code": "internal_error", "message": "Internal error; nothing was stored", "doc_url": doc_url });
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).unwrap(), serde_json::json!({ "error": error }));
    }
}
