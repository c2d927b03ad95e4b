//! What can be asked for, and how the service is.

use super::operation::{Answer, Operation};
use super::schemas::{Schemas, sent, taken, text};
use crate::advance_clock::{AdvanceClock, Advanced};
use crate::healthz::Health;
use crate::list_scenarios::Scenario;
use crate::readyz::Readiness;
use axum::http::Method;
use serde_json::{Value, json};

const TAG: &str = "Service";

pub(super) fn operations() -> Vec<Operation> {
    vec![report_schema(), scenarios(), clock(), openapi(), docs(), healthz(), readyz()]
}

fn report_schema() -> Operation {
    Operation::new(Method::GET, "/report-schema.json", "Workflows", "getReportSchema")
        .says(
            "Read the shape of reports",
            "The JSON Schema of the `report` that a procedure writes. Members may be added to it; none is removed or changes its meaning \
             while a report's `shape` stays 1.",
        )
        .answers(Answer::new(200, "The schema.").json(any_object, &[]).headers(&["ETag"]))
        .answers(Answer::new(304, "It is the one that `If-None-Match` names.").headers(&["ETag"]))
        .takes("If-None-Match")
}

fn scenarios() -> Operation {
    Operation::new(Method::GET, "/scenarios", "Test mode", "listScenarios")
        .says(
            "List scenarios",
            "Messages to send with a test key, and what the simulated providers will do about each: one for every way in which every \
             workflow can turn out.",
        )
        .answers(Answer::new(200, "The catalogue.").json(sent::<Vec<Scenario>>, &["scenarios"]))
}

fn clock() -> Operation {
    Operation::new(Method::POST, "/test/clock/advance", "Test mode", "advanceClock")
        .says(
            "Let time pass",
            "For the timers of your organisation's test runs and for deliveries to its test endpoints: a plan that waits for approval \
             expires 24 hours later, or after this call; a delivery that failed is tried again after its pause, or after this call. \
             Live runs and endpoints are not touched, and a live key is refused.",
        )
        .body(taken::<AdvanceClock>, &["advance-clock"])
        .answers(Answer::new(200, "How many timers and deliveries moved.").json(sent::<Advanced>, &["advanced"]))
}

fn openapi() -> Operation {
    Operation::new(Method::GET, "/openapi.json", TAG, "getOpenApi")
        .says("Read this description", "The OpenAPI 3.1 document of the version that answers. It needs no key.")
        .answers(Answer::new(200, "The document.").json(any_object, &[]).headers(&["ETag"]))
        .answers(Answer::new(304, "It is the one that `If-None-Match` names.").headers(&["ETag"]))
        .takes("If-None-Match")
}

fn docs() -> Operation {
    Operation::new(Method::GET, "/docs", TAG, "getDocs")
        .says("Read the documentation", "A page for people, made from this document. It loads nothing from anywhere else.")
        .answers(Answer::new(200, "The page.").text("text/html", text, &[]).headers(&["ETag"]))
        .answers(Answer::new(304, "It is the one that `If-None-Match` names.").headers(&["ETag"]))
        .takes("If-None-Match")
}

fn healthz() -> Operation {
    Operation::new(Method::GET, "/healthz", TAG, "getHealth")
        .says("Is the process alive?", "Answers as long as the process does.")
        .answers(Answer::new(200, "It is.").json(sent::<Health>, &["health"]))
}

fn readyz() -> Operation {
    Operation::new(Method::GET, "/readyz", TAG, "getReadiness")
        .says("Can the process serve?", "Answers 200 while the database does. Load balancers should ask this.")
        .answers(Answer::new(200, "It can.").json(sent::<Readiness>, &["readiness"]))
        .refuses(&["unavailable"])
}

fn any_object(_: &mut Schemas) -> Value {
    json!({ "type": "object" })
}
