//! The only door to the database: admit, append, claim, read. SQLite and PostgreSQL, one set of functions.
//!
//! The journal is the truth. [`Store::admit`] and [`Store::append`] are the only ways in; whatever waits is committed together,
//! and with each entry go the rows that questions across runs need (`runs`, debits in `ledger`, `accounts`, `wakeups`).
//! Everything an organisation owns is reached through [`Store::of`].

mod artefact;
mod audit;
pub mod backup;
mod chain;
mod claim;
mod decide;
mod delivery;
mod door;
mod endpoint;
mod engine;
mod error;
mod explain;
#[doc(hidden)]
pub mod fault;
mod group;
mod history;
mod key;
mod known_keys;
mod ledger;
mod list;
mod look;
mod mail;
mod member;
mod migrate;
mod news;
mod open;
mod org;
mod pages;
mod progress;
mod pulled;
mod queue;
mod rebuild;
mod recall;
mod recent;
mod row;
mod scope;
mod seal;
mod settle;
mod small_rows;
mod sql;
mod sweep;
mod tenant;
mod verify;
mod wake;
mod window;
mod workflow;
mod writer;
mod writes;

pub use audit::AuditRow;
pub use delivery::{Delivery, Target};
pub use door::{Admission, Admitted, Append, Claim, Idempotency, Lease, Ownership, Refusal};
pub use endpoint::{ENDPOINTS_MAX, Endpoint, EndpointChange, NewEndpoint};
pub use error::{AppendError, Error};
pub use explain::{Explanation, OTHERS_MAX, RunRow, WakeRow};
pub use key::{ACTIVE_KEYS_MAX, KeyCreated, KeyRow, NewKey};
pub use known_keys::KEY_AGE_MAX;
pub use ledger::{Line, Order};
pub use list::{Found, REQUESTS_OPENED_MAX, ROWS_LOOKED_AT_MAX, Wanted};
pub use look::{Fit, KeyEnd, Keys, Look, Migration, Nodes, Schema};
pub use mail::{Mail, MailRow, Posted, Told};
pub use open::{Serving, created_master_key};
pub use org::{Limits, NewOrg, Org, Usage};
pub use progress::{Progress, Seen};
pub use queue::{Parcel, ParcelKey, Room};
pub use recall::{ANSWERS_KEPT, Question, Recalled};
pub use scope::{Scope, Scopes, UnknownScope};
pub use seal::MasterKey;
pub use settle::{FAILING_MAX, Settled, SwitchedOff};
pub use sweep::{DELIVERIES_KEPT, Swept};
pub use tenant::Tenant;
pub use verify::{FAULTS_MAX, Verification};
pub use wake::Wake;
pub use window::{WINDOW, Window};
pub use workflow::{
    NewVersion, Publication, Published, Rollout, VERSIONS_MAX, Version, VersionKind, WORKFLOWS_MAX, Workflow, WorkflowChange,
    WorkflowChanged, Workflows,
};

use decide::Verdict;
use engine::Engine;
use journal::{KeyId, OrgId};
use member::Member;
use seal::Sealer;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{Semaphore, mpsc, oneshot};
use writer::Job;

/// Runs that a key may create in a minute, unless its organisation was given more or less.
pub const CREATIONS_PER_MINUTE: u32 = 60;
/// Runs of a key that may be queued or running, unless its organisation was given more or less.
pub const ACTIVE_RUNS_MAX: u32 = 10;
/// Requests that a key may make in a minute beside creations, unless its organisation was given more or less.
pub const READS_PER_MINUTE: u32 = 600;

/// A database, open. Cheap to clone. The last clone's end lets the writer finish what waits, and then closes it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    core: Arc<Core>,
    queue: mpsc::Sender<Job>,
    /// KiB free in the queue.
    room: Arc<Semaphore>,
    touched: key::Touched,
    keys: known_keys::KnownKeys,
}

/// What the writer shares with everybody else.
struct Core {
    engine: Engine,
    sealer: Sealer,
    wake: Wake,
    recent: recent::Recent,
    windows: window::Windows,
    /// Set once nobody else can write journals: then what stands in `recent` is the last word.
    alone: AtomicBool,
    faults: fault::Faults,
}

impl Store {
    /// Opens `sqlite://PATH` or `postgres://…`, creating a missing database (and the folder of a SQLite file), and brings its
    /// schema up to date. Needs a Tokio runtime, which then runs the writer.
    pub async fn open(url: &str, master: MasterKey) -> Result<Store, Error> {
        let sealer = Sealer::new(&master)?;
        drop(master);
        let engine = open::engine(url).await?;
        open::check_master(&engine, &sealer).await?;
        let core = Arc::new(Core {
            engine,
            sealer,
            wake: Wake::default(),
            recent: recent::Recent::default(),
            windows: window::Windows::default(),
            alone: AtomicBool::new(false),
            faults: fault::Faults::default(),
        });
        let (queue, waiting) = mpsc::channel(writer::QUEUE_MEMBERS_MAX);
        tokio::spawn(writer::run(core.clone(), waiting));
        let room = Arc::new(Semaphore::new(writer::QUEUE_KIBIBYTES_MAX));
        Ok(Store(Arc::new(Inner { core, queue, room, touched: key::Touched::default(), keys: known_keys::KnownKeys::default() })))
    }

