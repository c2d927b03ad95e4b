//! A commit whose outcome nobody learns, for tests: what a broken network does once in a long while.

use crate::engine::{Kind, Lent};
use crate::writes::Values;
use crate::{Error, group};
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// What happens to the next group that is about to be committed.
#[derive(Debug)]
pub struct Fault {
    /// Whether the database commits it before the connection is lost.
    pub applied: bool,
    /// Told when it happened.
    pub struck: oneshot::Sender<()>,
    /// The writer goes on when told, or when the other end is dropped.
    pub resume: oneshot::Receiver<()>,
}

#[derive(Default)]
pub(crate) struct Faults(Mutex<Option<Fault>>);

impl Faults {
    pub(crate) fn set(&self, fault: Fault) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }

    pub(crate) fn next(&self) -> Option<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Fault {
    pub(crate) async fn strike(self, mut writer: Lent, kind: Kind, values: Values) -> Error {
        if self.applied
            && let Err(error) = group::write(&mut writer, kind, values).await
        {
            return error;
        }
        drop(writer);
        let _ = self.struck.send(());
        let _ = self.resume.await;
        Error::Unavailable(None)
    }
}
