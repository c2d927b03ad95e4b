//! Reads whole tables in the order of their keys, a page at a time, so that memory does not grow with history.

use crate::Error;
use crate::engine::Lent;
use crate::row::Row;
use crate::sql::{self, Sql};
use std::collections::VecDeque;

/// Rows read at once; each is small.
const PAGE_ROWS: i64 = 500;
/// Payloads read at once; one may take a MiB.
const PAGE_PAYLOADS: i64 = 32;

/// The first two columns of a key: the organisation, and a run or a mode.
pub(crate) type Key = (String, String);

/// A table under way.
pub(crate) struct Pages {
    sql: Sql,
    second: &'static str,
    third: Option<&'static str>,
    rows: i64,
    after: (String, String, i64),
    read: VecDeque<Row>,
    done: bool,
}

impl Pages {
    fn new(sql: Sql, second: &'static str, third: Option<&'static str>, rows: i64) -> Pages {
        Pages { sql, second, third, rows, after: (String::new(), String::new(), -1), read: VecDeque::new(), done: false }
    }

    pub(crate) fn journals() -> Pages {
        Pages::new(sql::JOURNALS_PAGE, "run_id", Some("seq"), PAGE_ROWS)
    }

    pub(crate) fn runs() -> Pages {
        Pages::new(sql::RUNS_PAGE, "run_id", None, PAGE_ROWS)
    }

    pub(crate) fn debits() -> Pages {
        Pages::new(sql::DEBITS_PAGE, "run_id", Some("seq"), PAGE_ROWS)
    }

    pub(crate) fn payloads() -> Pages {
        Pages::new(sql::PAYLOADS_PAGE, "run_id", Some("seq"), PAGE_PAYLOADS)
    }

    pub(crate) fn ledger() -> Pages {
        Pages::new(sql::LEDGER_PAGE, "mode", Some("line"), PAGE_ROWS)
    }

    pub(crate) fn accounts() -> Pages {
        Pages::new(sql::ACCOUNTS_PAGE, "mode", None, PAGE_ROWS)
    }

    async fn fill(&mut self, on: &mut Lent) -> Result<(), Error> {
        if !self.read.is_empty() || self.done {
            return Ok(());
        }
        let (first, second, third) = self.after.clone();
        let rows = self.rows;
        let three = self.third.is_some();
        let page = on.fetch(&self.sql, |q| {
            let q = q.bind(first).bind(second);
            if three { q.bind(third).bind(rows) } else { q.bind(rows) }
        });
        self.read = page.await?.into();
        if let Some(last) = self.read.back() {
            let third = self.third.map_or(Ok(-1), |column| last.number(column))?;
            self.after = (last.text("org_id")?, last.text(self.second)?, third);
        }
        self.done = (self.read.len() as i64) < rows;
        Ok(())
    }

    /// The key of the next row.
    pub(crate) async fn peek(&mut self, on: &mut Lent) -> Result<Option<Key>, Error> {
        self.fill(on).await?;
        self.read.front().map(|row| Ok((row.text("org_id")?, row.text(self.second)?))).transpose()
    }

    /// The next row.
    pub(crate) async fn next(&mut self, on: &mut Lent) -> Result<Option<Row>, Error> {
        self.fill(on).await?;
        Ok(self.read.pop_front())
    }

    /// The next row, if it has that key.
    pub(crate) async fn next_of(&mut self, on: &mut Lent, key: &Key) -> Result<Option<Row>, Error> {
        if self.peek(on).await?.as_ref() == Some(key) { self.next(on).await } else { Ok(None) }
    }

    /// All next rows with that key.
    pub(crate) async fn all_of(&mut self, on: &mut Lent, key: &Key) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        while let Some(row) = self.next_of(on, key).await? {
            rows.push(row);
        }
        Ok(rows)
    }
}
