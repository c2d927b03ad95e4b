//! `GET /v1/workflows/{workflow}/versions?limit=&cursor=`: what was published under a slug, newest first.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_workflow::{Slug, Version};
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::query::Query;
use axum::Json;
use axum::extract::State;

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    Slug(slug): Slug,
    query: Query,
) -> Result<Json<Page<Version>>, Problem> {
    let (limit, before) = (page::limit(&query)?, page::after::<i64>(&query)?);
    let mut rows = admin::workflow::versions(api.desk(""), caller.org, &slug, before, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|last| page::cursor(last.number));
    Ok(Json(Page { data: rows.into_iter().map(Version::from).collect(), next_cursor }))
}
