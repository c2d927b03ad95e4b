//! A run as far as it is compared: its decision, its checks, its cost, its end.

use journal::event::{Event, Outcome};
use journal::{Credits, Record, RunId};
use library::built_in::NOT_RECORDED;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The word for what cannot be told.
pub const UNKNOWN: &str = "unknown";

/// What a journal came to.
pub(super) struct Outline {
    /// `approve`, `review`, `decline` or [`UNKNOWN`]; absent: it takes no decision.
    decision: Option<String>,
    /// How each check came out that was asked: `success`, `not_found`, `failed`; or [`UNKNOWN`].
    checks: BTreeMap<String, String>,
    /// What was charged.
    credits: Credits,
    /// What the unknown would cost besides, at most.
    more: Option<Credits>,
    /// What it would cost less, if there were recent answers that were not looked for.
    less: Option<Credits>,
    /// `completed`, or `completed: missing_input`.
    end: String,
    /// Whether a plan waited for a person.
    waits: bool,
}

/// How a run compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing that is compared would differ.
    Same,
    /// Something would, and all of it is known.
    Different,
    /// It would ask what the recorded run has no answer to, or might have taken a recent answer that nobody looked for.
    Unknown,
    /// Its personal data was erased.
    Unreadable,
}

/// Something before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change<T> {
    /// As recorded.
    pub before: T,
    /// As it would be.
    pub after: T,
}

/// A check that would come out differently. Null: it is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckChange {
    /// Its name.
    pub check: String,
    /// How it came out, before and after.
    #[serde(flatten)]
    pub came_out: Change<Option<String>>,
}

/// What a run costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// What it was billed.
    pub before: Credits,
    /// What it would be billed for the answers that are known.
    pub least: Credits,
    /// The same, if all that is unknown were billed.
    pub most: Credits,
}

/// One recorded run against what it would come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// The run.
    pub run: RunId,
    /// In one word.
    pub verdict: Verdict,
    /// The decision; null where there is none.
    pub decision: Change<Option<String>>,
    /// The checks that differ, and those that are unknown.
    pub checks: Vec<CheckChange>,
    /// What it costs.
    pub credits: Cost,
    /// How it ends, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Change<String>>,
    /// Whether its plan waits for a person, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits: Option<Change<bool>>,
}

impl Outline {
    /// `wider`: checks for which older answers would do than the recorded run looked for.
    pub(super) fn of(record: &Record, wider: &BTreeSet<String>) -> Outline {
        let pins = &record.created().pins;
        let price = |check: &str| pins.check(check).map_or(Credits::ZERO, |check| check.price);
        let mut outline = Outline {
            decision: None,
            checks: BTreeMap::new(),
            credits: record.state().credits_used,
            more: None,
            less: Some(Credits::ZERO),
            end: record.state().status().as_str().to_owned(),
            waits: false,
        };
        let mut report = Value::Null;
        for entry in record.entries() {
            match &entry.event {
                Event::CheckAnswered(answered) => {
                    let came_out = match &answered.outcome {
                        Outcome::Failed { code, .. } if code == NOT_RECORDED => UNKNOWN,
                        outcome => outcome.as_str(),
                    };
                    outline.checks.insert(answered.check.clone(), came_out.to_owned());
                    let terms = pins.check(&answered.check).and_then(|check| check.recent);
                    if let Some(terms) = terms.filter(|_| answered.recent.is_none() && wider.contains(&answered.check)) {
                        let saved = answered.credits.checked_sub(terms.price.min(answered.credits));
                        outline.less = outline.less.zip(saved).and_then(|(less, saved)| less.checked_add(saved));
                    }
                }
                Event::PlanProposed(proposed) => outline.waits |= proposed.parks,
                Event::Reported(reported) => report = reported.private.known().map(|private| private.report.value()).unwrap_or_default(),
                _ => {}
            }
        }
        outline.end.extend(record.state().reason.iter().map(|reason| format!(": {reason}")));
        outline.decision = report["decision"]["outcome"].as_str().map(str::to_owned);
        let checks = report["phases"].as_array().into_iter().flatten().filter_map(|phase| phase["checks"].as_array()).flatten();
        // Whether these would be asked hangs on what is unknown.
        for check in checks.filter(|check| check["status"] == UNKNOWN).filter_map(|check| check["check"].as_str()) {
            outline.checks.entry(check.to_owned()).or_insert_with(|| UNKNOWN.to_owned());
        }
        let unknown = outline.checks.iter().filter(|(_, came_out)| *came_out == UNKNOWN);
        outline.more = Credits::sum(unknown.map(|(check, _)| price(check)));
        outline
    }

    fn most(&self) -> Credits {
        self.more.and_then(|more| self.credits.checked_add(more)).unwrap_or(self.credits)
    }

    fn least(&self) -> Credits {
        self.less.and_then(|less| self.credits.checked_sub(less)).unwrap_or(Credits::ZERO)
    }

    fn is_unknown(&self) -> bool {
        self.decision.as_deref() == Some(UNKNOWN) || self.least() != self.most() || self.checks.values().any(|came_out| came_out == UNKNOWN)
    }
}

fn changed<T: PartialEq + Clone>(before: &T, after: &T) -> Option<Change<T>> {
    (before != after).then(|| Change { before: before.clone(), after: after.clone() })
}

impl Compared {
    pub(super) fn of(run: RunId, before: &Outline, after: &Outline) -> Compared {
        let names = before.checks.keys().chain(after.checks.keys().filter(|name| !before.checks.contains_key(*name)));
        let differs = |check: &String| {
            let came_out = changed(&before.checks.get(check).cloned(), &after.checks.get(check).cloned())?;
            Some(CheckChange { check: check.clone(), came_out })
        };
        let mut compared = Compared {
            run,
            verdict: Verdict::Same,
            decision: Change { before: before.decision.clone(), after: after.decision.clone() },
            checks: names.filter_map(differs).collect(),
            credits: Cost { before: before.credits, least: after.least(), most: after.most() },
            end: changed(&before.end, &after.end),
            waits: changed(&before.waits, &after.waits),
        };
        let costs = compared.credits;
        let differs = compared.decision.before != compared.decision.after
            || !compared.checks.is_empty()
            || compared.end.is_some()
            || compared.waits.is_some()
            || costs.before != costs.least;
        compared.verdict = match (after.is_unknown(), differs) {
            (true, _) => Verdict::Unknown,
            (false, true) => Verdict::Different,
            (false, false) => Verdict::Same,
        };
        compared
    }

    pub(super) fn unreadable(run: RunId) -> Compared {
        Compared {
            run,
            verdict: Verdict::Unreadable,
            decision: Change { before: None, after: None },
            checks: Vec::new(),
            credits: Cost::default(),
            end: None,
            waits: None,
        }
    }
}
