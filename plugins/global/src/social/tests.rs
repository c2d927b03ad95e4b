//! The platforms' contracts as their documentation shows them, and what becomes of each answer.

use super::SocialProfile;
use enrich_sdk::http::{HttpError, Response};
use enrich_sdk::{Answer, StandIn};
use serde_json::{Value, json};

fn github() -> Value {
    json!({
        "login": "Octocat", "id": 583231, "node_id": "MDQ6VXNlcjU4MzIzMQ==", "html_url": "https://github.com/octocat", "type": "User", "site_admin": false,
        "name": "The Octocat", "company": "@github", "blog": "https://github.blog", "location": "San Francisco", "email": null, "hireable": null, "bio": null,
        "twitter_username": null, "public_repos": 8, "public_gists": 8, "followers": 20000, "following": 9,
        "created_at": "2011-01-25T18:44:36Z", "updated_at": "2025-01-22T12:12:12Z",
    })
}

fn bluesky() -> Value {
    json!({
        "did": "did:plc:z72i7hdynmk6r22z27h6tvur", "handle": "asha.bsky.social", "displayName": "Asha", "description": "…", "followersCount": 12, "followsCount": 3,
        "postsCount": 40, "createdAt": "2024-06-15T09:00:00.000Z", "indexedAt": "2024-06-16T09:00:00.000Z", "labels": [],
    })
}

fn x() -> Value {
    json!({"data": {
        "id": "12", "name": "Asha Verma", "username": "asha_verma", "created_at": "2013-12-14T04:35:55.000Z", "verified": true, "url": "https://t.co/x",
        "public_metrics": {"followers_count": 506, "following_count": 183, "tweet_count": 2963, "listed_count": 4},
    }})
}

fn asks(handle: &str) -> Value {
    json!({"handle": handle})
}

