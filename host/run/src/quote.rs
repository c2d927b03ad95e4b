//! What a run would cost: its first turn, taken over a journal that nobody keeps.

use crate::house::House;
use crate::past::{MEMORY_RUNS_MAX, Past};
use crate::start::{Caller, Error, Request, created, thread};
use journal::event::{Event, Pins, Started};
use journal::id::RANDOM_BYTES;
use journal::{Credits, Record, RunId};
use procedure::Procedure;
use sandbox::{Ask, End};
use std::collections::BTreeSet;

/// What a run would cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// If every provider answers and holds no record, and there is a recent answer wherever one may be taken. A call that fails is never
    /// billed.
    pub least: Credits,
    /// If every check is answered.
    pub expected: Credits,
    /// What all calls of the plan cost at most.
    pub most: Credits,
    /// The calls of the plan with the price of each.
    pub calls: Vec<(String, Credits)>,
    /// Whether the plan would wait for somebody.
    pub parks: bool,
    /// Whether the request lacks an identifier: nothing would be called.
    pub missing_input: bool,
    /// What it would say before it calls anything.
    pub answer: Option<String>,
}

/// Quotes a request as [`crate::start()`] would execute it now.
pub async fn quote(house: &House, caller: &Caller, request: Request) -> Result<Quote, Error> {
    let thread = thread(&house.engine, &request);
    if request.thread.is_some() && !house.store.of(caller.org).thread_exists(caller.mode, thread).await? {
        return Err(Error::ThreadNotFound);
    }
    if request.workflow.is_some() {
        // No admission will tell that what this node remembers is old.
        house.library.refresh(caller.org).await?;
    }
    let pinned = house.library.workflow(caller.org, request.workflow.as_deref(), thread).await?.ok_or(Error::WorkflowNotFound)?;
    let procedure = pinned.procedure;
    let created = created(caller, request, thread, pinned.pins);
    let (pins, auto_approve) = (created.pins.clone(), created.auto_approve);
    let now = house.engine.now();
    let mut record = Record::begin(now, created)?;
    let memory = match record.created().continues {
        true => house.engine.journals.earlier(caller.org, thread, RunId::new(now, &[u8::MAX; RANDOM_BYTES]), MEMORY_RUNS_MAX).await?,
        false => Vec::new(),
    };
    record.extend(now, [Event::Started(Started { memory })])?;
    let past = Past::of(&*house.engine.journals, caller.org, &record).await?;
    let (turn, _) = house.engine.workshop.turn(&record, &past.memory, None).await?;
    let (mut planned, mut asked, mut said) = (Vec::new(), Vec::new(), String::new());
    for ask in turn.fresh {
        match ask {
            Ask::Plan(plan) => planned.extend(plan.tasks.into_iter().flat_map(|task| task.checks)),
            Ask::Checks(calls) => asked.extend(calls.into_iter().map(|call| call.check)),
            Ask::Say(text) => said.push_str(&text),
            Ask::Narrate(_) | Ask::Report(_) => {}
        }
    }
    // A workflow that plans no call is quoted by what it asks first.
    let calls = if planned.is_empty() { asked } else { planned };
    let price = |name: &String| pins.check(name).map_or(Credits::ZERO, |check| check.price);
    let again = |name: &String| pins.check(name).and_then(|check| check.recent).map_or(price(name), |terms| terms.price);
    let sum = |prices: &mut dyn Iterator<Item = Credits>| Credits::sum(prices).unwrap_or(Credits::ZERO);
    let most = sum(&mut calls.iter().map(price));
    let certain = certain(&pins, procedure.as_deref());
    Ok(Quote {
        least: sum(&mut calls.iter().filter(|name| certain.contains(name.as_str())).map(again)),
        expected: most,
        most,
        parks: !calls.is_empty() && pins.approval.parks(most) && !auto_approve,
        missing_input: matches!(turn.end, Some(End::MissingInput)),
        answer: Some(said).filter(|said| !said.is_empty()),
        calls: calls.iter().map(|name| (name.clone(), price(name))).collect(),
    })
}

/// Checks that cost something even where a provider holds no record, and that wait for no other answer.
fn certain<'a>(pins: &'a Pins, procedure: Option<&Procedure>) -> BTreeSet<&'a str> {
    // What a component calls on which condition, nobody knows but itself.
    let Some(procedure) = procedure else { return BTreeSet::new() };
    let waits = |name: &str| procedure.steps().any(|step| step.check == name && step.waits_for().next().is_some());
    pins.checks.iter().filter(|check| check.bills_not_found && !waits(&check.name)).map(|check| check.name.as_str()).collect()
}
