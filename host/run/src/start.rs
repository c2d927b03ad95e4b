//! Admits a run: the request becomes `Created`, in one transaction with everything that could forbid it.

use crate::admit::Birth;
use crate::engine::{Engine, Stuck};
use crate::house::House;
use journal::event::{Created, FORMAT, Pins, Request as Private};
use journal::{Credits, Json, KeyId, Mode, OrgId, Record, RunId, Status, ThreadId};
use library::Gone;
use ring::digest;
use serde::Serialize;
use std::sync::Arc;
use store::{Admitted, Idempotency, Refusal, Scopes};

/// Who asks, as the key says.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    /// The organisation.
    pub org: OrgId,
    /// The key.
    pub key: KeyId,
    /// Whether the key is live or test.
    pub mode: Mode,
    /// Whether the key approves every plan beforehand.
    pub auto_approve: bool,
    /// Requests that the key may make in a minute, creations aside.
    pub reads_per_minute: u32,
    /// What the key may do.
    pub scopes: Scopes,
}

/// A request that was found valid.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request in plain language.
    pub message: String,
    /// The slug to follow; absent: `general`.
    pub workflow: Option<String>,
    /// The conversation to continue; absent: a new one.
    pub thread: Option<ThreadId>,
    /// What it may cost at most; absent: whatever it takes.
    pub max_credits: Option<Credits>,
    /// The client's own object.
    pub metadata: Option<Json>,
    /// Repeating it repeats nothing.
    pub idempotency_key: Option<String>,
}

/// A run that exists.
#[derive(Clone, Debug)]
pub struct Started {
    /// Its id.
    pub run: RunId,
    /// Its journal: as it was asked for or, where the key was used before, as it is.
    pub record: Record,
    /// Whether an earlier request with the same key made it.
    pub replayed: bool,
}

