//! What stands behind the `?`: each name once, and every fault named by it. Names that nobody asks for are ignored.

use crate::Api;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// Names and values, in their order.
#[derive(Clone, Debug)]
pub(crate) struct Query(pub(crate) Vec<(String, String)>);

impl FromRequestParts<Api> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Query, Problem> {
        let pairs = axum::extract::Query::from_request_parts(parts, api).await;
        pairs.map(|axum::extract::Query(pairs)| Query(pairs)).map_err(|_| Problem::invalid("query", "is malformed"))
    }
}

impl Query {
    /// The value of `name`, where it is given.
    pub(crate) fn one(&self, name: &'static str) -> Result<Option<&str>, Problem> {
        let mut given = self.0.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str());
        let value = given.next();
        if given.next().is_some() {
            return Err(Problem::invalid(name, "must be given once"));
        }
        whole(name, value.unwrap_or_default())?;
        Ok(value)
    }

    /// The number that `name` is given as. One too large to hold is the largest.
    pub(crate) fn number(&self, name: &'static str, rule: &str) -> Result<Option<u32>, Problem> {
        let Some(value) = self.one(name)? else { return Ok(None) };
        if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Problem::invalid(name, rule));
        }
        Ok(Some(value.parse().unwrap_or(u32::MAX)))
    }
}

/// Refuses what no database can hold.
pub(crate) fn whole(name: &'static str, text: &str) -> Result<(), Problem> {
    if text.contains('\0') { Err(Problem::invalid(name, "must not contain U+0000")) } else { Ok(()) }
}
