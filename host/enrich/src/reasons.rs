//! Why a run is where it is, in sentences: a fold of its journal and of the few rows beside it.

use crate::show::Look;
use journal::event::{CheckAnswered, Decision, Event, Outcome};
use journal::{Credits, OrgId, Phase, Record, RunId, State, Status, Time};
use serde::Serialize;
use store::{Explanation, RunRow, WakeRow};

/// What is known of a run.
pub struct Facts {
    /// Its journal.
    pub record: Record,
    /// The rows beside it.
    pub beside: Explanation,
}

/// Where a run is, and why.
#[derive(Debug, Serialize)]
pub struct Reasons {
    id: RunId,
    org: OrgId,
    status: Status,
    status_reason: Option<String>,
    /// Position of its last entry.
    head: u64,
    /// When that was written.
    last_entry_at: Time,
    /// Sentences: why it is where it is, the most telling first.
    why: Vec<String>,
    /// Who executes it.
    lease: Option<Lease>,
    /// When somebody must look at it next.
    due: Option<Time>,
    /// Claims since its last entry.
    attempts: u32,
    credits_used: Credits,
    billed: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Lease {
    node: String,
    until: Time,
    expired: bool,
}

#[derive(Debug, Serialize)]
struct Line {
    id: String,
    name: String,
    status: &'static str,
    credits: Credits,
    why: String,
}

impl Reasons {
    /// The reasons at the moment `now`.
    pub fn of(org: OrgId, run: RunId, facts: &Facts, now: Time) -> Reasons {
        let state = facts.record.state();
        let wake = facts.beside.wake.as_ref();
        let lease = wake.and_then(|wake| wake.lease.as_ref());
        let mut why = standing(facts, state, now);
        why.extend(carrying(state, wake, now));
        why.extend(facts.record.created().retry_of.map(|earlier| format!("It repeats {earlier}, which was interrupted.")));
        Reasons {
            id: run,
            org,
            status: state.status(),
            status_reason: state.reason.clone(),
            head: state.head,
            last_entry_at: state.at,
            why,
            lease: lease.map(|lease| Lease { node: lease.node.clone(), until: lease.until, expired: lease.until <= now }),
            due: wake.and_then(|wake| wake.due),
            attempts: wake.map_or(0, |wake| wake.attempts),
            credits_used: state.credits_used,
            billed: facts.record.entries().iter().filter_map(|entry| line(&entry.event)).collect(),
        }
    }

