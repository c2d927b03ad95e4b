//! What a run needs of the world, and nothing more: a journal, a workshop, a clock. The simulation stands in for all three.

use crate::clock::Clock;
use crate::fair::Fair;
use async_trait::async_trait;
use futures::future::BoxFuture;
use journal::{CallId, Json, OrgId, Record, RunId, ThreadId, Time};
use sandbox::{Answer, EarlierRun, Turn};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use store::{Admission, Admitted, Append, AppendError, Claim, Lease, Question, Recalled};
use tokio::sync::watch;

/// How long a node may be silent before another takes its runs, unless the operator says otherwise: so that, with the second that a
/// look takes, a dead node's runs go on elsewhere within ten.
pub const LEASE: Duration = Duration::from_secs(8);
/// How long a cancel waits for calls in flight.
pub const SETTLE: Duration = Duration::from_secs(10);
/// How long a plan waits for a decision.
pub const APPROVAL: Duration = Duration::from_secs(24 * 60 * 60);
/// Claims of one run without an append between them, after which it is given up.
pub const CLAIMS_MAX: u32 = 10;

/// The journals, and who drives which run. [`store::Store`] in earnest.
#[async_trait]
pub trait Journals: Send + Sync {
    /// Admits a run or says why not. Everything is decided in one transaction.
    async fn admit(&self, admission: Admission) -> Result<Admitted, store::Error>;
    /// Appends, all or nothing.
    async fn append(&self, append: Append) -> Result<(), AppendError>;
    /// The whole journal of a run, if the organisation has it.
    async fn journal(&self, org: OrgId, run: RunId) -> Result<Option<Record>, store::Error>;
    /// The thread's runs that ended before `run` began, oldest first: the newest `limit` of them.
    async fn earlier(&self, org: OrgId, thread: ThreadId, run: RunId, limit: u32) -> Result<Vec<RunId>, store::Error>;
    /// Who drives the run at present.
    async fn owner(&self, org: OrgId, run: RunId) -> Result<Option<Lease>, store::Error>;
    /// Gives up this node's lease of a run, if it has it; nobody takes the run up before `not_before`.
    async fn give_back(&self, org: OrgId, run: RunId, node: &str, not_before: Option<Time>) -> Result<(), store::Error>;
    /// Takes up to `limit` runs that are due and that nobody drives.
    async fn claim(&self, node: &str, now: Time, until: Time, limit: u32) -> Result<Vec<Claim>, store::Error>;
    /// Prolongs all leases of a node.
    async fn renew(&self, node: &str, until: Time) -> Result<(), store::Error>;
    /// The runs whose lease a node holds.
    async fn owned(&self, node: &str) -> Result<Vec<(OrgId, RunId)>, store::Error>;
    /// The newest paid answer to `question` that the organisation had since `since`.
    async fn recall(&self, org: OrgId, question: &Question, since: Time) -> Result<Option<Recalled>, store::Error>;
    /// Resolves when a run may have become due. A hint: the tables decide.
    fn due(&self) -> BoxFuture<'static, ()>;
    /// The head of a run, as this process hears of it. A hint: the journal decides.
    fn watch(&self, org: OrgId, run: RunId) -> watch::Receiver<u64>;
}

/// A workflow that waits, as a workshop keeps it for its next turn over the same journal. It may be thrown away at any moment.
pub type Kept = Box<dyn Any + Send>;

/// Where guests do their work. [`crate::guests::Guests`] in earnest.
#[async_trait]
pub trait Workshop: Send + Sync {
    /// One turn of the run's workflow over its journal; `memory` is what the thread's earlier runs came to, `kept` what the turn before
    /// it left over the same journal, shorter then.
    async fn turn(&self, record: &Record, memory: &[EarlierRun], kept: Option<Kept>) -> Result<(Turn, Option<Kept>), Stuck>;
    /// Performs one call that the journal holds open. Never fails: a failure is an answer.
    async fn perform(&self, work: Work) -> Answer;
}

/// One call to perform.
#[derive(Clone, Debug)]
pub struct Work {
    /// The run's journal up to the question, for its pins and mode.
    pub pins: Arc<journal::event::Pins>,
    /// Whose call it is.
    pub org: OrgId,
    /// Real providers or the simulator.
    pub mode: journal::Mode,
    /// Its id, also towards the provider.
    pub call: CallId,
    /// The check.
    pub check: String,
    /// As the workflow wrote it.
    pub input: Json,
    /// When it was asked.
    pub asked_at: Time,
}

/// Why a workflow could not take its turn.
#[derive(Debug, thiserror::Error)]
pub enum Stuck {
    /// It asks something else than its journal says. Final.
    #[error("the workflow strayed from its journal")]
    Strayed(#[source] Source),
    /// What the run was pinned to is nowhere to be had. Final.
    #[error("what the run was pinned to is gone")]
    Gone(#[source] Source),
    /// This node cannot at present. Another may, or this one later.
    #[error("the sandbox is unavailable")]
    Unavailable(#[source] Source),
}

/// The source of a fault that test mode plays: no news to an operator.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the scenario of a test run asks for it")]
pub struct Played;

/// Any underlying error.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// What carries runs out on one node.
#[derive(Clone)]
pub struct Engine {
    /// The journals.
    pub journals: Arc<dyn Journals>,
    /// The guests.
    pub workshop: Arc<dyn Workshop>,
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// This node's name, unique among all that share the database.
    pub node: Arc<str>,
    /// How long this node may be silent before another takes its runs.
    pub lease: Duration,
    /// Who goes on next.
    pub fair: Fair,
}

impl Engine {
    /// The present moment.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Sleeps for `duration` of the engine's time.
    pub(crate) fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.clock.sleep_until(self.now().plus(duration))
    }

    /// A lease of this node, beginning now.
    pub(crate) fn lease(&self) -> Lease {
        Lease { node: self.node.to_string(), until: self.leased_until() }
    }

    /// When a lease that begins now ends.
    pub(crate) fn leased_until(&self) -> Time {
        self.now().plus(self.lease)
    }

    pub(crate) fn new_run(&self) -> RunId {
        crate::clock::id(&*self.clock, RunId::new)
    }

    pub(crate) fn new_thread(&self) -> journal::ThreadId {
        crate::clock::id(&*self.clock, journal::ThreadId::new)
    }
}
