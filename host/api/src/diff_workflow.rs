//! `GET /v1/workflows/{workflow}/diff?from=&to=`: what one version of a workflow does otherwise than another.

use crate::Api;
use crate::authenticate::Caller;
use crate::own_workflow::Slug;
use crate::problem::Problem;
use crate::query::Query;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

/// What is different.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WorkflowDiff {
    /// The version that is compared.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub from: String,
    /// The version that it is compared with.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub to: String,
    /// What they do differently.
    pub differences: Vec<Difference>,
    /// The lines that differ, in the unified form; empty between components.
    pub lines: String,
}

/// One thing that they do differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WorkflowDifference")]
pub struct Difference {
    /// `name`, `description`, `approval`, `input`, `step`, `phase`, `goal`, `round`, `argument`, `condition`, `optional`, `recent`,
    /// `rule`, `report`, `cost`, `check` or `kind`. Words may be added.
    pub about: &'static str,
    /// The check of the step that it is about; null: it is about no step.
    pub check: Option<String>,
    /// As it was; null: it was not there.
    pub before: Option<String>,
    /// As it is; null: it is gone.
    pub after: Option<String>,
}

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    Slug(slug): Slug,
    query: Query,
) -> Result<Json<WorkflowDiff>, Problem> {
    let (from, to) = (query.one("from")?, query.one("to")?);
    let (desk, org) = (api.desk(""), caller.org);
    let own = admin::workflow::find(desk, org, &slug).await?;
    let newer = own.rollout.map_or(own.version.digest, |rollout| rollout.version);
    let to = admin::workflow::version(desk, org, &slug, to.unwrap_or(&newer)).await?;
    let before = from.or(to.replaced.as_deref()).ok_or_else(|| Problem::invalid("from", "is required: that version replaced none"))?;
    let from = admin::workflow::version(desk, org, &slug, before).await?;
    let (old, new) = (admin::workflow::bytes(desk, &from).await?, admin::workflow::bytes(desk, &to).await?);
    let compared = api.house.library.compare(old, new).await?;
    let difference = |one: procedure::Difference| {
        let procedure::Difference { about, check, before, after } = one;
        Difference { about, check, before, after }
    };
    let differences = compared.differences.into_iter().map(difference).collect();
    Ok(Json(WorkflowDiff { from: from.digest, to: to.digest, differences, lines: compared.lines }))
}
