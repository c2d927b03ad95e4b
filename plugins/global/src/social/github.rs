//! GitHub's REST interface: `GET /users/{name}`. "No" is a 404; too many questions without a key are a 403 with
//! `x-ratelimit-remaining: 0`, or a 429.

use super::Seen;
use crate::GITHUB;
use enrich_sdk::{Call, Failure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reply {
    login: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    company: Option<String>,
    blog: Option<String>,
    created_at: Option<String>,
    followers: Option<u64>,
    public_repos: Option<u64>,
}

pub(super) fn ask(call: &Call, name: &str) -> Result<Option<Seen>, Failure> {
    let request = GITHUB.get(format!("/users/{name}")).header("accept", "application/vnd.github+json");
    let response = request.header("x-github-api-version", "2022-11-28").header("user-agent", "enrich").send(call)?;
    match response.status {
        200 => {}
        404 => return Ok(None),
        403 if response.header("x-ratelimit-remaining") == Some("0") || response.header("retry-after").is_some() => {
            return Err(Failure::new("provider_rate_limited", "The provider asks for fewer requests (HTTP 403).").retryable());
        }
        _ => return Err(response.failure()),
    }
    let reply: Reply = response.json()?;
    if !reply.login.eq_ignore_ascii_case(name) {
        return Err(Failure::malformed("The provider answered about another profile."));
    }
    Ok(Some(Seen {
        kind: match reply.kind.as_deref() {
            Some("User") => Some("person"),
            Some("Organization") => Some("organisation"),
            _ => None,
        },
        name: reply.name,
        employer: reply.company,
        website: reply.blog,
        created: reply.created_at,
        followers: reply.followers,
        posts: reply.public_repos,
        ..Seen::default()
    }))
}
