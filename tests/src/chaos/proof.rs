//! Proves from the clients' logs, the provider's record and the API that nothing was lost, doubled or changed.

use super::client::{Followed, create, is_over};
use super::dice::Dice;
use super::order::Course;
use super::provider::Record;
use super::wire::{Event, GaveUp, Tally, Wire};
use futures::StreamExt;
use journal::Credits;
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Runs that are judged at the same time.
const TOGETHER: usize = 12;

/// What was proven.
#[derive(Clone, Debug, Default)]
pub struct Proven {
    /// Runs by their final status.
    pub ended: BTreeMap<String, u64>,
    /// Calls that were billed.
    pub billed: u64,
    /// Calls that a fault, not the provider, made fail: by their code.
    pub disturbed: BTreeMap<String, u64>,
    /// What all runs cost.
    pub credits: i64,
    /// Histories that were read whole and compared with what was heard.
    pub histories: u64,
}

impl Proven {
    fn add(&mut self, other: Proven) {
        let Proven { ended, billed, disturbed, credits, histories } = other;
        ended.into_iter().for_each(|(status, count)| *self.ended.entry(status).or_default() += count);
        disturbed.into_iter().for_each(|(code, count)| *self.disturbed.entry(code).or_default() += count);
        self.billed += billed;
        self.credits += credits;
        self.histories += histories;
    }
}

/// An amount of the API, in millionths.
fn micros(amount: &Value) -> i64 {
    amount.to_string().parse::<Credits>().map_or(i64::MIN, Credits::micros)
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// Judges every log, asking the hosts once more for everything.
pub async fn prove(wire: &Wire, dice: &mut Dice, logs: &[Followed], provider: &Record) -> Proven {
    let mut proven = Proven::default();
    let judge = Judge { tally: &wire.tally, provider };
    let lines = all(wire, dice, "/v1/ledger?order=asc&limit=100").await;
    judge.account(wire, dice, &lines).await;
    let mut charged: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in lines.into_iter().filter(|line| line["kind"] == "debit") {
        charged.entry(line["run_id"].as_str().unwrap_or_default().to_owned()).or_default().push(line);
    }
    let mut known = BTreeSet::new();
    let mut trials = Vec::new();
    for followed in logs.iter().filter(|followed| !followed.run.is_empty()) {
        for run in followed.interrupted.iter().chain([&followed.run]) {
            known.insert(run.clone());
            let lines = charged.remove(run).unwrap_or_default();
            trials.push(judge.run(wire, dice.branch(), followed, run, lines));
        }
    }
    let mut outcomes = futures::stream::iter(trials).buffer_unordered(TOGETHER);
    while let Some(outcome) = outcomes.next().await {
        proven.add(outcome);
    }
    for run in charged.keys() {
        judge.broken(run, "it was debited, and nobody was told of it");
    }
    let listed = all(wire, dice, "/v1/runs?limit=100").await;
    let listed: BTreeSet<String> = listed.iter().filter_map(|run| Some(run["id"].as_str()?.to_owned())).collect();
    for run in known.symmetric_difference(&listed) {
        judge.broken(run, "acknowledged and listed are not the same");
    }
    proven
}

/// Every row of a list.
async fn all(wire: &Wire, dice: &mut Dice, path: &str) -> Vec<Value> {
    let (mut rows, mut next) = (Vec::new(), path.to_owned());
    loop {
        let Ok(answer) = wire.get(dice, &next).await else {
            wire.tally.violation(format!("{next}: no answer"));
            return rows;
        };
        rows.extend(each(&answer.body["data"]).cloned());
        match answer.body["next_cursor"].as_str() {
            Some(cursor) => next = format!("{path}&cursor={cursor}"),
            None => return rows,
        }
    }
}

struct Judge<'a> {
    tally: &'a Tally,
    provider: &'a Record,
}

