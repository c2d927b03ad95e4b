//! Writes down what came of attempts: as many as are waiting in one transaction, for a commit costs the same for one as for many.

use crate::send::Sender;
use crate::under_way::Kept;
use std::sync::Arc;
use std::time::Duration;
use store::{Settled, SwitchedOff};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

/// Outcomes of one transaction.
const GROUP_MAX: usize = 256;
/// Between two tries to write.
const RETRY: Duration = Duration::from_millis(500);
/// Tries before the outcomes are given up: then nobody here knows their deliveries any more, and they are sent again.
const TRIES_MAX: u32 = 20;

/// An attempt, over, and the room it takes until it is written down.
pub(crate) struct Done {
    pub(crate) settled: Settled,
    pub(crate) _kept: Kept,
    pub(crate) _slot: OwnedSemaphorePermit,
}

pub(crate) async fn run(sender: Arc<Sender>, mut waiting: mpsc::Receiver<Done>) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while waiting.recv_many(&mut group, GROUP_MAX).await > 0 {
        let settled: Vec<Settled> = group.iter().map(|done: &Done| done.settled.clone()).collect();
        write(&sender, &settled).await;
        group.clear();
    }
}

async fn write(sender: &Sender, settled: &[Settled]) {
    for _ in 0..TRIES_MAX {
        match sender.store.settle(&sender.node, settled, sender.mail.is_some()).await {
            Ok(off) => return off.iter().for_each(tell),
            Err(error) => tracing::warn!(%error, deliveries = settled.len(), "what came of deliveries cannot be written; trying again"),
        }
        tokio::time::sleep(RETRY).await;
    }
    tracing::error!(deliveries = settled.len(), "what came of deliveries was not written; they are sent again");
}

fn tell(off: &SwitchedOff) {
    let SwitchedOff { org, endpoint, reason, mails } = off;
    tracing::warn!(%org, %endpoint, reason, mails, "a webhook endpoint was switched off");
}
