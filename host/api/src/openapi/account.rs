//! Threads, money and the records of both.

use super::operation::{Answer, Operation};
use super::schemas::{sent, text};
use crate::audit_run::Audit;
use crate::get_usage::Balance;
use crate::list_ledger::Line;
use crate::page::Page;
use axum::http::Method;
use journal::view::Resource;
use serde_json::json;

pub(super) fn operations() -> Vec<Operation> {
    vec![audit(), thread_runs(), usage(), ledger()]
}

fn audit() -> Operation {
    Operation::new(Method::GET, "/runs/{run}/audit", "Runs", "auditRun")
        .says(
            "Read a run's audit",
            "Everything that happened in the run, in order, with what was asked of each check and what it answered; and every line that it \
             took from the ledger. The charges add up to `credits_used`. Personal parts that were erased are absent; the facts stay.",
        )
        .takes("run")
        .answers(Answer::new(200, "Every event and every charge.").json(sent::<Audit>, &["audit"]))
}

fn thread_runs() -> Operation {
    let offset = json!({ "type": "integer", "minimum": 0, "default": 0 });
    Operation::new(Method::GET, "/threads/{thread}/runs", "Threads", "listThreadRuns")
        .says("List the runs of a thread", "The runs of one conversation, newest first, whole as `GET /runs/{run}` shows them.")
        .takes("thread")
        .takes("limit")
        .query("offset", "Runs to leave out at the beginning of the list.", offset)
        .answers(Answer::new(200, "Runs of the thread.").json(sent::<Vec<Resource>>, &["thread-runs"]))
        .refuses(&["invalid_request"])
}

fn usage() -> Operation {
    Operation::new(Method::GET, "/usage", "Credits", "getUsage")
        .says(
            "Read the balance",
            "The account that the key debits: the organisation's prepaid pool, or its test account. `credits_remaining` may be negative: \
             a run that was admitted is carried out to its end, and the next top-up settles the debt first.",
        )
        .answers(Answer::new(200, "The balance, over the whole life of the account.").json(sent::<Balance>, &["usage", "usage-unlimited"]))
}

fn ledger() -> Operation {
    let order = json!({ "type": "string", "enum": ["desc", "asc"], "default": "desc" });
    let format = json!({ "type": "string", "enum": ["json", "csv"] });
    Operation::new(Method::GET, "/ledger", "Credits", "listLedger")
        .says(
            "Read the ledger",
            "Every grant and every debit of the account that the key debits. Lines never change, they are numbered without gaps, and each \
             balance follows from the one before. `GET /usage` is their sum.\n\n\
             As CSV with `format=csv` or `Accept: text/csv`; the header `Link` then says where the next page is.",
        )
        .takes("limit")
        .takes("cursor")
        .query("order", "`desc`: the newest line first. `asc`: the oldest.", order)
        .query("format", "Instead of the `Accept` header.", format)
        .answers(
            Answer::new(200, "A page of lines.")
                .json(sent::<Page<Line>>, &["ledger"])
                .text("text/csv", text, &["ledger-csv"])
                .headers(&["Link"]),
        )
        .refuses(&["invalid_request"])
}