impl Judge<'_> {
    fn broken(&self, run: &str, what: &str) {
        self.tally.violation(format!("{run}: {what}"));
    }

    fn claim(&self, run: &str, holds: bool, what: impl Fn() -> String) {
        if !holds {
            self.broken(run, &what());
        }
    }

    /// Lines follow from one another, no call is on two of them, and their sum is what the account used.
    async fn account(&self, wire: &Wire, dice: &mut Dice, lines: &[Value]) {
        let (mut balance, mut used, mut calls) = (0, 0, BTreeSet::new());
        for (place, line) in lines.iter().enumerate() {
            let amount = micros(&line["amount"]);
            balance += amount;
            self.claim("ledger", line["line"] == place as u64 + 1 && micros(&line["balance"]) == balance, || {
                format!("line {line} does not follow")
            });
            if line["kind"] == "debit" {
                used -= amount;
                self.claim("ledger", calls.insert(line["call_id"].to_string()), || format!("{line} charges a call again"));
            }
        }
        let Ok(usage) = wire.get(dice, "/v1/usage").await else { return self.broken("usage", "no answer") };
        self.claim("usage", micros(&usage.body["credits_used"]) == used, || format!("{} is not the ledger's {used}", usage.body));
        self.claim("usage", micros(&usage.body["credits_remaining"]) == balance, || {
            format!("{} is not the ledger's {balance}", usage.body)
        });
    }

    async fn run(&self, wire: &Wire, mut dice: Dice, followed: &Followed, run: &str, lines: Vec<Value>) -> Proven {
        let mut proven = Proven::default();
        if self.examine(wire, &mut dice, followed, run, &lines, &mut proven).await.is_err() {
            self.broken(run, "no answer");
        }
        proven
    }

    async fn examine(
        &self,
        wire: &Wire,
        dice: &mut Dice,
        followed: &Followed,
        run: &str,
        lines: &[Value],
        proven: &mut Proven,
    ) -> Result<(), GaveUp> {
        let last = run == followed.run;
        let now = wire.get(dice, &format!("/v1/runs/{run}")).await?.body;
        let status = now["status"].as_str().unwrap_or("missing").to_owned();
        *proven.ended.entry(status.clone()).or_default() += 1;
        self.claim(run, matches!(status.as_str(), "completed" | "cancelled" | "interrupted"), || {
            format!("it is {status}: {}", now["error"])
        });
        if let Some(ended) = followed.ended.as_ref().filter(|_| last) {
            self.claim(run, *ended == now, || format!("it changed after its end, from {ended} to {now}"));
        }
        self.calls(followed, run, &now, lines, proven);
        let audit = wire.get(dice, &format!("/v1/runs/{run}/audit")).await?;
        self.journal(run, &now, &audit.body, lines);
        if !is_over(&now) {
            self.broken(run, "it never ended");
            return Ok(());
        }
        let mut history: Vec<Event> = Vec::new();
        wire.listen(run, &mut history).await;
        proven.histories += 1;
        self.history(run, &history, &audit.body);
        if last {
            self.claim(run, followed.heard.is_empty() || followed.heard == history, || {
                format!("what was heard is not its history: {:?} of {:?}", ids(&followed.heard), ids(&history))
            });
            self.words(followed, &now);
            let again = create(wire, dice, &followed.order.key, &followed.body).await?;
            self.claim(run, again == run, || format!("its key made {again} besides"));
        }
        Ok(())
    }

    /// Calls, their prices, the provider's record.
    fn calls(&self, followed: &Followed, run: &str, now: &Value, lines: &[Value], proven: &mut Proven) {
        let mut sum = 0;
        for call in each(&now["tool_calls"]) {
            let (id, name) = (call["id"].as_str().unwrap_or_default(), call["name"].as_str().unwrap_or_default());
            let credits = micros(&call["credits"]);
            sum += credits;
            let charges = lines.iter().filter(|line| line["call_id"] == call["id"]).count();
            self.claim(run, charges == usize::from(credits > 0), || format!("{id} has {charges} lines in the ledger for {credits}"));
            proven.billed += u64::from(credits > 0);
            let Some(expected) = followed.order.calls.iter().find(|expected| expected.check == name) else {
                self.broken(run, &format!("it called {name}, which nobody asked for"));
                continue;
            };
            let as_expected = call["status"] == expected.status && credits == expected.micros;
            let code = call["error"]["code"].as_str().unwrap_or_default();
            if !as_expected && call["status"] == "failed" && credits == 0 {
                *proven.disturbed.entry(code.to_owned()).or_default() += 1;
            } else {
                self.claim(run, as_expected, || format!("{call} is not what the provider said ({expected:?})"));
            }
            if credits > 0
                && let Some(question) = &expected.question
            {
                let served = self.provider.answered.get(question).copied().unwrap_or(0);
                self.claim(run, served > 0, || format!("{id} was charged, and the provider was never asked"));
                if name == "company_registry_in" {
                    self.claim(run, self.provider.ids.contains(id), || format!("{id} never came to the provider as an id"));
                }
            }
        }
        self.claim(run, micros(&now["credits_used"]) == sum, || format!("its calls sum up to {sum}, not to {}", now["credits_used"]));
        self.claim(run, lines.iter().map(|line| -micros(&line["amount"])).sum::<i64>() == sum, || {
            format!("the ledger took another sum than {sum}")
        });
        proven.credits += sum;
        let unfinished = now["status"] == "completed" && now["status_reason"].is_null();
        let asked = each(&now["tool_calls"]).count();
        let skipped = each(&now["tool_calls"]).any(|call| call["status"] == "failed");
        self.claim(run, !unfinished || skipped || asked == followed.order.calls.len(), || {
            format!("it is complete with {asked} calls instead of {}", followed.order.calls.len())
        });
    }

    /// The journal as the auditor reads it.
    fn journal(&self, run: &str, now: &Value, audit: &Value, lines: &[Value]) {
        let seqs: Vec<u64> = each(&audit["events"]).filter_map(|event| event["seq"].as_u64()).collect();
        self.claim(run, seqs.iter().copied().eq(1..=seqs.len() as u64), || format!("its journal is not gapless: {seqs:?}"));
        let answered = each(&audit["events"]).filter(|event| event["event"] == "check_answered");
        let journal: i64 = answered.map(|event| micros(&event["credits"])).sum();
        let charges: Vec<_> = each(&audit["charges"]).map(|charge| (charge["line"].as_u64(), micros(&charge["amount"]))).collect();
        let ledger: Vec<_> = lines.iter().map(|line| (line["line"].as_u64(), -micros(&line["amount"]))).collect();
        let used = micros(&now["credits_used"]);
        self.claim(run, journal == used && micros(&audit["credits_used"]) == used, || {
            format!("its journal charges {journal}, it says {used}")
        });
        self.claim(run, charges == ledger, || format!("audit and ledger differ: {charges:?}, {ledger:?}"));
    }

    /// The whole stream has a message for every entry that clients hear of, in order.
    fn history(&self, run: &str, history: &[Event], audit: &Value) {
        let silent =
            |event: &Value| event["event"] == "cancel_asked" || (event["event"] == "plan_decided" && event["decision"] != "approved");
        let expected: Vec<u64> = each(&audit["events"]).filter(|event| !silent(event)).filter_map(|event| event["seq"].as_u64()).collect();
        self.claim(run, ids(history) == expected, || format!("its stream has {:?} of {expected:?}", ids(history)));
    }

    /// What was acknowledged holds.
    fn words(&self, followed: &Followed, now: &Value) {
        let reason = now["status_reason"].as_str().unwrap_or_default();
        let fits = match followed.acknowledged {
            Some("cancelled") => now["status"] == "cancelled" && reason == "requested",
            Some("declined") => now["status"] == "cancelled" && reason == "declined",
            Some("approved") => now["status"] == "completed",
            _ => followed.order.course != Course::Wait || now["status"] == "completed",
        };
        self.claim(&followed.run, fits, || format!("{:?} was acknowledged, and it is {} ({reason})", followed.acknowledged, now["status"]));
    }
}

fn ids(events: &[Event]) -> Vec<u64> {
    events.iter().map(|(id, _)| *id).collect()
}

/// Asks whether the first answers are what a fresh client gets: a run that nobody has is nobody's.
pub async fn knock(wire: &Wire, dice: &mut Dice) -> bool {
    wire.get(dice, "/v1/usage").await.is_ok_and(|answer| answer.status == StatusCode::OK)
}
