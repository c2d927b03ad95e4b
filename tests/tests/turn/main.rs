//! Turns of a workflow: a history in, questions out. No database, no clock; the workflow does what its procedure says.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod history;
mod hostile;
mod kept;
mod replay;

use journal::event::Approval;
use sandbox::{CheckInfo, Options, Order, Sandbox, Turn, TurnError, Workflow};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};

use history::History;

fn workflow() -> &'static Workflow {
    static WORKFLOW: OnceLock<Workflow> = OnceLock::new();
    WORKFLOW.get_or_init(|| {
        let sandbox = Sandbox::new(Options::default()).unwrap();
        sandbox.workflow(tests::guests::component("hostile-workflow")).unwrap()
    })
}

/// An order whose procedure has these steps, with the checks `pan` and `name`.
fn order(steps: &Value) -> Order {
    let check = |name: &str| CheckInfo {
        name: name.into(),
        summary: "Asks.".into(),
        input_schema: journal::Json::parse("{}").unwrap(),
        price: journal::Credits::from_micros(1_500_000),
    };
    Order {
        message: "Verify.".into(),
        procedure: journal::Json::of(&json!({ "steps": steps })).unwrap(),
        checks: Arc::new([check("pan"), check("name")].into_iter().collect()),
        memory: Vec::new(),
        approval: Approval::Never,
    }
}

async fn turn(steps: &Value, history: &History) -> Result<Turn, TurnError> {
    workflow().turn(&order(steps), &history.0).await
}