/// Why no run was made. Nothing was stored, no key was bound.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The key was revoked or expired meanwhile.
    #[error("the key is not active")]
    KeyInactive,
    /// The idempotency key belongs to a different request.
    #[error("the idempotency key was used for a different request")]
    KeyReuse {
        /// The run of that request.
        run: RunId,
    },
    /// The key created as many runs in this minute as it may.
    #[error("the key created too many runs in this minute")]
    TooManyCreations,
    /// No usable workflow of that name.
    #[error("no such workflow")]
    WorkflowNotFound,
    /// No such thread.
    #[error("no such thread")]
    ThreadNotFound,
    /// The balance is used up.
    #[error("no credits remain")]
    NoCredits,
    /// The key has as many queued and running runs as it may.
    #[error("the key has too many active runs")]
    TooManyActive,
    /// The request could not become an event.
    #[error("write the first event")]
    Broken(#[from] journal::record::Broken),
    /// The same, of a later event.
    #[error("write the second event")]
    Illegal(#[from] journal::Illegal),
    /// The workflow cannot be run at present.
    #[error("take the first turn")]
    Stuck(#[from] Stuck),
    /// The request could not be fingerprinted.
    #[error("fingerprint the request")]
    Fingerprint(#[from] serde_json::Error),
    /// The database failed; with an idempotency key it is safe to ask again.
    #[error("admit the run")]
    Store(#[from] store::Error),
}

/// How often a workflow is chosen anew because somebody changes workflows all the time.
const CHOICES_MAX: usize = 8;

/// Where a run belongs.
#[derive(Clone, Copy)]
struct Place {
    thread: ThreadId,
    continues: bool,
    retry_of: Option<RunId>,
}

/// Admits a run and begins to carry it out, on this node if it has room.
pub async fn start(house: &Arc<House>, caller: &Caller, request: Request) -> Result<Started, Error> {
    let fingerprint = fingerprint(&request)?;
    let idempotency = request.idempotency_key.clone().map(|key| Idempotency { key, fingerprint });
    let place = Place { thread: thread(&house.engine, &request), continues: request.thread.is_some(), retry_of: None };
    let started = choose(house, caller, &request, place, idempotency.as_ref()).await?;
    if !started.replayed || started.record.state().status() != Status::Interrupted {
        return Ok(started);
    }
    // The same request again after an interruption: a new run in the same conversation, which says what it repeats.
    let place = Place { thread: started.record.created().thread, continues: true, retry_of: Some(started.run) };
    choose(house, caller, &request, place, idempotency.as_ref()).await
}

/// Chooses what the run follows and admits it; again where the organisation's workflows were changed meanwhile.
async fn choose(
    house: &Arc<House>,
    caller: &Caller,
    request: &Request,
    place: Place,
    idempotency: Option<&Idempotency>,
) -> Result<Started, Error> {
    for _ in 0..CHOICES_MAX {
        let Some(pinned) = house.library.workflow(caller.org, request.workflow.as_deref(), place.thread).await? else {
            return without_workflow(house, caller, idempotency).await;
        };
        let created = created(caller, request.clone(), place.thread, pinned.pins);
        let created = Created { continues: place.continues, retry_of: place.retry_of, ..created };
        if let Some(started) = admit(house, created, idempotency.cloned(), pinned.workflows).await? {
            return Ok(started);
        }
        house.library.refresh(caller.org).await?;
    }
    Err(Error::Store(store::Error::Unavailable(None)))
}

/// The conversation that a request continues or begins.
pub(crate) fn thread(engine: &Engine, request: &Request) -> ThreadId {
    request.thread.unwrap_or_else(|| engine.new_thread())
}

/// The first event of a run.
pub(crate) fn created(caller: &Caller, request: Request, thread: ThreadId, pins: Pins) -> Created {
    Created {
        format: FORMAT,
        org: caller.org,
        mode: caller.mode,
        thread,
        key: caller.key,
        workflow: request.workflow,
        pins,
        auto_approve: caller.auto_approve,
        continues: request.thread.is_some(),
        max_credits: request.max_credits,
        retry_of: None,
        private: journal::Private::Known(Private { message: request.message, metadata: request.metadata }),
    }
}

/// `None`: the organisation's workflows are no longer those of the revision that the run's pins were chosen at.
async fn admit(
    house: &Arc<House>,
    created: Created,
    idempotency: Option<Idempotency>,
    workflows: Option<i64>,
) -> Result<Option<Started>, Error> {
    let engine = &house.engine;
    let (org, key, run) = (created.org, created.key, engine.new_run());
    let record = Record::begin(engine.now(), created)?;
    // Whoever creates too much is not worth a turn.
    let ahead = house.store.window(key).is_none_or(|window| window.left(engine.now()) > 0);
    let birth = Birth { run, record: record.clone(), idempotency, workflows, ahead };
    match crate::admit::admit(&house.crew, birth).await? {
        Admitted::Fresh | Admitted::Queued => Ok(Some(Started { run, record, replayed: false })),
        Admitted::Replayed(earlier) => replayed(house, org, earlier).await.map(Some),
        Admitted::Refused(refusal) => Err(match refusal {
            Refusal::WorkflowsChanged => return Ok(None),
            Refusal::KeyInactive => Error::KeyInactive,
            Refusal::KeyReuse { run } => Error::KeyReuse { run },
            Refusal::TooManyCreations => Error::TooManyCreations,
            Refusal::NoThread => Error::ThreadNotFound,
            Refusal::NoCredits => Error::NoCredits,
            Refusal::TooManyActive => Error::TooManyActive,
        }),
    }
}

impl From<Gone> for Error {
    fn from(gone: Gone) -> Error {
        match gone {
            Gone::Store(error) => Error::Store(error),
            Gone::Foreign { .. } | Gone::Missing { .. } | Gone::Unusable { .. } | Gone::Join(_) => Error::Stuck(Stuck::Gone(gone.into())),
        }
    }
}

/// A key that was used before answers with its run, whatever became of the workflow since; and a key that created too much is
/// told that first.
async fn without_workflow(house: &House, caller: &Caller, idempotency: Option<&Idempotency>) -> Result<Started, Error> {
    if let Some(used) = idempotency
        && let Some(replay) = replay_of(house, caller, used).await?
    {
        return Ok(replay);
    }
    let window = house.store.of(caller.org).creations(caller.key).await?;
    let left = window.is_none_or(|window| window.left(house.engine.now()) > 0);
    Err(if left { Error::WorkflowNotFound } else { Error::TooManyCreations })
}

async fn replayed(house: &House, org: OrgId, run: RunId) -> Result<Started, Error> {
    let record = house.engine.journals.journal(org, run).await?.ok_or(journal::record::Broken::Empty)?;
    Ok(Started { run, record, replayed: true })
}

async fn replay_of(house: &House, caller: &Caller, used: &Idempotency) -> Result<Option<Started>, Error> {
    match house.store.of(caller.org).idempotent(caller.mode, used).await? {
        Some(Admitted::Replayed(run)) => Ok(Some(replayed(house, caller.org, run).await?)),
        Some(Admitted::Refused(Refusal::KeyReuse { run })) => Err(Error::KeyReuse { run }),
        Some(Admitted::Fresh | Admitted::Queued | Admitted::Refused(_)) | None => Ok(None),
    }
}

/// SHA-256 over what makes two requests the same: every field that changes what is done, none that does not.
fn fingerprint(request: &Request) -> Result<[u8; 32], serde_json::Error> {
    #[derive(Serialize)]
    struct Canonical<'a> {
        message: &'a str,
        workflow: Option<&'a str>,
        metadata: Option<serde_json::Value>,
        // Left out where absent: a request that names neither is fingerprinted as it was before they existed.
        #[serde(skip_serializing_if = "Option::is_none")]
        thread_id: Option<ThreadId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        max_credits: Option<Credits>,
    }
    // A tree sorts the members of objects: the same metadata in another order is the same request.
    let canonical = Canonical {
        message: &request.message,
        workflow: request.workflow.as_deref(),
        metadata: request.metadata.as_ref().map(Json::value),
        thread_id: request.thread,
        max_credits: request.max_credits,
    };
    let digest = digest::digest(&digest::SHA256, &serde_json::to_vec(&canonical)?);
    let mut fingerprint = [0; 32];
    fingerprint.copy_from_slice(digest.as_ref());
    Ok(fingerprint)
}
