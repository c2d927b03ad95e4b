//! Official lists in the database: each an artefact under its digest, and one row that says which of them stands now.
//!
//! Lists live in the database and not in a folder, so that every node answers from the same, backups hold them, and what an old answer
//! was compared with can still be read. A node looks every two seconds and swaps its index whole.

use anyhow::{Context, Result, ensure};
use journal::Time;
use lists::{Index, List, Shelf, Source, Which};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use store::Store;
use tokio_util::sync::CancellationToken;

/// How often a node looks for a list that was loaded.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The largest list that is kept.
const LIST_BYTES_MAX: usize = 128 << 20;

/// What stands for a list now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The list.
    pub list: Which,
    /// Of which day it is.
    pub date: String,
    /// SHA-256 of the artefact; answers name it.
    pub digest: String,
    /// How many are on it.
    pub entries: usize,
    /// The official files.
    pub sources: Vec<Source>,
    /// When it was loaded.
    pub loaded_at: Time,
}

/// What stands in this database.
pub async fn standing(store: &Store) -> Result<Vec<Standing>> {
    let mut all = Vec::new();
    for which in Which::ALL {
        if let Some(row) = store.standing(which.row()).await? {
            all.push(serde_json::from_slice(&row).with_context(|| format!("the row of {} is damaged: load it again", which.word()))?);
        }
    }
    Ok(all)
}

/// Keeps a list and makes it stand. Of two that load one list at once, the later stays.
pub async fn load(store: &Store, list: &List, now: Time) -> Result<Standing> {
    let bytes = list.bytes()?;
    ensure!(bytes.len() <= LIST_BYTES_MAX, "{} is larger than a list that is kept may be ({LIST_BYTES_MAX} bytes)", list.which.title());
    let digest = store.put_artefact("sanctions list", &bytes).await?;
    let (date, sources) = (list.date.clone(), list.sources.clone());
    let standing = Standing { list: list.which, date, digest, entries: list.entries.len(), sources, loaded_at: now };
    store.set_standing(list.which.row(), serde_json::to_vec(&standing)?).await?;
    Ok(standing)
}

/// Keeps a shelf in step with the database.
pub struct Follower {
    store: Store,
    shelf: Shelf,
    /// What the shelf has.
    digests: Vec<String>,
}

impl Follower {
    /// A follower of a shelf that has nothing yet.
    pub fn new(store: Store, shelf: Shelf) -> Follower {
        let digests = shelf.current().lists().iter().map(|list| list.digest.clone()).collect();
        Follower { store, shelf, digests }
    }

    /// Puts in what was loaded since.
    pub async fn look(&mut self) -> Result<()> {
        let standing = standing(&self.store).await?;
        let digests: Vec<String> = standing.iter().map(|standing| standing.digest.clone()).collect();
        if digests == self.digests {
            return Ok(());
        }
        let mut artefacts = Vec::new();
        for Standing { digest, list, .. } in standing {
            let bytes = self.store.artefact(&digest).await?;
            artefacts.push((digest, bytes.with_context(|| format!("{} is named and not kept: load it again", list.word()))?));
        }
        let index = tokio::task::spawn_blocking(move || Index::of(&artefacts)).await??;
        tracing::info!(lists = index.lists().len(), entries = index.lists().iter().map(|list| list.entries).sum::<usize>(), "lists");
        self.shelf.put(index);
        self.digests = digests;
        Ok(())
    }
}

/// Looks until `stop`.
pub async fn follow(store: Store, shelf: Shelf, stop: CancellationToken) {
    let mut follower = Follower::new(store, shelf);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        if let Err(error) = follower.look().await {
            tracing::warn!(error = format!("{error:#}"), "the sanctions lists of before are still answered from");
        }
    }
}
