//! The door of /v1: no request passes without a key, whatever else is wrong with it.

use crate::Api;
use crate::observe::Whose;
use crate::problem::Problem;
use crate::rate::Left;
use crate::stream_token;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use journal::{RunId, Time};
use store::Scope;

/// Whose key it was. Only requests that passed the door have one.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) run::Caller);

/// Lets a request pass with its [`Caller`], counts it, or answers 401 or 429.
pub(crate) async fn authenticate(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let now = api.house.engine.now();
    // In a box: a request that waits long after it has passed carries no room for its look-up.
    let caller = match Box::pin(whose(&api, request.uri(), request.headers(), now)).await {
        Ok(Some(caller)) => caller,
        Ok(None) => return Problem::InvalidApiKey.into_response(),
        Err(error) => return Problem::from(error).into_response(),
    };
    let (whose, key) = (Whose(caller.org), caller.key);
    let counted = if creates(&request) { Ok(None) } else { api.reads.take(&caller, now).map(Some) };
    let (mut response, left) = match counted {
        Ok(left) => {
            request.extensions_mut().insert(Caller(caller));
            let response = next.run(request).await;
            // Asked afterwards: what this very request took is part of it.
            (response, left.or_else(|| api.house.store.window(key).map(|window| Left::of(&window, now))))
        }
        Err((problem, left)) => (problem.into_response(), Some(left)),
    };
    if let Some(left) = left {
        left.tell(response.headers_mut());
    }
    response.extensions_mut().insert(whose);
    response
}

/// Whose key or token the request carries; `None`: nobody's.
async fn whose(api: &Api, uri: &Uri, headers: &HeaderMap, now: Time) -> Result<Option<run::Caller>, store::Error> {
    match streamed(uri).filter(|_| !headers.contains_key(header::AUTHORIZATION)) {
        Some((run, token)) => stream_token::caller(api, &token, run).await,
        None => admin::authenticate(&api.house.store, bearer(headers), now).await,
    }
}

/// Whether a request is counted where runs are created.
fn creates(request: &Request) -> bool {
    request.method() == Method::POST && request.extensions().get::<MatchedPath>().is_some_and(|path| path.as_str().ends_with("/runs"))
}

/// The run and the token of a request for events that carries one. Only there is a token looked at.
fn streamed(uri: &Uri) -> Option<(RunId, String)> {
    let run = uri.path().strip_suffix("/events")?.rsplit('/').next()?.parse().ok()?;
    let token = uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))?;
    Some((run, token.to_owned()))
}

/// Lets a request pass whose key has the scope, or answers 403.
pub(crate) async fn permit(State(scope): State<Scope>, request: Request, next: Next) -> Response {
    match request.extensions().get::<Caller>() {
        Some(Caller(caller)) if caller.scopes.allow(scope) => next.run(request).await,
        Some(_) => Problem::InsufficientScope(scope).into_response(),
        None => Problem::InvalidApiKey.into_response(),
    }
}

/// What stands behind `Bearer`; nothing where that is missing, malformed or given twice. Nothing opens nothing, in the same
/// time as any other wrong key.
fn bearer(headers: &HeaderMap) -> &str {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (given.next(), given.next()) else { return "" };
    let Some((scheme, credentials)) = only.to_str().ok().and_then(|value| value.split_once(' ')) else { return "" };
    if scheme.eq_ignore_ascii_case("bearer") { credentials.trim() } else { "" }
}

impl FromRequestParts<Api> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Api) -> Result<Caller, Problem> {
        // An endpoint mounted outside the door by mistake stays closed.
        parts.extensions.get::<Caller>().cloned().ok_or(Problem::InvalidApiKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn found(values: &[&[u8]]) -> String {
        let mut headers = HeaderMap::new();
        for bytes in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_bytes(bytes).unwrap());
        }
        bearer(&headers).to_owned()
    }

    #[test]
    fn only_one_bearer_is_read() {
        assert_eq!(found(&[b"Bearer sk-tm-a"]), "sk-tm-a");
        assert_eq!(found(&[b"bearer  sk-tm-a "]), "sk-tm-a");
        for wrong in
            [&[][..], &[&b"Basic sk-tm-a"[..]], &[b"Bearer"], &[b"sk-tm-a"], &[b"Bearer \xff"], &[b"Bearer a", b"Bearer b"], &[b""]]
        {
            assert_eq!(found(wrong), "");
        }
    }
}
