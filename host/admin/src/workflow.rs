//! Workflows of an organisation: published, switched on and off, rolled out and back. What is published was found fit before: see
//! `library::Examined`.

use crate::Desk;
use journal::OrgId;
use store::{Publication, Published, Version, Workflow, WorkflowChange, WorkflowChanged};

/// Characters of a workflow's slug.
pub const SLUG_CHARS_MAX: usize = 64;
/// What runs where a client names no workflow: nobody's but the product's.
pub const RESERVED: &str = "general";

/// What clients can call a workflow by, in words.
pub const SLUG_RULE: &str = "must be a slug: 1 to 64 of a-z, 0-9 and -";

/// Whether clients can call a workflow by that.
pub fn is_slug(text: &str) -> bool {
    let fits = (1..=SLUG_CHARS_MAX).contains(&text.len());
    fits && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Why a wish about a workflow was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value of the wrong shape.
    #[error("{field}: {rule}")]
    Invalid {
        /// Which one.
        field: &'static str,
        /// What it must be.
        rule: &'static str,
    },
    /// No such organisation.
    #[error("no such organisation")]
    NoOrg,
    /// The organisation has published nothing under that slug.
    #[error("the organisation has no workflow of its own with that slug")]
    NotFound,
    /// The workflow has no such version.
    #[error("the workflow has no such version: one is named by its number, or by the first six or more digits of its digest")]
    NoVersion,
    /// Several versions have digests that begin so.
    #[error("several versions begin so: write more of the digest")]
    Ambiguous,
    /// Nothing is being rolled out.
    #[error("nothing is being rolled out: publish a version with a rollout below 100 first")]
    NoRollout,
    /// Nothing was followed before.
    #[error("nothing was followed before this version: name the version to go back to, or remove the workflow")]
    NothingBefore,
    /// The first version was to be rolled out to a part.
    #[error(
        "the first version of a new workflow is for everybody, since there is none that the others could follow: leave the rollout out"
    )]
    FirstInParts,
    /// The organisation has published as many workflows as it may.
    #[error(
        "the organisation has published {} workflows already, and what was published is kept: publish under one of their slugs",
        store::WORKFLOWS_MAX
    )]
    TooManyWorkflows,
    /// The workflow has as many versions as it may.
    #[error("the workflow has {} versions already: publish under another slug", store::VERSIONS_MAX)]
    TooManyVersions,
    /// The database failed.
    #[error("change the database")]
    Store(#[from] store::Error),
}

/// A workflow after something was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// As it stands.
    pub workflow: Workflow,
    /// The version that was published.
    pub version: Version,
    /// Whether it was not a version of it before.
    pub fresh: bool,
}

/// Publishes a version, which has that digest.
pub async fn publish(desk: Desk<'_>, org: OrgId, publication: Publication<'_>, digest: &str) -> Result<Outcome, Error> {
    let slug = publication.slug;
    if !is_slug(slug) {
        return Err(Error::Invalid { field: "slug", rule: SLUG_RULE });
    }
    if slug == RESERVED {
        return Err(Error::Invalid { field: "slug", rule: "must not be general: that is what runs where no workflow is named" });
    }
    percentage(publication.percent)?;
    let fresh = match desk.of(org).publish_workflow(publication, desk.clock.now()).await? {
        Published::Yes { fresh } => fresh,
        Published::TooManyWorkflows => return Err(Error::TooManyWorkflows),
        Published::TooManyVersions => return Err(Error::TooManyVersions),
        Published::FirstInParts => return Err(Error::FirstInParts),
        Published::NoOrg => return Err(Error::NoOrg),
    };
    Ok(Outcome { workflow: find(desk, org, slug).await?, version: version(desk, org, slug, digest).await?, fresh })
}

fn percentage(percent: u8) -> Result<(), Error> {
    if percent <= 100 { Ok(()) } else { Err(Error::Invalid { field: "rollout", rule: "must be a whole number from 0 to 100" }) }
}

/// Changes what new runs follow: all of `changes`, or none. The workflow afterwards.
pub async fn change(desk: Desk<'_>, org: OrgId, slug: &str, changes: &[WorkflowChange]) -> Result<Workflow, Error> {
    for change in changes {
        if let WorkflowChange::Rollout(percent) = change {
            percentage(*percent)?;
        }
    }
    changed(desk, org, slug, changes).await?;
    find(desk, org, slug).await
}

/// Has the organisation have no workflow of its own with that slug. What was published stays, and may be published again.
pub async fn remove(desk: Desk<'_>, org: OrgId, slug: &str) -> Result<(), Error> {
    changed(desk, org, slug, &[WorkflowChange::Remove]).await
}

async fn changed(desk: Desk<'_>, org: OrgId, slug: &str, changes: &[WorkflowChange]) -> Result<(), Error> {
    match desk.of(org).change_workflow(slug, changes, desk.clock.now()).await? {
        WorkflowChanged::Yes => Ok(()),
        WorkflowChanged::NotFound => Err(Error::NotFound),
        WorkflowChanged::NoVersion => Err(Error::NoVersion),
        WorkflowChanged::NoRollout => Err(Error::NoRollout),
        WorkflowChanged::NothingBefore => Err(Error::NothingBefore),
    }
}

/// Has everybody follow the version that `word` names, or the one before. The workflow afterwards.
pub async fn roll_back(desk: Desk<'_>, org: OrgId, slug: &str, word: Option<&str>) -> Result<Workflow, Error> {
    let to = match word {
        Some(word) => Some(version(desk, org, slug, word).await?.digest),
        None => None,
    };
    change(desk, org, slug, &[WorkflowChange::RollBack(to)]).await
}

/// All workflows of the organisation, by slug.
pub async fn list(desk: Desk<'_>, org: OrgId) -> Result<Vec<Workflow>, Error> {
    Ok(desk.of(org).workflows().await?.rows)
}

/// The organisation's own workflow with that slug.
pub async fn find(desk: Desk<'_>, org: OrgId, slug: &str) -> Result<Workflow, Error> {
    list(desk, org).await?.into_iter().find(|workflow| workflow.slug == slug).ok_or(Error::NotFound)
}

/// The version with that number, or whose digest begins so.
pub async fn version(desk: Desk<'_>, org: OrgId, slug: &str, word: &str) -> Result<Version, Error> {
    let mut found = desk.of(org).workflow_version(slug, word).await?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Error::Ambiguous),
        (None, _) => Err(if find(desk, org, slug).await.is_ok() { Error::NoVersion } else { Error::NotFound }),
    }
}

/// Versions below the number `before`, newest first.
pub async fn versions(desk: Desk<'_>, org: OrgId, slug: &str, before: Option<i64>, limit: u32) -> Result<Vec<Version>, Error> {
    let versions = desk.of(org).workflow_versions(slug, before, limit).await?;
    if versions.is_empty() {
        find(desk, org, slug).await?;
    }
    Ok(versions)
}

/// The bytes of a version: a page, or a component.
pub async fn bytes(desk: Desk<'_>, version: &Version) -> Result<Vec<u8>, Error> {
    desk.store.artefact(&version.digest).await?.ok_or(Error::NoVersion)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_a_client_can_write() {
        for slug in ["a", "kyc-verification", "2", &"x".repeat(SLUG_CHARS_MAX)] {
            assert!(is_slug(slug), "{slug}");
        }
        for wrong in ["", "Kyc", "a_b", "a/b", "ä", &"x".repeat(SLUG_CHARS_MAX + 1)] {
            assert!(!is_slug(wrong), "{wrong}");
        }
    }
}
