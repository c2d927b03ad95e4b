//! `social_profile`: whether there is a profile of that name, as its platform's own interface tells anybody who asks.
//!
//! What it establishes is that an account of the name exists, since when, and what its holder wrote there. It does not establish
//! who the holder is. Platforms without a public interface are read and not asked.

mod bluesky;
pub mod form;
mod github;
mod platform;
mod x;

use crate::{BLUESKY, GITHUB, X, moment};
use enrich_sdk::{About, Answer, Call, Check, Failure, boolean, integer, one_of, text};
use form::Profile;
use serde::{Deserialize, Serialize};

/// The check.
pub struct SocialProfile;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    handle: Option<String>,
    url: Option<String>,
    platform: Option<String>,
}

/// What is answered. When there is no such profile, only what was asked.
#[derive(Debug, Serialize)]
pub struct Output {
    platform: &'static str,
    handle: String,
    profile_url: String,
    structure: &'static str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the platform tells.
#[derive(Debug, Serialize)]
struct Record {
    profile_status: &'static str,
    account_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_days: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    followers: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    posts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
}

/// What the interfaces have in common.
#[derive(Default)]
struct Seen {
    kind: Option<&'static str>,
    /// Of an account that the platform keeps and does not show.
    out_of_force: Option<&'static str>,
    name: Option<String>,
    employer: Option<String>,
    website: Option<String>,
    created: Option<String>,
    followers: Option<u64>,
    posts: Option<u64>,
    verified: Option<bool>,
}

impl Check for SocialProfile {
    const ABOUT: About = About {
        name: "social_profile",
        summary: "Asks GitHub, Bluesky or X whether there is a profile of a name; not who holds it. Other platforms' profiles are read only.",
        input: &[
            text("handle", "The name, with its platform: github:octocat, asha.bsky.social, @asha@fosstodon.org").personal().at_most(300),
            text("url", "URL of the profile, in place of the name").personal().at_most(2048),
            text("platform", "The platform, where name and URL do not tell").at_most(40),
        ],
        output: &[
            text("platform", "The platform, in a word").required(),
            text("handle", "The name in its normal form").required().personal(),
            text("profile_url", "Where the profile is").required().personal(),
            one_of(
                "structure",
                "What the name says by itself: no name that its platform could not have is asked about",
                &["valid", "doubtful"],
            )
            .required(),
            one_of("profile_status", "Whether the platform shows it", &["active", "suspended", "deactivated"]).required(),
            one_of("account_kind", "Whose the platform says it is", &["person", "organisation", "unknown"]).required(),
            text("display_name", "The name that its holder wrote").personal(),
            text("employer", "The employer that its holder wrote").personal(),
            text("website", "The website that its holder wrote").personal(),
            text("created_on", "Date on which it was made"),
            integer("age_days", "Days since then"),
            integer("followers", "How many follow it"),
            integer("posts", "How many posts, or public repositories, it has"),
            boolean("verified", "Whether the platform marks it as verified, which on some is bought"),
        ],
        providers: &[GITHUB.name, BLUESKY.name, X.name],
        price: "2.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let profile = input.read()?;
        let handle = profile.handle();
        let seen = match profile.platform() {
            "github" => github::ask(call, &handle)?,
            "bluesky" => bluesky::ask(call, &handle)?,
            "x" => x::ask(call, &handle)?,
            _ => return Err(unasked()),
        };
        Ok(match seen {
            Some(seen) => Answer::Success(output(&profile, Some(record(seen, call.host().now())))),
            None => Answer::NotFound(output(&profile, None)),
        })
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(&input.read()?, None))
    }
}

/// Why a profile of another platform is not looked up.
fn unasked() -> Failure {
    Failure::new("platform_not_supported", "The platform has no interface that tells anybody of a profile: nobody was asked.")
}

impl Input {
    /// The URL goes before the name: it tells more.
    fn read(&self) -> Result<Profile, Failure> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        match (given(&self.url), given(&self.handle)) {
            (Some(url), _) => Profile::of_url(&url).map_err(|why| Failure::invalid_input(format!("`url`: {why}"))),
            (None, Some(handle)) => {
                Profile::of_handle(&handle, self.platform.as_deref()).map_err(|why| Failure::invalid_input(format!("`handle`: {why}")))
            }
            (None, None) => Err(Failure::invalid_input("One of `handle` and `url` is needed.")),
        }
    }
}

fn output(profile: &Profile, record: Option<Record>) -> Output {
    Output { platform: profile.platform(), handle: profile.handle(), profile_url: profile.url(), structure: "valid", record }
}

fn record(seen: Seen, now: u64) -> Record {
    let told = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let born = seen.created.and_then(|time| moment::day_and_age(&time, now));
    Record {
        profile_status: seen.out_of_force.unwrap_or("active"),
        account_kind: seen.kind.unwrap_or("unknown"),
        display_name: told(seen.name),
        employer: told(seen.employer),
        website: told(seen.website),
        age_days: born.as_ref().map(|(_, age)| *age),
        created_on: born.map(|(day, _)| day),
        followers: seen.followers,
        posts: seen.posts,
        verified: seen.verified,
    }
}

#[cfg(test)]
mod tests;
