//! X's interface, version 2: `GET /users/by/username/{name}` with a bearer token. "No" comes inside a 200, as a list of errors.

use super::Seen;
use crate::X;
use enrich_sdk::{Call, Failure, http};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reply {
    data: Option<User>,
    #[serde(default)]
    errors: Vec<Problem>,
}

#[derive(Deserialize)]
struct User {
    username: String,
    name: Option<String>,
    url: Option<String>,
    created_at: Option<String>,
    verified: Option<bool>,
    public_metrics: Option<Metrics>,
}

#[derive(Deserialize)]
struct Metrics {
    followers_count: Option<u64>,
    tweet_count: Option<u64>,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(default)]
    title: String,
    #[serde(default)]
    detail: String,
}

pub(super) fn ask(call: &Call, name: &str) -> Result<Option<Seen>, Failure> {
    let path = format!("/users/by/username/{name}?user.fields=created_at,public_metrics,url,verified");
    let response = X.get(path).header("authorization", format!("Bearer {}", http::secret("bearer_token"))).send(call)?;
    if response.status != 200 {
        return Err(response.failure());
    }
    let reply: Reply = response.json()?;
    let Some(user) = reply.data else {
        let problem = reply.errors.first();
        return match problem.map(|problem| problem.title.as_str()) {
            Some("Not Found Error") => Ok(None),
            Some("Forbidden") if problem.is_some_and(|problem| problem.detail.contains("suspended")) => {
                Ok(Some(Seen { out_of_force: Some("suspended"), ..Seen::default() }))
            }
            Some("Forbidden") => Err(Failure::new("provider_refused", "The provider does not show the profile.")),
            _ => Err(Failure::malformed("The provider's answer is not what its documentation promises.")),
        };
    };
    if !user.username.eq_ignore_ascii_case(name) {
        return Err(Failure::malformed("The provider answered about another profile."));
    }
    Ok(Some(Seen {
        name: user.name,
        website: user.url,
        created: user.created_at,
        followers: user.public_metrics.as_ref().and_then(|metrics| metrics.followers_count),
        posts: user.public_metrics.as_ref().and_then(|metrics| metrics.tweet_count),
        verified: user.verified,
        ..Seen::default()
    }))
}
