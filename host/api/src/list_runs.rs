//! `GET /v1/runs?status=&workflow=&metadata[key]=&limit=&cursor=`: the runs of the key's mode, newest first.

use crate::authenticate::Caller;
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::query::{self, Query};
use crate::{Api, metadata, own_run};
use admin::workflow::SLUG_CHARS_MAX;
use axum::Json;
use axum::extract::State;
use journal::event::Request;
use journal::view::Resource;
use journal::{RunId, Status};
use store::Wanted;

const STATUS_RULE: &str = "must be queued, running, requires_approval, completed, failed, cancelled or interrupted";
const WORKFLOW_RULE: &str = "must be the slug of a workflow";
const METADATA_RULE: &str = "must be given as metadata[key]=value";

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, query: Query) -> Result<Json<Page<Resource>>, Problem> {
    let (limit, before) = (page::limit(&query)?, page::after::<RunId>(&query)?);
    let status = status(&query)?;
    let pairs = pairs(&query)?;
    let is_like = |request: &Request| metadata::has(request.metadata.as_ref(), &pairs);
    let request = (!pairs.is_empty()).then_some(&is_like as _);
    let wanted = Wanted { mode: caller.0.mode, status, workflow: workflow(&query)?, request };
    let found = api.house.store.of(caller.0.org).runs(&wanted, before, limit as usize).await?;
    let mut data = own_run::resources(&api, &caller, found.runs).await?;
    // A run may have moved on since its row was read.
    data.retain(|run| status.is_none_or(|status| run.status == status));
    Ok(Json(Page { data, next_cursor: found.next.map(page::cursor) }))
}

fn status(query: &Query) -> Result<Option<Status>, Problem> {
    let given = query.one("status")?;
    given.map(|word| word.parse().map_err(|_| Problem::invalid("status", STATUS_RULE))).transpose()
}

fn workflow(query: &Query) -> Result<Option<&str>, Problem> {
    let given = query.one("workflow")?;
    let fits = given.is_none_or(|slug| (1..=SLUG_CHARS_MAX).contains(&slug.chars().count()));
    if fits { Ok(given) } else { Err(Problem::invalid("workflow", WORKFLOW_RULE)) }
}

/// What the runs' metadata must hold.
fn pairs<'a>(query: &'a Query) -> Result<Vec<(&'a str, &'a str)>, Problem> {
    let given = query.0.iter().filter(|(name, _)| name == "metadata" || name.starts_with("metadata["));
    let pair = |(name, value): &'a (String, String)| {
        query::whole("metadata", name)?;
        query::whole("metadata", value)?;
        let key = name.strip_prefix("metadata[").and_then(|rest| rest.strip_suffix(']')).filter(|key| !key.is_empty());
        key.map(|key| (key, value.as_str())).ok_or_else(|| Problem::invalid("metadata", METADATA_RULE))
    };
    given.map(pair).collect()
}
