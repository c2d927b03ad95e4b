//! A call of a check: one fresh instance, one answer.

use crate::bounds::Bounds;
use crate::engine::{Error, Shared};
use crate::fault::Fault;
use crate::grants::Grants;
use crate::input::Shape;
use crate::manifest::Manifest;
use crate::object;
use crate::outgoing::{Asked, Denied, REQUEST_BYTES_MAX, Way};
use crate::v1;
use egress::Response;
use futures::FutureExt;
use journal::limits::CHECK_OUTPUT_BYTES_MAX;
use journal::{CallId, Json, Time};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// Instructions, roughly, and memory for a component to describe itself.
const DESCRIBE_FUEL: u64 = 100_000_000;
const DESCRIBE_MEMORY_BYTES_MAX: usize = 64 << 20;
/// A manifest.
const DESCRIBE_BYTES_MAX: usize = 4 << 20;
/// No call waits longer, whatever its grants say.
const DEADLINE_MAX: Duration = Duration::from_secs(3_600);
/// What a call's check is named where a provider is to be tried: this, then the provider's name. The interface is frozen and asks
/// one question; no check can have such a name.
const PROBE: &str = "probe:";
/// Log lines of one call that are looked at, and how much of each.
const LOG_LINES_MAX: u32 = 100;
const LOG_LINE_BYTES_MAX: usize = 1_024;

const _: () = assert!(CHECK_OUTPUT_BYTES_MAX < REQUEST_BYTES_MAX);

/// A check component, compiled. Cheap to clone.
#[derive(Clone)]
pub struct Check {
    digest: Arc<str>,
    manifest: Arc<Manifest>,
    shapes: Arc<BTreeMap<String, Shape>>,
    shared: Arc<Shared>,
    component: v1::check::CheckPre<State>,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its id; the same for every repetition.
    pub id: CallId,
    /// Name of the check, as the manifest has it.
    pub check: String,
    /// A JSON object.
    pub input: Json,
    /// When it was asked: the guest's clock.
    pub asked_at: Time,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The check's answer, a JSON object.
    Success(Json),
    /// The provider holds no such record; a JSON object.
    NotFound(Json),
    /// No answer.
    Failed {
        /// Stable word: the check's own, or `invalid_input`, `timeout`, `check_unknown`, `check_trapped`, `check_out_of_fuel`,
        /// `check_out_of_memory`, `check_output_too_large`, `check_malformed_output`, `check_malformed_failure` or
        /// `sandbox_failed`.
        code: String,
        /// One sentence.
        message: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
}

/// What belongs to one instance.
pub(crate) struct State {
    bounds: Bounds,
    /// Absent while the component describes itself.
    open: Option<Open>,
}

/// What a guest can reach during a call.
struct Open {
    asked_at: Time,
    log_lines: u32,
    /// To whoever performs the call, who borrows what it takes to answer.
    requests: mpsc::Sender<(Asked, oneshot::Sender<Result<Response, Denied>>)>,
}

impl State {
    fn open(&mut self) -> wasmtime::Result<&mut Open> {
        self.open.as_mut().ok_or_else(|| wasmtime::Error::msg("it used an import"))
    }

    /// Performs a request.
    pub(crate) async fn fetch(&mut self, asked: Asked) -> wasmtime::Result<Result<Response, Denied>> {
        let (reply, answer) = oneshot::channel();
        self.open()?.requests.send((asked, reply)).await.map_err(|_| wasmtime::Error::msg("the call is over"))?;
        answer.await.map_err(|_| wasmtime::Error::msg("the call is over"))
    }

    /// When the call was asked.
    pub(crate) fn now(&mut self) -> wasmtime::Result<Time> {
        Ok(self.open()?.asked_at)
    }

