//! A turn of a workflow: its questions answered from the journal, up to the first that is not.

use crate::bounds::Bounds;
use crate::engine::Shared;
use crate::fault::Fault;
use crate::kept::{Desk, Guest, Kept, take};
use crate::object;
use crate::order::Order;
use crate::replay::{Given, Halt, Replay};
use crate::v1;
use crate::v1::workflow::{Finish, WorkflowPre};
use journal::Json;
use journal::event::{Entry, Plan, Seq};
use journal::limits::{CHECK_INPUT_BYTES_MAX, GROUP_CALLS_MAX, STATEMENT_BYTES_MAX};
use std::borrow::Borrow;
use std::sync::Arc;
use wasmtime::{Store, StoreContextMut};

/// Instructions, roughly, between two answers: about half a second of processor time, a hundred times what an ordinary
/// workflow takes.
const TURN_FUEL: u64 = 500_000_000;
/// Memory of a workflow's instance.
const TURN_MEMORY_BYTES_MAX: usize = 64 << 20;
/// Memory of a workflow that is kept while it waits. One that took more starts again.
const KEPT_MEMORY_BYTES_MAX: usize = 4 << 20;
/// What one question may carry: a full group of the largest inputs, with their names.
const QUESTION_BYTES_MAX: usize = GROUP_CALLS_MAX * (CHECK_INPUT_BYTES_MAX + 1_024);

const _: () = assert!(STATEMENT_BYTES_MAX < QUESTION_BYTES_MAX);

/// A workflow component, compiled. Cheap to clone.
#[derive(Clone)]
pub struct Workflow {
    pub(crate) digest: Arc<str>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) component: WorkflowPre<State>,
}

/// What a workflow asks beyond its journal, and how it ended, if it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What the journal does not hold yet, in order. Only the last may be a question that waits for an answer.
    pub fresh: Vec<Ask>,
    /// How it ended. Without: it waits, for the last of `fresh` or, if that is empty, for answers to recorded questions.
    pub end: Option<End>,
}

/// One thing a workflow asked or said.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Calls to be made side by side; 1 to 64. Waits.
    Checks(Vec<CheckCall>),
    /// A plan. Waits where [`Order::approval`] has it wait; otherwise it goes ahead, and what follows was asked after that.
    Plan(Plan),
    /// A line for the timeline.
    Narrate(String),
    /// A piece of the answer.
    Say(String),
    /// The report, a JSON object.
    Report(Json),
}

/// A call that a workflow wants made.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckCall {
    /// One of [`Order::checks`].
    pub check: String,
    /// A JSON object.
    pub input: Json,
}

/// How a workflow ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// It did what was asked.
    Complete,
    /// The request lacks an identifier.
    MissingInput,
    /// It returned an error, trapped, ran out of something or broke a bound. A fact, to be recorded.
    Failed {
        /// Stable word: `workflow_error`, `workflow_trapped`, `workflow_out_of_fuel`, `workflow_out_of_memory`,
        /// `workflow_unknown_check`, `workflow_unplanned_calls`, `workflow_bad_group`, `workflow_bad_input`, `workflow_input_too_large`,
        /// `workflow_plan_too_large`, `workflow_statement_too_large`, `workflow_bad_report` or `journal_full`.
        code: &'static str,
        /// One sentence. The host's are free of personal data; that of `workflow_error` is the guest's own.
        message: String,
    },
}

/// Why a turn came to nothing. Never recorded as the workflow's end.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    /// It asked something else than its journal says.
    #[error("the workflow strayed at {seq}: the journal has {recorded}, it asked {asked}")]
    Strayed {
        /// Position of the recorded entry.
        seq: Seq,
        /// Kind and checks of what is recorded; no personal data.
        recorded: String,
        /// Kind and checks of what was asked; no personal data.
        asked: String,
    },
    /// A recorded question or answer that the workflow needs was erased.
    #[error("entry {seq} was erased")]
    Erased {
        /// Its position.
        seq: Seq,
    },
    /// The host failed, not the guest.
    #[error("run the workflow")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What belongs to one instance.
pub(crate) struct State {
    pub(crate) desk: Arc<Desk>,
    bounds: Bounds,
}

