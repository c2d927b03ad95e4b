//! The workshop in earnest: pinned components out of the library, in the sandbox, with the providers of the run's mode.

use crate::ask;
use crate::engine::{Kept, Played, Source, Stuck, Work, Workshop};
use async_trait::async_trait;
use egress::Outbound;
use journal::{Event, Mode, Record};
use library::Library;
use sandbox::{Answer, Call, EarlierRun, Turn, TurnError};
use std::sync::Arc;

/// Runs guests for this node.
pub struct Guests {
    /// What runs are pinned to.
    pub library: Library,
    /// Real providers.
    pub live: Arc<dyn Outbound>,
    /// The simulator.
    pub test: Arc<dyn Outbound>,
}

#[async_trait]
impl Workshop for Guests {
    async fn turn(&self, record: &Record, memory: &[EarlierRun], kept: Option<Kept>) -> Result<(Turn, Option<Kept>), Stuck> {
        let created = record.created();
        let request = created.private.known().ok_or_else(|| Stuck::Gone("the request was erased".into()))?;
        if created.mode == Mode::Test
            && let Some(fault) = played(record, &request.message)
        {
            return Err(fault);
        }
        if let Some(kept) = kept.and_then(|kept| kept.downcast::<sandbox::Kept>().ok())
            && let Some((turn, kept)) = kept.go_on(record.entries()).await.map_err(stuck)?
        {
            return Ok((turn, kept.map(boxed)));
        }
        let execution = self.library.pinned(&created.pins).await.map_err(|gone| Stuck::Gone(gone.into()))?;
        let order = execution.order(request.message.clone(), memory.to_vec(), ask::approval(record));
        let (turn, kept) = execution.workflow.begin(order, record.entries()).await.map_err(stuck)?;
        Ok((turn, kept.map(boxed)))
    }

    async fn perform(&self, work: Work) -> Answer {
        let failure = |code: &str, message: &str| Answer::Failed { code: code.to_owned(), message: message.to_owned(), retryable: true };
        let execution = match self.library.pinned(&work.pins).await {
            Ok(execution) => execution,
            Err(error) => {
                tracing::warn!(call = %work.call, %error, "a pinned check is gone");
                return failure("check_gone", "The check is no longer to be had.");
            }
        };
        let Some(check) = execution.checks.get(&work.check) else {
            return failure("check_gone", "The check is no longer to be had.");
        };
        let grants = self.library.grants(check, work.mode);
        let out = match work.mode {
            Mode::Live => &self.live,
            Mode::Test => &self.test,
        };
        let call = Call { id: work.call, check: work.check, input: work.input, asked_at: work.asked_at };
        check.perform(&call, &grants, &**out).await
    }
}

fn boxed(kept: sandbox::Kept) -> Kept {
    Box::new(kept)
}

fn stuck(error: TurnError) -> Stuck {
    match error {
        TurnError::Strayed { .. } => Stuck::Strayed(error.into()),
        TurnError::Erased { .. } => Stuck::Gone(error.into()),
        TurnError::Engine(_) => Stuck::Unavailable(Source::from(error)),
    }
}

/// The fault of ours that the scenario of a test run asks for, once its first answers are there: it takes the way of a real one.
fn played(record: &Record, message: &str) -> Option<Stuck> {
    let answered = record.entries().iter().any(|entry| matches!(entry.event, Event::CheckAnswered(_)));
    Some(match simulator::fault(message).filter(|_| answered)? {
        simulator::Fault::Failed => Stuck::Strayed(Played.into()),
        simulator::Fault::Interrupted => Stuck::Gone(Played.into()),
    })
}