    /// Makes this process the only server of a SQLite file, for as long as the answer is kept. PostgreSQL needs no such thing.
    pub fn exclusive(url: &str) -> Result<Serving, Error> {
        Serving::of(url)
    }

    /// Nobody else writes journals for as long as `serving` is held: what this process wrote last need not be read again.
    pub fn trust(&self, serving: &Serving) {
        self.core().alone.store(serving.is_alone(), Ordering::Release);
    }

    /// The key's window of creations as this process saw it last: a hint for its client, never what decides.
    pub fn window(&self, key: KeyId) -> Option<Window> {
        self.core().windows.get(key)
    }

    /// A proof that `text` was written by whoever has the master key: see [`Store::vouches`].
    pub fn vouch(&self, text: &[u8]) -> Vec<u8> {
        self.core().sealer.vouch(text)
    }

    /// Whether `proof` is what [`Store::vouch`] gave for `text`; takes the same time either way.
    pub fn vouches(&self, text: &[u8], proof: &[u8]) -> bool {
        self.core().sealer.vouches(text, proof)
    }

    /// Everything that belongs to one organisation.
    pub fn of(&self, org: OrgId) -> Tenant<'_> {
        Tenant { store: self, org, actor: "host" }
    }

    /// Wake-ups of this process.
    pub fn wake(&self) -> &Wake {
        &self.core().wake
    }

    /// Admits a run, or says why not. Once it returns, what it says is durable.
    pub async fn admit(&self, admission: Admission) -> Result<Admitted, Error> {
        let (member, new_key) = self.prepare_admission(admission).await?;
        let (org, thread) = (member.org, member.projection.thread);
        match self.present(member).await? {
            verdict @ (Verdict::Won | Verdict::Queued) => {
                if let Some(key) = new_key {
                    self.core().sealer.keep(org, thread, key);
                }
                Ok(if let Verdict::Queued = verdict { Admitted::Queued } else { Admitted::Fresh })
            }
            Verdict::Replayed(run) => Ok(Admitted::Replayed(run)),
            Verdict::Refused(why) => Ok(Admitted::Refused(why)),
            Verdict::Impossible(why) => Err(Error::Invalid(why)),
            Verdict::Conflict => Err(Error::Invalid("an admission cannot conflict")),
        }
    }

    /// Lengthens a journal. Once it returns, the entries and every row that follows from them are durable.
    pub async fn append(&self, append: Append) -> Result<(), AppendError> {
        let Some(member) = self.prepare_append(append).await? else { return Err(AppendError::Conflict) };
        match self.present(member).await? {
            Verdict::Won => Ok(()),
            Verdict::Conflict => Err(AppendError::Conflict),
            Verdict::Impossible(why) => Err(Error::Invalid(why).into()),
            Verdict::Queued | Verdict::Replayed(_) | Verdict::Refused(_) => Err(Error::Invalid("an append is not admitted").into()),
        }
    }

    /// Hands a member to the writer and waits for its verdict.
    async fn present(&self, member: Member) -> Result<Verdict, Error> {
        let kibibytes = u32::try_from(member.bytes() >> 10).unwrap_or(u32::MAX).saturating_add(1);
        let room = self.inner().room.clone();
        let share = room.try_acquire_many_owned(kibibytes).map_err(|_| Error::Overloaded)?;
        let (reply, verdict) = oneshot::channel();
        let job = Job::Write { member: Box::new(member), reply, share };
        self.inner().queue.try_send(job).map_err(|full| match full {
            mpsc::error::TrySendError::Full(_) => Error::Overloaded,
            mpsc::error::TrySendError::Closed(_) => Error::Unavailable(None),
        })?;
        verdict.await.unwrap_or(Err(Error::Unavailable(None)))
    }

    fn inner(&self) -> &Inner {
        &self.0
    }

    fn core(&self) -> &Core {
        &self.0.core
    }

    /// Loses the outcome of the next commit, for tests.
    #[doc(hidden)]
    pub fn inject(&self, fault: fault::Fault) {
        self.core().faults.set(fault);
    }

    /// Has the database prepare every statement, for tests. Returns how many.
    #[doc(hidden)]
    pub async fn prepare_all(&self) -> Result<usize, Error> {
        let mut on = self.core().engine.writer().await?;
        for statement in sql::ALL {
            on.prepare(statement).await.map_err(|source| Error::unreadable(format!("statement {}", statement.name), source))?;
        }
        on.give_back();
        Ok(sql::ALL.len())
    }
}
