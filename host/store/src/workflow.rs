//! Workflows that organisations publish. What was published stays as it is, by digest; a row says which of it new runs follow.

mod publish;

pub use publish::{NewVersion, Publication, Published};

use crate::audit::Change;
use crate::engine::Lent;
use crate::row::Row;
use crate::{Error, Tenant, sql};
use journal::Time;
use serde_json::json;
use std::fmt;

/// Workflows of one organisation.
pub const WORKFLOWS_MAX: usize = 100;
/// Versions of one workflow.
pub const VERSIONS_MAX: i64 = 10_000;

/// All workflows of an organisation, as they stand at one revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workflows {
    /// Counts their changes; 0 where nothing was ever published. A run that follows one of them is admitted only while it is the
    /// same: see [`crate::Admission::workflows`].
    pub revision: i64,
    /// By slug.
    pub rows: Vec<Workflow>,
}

/// A workflow of an organisation, described as its version is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workflow {
    /// What clients call it by.
    pub slug: String,
    /// Whether new runs may follow it.
    pub is_active: bool,
    /// What new runs follow.
    pub version: Version,
    /// What new runs of some threads follow instead.
    pub rollout: Option<Rollout>,
}

/// A version that new runs of some threads follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rollout {
    /// Its digest.
    pub version: String,
    /// So many threads of a hundred.
    pub percent: u8,
}

/// What a version is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionKind {
    /// A page that the agent carries out.
    Procedure,
    /// A component of its own.
    Component,
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// 1, 2, 3 and so on.
    pub number: i64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub digest: String,
    /// What it is made of.
    pub kind: VersionKind,
    /// What people call it.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// The digest that new runs followed when it was published, the last time where that was often.
    pub replaced: Option<String>,
    /// Who published it.
    pub published_by: String,
    /// When.
    pub published_at: Time,
}

/// What is to be different about a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkflowChange {
    /// Whether new runs may follow it.
    Active(bool),
    /// So many threads of a hundred follow what is being rolled out; at 100 everybody does, and the rollout is over.
    Rollout(u8),
    /// Everybody follows this version, or the one before: what was being rolled out is withdrawn, or else what was followed when the
    /// present version was published comes back.
    RollBack(Option<String>),
    /// The organisation has no workflow of its own with that slug any more: a built-in one takes its place, if there is one. What was
    /// published stays.
    Remove,
}

/// How a change came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkflowChanged {
    /// It is so now.
    Yes,
    /// The organisation has no such workflow.
    NotFound,
    /// The workflow has no such version.
    NoVersion,
    /// Nothing is being rolled out.
    NoRollout,
    /// Nothing was followed before the present version.
    NothingBefore,
}

impl VersionKind {
    /// As a column keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            VersionKind::Procedure => "procedure",
            VersionKind::Component => "component",
        }
    }

    fn read(row: &Row) -> Result<VersionKind, Error> {
        let kind = row.text("kind")?;
        let known = [VersionKind::Procedure, VersionKind::Component].into_iter().find(|known| known.as_str() == kind);
        known.ok_or_else(|| Error::corrupt("column kind"))
    }
}

impl fmt::Display for VersionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Version {
    fn of(row: &Row, digest: &'static str, replaced: Option<String>) -> Result<Version, Error> {
        Ok(Version {
            number: row.number("number")?,
            digest: row.text(digest)?,
            kind: VersionKind::read(row)?,
            name: row.text("name")?,
            description: row.text("description")?,
            replaced,
            published_by: row.text("published_by")?,
            published_at: Time::from_micros(row.number("published_at")?),
        })
    }
}

impl Workflow {
    /// `None`: the row stands for an organisation without workflows.
    fn of(row: &Row) -> Result<Option<Workflow>, Error> {
        let Some(slug) = row.text_or_none("slug")? else { return Ok(None) };
        let is_active = row.number("is_active")? != 0;
        Ok(Some(Workflow { slug, is_active, version: Version::of(row, "version", row.text_or_none("replaced")?)?, rollout: rollout(row)? }))
    }
}

fn rollout(row: &Row) -> Result<Option<Rollout>, Error> {
    let Some(version) = row.text_or_none("candidate")? else { return Ok(None) };
    Ok(Some(Rollout { version, percent: row.count("rollout")? }))
}

/// What new runs follow.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Standing {
    is_active: bool,
    version: String,
    rollout: Option<Rollout>,
}