    /// The reasons for people.
    pub fn text(&self, look: &Look) -> String {
        let reason = self.status_reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        let mut text = look.heading(&format!("{}  {}{reason}", self.id, look.status(self.status.as_str())));
        for sentence in &self.why {
            text += &look.block(sentence);
        }
        text += &look.block(&look.dim(&format!("{} entries, the last at {}; organisation {}", self.head, self.last_entry_at, self.org)));
        if !self.billed.is_empty() {
            text += "\n";
            text += &look.heading("Billed");
            for line in &self.billed {
                text += &look.edges(&format!("{:<22} {:<10} {}", line.name, line.status, line.why), &line.credits.to_string());
            }
            text += &look.rule();
            text += &look.edges("credits used", &self.credits_used.to_string());
        }
        text
    }
}

/// Why the journal stands where it stands.
fn standing(facts: &Facts, state: &State, now: Time) -> Vec<String> {
    let record = &facts.record;
    let mut why = Vec::new();
    if let Some(asked) = state.cancel_asked_at.filter(|_| !state.status().is_terminal()) {
        why.push(format!(
            "Somebody asked to cancel it at {asked}: nothing more is asked, and calls in flight are given 10 s to come back."
        ));
    }
    match &state.phase {
        Phase::New | Phase::Queued => why.push(queued(facts)),
        Phase::Proposed { .. } => why.push("Its plan needs nobody's word: its approval is about to be written.".to_owned()),
        Phase::Running if state.open.is_empty() => {
            why.push("It is between two steps: its workflow is to be asked what comes next.".to_owned())
        }
        Phase::Running => why.extend(state.open.iter().map(|call| {
            let waited = now.since(call.asked_at);
            format!("It waits for {} ({}), asked {} ago, held at {} credits.", call.check, call.call, span(waited), call.hold)
        })),
        Phase::Parked { plan, expires_at } => why.push(format!(
            "It is parked on the plan {plan}: it waits for a decision until {expires_at} ({}), then it is cancelled.",
            until(*expires_at, now)
        )),
        Phase::Stopped(Decision::Declined) => why.push("Its plan was declined: only its end is still to be written.".to_owned()),
        Phase::Stopped(Decision::Expired | Decision::Approved) => {
            why.push("Nobody decided on its plan in time: only its end is still to be written.".to_owned());
        }
        Phase::Ended(status) => why.push(ended(record, *status, state)),
    }
    why
}

fn queued(facts: &Facts) -> String {
    let ahead = facts.beside.others.iter().find(|other| is_ahead(other, facts.record.created_at()));
    match ahead {
        Some(other) => format!("It is queued behind {} ({}) of the same thread.", other.run, other.status.as_str()),
        None => "It was admitted and nothing stands before it: the next free node begins it.".to_owned(),
    }
}

/// A parked run blocks nobody.
fn is_ahead(other: &RunRow, created_at: Time) -> bool {
    matches!(other.status, Status::Queued | Status::Running) && other.created_at <= created_at
}

fn ended(record: &Record, status: Status, state: &State) -> String {
    let problem = record.entries().iter().rev().find_map(|entry| match &entry.event {
        Event::Ended(ended) => ended.error.as_ref(),
        _ => None,
    });
    match (problem, state.reason.as_deref()) {
        (Some(problem), _) => {
            let again = if problem.retryable { "A new run may succeed." } else { "A new run would end the same way." };
            format!("It ended {} at {}: {} ({}). {again}", status.as_str(), state.at, problem.message, problem.code)
        }
        (None, Some(reason)) => format!("It ended {} at {}: {}.", status.as_str(), state.at, reason.replace('_', " ")),
        (None, None) => format!("It ended {} at {}.", status.as_str(), state.at),
    }
}

/// Who carries it on, or why nobody does.
fn carrying(state: &State, wake: Option<&WakeRow>, now: Time) -> Vec<String> {
    let Some(wake) = wake else {
        let lost = !state.status().is_terminal();
        return lost
            .then(|| "It has no wake-up, which must not be: make the rows again with enrich rebuild.".to_owned())
            .into_iter()
            .collect();
    };
    let mut why = Vec::new();
    match &wake.lease {
        Some(lease) if lease.until > now => why.push(format!("The node {} has it, by a lease until {}.", lease.node, lease.until)),
        Some(lease) => why.push(format!(
            "The lease of the node {} ran out at {}: the next node that looks takes it and resumes it by replaying its journal.",
            lease.node, lease.until
        )),
        None => why.push(match wake.due {
            Some(due) if due <= now => format!("No node has it, though it is due since {due}. Is a server running?"),
            Some(due) => format!("No node has it, and none needs to before {due} ({}).", until(due, now)),
            None => "No node has it, and none needs to before its turn comes.".to_owned(),
        }),
    }
    if wake.attempts > 1 {
        why.push(format!(
            "It was taken up {} times since its last entry: nodes died or failed on it. After {} times it is given up as interrupted.",
            wake.attempts,
            run::engine::CLAIMS_MAX
        ));
    }
    why
}

fn line(event: &Event) -> Option<Line> {
    let Event::CheckAnswered(answered) = event else { return None };
    Some(Line {
        id: answered.call.to_string(),
        name: answered.check.clone(),
        status: answered.outcome.as_str(),
        credits: answered.credits,
        why: billed_why(answered),
    })
}

fn billed_why(answered: &CheckAnswered) -> String {
    match &answered.outcome {
        Outcome::Success => "answered".to_owned(),
        Outcome::NotFound if answered.credits > Credits::ZERO => "no such record; this check bills that".to_owned(),
        Outcome::NotFound => "no such record; not billed".to_owned(),
        Outcome::Failed { code, .. } => format!("{code}; never billed"),
    }
}

/// A duration as one or two words.
fn span(duration: std::time::Duration) -> String {
    match duration.as_secs() {
        0 => format!("{} ms", duration.as_millis()),
        seconds @ 1..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds => format!("{} h", seconds / 3_600),
    }
}

fn until(moment: Time, now: Time) -> String {
    if moment > now { format!("in {}", span(moment.since(now))) } else { format!("{} ago", span(now.since(moment))) }
}