    /// Shows a line to whoever asked for the guests' lines.
    pub(crate) fn log(&mut self, level: &str, message: &str) -> wasmtime::Result<()> {
        let open = self.open()?;
        if open.log_lines < LOG_LINES_MAX {
            open.log_lines += 1;
            let line = &message[..message.floor_char_boundary(LOG_LINE_BYTES_MAX)];
            tracing::debug!(target: "guest", level, line = %line.escape_debug());
        }
        Ok(())
    }
}

impl Check {
    /// Reads what the component says about itself. It gets nothing to do so with, so it always says the same.
    pub(crate) fn describe(digest: Arc<str>, shared: Arc<Shared>, component: v1::check::CheckPre<State>) -> Result<Check, Error> {
        let state = State { bounds: Bounds::new(DESCRIBE_MEMORY_BYTES_MAX), open: None };
        let engine = |error: wasmtime::Error| Error::Engine(error.into());
        let mut store = shared.store(state, |state| &mut state.bounds, DESCRIBE_FUEL, DESCRIBE_BYTES_MAX).map_err(engine)?;
        // Without interruptions nothing in it ever waits.
        store.fuel_async_yield_interval(None).map_err(engine)?;
        let described = async {
            let instance = component.instantiate_async(&mut store).await?;
            instance.call_describe(&mut store).await
        };
        let described = described.now_or_never().unwrap_or_else(|| Err(wasmtime::Error::msg("it waited")));
        let described = described.map_err(|error| {
            let text = error.root_cause().to_string();
            match Fault::of(error, &store.data().bounds) {
                Fault::OutOfFuel => Error::Describe("it took too long".into()),
                Fault::OutOfMemory => Error::Describe("it took too much memory".into()),
                Fault::TooLarge => Error::Describe("its manifest is too large".into()),
                Fault::Trapped(_) => Error::Describe(text),
                Fault::Host(error) => engine(error),
            }
        })?;
        let manifest = Manifest::read(described.into())?;
        let shape = |check: &crate::CheckDescription| {
            (check.name.clone(), Shape::of(&object::read(check.input_schema.as_str()).unwrap_or_default()))
        };
        let shapes = Arc::new(manifest.checks.iter().map(shape).collect());
        Ok(Check { digest, manifest: Arc::new(manifest), shapes, shared, component })
    }

    /// SHA-256 of the component, in lower-case hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the component offers.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Why an input is not of the form that the check's schema asks for, if it is not: no question at all. Names members, never values.
    pub fn refuses(&self, check: &str, input: &Json) -> Option<String> {
        refuse(self.shapes.get(check)?, input)
    }

    /// Performs one call in a fresh instance. Whatever the guest does, there is an answer.
    pub async fn perform(&self, call: &Call, grants: &Grants, out: &dyn egress::Outbound) -> Answer {
        let (Some(description), Some(shape)) = (self.manifest.check(&call.check), self.shapes.get(&call.check)) else {
            return failed("check_unknown", "the component offers no such check");
        };
        if let Some(why) = refuse(shape, &call.input) {
            return failed("invalid_input", why);
        }
        self.enter(call, &description.providers, grants, out).await
    }

    /// Has the component try a provider of its own, with the cheapest request it knows: a JSON object with `standing`, `status` and
    /// `costs`. A component that knows of no such thing fails with a code of its own.
    pub async fn probe(&self, id: CallId, provider: &str, now: Time, grants: &Grants, out: &dyn egress::Outbound) -> Answer {
        let call = Call { id, check: format!("{PROBE}{provider}"), input: Json::empty(), asked_at: now };
        self.enter(&call, &[provider.to_owned()], grants, out).await
    }

    /// One call in a fresh instance, within its deadline.
    async fn enter(&self, call: &Call, providers: &[String], grants: &Grants, out: &dyn egress::Outbound) -> Answer {
        // The deadline is the guest's: waiting for a free slot does not count.
        let Ok(_slot) = self.shared.calls.acquire().await else { return host_failed("no slots") };
        let until = Instant::now() + grants.limits.deadline.min(DEADLINE_MAX);
        let way = Way { providers, grants, out, until, requests: 0 };
        match tokio::time::timeout_at(until, self.accompany(call, way)).await {
            Ok(answer) => answer,
            Err(_) => failed("timeout", "the check took too long"),
        }
    }

