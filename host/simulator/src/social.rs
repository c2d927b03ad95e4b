//! Platforms' own interfaces: GitHub's users, Bluesky's profiles, X's users. "No such profile" is a 404, a 400 and a 200.

use crate::emirates;
use crate::outcome::{self, Outcome};
use crate::reply::{self, Reply, header};
use egress::Request;
use serde_json::{Value, json};

/// A profile that there is.
struct Profile {
    name: String,
    employer: Option<&'static str>,
}

/// What a platform does with a name whose words are joined by hyphens.
fn look_up(handle: &str) -> Result<Profile, Option<Outcome>> {
    if let Some(resident) = emirates::by_handle(handle) {
        return Ok(Profile { name: resident.name.into(), employer: Some(resident.employer) });
    }
    match outcome::suffix(handle) {
        Some(Outcome::Verified) => Ok(Profile { name: spoken(handle), employer: None }),
        Some(Outcome::NameMismatch) => Ok(Profile { name: "Meera Pillai".into(), employer: None }),
        other => Err(other),
    }
}

/// The words of a name, without its code.
fn spoken(handle: &str) -> String {
    let words = handle.split('-').filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()));
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    words.filter(|word| word.is_char_boundary(1)).map(capital).collect::<Vec<_>>().join(" ")
}

/// GitHub: `GET /users/{name}`.
pub(crate) fn github(request: &Request) -> Reply {
    let refused = |status: u16, message: &str| reply::json(status, &json!({"message": message, "status": status.to_string()}));
    let Some(name) = request.url.path().strip_prefix("/users/").filter(|_| request.method == "GET") else {
        return refused(404, "Not Found");
    };
    if header(request, "user-agent").is_none() {
        return refused(403, "Request forbidden by administrative rules.");
    }
    match look_up(&name.to_ascii_lowercase()) {
        Ok(profile) => reply::json(
            200,
            &json!({
                "login": name, "id": name.len(), "type": "User", "name": profile.name, "company": profile.employer, "blog": "",
                "public_repos": 12, "followers": 34, "following": 5, "created_at": "2016-04-05T06:07:08Z", "updated_at": "2026-01-01T00:00:00Z",
                "html_url": format!("https://github.com/{name}"),
            }),
        ),
        // GitHub does not show who is suspended.
        Err(None | Some(Outcome::NotFound | Outcome::Inactive)) => refused(404, "Not Found"),
        Err(other) => without(other, &json!({"message": "API rate limit exceeded"})),
    }
}

/// Bluesky: `GET /xrpc/app.bsky.actor.getProfile?actor=…`.
pub(crate) fn bluesky(request: &Request) -> Reply {
    let actor = request.url.query_pairs().find(|(name, _)| name == "actor").map(|(_, value)| value.to_ascii_lowercase());
    let refused = |error: &str, message: &str| reply::json(400, &json!({"error": error, "message": message}));
    let Some(actor) = actor.filter(|actor| request.url.path() == "/xrpc/app.bsky.actor.getProfile" && actor.contains('.')) else {
        return refused("InvalidRequest", "Error: actor must be a valid did or a handle");
    };
    match look_up(actor.strip_suffix(".bsky.social").unwrap_or(&actor)) {
        Ok(profile) => reply::json(
            200,
            &json!({
                "did": "did:plc:sample", "handle": actor, "displayName": profile.name, "followersCount": 34, "followsCount": 5, "postsCount": 120,
                "createdAt": "2023-04-05T06:07:08.000Z", "indexedAt": "2026-01-01T00:00:00.000Z", "labels": [],
            }),
        ),
        Err(Some(Outcome::Inactive)) => refused("AccountTakedown", "Account has been suspended"),
        Err(None | Some(Outcome::NotFound)) => refused("InvalidRequest", "Profile not found"),
        Err(other) => without(other, &json!({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"})),
    }
}

/// X: `GET /2/users/by/username/{name}` with a bearer token.
pub(crate) fn x(request: &Request) -> Reply {
    if header(request, "authorization").is_none_or(|value| !value.starts_with("Bearer ")) {
        return reply::json(401, &json!({"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}));
    }
    let Some(name) = request.url.path().strip_prefix("/2/users/by/username/").filter(|_| request.method == "GET") else {
        return reply::json(404, &json!({"title": "Not Found", "status": 404}));
    };
    let problem = |title: &str, detail: String| {
        reply::json(200, &json!({"errors": [{"value": name, "title": title, "detail": detail, "parameter": "username"}]}))
    };
    match look_up(&name.to_ascii_lowercase().replace('_', "-")) {
        Ok(profile) => reply::json(
            200,
            &json!({"data": {
                "id": "12", "name": profile.name, "username": name, "created_at": "2013-04-05T06:07:08.000Z", "verified": false, "url": "",
                "public_metrics": {"followers_count": 34, "following_count": 5, "tweet_count": 120, "listed_count": 0},
            }}),
        ),
        Err(Some(Outcome::Inactive)) => problem("Forbidden", format!("User has been suspended: [{name}].")),
        Err(None | Some(Outcome::NotFound)) => problem("Not Found Error", format!("Could not find user with username: [{name}].")),
        Err(other) => without(other, &json!({"title": "Too Many Requests", "status": 429})),
    }
}

/// The outcomes that all have alike.
fn without(outcome: Option<Outcome>, busy: &Value) -> Reply {
    match outcome {
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(busy),
        Some(Outcome::Malformed) => reply::malformed(),
        _ => reply::json(503, &json!({"message": "Service Unavailable"})),
    }
}