impl Standing {
    /// As it is once `digest` is published to so many threads of a hundred. `None`: there is nothing for the others to follow.
    fn publish(before: Option<Standing>, digest: &str, percent: u8) -> Option<Standing> {
        let whole = percent >= 100;
        match before {
            None if whole => Some(Standing::of_everybody(digest.to_owned())),
            None => None,
            Some(before) if whole || before.version == digest => Some(Standing { version: digest.to_owned(), rollout: None, ..before }),
            Some(before) => Some(Standing { rollout: Some(Rollout { version: digest.to_owned(), percent }), ..before }),
        }
    }

    /// As it is after `change`, `None` where it is no more; `replaced` is what was followed when its version was published.
    fn change(self, change: &WorkflowChange, replaced: Option<String>) -> Result<Option<Standing>, WorkflowChanged> {
        let after = match (change, &self.rollout) {
            (WorkflowChange::Remove, _) => return Ok(None),
            (WorkflowChange::Active(is_active), _) => Standing { is_active: *is_active, ..self },
            (WorkflowChange::Rollout(_), None) => return Err(WorkflowChanged::NoRollout),
            (WorkflowChange::Rollout(percent), Some(Rollout { version, .. })) => {
                let version = version.clone();
                let part = Rollout { version: version.clone(), percent: *percent };
                if *percent >= 100 { Standing { version, rollout: None, ..self } } else { Standing { rollout: Some(part), ..self } }
            }
            (WorkflowChange::RollBack(Some(version)), _) => Standing { version: version.clone(), rollout: None, ..self },
            (WorkflowChange::RollBack(None), Some(_)) => Standing { rollout: None, ..self },
            (WorkflowChange::RollBack(None), None) => {
                let version = replaced.ok_or(WorkflowChanged::NothingBefore)?;
                Standing { version, ..self }
            }
        };
        Ok(Some(after))
    }

    /// Everybody follows one version.
    fn of_everybody(version: String) -> Standing {
        Standing { is_active: true, version, rollout: None }
    }

    fn told(&self) -> serde_json::Value {
        let rollout = self.rollout.as_ref().map(|rollout| json!({ "version": rollout.version, "percent": rollout.percent }));
        json!({ "version": self.version, "rollout": rollout, "is_active": self.is_active })
    }
}