/// Answers calls. Each answer refills the fuel: a longer journal never exhausts a workflow that got so far before.
pub(crate) async fn call_all(mut store: StoreContextMut<'_, State>, asked: Vec<(String, String)>) -> wasmtime::Result<Vec<Given>> {
    let desk = Arc::clone(&store.data().desk);
    let small = store.data().bounds.memory_bytes_taken <= KEPT_MEMORY_BYTES_MAX;
    let given = desk.at().replay.calls(asked);
    let given = match given {
        Err(Halt::Waits) if small && desk.keeps() => desk.answers().await,
        given => given?,
    };
    store.set_fuel(TURN_FUEL)?;
    Ok(given)
}

/// Answers a plan, likewise.
pub(crate) fn propose(mut store: StoreContextMut<'_, State>, plan: Plan) -> wasmtime::Result<()> {
    store.data().desk.at().replay.propose(plan)?;
    store.set_fuel(TURN_FUEL)
}

impl Workflow {
    /// SHA-256 of the component, in lower-case hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Runs the workflow from its start, answering from `entries` (a whole journal, from position 1). Pure: the same
    /// arguments give the same turn.
    pub async fn turn(&self, order: &Order, entries: &[impl Borrow<Entry>]) -> Result<Turn, TurnError> {
        let _slot = self.shared.turns.acquire().await.map_err(|closed| TurnError::Engine(closed.into()))?;
        let desk = Desk::new(Replay::of(entries, order), false);
        let (turn, _) = take(&mut self.guest(order.clone(), &desk), &desk).await?;
        Ok(turn)
    }

    /// The same, and the workflow itself where it waits for calls and there is room to keep it.
    pub async fn begin(&self, order: Order, entries: &[impl Borrow<Entry>]) -> Result<(Turn, Option<Kept>), TurnError> {
        let _slot = self.shared.turns.acquire().await.map_err(|closed| TurnError::Engine(closed.into()))?;
        let room = Arc::clone(&self.shared.kept).try_acquire_owned().ok();
        let desk = Desk::new(Replay::of(entries, &order), room.is_some());
        let mut guest = self.guest(order, &desk);
        let (turn, waits) = take(&mut guest, &desk).await?;
        let kept = room.filter(|_| waits).map(|room| Kept { guest, desk, entries: entries.len(), _room: room });
        Ok((turn, kept))
    }

    /// The workflow at its start. It yields how it ended.
    fn guest(&self, order: Order, desk: &Arc<Desk>) -> Guest {
        let (workflow, desk) = (self.clone(), Arc::clone(desk));
        Box::pin(async move {
            let state = State { desk, bounds: Bounds::new(TURN_MEMORY_BYTES_MAX) };
            let mut store = match workflow.shared.store(state, |state| &mut state.bounds, TURN_FUEL, QUESTION_BYTES_MAX) {
                Ok(store) => store,
                Err(error) => return Err(engine(error)),
            };
            match workflow.run(&mut store, &order).await {
                Ok(end) => Ok(Some(end)),
                Err(error) => stopped(error, &store.into_data().bounds),
            }
        })
    }

    async fn run(&self, store: &mut Store<State>, order: &Order) -> wasmtime::Result<End> {
        let instance = self.component.instantiate_async(&mut *store).await?;
        Ok(match v1::workflow::run(&instance, store, order).await? {
            Ok(Finish::Complete) => End::Complete,
            Ok(Finish::MissingInput) => End::MissingInput,
            Err(message) => End::Failed { code: "workflow_error", message: object::sentence(&message) },
        })
    }
}

/// How the workflow ended, or `None` where it waits.
fn stopped(error: wasmtime::Error, bounds: &Bounds) -> Result<Option<End>, TurnError> {
    let error = match error.downcast::<Halt>() {
        Ok(Halt::Waits) => return Ok(None),
        Ok(Halt::Unanswerable(why)) => return Err(why),
        Ok(Halt::Broke { code, message }) => return Ok(Some(End::Failed { code, message })),
        Err(error) => error,
    };
    let (code, message) = match Fault::of(error, bounds) {
        Fault::OutOfFuel => ("workflow_out_of_fuel", "the workflow used all the processor time of a turn".to_owned()),
        Fault::OutOfMemory => ("workflow_out_of_memory", "the workflow asked for more memory than a turn may have".to_owned()),
        Fault::TooLarge => ("workflow_statement_too_large", "the workflow passed the host too much at once".to_owned()),
        Fault::Trapped(why) => ("workflow_trapped", format!("the workflow trapped: {why}")),
        Fault::Host(error) => return Err(engine(error)),
    };
    Ok(Some(End::Failed { code, message }))
}

fn engine(error: wasmtime::Error) -> TurnError {
    TurnError::Engine(error.into())
}
