//! Publishing: what was sent becomes a version, and new runs follow it.

use super::{Standing, VERSIONS_MAX, VersionKind, WORKFLOWS_MAX};
use crate::audit::Change;
use crate::engine::Lent;
use crate::seal::sha256;
use crate::{Error, Tenant, sql};
use data_encoding::HEXLOWER;
use journal::Time;
use serde_json::json;

/// Who published the version that a built-in workflow became.
const BUILT_IN: &str = "built-in";

/// A version that somebody wants to publish, found fit for use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVersion {
    /// What it is made of.
    pub kind: VersionKind,
    /// The page, or the component.
    pub bytes: Vec<u8>,
    /// What people call it.
    pub name: String,
    /// One or two sentences.
    pub description: String,
}

/// What is to be published, and to whom.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The workflow's slug.
    pub slug: &'a str,
    /// The version.
    pub version: &'a NewVersion,
    /// So many threads of a hundred follow it.
    pub percent: u8,
    /// What new runs that name the slug follow as long as the organisation has no workflow of its own there. It becomes a version before
    /// the first that is published: the other threads keep following it, and there is a way back to it.
    pub built_in: Option<&'a NewVersion>,
}

/// How publishing came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// It is a version of the workflow; whether it was not one before.
    Yes {
        /// Whether the version was made just now.
        fresh: bool,
    },
    /// The organisation has published [`WORKFLOWS_MAX`] already, removed ones among them: what was published is kept.
    TooManyWorkflows,
    /// The workflow has [`VERSIONS_MAX`] already.
    TooManyVersions,
    /// The first version of a workflow was to be rolled out to a part of the threads: the others would have nothing to follow.
    FirstInParts,
    /// No such organisation.
    NoOrg,
}

impl NewVersion {
    fn digest(&self) -> String {
        HEXLOWER.encode(&sha256(&self.bytes))
    }
}

impl Tenant<'_> {
    /// Publishes a version of a workflow. What was published before is the same version again.
    pub async fn publish_workflow(&self, publication: Publication<'_>, at: Time) -> Result<Published, Error> {
        let Publication { slug, version, percent, built_in } = publication;
        let digest = version.digest();
        let Some(mut on) = self.begin_change().await? else { return Ok(Published::NoOrg) };
        let own = self.standing(&mut on, slug).await?.map(|(standing, _)| standing);
        let fresh = !self.is_version(&mut on, slug, &digest).await?;
        let built_in = built_in.filter(|_| own.is_none());
        let before = own.clone().or_else(|| Some(Standing::of_everybody(built_in?.digest())));
        let adopted = built_in.filter(|built_in| built_in.digest() != digest);
        let refused = match Standing::publish(before.clone(), &digest, percent) {
            None => Some(Published::FirstInParts),
            _ if own.is_none() && self.other_workflows(&mut on, slug).await? >= WORKFLOWS_MAX => Some(Published::TooManyWorkflows),
            _ if fresh && self.newest_version(&mut on, slug).await? + i64::from(adopted.is_some()) >= VERSIONS_MAX => {
                Some(Published::TooManyVersions)
            }
            after if after == own => Some(Published::Yes { fresh }),
            Some(after) => {
                if let Some(built_in) = adopted {
                    self.put_version(&mut on, slug, built_in, None, BUILT_IN, at).await?;
                }
                self.put_version(&mut on, slug, version, before.map(|before| before.version), self.actor, at).await?;
                self.write(&mut on, slug, &after).await?;
                let adopted = adopted.map(NewVersion::digest);
                let detail = json!({ "published": digest, "fresh": fresh, "adopted": adopted, "now": after.told() });
                self.record(&mut on, Change { at, action: "workflow.publish", subject: slug.to_owned(), detail }).await?;
                None
            }
        };
        match refused {
            None => on.commit().await.map(|()| Published::Yes { fresh }),
            Some(refused) => on.rollback().await.map(|()| refused),
        }
    }

    /// How many other workflows the organisation ever had.
    async fn other_workflows(&self, on: &mut Lent, slug: &str) -> Result<usize, Error> {
        let (org, slug) = (self.org.to_string(), slug.to_owned());
        let counted = on.fetch(&sql::COUNT_WORKFLOWS, |q| q.bind(org).bind(slug)).await?;
        counted.first().map_or(Ok(0), |row| row.count("workflows"))
    }

    /// The number of the workflow's newest version; 0: it has none.
    async fn newest_version(&self, on: &mut Lent, slug: &str) -> Result<i64, Error> {
        let (org, slug) = (self.org.to_string(), slug.to_owned());
        let newest = on.fetch(&sql::NEWEST_VERSION, |q| q.bind(org).bind(slug)).await?;
        newest.first().map_or(Ok(0), |row| row.number("newest"))
    }

    /// Makes it the workflow's newest version. What is a version already stays the one it is, and rolling back from it leads to what is
    /// replaced now.
    async fn put_version(
        &self,
        on: &mut Lent,
        slug: &str,
        version: &NewVersion,
        replaced: Option<String>,
        by: &str,
        at: Time,
    ) -> Result<(), Error> {
        let (org, digest) = (self.org.to_string(), version.digest());
        let replaced = replaced.filter(|replaced| *replaced != digest);
        let NewVersion { kind, bytes, name, description } = version.clone();
        on.execute(&sql::PUT_ARTEFACT, |q| q.bind(digest.clone()).bind(kind.as_str()).bind(bytes)).await?;
        on.execute(&sql::PUT_VERSION, |q| {
            let q = q.bind(org).bind(slug.to_owned()).bind(digest).bind(kind.as_str()).bind(name).bind(description);
            q.bind(replaced).bind(by.to_owned()).bind(at.micros())
        })
        .await?;
        Ok(())
    }
}
