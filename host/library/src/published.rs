//! Workflows that organisations publish, as this node remembers them.
//!
//! A new run asks the database nothing about them. What a node remembers has the revision at which it was read; an organisation of
//! which it remembers nothing is taken to have published nothing, revision 0. The creation of the run hands the revision to the
//! store, which compares it with the organisation's in the creating transaction, in a row that it reads there anyway
//! ([`store::Admission::workflows`]). Where they differ nothing is written, the node reads the workflows anew and chooses again.
//! So a run that is created after a change was committed follows it, whichever node is asked, and nobody needs to be told.
//!
//! Only a creation is compared so. Whoever is about to say that there is no such workflow, or shows one, reads first.

use crate::WIT;
use crate::catalogue::{Inner, Pinned, with_recent};
use crate::error::Gone;
use crate::examine;
use journal::event::Pins;
use journal::{OrgId, ThreadId};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Rollout, Workflows};

/// Organisations that are remembered. More are read again.
const ORGS_MAX: usize = 1_024;
/// Versions that are kept read. More are read again.
const VERSIONS_KEPT_MAX: usize = 256;

/// What is remembered.
#[derive(Default)]
pub(crate) struct Published {
    orgs: Mutex<HashMap<OrgId, Arc<Known>>>,
    versions: Mutex<HashMap<String, Pinned>>,
}

/// The workflows of one organisation at one revision.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) revision: i64,
    slugs: BTreeMap<String, Followed>,
}

/// What new runs that name a slug follow.
#[derive(Debug)]
struct Followed {
    is_active: bool,
    version: String,
    rollout: Option<Rollout>,
}

/// What an organisation says of a slug.
pub(crate) enum Says<'a> {
    /// Nothing: it has no such workflow.
    Nothing,
    /// That it cannot be used.
    Inactive,
    /// That this version is to be followed.
    Follow(&'a str),
}

impl Known {
    fn of(workflows: &Workflows) -> Known {
        let followed = |row: &store::Workflow| Followed {
            is_active: row.is_active,
            version: row.version.digest.clone(),
            rollout: row.rollout.clone(),
        };
        Known { revision: workflows.revision, slugs: workflows.rows.iter().map(|row| (row.slug.clone(), followed(row))).collect() }
    }

    /// What a new run in `thread` that names `slug` follows.
    pub(crate) fn says(&self, slug: &str, thread: ThreadId) -> Says<'_> {
        match self.slugs.get(slug) {
            None => Says::Nothing,
            Some(followed) if !followed.is_active => Says::Inactive,
            Some(Followed { rollout: Some(rollout), .. }) if place(slug, thread) < rollout.percent => Says::Follow(&rollout.version),
            Some(followed) => Says::Follow(&followed.version),
        }
    }
}

impl Published {
    /// What is remembered of an organisation.
    pub(crate) fn of(&self, org: OrgId) -> Arc<Known> {
        self.orgs.lock().unwrap_or_else(PoisonError::into_inner).get(&org).cloned().unwrap_or_default()
    }

    /// Remembers what was read, unless something newer was.
    pub(crate) fn keep(&self, org: OrgId, workflows: &Workflows) -> Arc<Known> {
        let mut orgs = self.orgs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = orgs.get(&org).filter(|known| known.revision > workflows.revision) {
            return Arc::clone(known);
        }
        let known = Arc::new(Known::of(workflows));
        if orgs.len() >= ORGS_MAX && !orgs.contains_key(&org) {
            orgs.clear();
        }
        if known.revision > 0 {
            orgs.insert(org, Arc::clone(&known));
        }
        known
    }

    fn version(&self, digest: &str) -> Option<Pinned> {
        self.versions.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned()
    }

    fn keep_version(&self, digest: &str, pinned: &Pinned) {
        let mut versions = self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        if versions.len() >= VERSIONS_KEPT_MAX {
            versions.clear();
        }
        versions.insert(digest.to_owned(), pinned.clone());
    }
}