impl Tenant<'_> {
    /// All workflows that the organisation published, by slug. All zero where there is no such organisation.
    pub async fn workflows(&self) -> Result<Workflows, Error> {
        let org = self.org.to_string();
        let rows = self.store.core().engine.read(&sql::WORKFLOWS, |q| q.bind(org.clone())).await?;
        let Some(first) = rows.first() else { return Ok(Workflows::default()) };
        let revision = first.number("workflows_revision")?;
        Ok(Workflows { revision, rows: rows.iter().filter_map(|row| Workflow::of(row).transpose()).collect::<Result<_, _>>()? })
    }

    /// Versions of a workflow below `before`, newest first: at most `limit`.
    pub async fn workflow_versions(&self, slug: &str, before: Option<i64>, limit: u32) -> Result<Vec<Version>, Error> {
        let (org, slug, before) = (self.org.to_string(), slug.to_owned(), before.unwrap_or(i64::MAX));
        let rows = self
            .store
            .core()
            .engine
            .read(&sql::WORKFLOW_VERSIONS, |q| q.bind(org.clone()).bind(slug.clone()).bind(before).bind(i64::from(limit)));
        rows.await?.iter().map(|row| Version::of(row, "digest", row.text_or_none("replaced")?)).collect()
    }

    /// The versions of a workflow with that number, or whose digest begins so: at most two.
    pub async fn workflow_version(&self, slug: &str, word: &str) -> Result<Vec<Version>, Error> {
        let (number, digits) = named(word);
        if number.is_none() && digits.is_none() {
            return Ok(Vec::new());
        }
        let (org, slug) = (self.org.to_string(), slug.to_owned());
        let (number, like) = (number.unwrap_or(0), digits.map_or_else(String::new, |digits| format!("{digits}%")));
        let rows = self
            .store
            .core()
            .engine
            .read(&sql::WORKFLOW_VERSION, |q| q.bind(org.clone()).bind(slug.clone()).bind(number).bind(like.clone()));
        rows.await?.iter().map(|row| Version::of(row, "digest", row.text_or_none("replaced")?)).collect()
    }

    /// Changes what new runs follow: all of `changes` or, where one cannot be made, none.
    pub async fn change_workflow(&self, slug: &str, changes: &[WorkflowChange], at: Time) -> Result<WorkflowChanged, Error> {
        let Some(mut on) = self.begin_change().await? else { return Ok(WorkflowChanged::NotFound) };
        for change in changes {
            if let Err(why) = self.change_one(&mut on, slug, change, at).await? {
                on.rollback().await?;
                return Ok(why);
            }
        }
        on.commit().await?;
        Ok(WorkflowChanged::Yes)
    }

    async fn change_one(&self, on: &mut Lent, slug: &str, change: &WorkflowChange, at: Time) -> Result<Result<(), WorkflowChanged>, Error> {
        let Some((standing, replaced)) = self.standing(on, slug).await? else { return Ok(Err(WorkflowChanged::NotFound)) };
        if let WorkflowChange::RollBack(Some(digest)) = change
            && !self.is_version(on, slug, digest).await?
        {
            return Ok(Err(WorkflowChanged::NoVersion));
        }
        let after = match standing.change(change, replaced) {
            Ok(after) => after,
            Err(why) => return Ok(Err(why)),
        };
        match &after {
            Some(after) => self.write(on, slug, after).await?,
            None => {
                let (org, slug) = (self.org.to_string(), slug.to_owned());
                on.execute(&sql::REMOVE_WORKFLOW, |q| q.bind(org).bind(slug)).await?;
            }
        }
        let action = match change {
            WorkflowChange::Active(true) => "workflow.activate",
            WorkflowChange::Active(false) => "workflow.deactivate",
            WorkflowChange::Rollout(_) => "workflow.rollout",
            WorkflowChange::RollBack(_) => "workflow.rollback",
            WorkflowChange::Remove => "workflow.remove",
        };
        self.record(on, Change { at, action, subject: slug.to_owned(), detail: json!({ "now": after.as_ref().map(Standing::told) }) })
            .await?;
        Ok(Ok(()))
    }

    /// A transaction that moves the revision of the organisation's workflows. `None`: no such organisation.
    async fn begin_change(&self) -> Result<Option<Lent>, Error> {
        let org = self.org.to_string();
        let mut on = self.store.core().engine.begin().await?;
        if on.execute(&sql::MOVE_WORKFLOWS, |q| q.bind(org)).await? == 0 {
            on.rollback().await?;
            return Ok(None);
        }
        Ok(Some(on))
    }

    /// What new runs follow, and what they followed before its version was published.
    async fn standing(&self, on: &mut Lent, slug: &str) -> Result<Option<(Standing, Option<String>)>, Error> {
        let (org, slug) = (self.org.to_string(), slug.to_owned());
        let rows = on.fetch(&sql::WORKFLOW, |q| q.bind(org).bind(slug)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let standing = Standing { is_active: row.number("is_active")? != 0, version: row.text("version")?, rollout: rollout(row)? };
        Ok(Some((standing, row.text_or_none("replaced")?)))
    }

    async fn is_version(&self, on: &mut Lent, slug: &str, digest: &str) -> Result<bool, Error> {
        let (org, slug, digest) = (self.org.to_string(), slug.to_owned(), digest.to_owned());
        Ok(!on.fetch(&sql::WORKFLOW_VERSION, |q| q.bind(org).bind(slug).bind(0).bind(digest)).await?.is_empty())
    }

    async fn write(&self, on: &mut Lent, slug: &str, after: &Standing) -> Result<(), Error> {
        let (org, slug, after) = (self.org.to_string(), slug.to_owned(), after.clone());
        let (candidate, percent) = after.rollout.map(|rollout| (rollout.version, i64::from(rollout.percent))).unzip();
        on.execute(&sql::SET_WORKFLOW, |q| {
            q.bind(org).bind(slug).bind(i64::from(after.is_active)).bind(after.version).bind(candidate).bind(percent)
        })
        .await?;
        Ok(())
    }
}

/// A number of up to six digits, or the first digits of a digest: at least six.
fn named(word: &str) -> (Option<i64>, Option<&str>) {
    let is_number = (1..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_digest = (6..=64).contains(&word.len()) && word.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (word.parse().ok().filter(|_| is_number), Some(word).filter(|_| is_digest))
}

#[cfg(test)]
mod tests;
