//! The lines of accounts: what was granted, and what each call of a check took.

use crate::row::{Row, stored};
use crate::{Error, Tenant, sql};
use journal::{CallId, Credits, Mode, RunId, Seq, Time};

/// A line of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// 1, 2, 3 and so on.
    pub line: u64,
    /// `grant` or `debit`.
    pub kind: String,
    /// What the balance moved by; negative: taken.
    pub amount: Credits,
    /// What was left after it.
    pub balance: Credits,
    /// The run that was debited.
    pub run: Option<RunId>,
    /// The call that was paid.
    pub call: Option<CallId>,
    /// The check that was called.
    pub check: Option<String>,
    /// When.
    pub at: Time,
    /// What an administrator noted.
    pub note: Option<String>,
}

/// Which lines come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The oldest.
    Ascending,
    /// The newest.
    Descending,
}

impl Line {
    fn of(row: &Row) -> Result<Line, Error> {
        Ok(Line {
            line: row.count("line")?,
            kind: row.text("kind")?,
            amount: Credits::from_micros(row.number("amount")?),
            balance: Credits::from_micros(row.number("balance")?),
            run: row.word_or_none("run_id")?,
            call: row.word_or_none("call_id")?,
            check: row.text_or_none("check_name")?,
            at: Time::from_micros(row.number("at")?),
            note: row.text_or_none("note")?,
        })
    }
}

impl Tenant<'_> {
    /// At most `limit` lines of the account of that mode, in that order, after the line `after`.
    pub async fn ledger(&self, mode: Mode, order: Order, after: Option<u64>, limit: u32) -> Result<Vec<Line>, Error> {
        let org = self.org.to_string();
        let (statement, outermost) = match order {
            Order::Ascending => (&sql::LEDGER_OLDEST, 0),
            Order::Descending => (&sql::LEDGER_NEWEST, i64::MAX),
        };
        let after = after.map_or(outermost, |line| i64::try_from(line).unwrap_or(i64::MAX));
        let bind = |q: crate::engine::Bound| q.bind(org.clone()).bind(mode.as_str()).bind(after).bind(i64::from(limit));
        self.store.core().engine.read(statement, bind).await?.iter().map(Line::of).collect()
    }

    /// What the entries of a run's journal took, as far as position `head`.
    pub async fn charges(&self, run: RunId, head: Seq) -> Result<Vec<Line>, Error> {
        let (org, name, head) = (self.org.to_string(), run.to_string(), stored(head)?);
        let bind = |q: crate::engine::Bound| q.bind(org.clone()).bind(name.clone()).bind(head);
        self.store.core().engine.read(&sql::CHARGES, bind).await?.iter().map(Line::of).collect()
    }
}
