//! Bluesky's public interface: `GET /xrpc/app.bsky.actor.getProfile?actor=…`. "No" is a 400 whose message says so; an account that
//! is kept and not shown is a 400 with an error of its own.

use super::Seen;
use crate::BLUESKY;
use enrich_sdk::{Call, Failure, http};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    handle: String,
    display_name: Option<String>,
    created_at: Option<String>,
    followers_count: Option<u64>,
    posts_count: Option<u64>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
    #[serde(default)]
    message: String,
}

pub(super) fn ask(call: &Call, name: &str) -> Result<Option<Seen>, Failure> {
    let response = BLUESKY.get(format!("/xrpc/app.bsky.actor.getProfile?actor={}", http::encoded(name))).send(call)?;
    match response.status {
        200 => {}
        400 => {
            let refusal: Refusal = response.json()?;
            let kept = |word| Ok(Some(Seen { out_of_force: Some(word), ..Seen::default() }));
            return match (refusal.error.as_str(), refusal.message.as_str()) {
                ("AccountTakedown", _) => kept("suspended"),
                ("AccountDeactivated", _) => kept("deactivated"),
                (_, "Profile not found" | "Unable to resolve handle") => Ok(None),
                _ => Err(response.failure()),
            };
        }
        _ => return Err(response.failure()),
    }
    let reply: Reply = response.json()?;
    if !reply.handle.eq_ignore_ascii_case(name) {
        return Err(Failure::malformed("The provider answered about another profile."));
    }
    Ok(Some(Seen {
        name: reply.display_name,
        created: reply.created_at,
        followers: reply.followers_count,
        posts: reply.posts_count,
        ..Seen::default()
    }))
}
