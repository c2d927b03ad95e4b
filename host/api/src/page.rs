//! A page of a list: how long it may be, and what the next one comes after.

use crate::problem::Problem;
use crate::query::Query;
use data_encoding::BASE64URL_NOPAD;
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Display;
use std::str::FromStr;

/// Rows of a page, unless the client wants fewer or more.
pub const PAGE_ROWS: u32 = 20;
/// Rows of the longest page.
pub const PAGE_ROWS_MAX: u32 = 100;

const LIMIT_RULE: &str = "must be a number from 1 to 100";
const CURSOR_RULE: &str = "must be the next_cursor of an earlier page";

const _: () = assert!(PAGE_ROWS_MAX == 100);

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct Page<T> {
    /// The rows. There may be fewer than asked for, even none, although more follow.
    pub data: Vec<T>,
    /// What to pass as `cursor` for the page after this one; null: this is the last.
    pub next_cursor: Option<String>,
}

/// How many rows the client wants.
pub(crate) fn limit(query: &Query) -> Result<u32, Problem> {
    let limit = query.number("limit", LIMIT_RULE)?.unwrap_or(PAGE_ROWS);
    if (1..=PAGE_ROWS_MAX).contains(&limit) { Ok(limit) } else { Err(Problem::invalid("limit", LIMIT_RULE)) }
}

/// The row that the page comes after; `None`: it is the first.
pub(crate) fn after<T: FromStr>(query: &Query) -> Result<Option<T>, Problem> {
    let read = |cursor: &str| String::from_utf8(BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?).ok()?.parse().ok();
    let given = query.one("cursor")?;
    given.map(|cursor| read(cursor).ok_or_else(|| Problem::invalid("cursor", CURSOR_RULE))).transpose()
}

/// The cursor of the page after `row`.
pub(crate) fn cursor(row: impl Display) -> String {
    BASE64URL_NOPAD.encode(row.to_string().as_bytes())
}
