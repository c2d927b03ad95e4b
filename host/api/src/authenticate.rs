//! The door of /v1: no request passes without a key, whatever else is wrong with it.

use crate::Api;
use crate::observe::Whose;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use store::Scope;

/// Whose key it was. Only requests that passed the door have one.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) run::Caller);

/// Lets a request pass with its [`Caller`], or answers 401.
pub(crate) async fn authenticate(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let caller = match admin::authenticate(&api.house.store, bearer(request.headers()), api.house.engine.clock.now()).await {
        Ok(Some(caller)) => caller,
        Ok(None) => return Problem::InvalidApiKey.into_response(),
        Err(error) => return Problem::from(error).into_response(),
    };
    let whose = Whose(caller.org);
    request.extensions_mut().insert(Caller(caller));
    let mut response = next.run(request).await;
    response.extensions_mut().insert(whose);
    response
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
