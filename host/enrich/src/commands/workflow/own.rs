//! What the commands on published workflows share: whose they are, and how one is shown.

use crate::config::DatabaseArgs;
use crate::wiring::Office;
use anyhow::Result;
use journal::{OrgId, Time};
use serde::Serialize;
use store::{Version, Workflow};

/// Digits of a digest that are shown to people.
const DIGITS_SHOWN: usize = 12;

/// Whose workflows, and where they are kept.
#[derive(Debug, clap::Args)]
pub struct OrgArgs {
    /// The organisation: its id or its exact name.
    #[arg(long, value_name = "ORG")]
    pub org: String,
    #[command(flatten)]
    pub database: DatabaseArgs,
}

impl OrgArgs {
    /// The database, open, and the organisation.
    pub(super) async fn open(&self) -> Result<(Office, OrgId)> {
        let office = Office::open(&self.database).await?;
        let org = admin::org::find(office.desk(), &self.org).await?;
        Ok((office, org.id))
    }
}

/// A workflow as it stands.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) is_active: bool,
    pub(super) kind: &'static str,
    /// What new runs follow.
    pub(super) version: String,
    pub(super) number: i64,
    /// What new runs of some threads follow instead.
    pub(super) rollout: Option<Rollout>,
    pub(super) published_by: String,
    pub(super) published_at: Time,
}

/// How far a version is rolled out.
#[derive(Debug, Serialize)]
pub(super) struct Rollout {
    pub(super) version: String,
    pub(super) percent: u8,
}

impl Shown {
    pub(super) fn of(workflow: Workflow) -> Shown {
        let Version { number, digest, kind, name, description, published_by, published_at, .. } = workflow.version;
        Shown {
            slug: workflow.slug,
            name,
            description,
            is_active: workflow.is_active,
            kind: kind.as_str(),
            version: digest,
            number,
            rollout: workflow.rollout.map(|store::Rollout { version, percent }| Rollout { version, percent }),
            published_by,
            published_at,
        }
    }

    /// Who follows what, in one sentence.
    pub(super) fn followed(&self) -> String {
        let (slug, number, version) = (&self.slug, self.number, short(&self.version));
        if !self.is_active {
            return format!("{slug} is not active: no run can be created with it, and no built-in workflow takes its place");
        }
        match &self.rollout {
            None => format!("{slug}: new runs follow version {number} ({version})"),
            Some(Rollout { version: rolled, percent }) => {
                format!("{slug}: of a hundred threads {percent} follow {}, the others version {number} ({version})", short(rolled))
            }
        }
    }
}

/// So much of a digest as tells one version from the others.
pub(super) fn short(digest: &str) -> &str {
    digest.get(..DIGITS_SHOWN).unwrap_or(digest)
}
