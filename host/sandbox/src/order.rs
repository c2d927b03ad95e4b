//! What a workflow is told at its start.

use journal::event::Approval;
use journal::{Credits, Json, RunId, Status};
use std::collections::HashMap;
use std::sync::Arc;

/// What a run was started with. The same in every turn.
#[derive(Clone, Debug)]
pub struct Order {
    /// The client's request.
    pub message: String,
    /// The procedure to carry out; `{}` where the component is the procedure.
    pub procedure: Json,
    /// The checks that this run may call.
    pub checks: Arc<Checks>,
    /// The thread's earlier runs, oldest first.
    pub memory: Vec<EarlierRun>,
    /// Which plans wait for somebody's word. After any other the turn goes on.
    pub approval: Approval,
}

/// The checks that a run may call: made ready once, for every turn of every run that is pinned to them.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    infos: Vec<CheckInfo>,
    /// Their prices, as a workflow is told them.
    prices: Vec<String>,
    /// Where each stands.
    places: HashMap<String, usize>,
}

impl FromIterator<CheckInfo> for Checks {
    fn from_iter<I: IntoIterator<Item = CheckInfo>>(infos: I) -> Checks {
        let infos: Vec<CheckInfo> = infos.into_iter().collect();
        let prices = infos.iter().map(|info| info.price.to_string()).collect();
        let places = infos.iter().enumerate().map(|(place, info)| (info.name.clone(), place)).collect();
        Checks { infos, prices, places }
    }
}

impl Checks {
    /// The check of that name.
    pub fn get(&self, name: &str) -> Option<&CheckInfo> {
        self.places.get(name).and_then(|place| self.infos.get(*place))
    }

    /// All, in the order of the pins.
    pub fn iter(&self) -> impl Iterator<Item = &CheckInfo> {
        self.infos.iter()
    }

    /// All, each with its price as a workflow is told it.
    pub(crate) fn told(&self) -> impl Iterator<Item = (&CheckInfo, &str)> {
        self.infos.iter().zip(self.prices.iter().map(String::as_str))
    }
}

/// A check that may be called.
#[derive(Clone, Debug)]
pub struct CheckInfo {
    /// As the workflow calls it.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// JSON Schema of its input.
    pub input_schema: Json,
    /// What a success costs.
    pub price: Credits,
}

/// An earlier run of the same thread.
#[derive(Clone, Debug)]
pub struct EarlierRun {
    /// Its id.
    pub id: RunId,
    /// What was asked.
    pub message: String,
    /// How it ended.
    pub status: Status,
    /// What it said.
    pub answer: String,
    /// What it reported.
    pub report: Option<Json>,
}