    /// Runs the guest and answers its requests meanwhile.
    async fn accompany(&self, call: &Call, mut way: Way<'_>) -> Answer {
        let limits = &way.grants.limits;
        let output_bytes_max = limits.output_bytes.min(CHECK_OUTPUT_BYTES_MAX);
        let (requests, mut asked) = mpsc::channel(1);
        let open = Open { asked_at: call.asked_at, log_lines: 0, requests };
        let state = State { bounds: Bounds::new(limits.memory_bytes), open: Some(open) };
        let guest = self.run(call, state, limits.fuel);
        tokio::pin!(guest);
        let ended = loop {
            tokio::select! {
                biased;
                ended = &mut guest => break ended,
                Some((request, reply)) = asked.recv() => {
                    let answer = way.send(request).await;
                    // Nobody hears it where the guest is gone.
                    let _ = reply.send(answer);
                }
            }
        };
        match ended {
            Ok(answered) => judge(answered, output_bytes_max),
            Err(Fault::OutOfFuel) => failed("check_out_of_fuel", "the check used all the processor time of a call"),
            Err(Fault::OutOfMemory) => failed("check_out_of_memory", "the check asked for more memory than a call may have"),
            Err(Fault::TooLarge) => failed("check_output_too_large", "the check passed the host too much at once"),
            Err(Fault::Trapped(why)) => failed("check_trapped", format!("the check trapped: {why}")),
            Err(Fault::Host(error)) => host_failed(&format!("{error:#}")),
        }
    }

    async fn run(&self, call: &Call, state: State, fuel: u64) -> Result<Result<v1::check::Answer, v1::check::Failure>, Fault> {
        let mut store = match self.shared.store(state, |state| &mut state.bounds, fuel, REQUEST_BYTES_MAX) {
            Ok(store) => store,
            Err(error) => return Err(Fault::Host(error)),
        };
        let guest_call = v1::check::Call { id: call.id.to_string(), check: call.check.clone(), input: call.input.as_str().to_owned() };
        let answered = async {
            let instance = self.component.instantiate_async(&mut store).await?;
            instance.call_perform(&mut store, &guest_call).await
        };
        answered.await.map_err(|error| Fault::of(error, &store.data().bounds))
    }
}

/// Turns what a guest returned into an answer that can be recorded.
fn judge(answered: Result<v1::check::Answer, v1::check::Failure>, output_bytes_max: usize) -> Answer {
    let keep = |output: String, answer: fn(Json) -> Answer| {
        if output.len() > output_bytes_max {
            return failed("check_output_too_large", format!("the check's answer has more than {output_bytes_max} bytes"));
        }
        object::keep(output).map_or_else(|| failed("check_malformed_output", "the check's answer is no JSON object"), answer)
    };
    match answered {
        Ok(v1::check::Answer::Success(output)) => keep(output, Answer::Success),
        Ok(v1::check::Answer::NotFound(output)) => keep(output, Answer::NotFound),
        Err(failure) if !object::is_word(&failure.code, 64) => {
            failed("check_malformed_failure", "the check failed with a code that is no word")
        }
        Err(failure) => Answer::Failed { code: failure.code, message: object::sentence(&failure.message), retryable: failure.retryable },
    }
}

fn refuse(shape: &Shape, input: &Json) -> Option<String> {
    object::read(input.as_str()).map_or_else(|| Some("the input is no JSON object".to_owned()), |input| shape.refuse(&input))
}

fn failed(code: &str, message: impl Into<String>) -> Answer {
    Answer::Failed { code: code.into(), message: message.into(), retryable: false }
}

fn host_failed(why: &str) -> Answer {
    tracing::error!(why, "the sandbox failed to run a check");
    Answer::Failed { code: "sandbox_failed".into(), message: "the check could not be run".into(), retryable: true }
}