/// What a new run that follows a published version is pinned to: that version, and the checks of this build.
pub(crate) async fn pinned(library: &Inner, digest: &str) -> Result<Pinned, Gone> {
    if let Some(pinned) = library.published.version(digest) {
        return Ok(pinned);
    }
    let missing = || Gone::Missing { kind: "procedure", digest: digest.to_owned() };
    let bytes = library.store.artefact(digest).await?.ok_or_else(missing)?;
    let pinned = if examine::is_component(&bytes) { component(library, digest, &bytes)? } else { page(library, digest, &bytes)? };
    library.published.keep_version(digest, &pinned);
    Ok(pinned)
}

fn page(library: &Inner, digest: &str, bytes: &[u8]) -> Result<Pinned, Gone> {
    let procedure = crate::pinned::read(bytes, digest, &library.described.names())?;
    let pins = Pins {
        component: library.agent.digest().to_owned(),
        wit: WIT.to_owned(),
        procedure: digest.to_owned(),
        approval: procedure.approval,
        checks: with_recent(library.pins_of(procedure.steps().map(|step| step.check.as_str())), &procedure),
    };
    Ok(Pinned { pins, procedure: Some(Arc::new(procedure)), workflows: None })
}

/// The component is the procedure, and so its version.
fn component(library: &Inner, digest: &str, bytes: &[u8]) -> Result<Pinned, Gone> {
    let about = examine::about(&library.described, bytes);
    let about =
        about.ok_or_else(|| crate::pinned::unusable("component", digest, "its front matter names what this build does not have"))?;
    let pins = Pins {
        component: digest.to_owned(),
        wit: WIT.to_owned(),
        procedure: digest.to_owned(),
        approval: about.approval,
        checks: library.pins_of(about.checks.iter().map(String::as_str)),
    };
    Ok(Pinned { pins, procedure: None, workflows: None })
}

/// The place of a thread among a hundred, the same for ever: while a rollout grows, whoever follows it keeps following it. Each slug
/// has places of its own, so that it is not always the same threads that come first.
fn place(slug: &str, thread: ThreadId) -> u8 {
    let digest = ring::digest::digest(&ring::digest::SHA256, format!("{slug}/{thread}").as_bytes());
    let number = digest.as_ref().iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    u8::try_from(number % 100).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::Time;
    use journal::id::RANDOM_BYTES;

    fn thread(number: u16) -> ThreadId {
        let mut random = [0; RANDOM_BYTES];
        // The last two: among the first are bits that say which version an id is of.
        random[RANDOM_BYTES - 2..].copy_from_slice(&number.to_le_bytes());
        ThreadId::new(Time::from_micros(0), &random)
    }

    fn rolling(percent: u8) -> Known {
        let rollout = Some(Rollout { version: "new".into(), percent });
        Known { revision: 1, slugs: [("kyc".to_owned(), Followed { is_active: true, version: "old".into(), rollout })].into() }
    }

    fn follows(known: &Known, number: u16) -> bool {
        matches!(known.says("kyc", thread(number)), Says::Follow("new"))
    }

    #[test]
    fn so_many_threads_of_a_hundred_follow_a_rollout_and_stay_with_it() {
        let mut before = Vec::new();
        for percent in [0, 1, 10, 50, 99] {
            let followers: Vec<u16> = (0..10_000).filter(|number| follows(&rolling(percent), *number)).collect();
            let expected = usize::from(percent) * 100;
            assert!(followers.len().abs_diff(expected) <= 150, "{percent} %: {}", followers.len());
            assert!(before.iter().all(|number| followers.contains(number)), "{percent} %: somebody fell out");
            before = followers;
        }
        let other = (0..1_000).filter(|number| place("kyc", thread(*number)) == place("kyb", thread(*number))).count();
        assert!(other < 50, "two slugs have {other} of 1,000 places in common");
    }

    #[test]
    fn what_was_read_later_is_kept() {
        let (published, org) = (Published::default(), OrgId::new(Time::from_micros(0), &[0; RANDOM_BYTES]));
        let at = |revision| Workflows { revision, rows: Vec::new() };
        assert_eq!(published.of(org).revision, 0);
        assert_eq!(published.keep(org, &at(2)).revision, 2);
        assert_eq!(published.keep(org, &at(1)).revision, 2, "two read at the same time, and the older answer came last");
        assert_eq!(published.of(org).revision, 2);
    }
}
