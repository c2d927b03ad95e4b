//! Makes again what follows from the journals: the proof that they are the truth, and the way back after a mistake.

use crate::engine::Lent;
use crate::history::History;
use crate::pages::Pages;
use crate::row::stored;
use crate::{Error, Progress, Store, progress, sql};
use journal::Time;

impl Store {
    /// Throws away and makes again `runs`, the debits of runs, the accounts' sums and `wakeups`, in one transaction; writers
    /// wait meanwhile. Leases and counts of claims are forgotten. Returns the number of runs.
    pub async fn rebuild(&self) -> Result<u64, Error> {
        self.rebuild_watched(&Progress::default()).await
    }

    /// The same, saying how far it is.
    pub async fn rebuild_watched(&self, progress: &Progress) -> Result<u64, Error> {
        let mut on = self.core().engine.begin().await?;
        progress.begin("journals", progress::count(&mut on).await?);
        for statement in [sql::LOCK_JOURNALS, sql::CLEAR_RUNS, sql::CLEAR_DEBITS, sql::CLEAR_WAKEUPS] {
            on.execute(&statement, |q| q).await?;
        }
        let (mut journals, mut runs) = (Pages::journals(), 0);
        while let Some(key) = journals.peek(&mut on).await? {
            let rows = journals.all_of(&mut on, &key).await?;
            write(&mut on, &History::of(&key, &rows)?).await?;
            runs += 1;
            progress.set(runs);
        }
        progress.begin("balances of the ledger's lines", 0);
        on.execute(&sql::REBUILD_BALANCES, |q| q).await?;
        on.execute(&sql::REBUILD_ACCOUNTS, |q| q).await?;
        on.execute(&sql::REBUILD_TURNS, |q| q).await?;
        on.commit().await?;
        self.wake().due().notify_one();
        Ok(runs)
    }
}

async fn write(on: &mut Lent, history: &History) -> Result<(), Error> {
    let (org, run, row) = (history.org.to_string(), history.run.to_string(), history.record.projection(0));
    let head = stored(row.head)?;
    on.execute(&sql::REBUILD_RUN, |q| {
        q.bind(org.clone())
            .bind(run.clone())
            .bind(row.mode.as_str())
            .bind(row.thread.to_string())
            .bind(row.key.to_string())
            .bind(row.workflow)
            .bind(row.status.as_str())
            .bind(row.status_reason)
            .bind(head)
            .bind(history.chain.to_vec())
            .bind(row.credits_used.micros())
            .bind(row.retry_of.map(|run| run.to_string()))
            .bind(row.created_at.micros())
            .bind(row.started_at.map(Time::micros))
            .bind(row.completed_at.map(Time::micros))
    })
    .await?;
    for debit in row.debits {
        let line = history.lines.get(&debit.seq).copied();
        let line = line.ok_or_else(|| Error::corrupt(format!("{run}: the ledger line of entry {}", debit.seq)))?;
        let seq = stored(debit.seq)?;
        on.execute(&sql::REBUILD_DEBIT, |q| {
            q.bind(org.clone())
                .bind(row.mode.as_str())
                .bind(line)
                .bind(run.clone())
                .bind(seq)
                .bind(debit.call.to_string())
                .bind(debit.check)
                .bind(-debit.credits.micros())
                .bind(debit.at.micros())
        })
        .await?;
    }
    if let Some(due) = row.wake_at {
        on.execute(&sql::REBUILD_WAKEUP, |q| q.bind(org).bind(run).bind(due.micros())).await?;
    }
    Ok(())
}
