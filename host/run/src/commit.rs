//! What is staged becomes durable, or gives way to what is.

use crate::advance::{Drive, Error, Lease};
use crate::engine::Engine;
use journal::{OrgId, Phase, RunId, Time};
use std::time::Duration;
use store::{Append, AppendError, Ownership};

/// How long a failed append waits before the journal is read again, at first and at most.
const RETRY_FIRST: Duration = Duration::from_millis(50);
const RETRY_LAST: Duration = Duration::from_secs(5);

impl Drive<'_> {
    /// Writes what is staged. After anything but success the journal is read again: it alone knows.
    pub(crate) async fn commit(&mut self) -> Result<(), Error> {
        let resting = matches!(self.record.state().phase, Phase::Ended(_) | Phase::Parked { .. });
        let ownership = match (self.taken_over, resting) {
            (true, _) => Ownership::Keep,
            (false, true) => Ownership::Free,
            (false, false) => Ownership::Hold(self.engine.lease()),
        };
        let append = Append { run: self.run, base: self.durable, record: self.record.clone(), lease: ownership };
        match self.engine.journals.append(append).await {
            Ok(()) => {
                self.durable = self.record.head();
                self.landed.clear();
                self.lease = if resting { Lease::Given } else { Lease::Kept };
                Ok(())
            }
            Err(AppendError::Conflict) => self.reread().await,
            Err(AppendError::Store(source)) => {
                tracing::warn!(run = %self.run, error = %source, "an append failed; the journal is read again");
                self.engine.sleep(RETRY_FIRST).await;
                self.reread().await
            }
        }
    }

    /// Takes the journal as it is, puts the answers that are still wanted on top, and drops whatever else was staged.
    pub(crate) async fn reread(&mut self) -> Result<(), Error> {
        let mut pause = RETRY_FIRST;
        let (record, owner) = loop {
            let journals = &self.engine.journals;
            match futures::try_join!(journals.journal(self.org, self.run), journals.owner(self.org, self.run)) {
                Ok((Some(record), owner)) => break (record, owner),
                Ok((None, _)) => return Err(Error::Vanished),
                Err(source) => tracing::warn!(run = %self.run, error = %source, "the journal cannot be read; trying again"),
            }
            self.engine.sleep(pause).await;
            pause = (pause * 2).min(RETRY_LAST);
        };
        self.durable = record.head();
        self.record = record;
        // It knows what was staged.
        self.kept = None;
        self.lease = Lease::Kept;
        self.taken_over = owner.is_some_and(|lease| *lease.node != *self.engine.node && lease.until > self.engine.now());
        for answered in std::mem::take(&mut self.landed) {
            self.take_in(answered)?;
        }
        Ok(())
    }

    /// Writes what is staged, however often the journal grows elsewhere meanwhile.
    pub(crate) async fn save(&mut self) -> Result<(), Error> {
        while self.is_ahead() {
            self.commit().await?;
        }
        Ok(())
    }

    /// Another node drives the run. What was paid here is still worth saving.
    pub(crate) async fn leave(&mut self) -> Result<(), Error> {
        self.save().await?;
        tracing::info!(run = %self.run, "another node drives this run");
        self.lease = Lease::Given;
        Ok(())
    }
}

/// Gives up the lease of a run, however long the database takes.
pub(crate) async fn give_back(engine: &Engine, org: OrgId, run: RunId, not_before: Option<Time>) {
    let mut pause = RETRY_FIRST;
    while let Err(error) = engine.journals.give_back(org, run, &engine.node, not_before).await {
        tracing::warn!(%run, %error, "the lease cannot be given back; trying again");
        engine.sleep(pause).await;
        pause = (pause * 2).min(RETRY_LAST);
    }
}
