//! Removes what is old, a few rows at a time: no step takes longer because there is more history.

use crate::{ANSWERS_KEPT, Error, Store, sql};
use journal::Time;
use std::time::Duration;

/// How long a delivery is kept after it was acknowledged or given up, and a mail after it was last tried.
pub const DELIVERIES_KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How long the row of a removed endpoint stays: longer than any append takes that still saw it.
const REMOVED_KEPT: Duration = Duration::from_secs(60 * 60);
/// Rows of one transaction.
const SWEEP_ROWS_MAX: i64 = 500;

/// What a step left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swept {
    /// Nothing that is known of.
    All,
    /// More of the same: the next step may follow at once.
    Part,
    /// Deliveries to a removed endpoint that are just under way: they are to be looked at again soon.
    UnderWay,
}

impl Store {
    /// One step.
    pub async fn sweep(&self, now: Time) -> Result<Swept, Error> {
        let old = now.minus(DELIVERIES_KEPT).micros();
        let paid = now.minus(ANSWERS_KEPT).micros();
        let mut more = false;
        for (statement, old) in [(&sql::SWEEP_DELIVERIES, old), (&sql::SWEEP_MAILS, old), (&sql::SWEEP_ANSWERS, paid)] {
            let mut on = self.core().engine.begin().await?;
            let removed = on.execute(statement, |q| q.bind(old).bind(SWEEP_ROWS_MAX)).await?;
            on.commit().await?;
            more |= i64::try_from(removed).is_ok_and(|removed| removed >= SWEEP_ROWS_MAX);
        }
        let mut on = self.core().engine.begin().await?;
        let removed = on.execute(&sql::SWEEP_REMOVED, |q| q.bind(SWEEP_ROWS_MAX)).await?;
        on.execute(&sql::SWEEP_ENDPOINTS, |q| q.bind(now.minus(REMOVED_KEPT).micros())).await?;
        let left = on.fetch(&sql::REMOVED_ENDPOINTS, |q| q).await?;
        on.commit().await?;
        more |= i64::try_from(removed).is_ok_and(|removed| removed >= SWEEP_ROWS_MAX);
        Ok(if more {
            Swept::Part
        } else if left.is_empty() {
            Swept::All
        } else {
            Swept::UnderWay
        })
    }
}