fn success(host: &StandIn, handle: &str) -> Value {
    match host.perform::<SocialProfile>(asks(handle)) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_platform_is_asked_its_own_way() {
    let host = StandIn::status(200, &github());
    let expected = json!({
        "platform": "github", "handle": "octocat", "profile_url": "https://github.com/octocat", "structure": "valid", "profile_status": "active",
        "account_kind": "person", "display_name": "The Octocat", "employer": "@github", "website": "https://github.blog",
        "created_on": "2011-01-25", "age_days": 5255, "followers": 20000, "posts": 8,
    });
    assert_eq!(success(&host, "github:Octocat"), expected);
    assert_eq!((host.asked.borrow()[0].provider, host.asked.borrow()[0].path.as_str()), ("github", "/users/octocat"));
    assert!(host.asked.borrow()[0].headers.iter().any(|(name, _)| *name == "user-agent"), "GitHub refuses requests without one");

    let host = StandIn::status(200, &bluesky());
    let told = success(&host, "asha.bsky.social");
    assert_eq!((&told["platform"], &told["display_name"], &told["age_days"]), (&json!("bluesky"), &json!("Asha"), &json!(365)));
    assert_eq!(host.asked.borrow()[0].path, "/xrpc/app.bsky.actor.getProfile?actor=asha.bsky.social");

    let host = StandIn::status(200, &x());
    let told = success(&host, "twitter:@Asha_Verma");
    assert_eq!((&told["platform"], &told["followers"], &told["verified"]), (&json!("x"), &json!(506), &json!(true)));
    assert!(host.asked.borrow()[0].headers.contains(&("authorization", "Bearer {{secret:bearer_token}}".into())));
    assert!(host.asked.borrow()[0].path.starts_with("/users/by/username/asha_verma?user.fields="));
}

#[test]
fn no_comes_in_three_shapes() {
    let not_found = |host: StandIn, handle: &str| match host.perform::<SocialProfile>(asks(handle)) {
        Ok(Answer::NotFound(output)) => output,
        other => panic!("{other:?}"),
    };
    let gone = json!({"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"});
    let expected = json!({"platform": "github", "handle": "octocat", "profile_url": "https://github.com/octocat", "structure": "valid"});
    assert_eq!(not_found(StandIn::status(404, &gone), "github:octocat"), expected);
    for message in ["Profile not found", "Unable to resolve handle"] {
        not_found(StandIn::status(400, &json!({"error": "InvalidRequest", "message": message})), "asha.bsky.social");
    }
    let gone = json!({"errors": [{"value": "asha_verma", "detail": "Could not find user with username: [asha_verma].", "title": "Not Found Error",
        "resource_type": "user", "parameter": "username", "type": "https://api.twitter.com/2/problems/resource-not-found"}]});
    not_found(StandIn::status(200, &gone), "x:asha_verma");
}

#[test]
fn an_account_that_is_kept_and_not_shown_is_a_finding() {
    for (error, word) in [("AccountTakedown", "suspended"), ("AccountDeactivated", "deactivated")] {
        let host = StandIn::status(400, &json!({"error": error, "message": "Account has been suspended"}));
        assert_eq!(success(&host, "asha.bsky.social")["profile_status"], word);
    }
    let suspended = json!({"errors": [{"detail": "User has been suspended: [asha_verma].", "title": "Forbidden"}]});
    assert_eq!(success(&StandIn::status(200, &suspended), "x:asha_verma")["profile_status"], "suspended");
}

#[test]
fn errors_have_their_codes() {
    for handle in ["github:octocat", "asha.bsky.social", "x:asha_verma"] {
        for (status, expected) in [
            (401, ("provider_refused", false)),
            (403, ("provider_refused", false)),
            (429, ("provider_rate_limited", true)),
            (500, ("provider_unavailable", true)),
            (503, ("provider_unavailable", true)),
            (302, ("provider_malformed", false)),
        ] {
            assert_eq!(StandIn::status(status, &json!({})).failure::<SocialProfile>(asks(handle)), expected, "{handle} {status}");
        }
        for host in [StandIn::bytes(200, b"<html>".to_vec()), StandIn::status(200, &json!({})), StandIn::status(200, &json!([]))] {
            assert_eq!(host.failure::<SocialProfile>(asks(handle)), ("provider_malformed", false), "{handle}");
        }
    }
    let spent = Response { status: 403, headers: vec![("X-RateLimit-Remaining".into(), "0".into())], body: b"{}".to_vec() };
    assert_eq!(StandIn::answering(vec![Ok(spent)]).failure::<SocialProfile>(asks("github:octocat")), ("provider_rate_limited", true));
    let bad = json!({"error": "InvalidRequest", "message": "Error: actor must be a valid did or a handle"});
    assert_eq!(StandIn::status(400, &bad).failure::<SocialProfile>(asks("asha.bsky.social")), ("provider_refused", false));
    for (handle, body) in [("github:other", github()), ("other.bsky.social", bluesky()), ("x:other", x())] {
        assert_eq!(StandIn::status(200, &body).failure::<SocialProfile>(asks(handle)), ("provider_malformed", false), "another's");
    }
}

#[test]
fn a_platform_without_an_interface_is_read_and_not_asked() {
    let host = StandIn::error(HttpError::Timeout);
    assert_eq!(host.failure::<SocialProfile>(json!({"url": "https://www.linkedin.com/in/asha-verma"})), ("platform_not_supported", false));
    assert_eq!(host.failure::<SocialProfile>(asks("octocat")), ("invalid_input", false), "no platform");
    assert_eq!(host.failure::<SocialProfile>(json!({})), ("invalid_input", false));
    assert!(host.asked.borrow().is_empty());
    let offline = StandIn::error(HttpError::Refused("offline".into()));
    let told = offline.perform::<SocialProfile>(json!({"url": "https://github.com/octocat", "handle": "other"}));
    let expected = json!({"platform": "github", "handle": "octocat", "profile_url": "https://github.com/octocat", "structure": "valid"});
    assert_eq!(told, Ok(Answer::NotFound(expected)), "the URL goes before the name");
}
