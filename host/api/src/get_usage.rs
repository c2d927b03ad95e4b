//! `GET /v1/usage`: the balance of the account that the key debits.

use crate::Api;
use crate::authenticate::Caller;
use crate::problem::Problem;
use axum::Json;
use axum::extract::State;
use journal::{Credits, Mode};
use schemars::JsonSchema;
use serde::Serialize;

/// The balance of one account, over its whole life.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Balance {
    /// The sum of all debits.
    pub credits_used: Credits,
    /// What is left; negative: overdraft owed; null: unlimited.
    pub credits_remaining: Option<Credits>,
    /// The sum of all grants; null: unlimited.
    pub max_credits: Option<Credits>,
    /// The account: `live` or `test`, as the key is.
    pub mode: Mode,
}

pub(crate) async fn handle(State(api): State<Api>, Caller(caller): Caller) -> Result<Json<Balance>, Problem> {
    let usage = api.house.store.of(caller.org).usage(caller.mode).await?;
    let limited = |credits| Some(credits).filter(|_| !usage.unlimited);
    Ok(Json(Balance {
        credits_used: usage.used,
        credits_remaining: usage.granted.checked_sub(usage.used).and_then(limited),
        max_credits: limited(usage.granted),
        mode: caller.mode,
    }))
}
