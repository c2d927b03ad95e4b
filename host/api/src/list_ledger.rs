//! `GET /v1/ledger?limit=&cursor=&order=&format=`: the lines of the account that the key debits, as JSON or as CSV.

use crate::authenticate::Caller;
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::query::Query;
use crate::{Api, csv};
use axum::Json;
use axum::extract::{NestedPath, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use journal::{CallId, Credits, RunId, Time};
use schemars::JsonSchema;
use serde::Serialize;
use store::Order;

/// One line of an account. Lines never change, and their balances follow from one another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "LedgerLine")]
pub struct Line {
    /// 1, 2, 3 and so on.
    pub line: u64,
    /// `grant` or `debit`. Words may be added.
    pub kind: String,
    /// What the balance moved by; negative: taken.
    pub amount: Credits,
    /// What was left after it; negative: overdraft owed.
    pub balance: Credits,
    /// The run that was debited.
    pub run_id: Option<RunId>,
    /// The call that was paid, as in the run's `tool_calls`.
    pub call_id: Option<CallId>,
    /// The check that was called.
    pub check: Option<String>,
    /// When.
    pub at: Time,
    /// What an administrator noted.
    pub note: Option<String>,
}

/// Names of the columns, as in JSON.
const COLUMNS: [&str; 9] = ["line", "kind", "amount", "balance", "run_id", "call_id", "check", "at", "note"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

pub(crate) async fn handle(
    State(api): State<Api>,
    Caller(caller): Caller,
    base: NestedPath,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (limit, after) = (page::limit(&query)?, page::after::<u64>(&query)?);
    let (order, format) = (order(&query)?, format(&query, &headers)?);
    let mut lines = api.house.store.of(caller.org).ledger(caller.mode, order, after, limit + 1).await?;
    let more = lines.len() > limit as usize;
    lines.truncate(limit as usize);
    let next_cursor = lines.last().filter(|_| more).map(|last| page::cursor(last.line));
    let link = next_cursor.as_ref().map(|cursor| next(base.as_str(), limit, cursor, &query));
    let page = Page { data: lines.into_iter().map(Line::from).collect(), next_cursor };
    let mut response = match format {
        Format::Json => Json(page).into_response(),
        Format::Csv => csv::response(&COLUMNS, page.data.iter().map(Line::row)),
    };
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_name(header::ACCEPT));
    if let Some(link) = link {
        headers.insert(header::LINK, HeaderValue::try_from(link).map_err(|error| Problem::Internal(error.into()))?);
    }
    Ok(response)
}

fn order(query: &Query) -> Result<Order, Problem> {
    match query.one("order")? {
        None | Some("desc") => Ok(Order::Descending),
        Some("asc") => Ok(Order::Ascending),
        Some(_) => Err(Problem::invalid("order", "must be asc or desc")),
    }
}

fn format(query: &Query, headers: &HeaderMap) -> Result<Format, Problem> {
    match query.one("format")? {
        None => Ok(if csv::is_preferred(headers) { Format::Csv } else { Format::Json }),
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(_) => Err(Problem::invalid("format", "must be json or csv")),
    }
}

/// Where the next page is, with the same wishes. They were found valid, so they need no escapes.
fn next(base: &str, limit: u32, cursor: &str, query: &Query) -> String {
    let same = |(name, _): &&(String, String)| ["order", "format"].contains(&name.as_str());
    let wishes: String = query.0.iter().filter(same).map(|(name, value)| format!("&{name}={value}")).collect();
    format!("<{base}/ledger?limit={limit}&cursor={cursor}{wishes}>; rel=\"next\"")
}

impl From<store::Line> for Line {
    fn from(line: store::Line) -> Line {
        let store::Line { line, kind, amount, balance, run, call, check, at, note } = line;
        Line { line, kind, amount, balance, run_id: run, call_id: call, check, at, note }
    }
}

impl Line {
    /// In the order of [`COLUMNS`].
    fn row(&self) -> [String; COLUMNS.len()] {
        fn text(value: Option<&impl ToString>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        [
            self.line.to_string(),
            self.kind.clone(),
            self.amount.to_string(),
            self.balance.to_string(),
            text(self.run_id.as_ref()),
            text(self.call_id.as_ref()),
            text(self.check.as_ref()),
            self.at.to_string(),
            text(self.note.as_ref()),
        ]
    }
}
