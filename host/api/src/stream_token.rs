//! `POST /v1/runs/{run}/stream-token`: for a browser's `EventSource`, which cannot send a key.
//!
//! A token opens the events of one run for ten minutes, as long as the key that asked for it is active. Nothing of it is stored:
//! the store vouches for what it says.

use crate::authenticate::Caller;
use crate::problem::Problem;
use crate::{Api, own_run};
use axum::Json;
use axum::extract::State;
use data_encoding::BASE64URL_NOPAD;
use journal::{KeyId, OrgId, RunId, Time};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;
use store::{Scope, Scopes};

/// How long a token opens its run.
pub const TOKEN_TIME: Duration = Duration::from_secs(600);
/// No token is longer.
const TOKEN_BYTES_MAX: usize = 512;
/// What keeps these proofs apart from those of anything else the store vouches for.
const PURPOSE: &str = "stream";

/// A token for one run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StreamToken {
    /// To be passed as `?token=` to the run's `/events`.
    pub token: String,
    /// When it opens nothing any more.
    pub expires_at: Time,
}

pub(crate) async fn handle(State(api): State<Api>, caller: Caller, own_run::Id(run): own_run::Id) -> Result<Json<StreamToken>, Problem> {
    own_run::read(&api, &caller, run, 0).await?;
    let expires_at = api.house.engine.now().plus(TOKEN_TIME);
    let said = format!("{PURPOSE} {} {} {run} {}", caller.0.org, caller.0.key, expires_at.micros());
    let proof = api.house.store.vouch(said.as_bytes());
    let token = format!("{}.{}", BASE64URL_NOPAD.encode(said.as_bytes()), BASE64URL_NOPAD.encode(&proof));
    Ok(Json(StreamToken { token, expires_at }))
}

/// Who may read the events of `run` with this token, and nothing else. `None`: nobody.
pub(crate) async fn caller(api: &Api, token: &str, run: RunId) -> Result<Option<run::Caller>, store::Error> {
    let Some((org, key)) = read(api, token, run) else { return Ok(None) };
    let key = api.house.store.of(org).key(key).await?.filter(|key| key.is_active(api.house.engine.now()));
    Ok(key.map(|key| run::Caller { scopes: Scopes::of([Scope::RunsRead]), ..admin::caller(key) }))
}

fn read(api: &Api, token: &str, run: RunId) -> Option<(OrgId, KeyId)> {
    let (said, proof) = token.get(..TOKEN_BYTES_MAX.min(token.len()))?.split_once('.')?;
    let (said, proof) = (BASE64URL_NOPAD.decode(said.as_bytes()).ok()?, BASE64URL_NOPAD.decode(proof.as_bytes()).ok()?);
    if !api.house.store.vouches(&said, &proof) {
        return None;
    }
    let mut words = std::str::from_utf8(&said).ok()?.split(' ');
    let (purpose, org, key) = (words.next()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let (named, expires): (RunId, i64) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let fits = purpose == PURPOSE && named == run && api.house.engine.now() < Time::from_micros(expires);
    fits.then_some((org, key))
}
