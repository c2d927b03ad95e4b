//! A client of the API that tries again whatever fails, and keeps its own log of what it was told.

use super::dice::Dice;
use super::order::{Course, Order};
use super::wire::{Answer, Event, GaveUp, Wire, count};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// One order and all that the client was told about it.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What was asked.
    pub order: Order,
    /// The body that was posted, its thread included.
    pub body: Value,
    /// The run that was acknowledged; where it was interrupted and asked for again, the last.
    pub run: String,
    /// Those before it.
    pub interrupted: Vec<String>,
    /// Its events as they were heard, over all connections; empty where it polled.
    pub heard: Vec<Event>,
    /// A decision or cancel that was answered with 200.
    pub acknowledged: Option<&'static str>,
    /// The run as it was when it was first seen to be over.
    pub ended: Option<Value>,
}

/// Asks for run after run until `until`, and follows each to its end.
pub async fn work(wire: Wire, mut dice: Dice, number: usize, until: Instant) -> Vec<Followed> {
    let mut log: Vec<Followed> = Vec::new();
    let mut thread = None;
    for order in 0.. {
        if Instant::now() >= until {
            break;
        }
        let order = Order::new(&mut dice, number, order);
        let mut body = order.body.clone();
        if let Some(thread) = thread.take().filter(|_| dice.chance(25)) {
            body["thread_id"] = thread;
        }
        let mut followed =
            Followed { order, body, run: String::new(), interrupted: Vec::new(), heard: Vec::new(), acknowledged: None, ended: None };
        let outcome = follow(&wire, &mut dice, &mut followed).await;
        thread = followed.ended.as_ref().map(|ended| ended["thread_id"].clone());
        let (run, key) = (&followed.run, &followed.order.key);
        if outcome.is_err() {
            wire.tally.violation(match run.is_empty() {
                true => format!("{key}: nobody acknowledged it"),
                false => format!("{run}: it never ended"),
            });
        }
        log.push(followed);
        look_back(&wire, &mut dice, &log).await;
    }
    log
}

/// Creates the run and follows it to its end; an interrupted one is asked for again.
async fn follow(wire: &Wire, dice: &mut Dice, followed: &mut Followed) -> Result<(), GaveUp> {
    loop {
        followed.run = create(wire, dice, &followed.order.key, &followed.body).await?;
        if followed.interrupted.contains(&followed.run) {
            wire.tally.violation(format!("{}: an interrupted run was not repeated", followed.run));
            return Ok(());
        }
        followed.acknowledged = act(wire, dice, followed).await?;
        if dice.chance(50) {
            hear(wire, dice, followed).await?;
        }
        let ended = until(wire, dice, &followed.run, is_over).await?;
        if ended["status"] != "interrupted" {
            followed.ended = Some(ended);
            return Ok(());
        }
        followed.interrupted.push(followed.run.clone());
        followed.heard.clear();
    }
}

/// Posts until it is acknowledged.
pub async fn create(wire: &Wire, dice: &mut Dice, key: &str, body: &Value) -> Result<String, GaveUp> {
    let post = || wire.request(Method::POST, "/v1/runs").header("Idempotency-Key", key).json(body);
    let answer = wire.ask(dice, post).await?;
    match answer.body["id"].as_str() {
        Some(id) if answer.status == StatusCode::OK || answer.status == StatusCode::ACCEPTED => Ok(id.to_owned()),
        _ => {
            wire.tally.violation(format!("{key}: answered with {} {}", answer.status, answer.body));
            Err(GaveUp)
        }
    }
}

/// Does what the order's course says. What was acknowledged.
async fn act(wire: &Wire, dice: &mut Dice, followed: &Followed) -> Result<Option<&'static str>, GaveUp> {
    let run = &followed.run;
    let (path, body, word, conflict) = match followed.order.course {
        Course::Wait => return Ok(None),
        Course::Cancel => {
            tokio::time::sleep(dice.millis(0, 400)).await;
            ("cancel", json!({}), "cancelled", "not_cancellable")
        }
        course => {
            let parked = until(wire, dice, run, |run| is_over(run) || run["status"] == "requires_approval").await?;
            let decision = if course == Course::Approve { "approved" } else { "declined" };
            let plan = parked["plan"]["plan_id"].clone();
            if plan.is_null() {
                return Ok(None);
            }
            ("approval", json!({ "decision": decision, "plan_id": plan }), decision, "not_awaiting_approval")
        }
    };
    let post = || wire.request(Method::POST, &format!("/v1/runs/{run}/{path}")).json(&body);
    let Answer { status, body, .. } = wire.ask(dice, post).await?;
    match status.as_u16() {
        200 => Ok(Some(word)),
        // Too late; or an earlier attempt took and its answer was lost.
        409 if body["error"]["code"] == conflict => Ok(None),
        _ => {
            wire.tally.violation(format!("{run}: {path} was answered with {status} {body}"));
            Ok(None)
        }
    }
}

/// Streams to the end of the run, over as many connections as it takes.
async fn hear(wire: &Wire, dice: &mut Dice, followed: &mut Followed) -> Result<(), GaveUp> {
    while !wire.listen(&followed.run, &mut followed.heard).await {
        if wire.over.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(GaveUp);
        }
        tokio::time::sleep(dice.millis(50, 400)).await;
    }
    Ok(())
}

/// Long-polls until the run is as wanted.
pub async fn until(wire: &Wire, dice: &mut Dice, run: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value, GaveUp> {
    loop {
        let answer = wire.get(dice, &format!("/v1/runs/{run}?wait=5")).await?;
        if answer.status != StatusCode::OK {
            wire.tally.violation(format!("{run}: an acknowledged run was answered with {} {}", answer.status, answer.body));
            return Err(GaveUp);
        }
        if wanted(&answer.body) {
            return Ok(answer.body);
        }
    }
}

/// Whether a run has ended.
pub fn is_over(run: &Value) -> bool {
    !run["completed_at"].is_null()
}

/// Reads one of the ended runs again: it must not have changed.
async fn look_back(wire: &Wire, dice: &mut Dice, log: &[Followed]) {
    let followed = &log[usize::try_from(dice.below(log.len() as u64)).unwrap()];
    let Some(ended) = &followed.ended else { return };
    count(&wire.tally.reread);
    if let Ok(answer) = wire.get(dice, &format!("/v1/runs/{}", followed.run)).await
        && answer.body != *ended
    {
        wire.tally.violation(format!("{}: it changed after its end, from {ended} to {}", followed.run, answer.body));
    }
    tokio::time::sleep(Duration::from_millis(dice.below(50))).await;
}
