//! Proves a whole database: every journal legal and unbroken, every charge debited once, every balance the sum of its lines.

use crate::engine::Lent;
use crate::history::History;
use crate::pages::{Key, Pages};
use crate::row::Row;
use crate::seal::sha256;
use crate::{Error, Progress, Store, progress};
use journal::{Projection, Time};
use std::error::Error as _;

/// What a proof found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Accounts looked at.
    pub accounts: u64,
    /// Runs looked at.
    pub runs: u64,
    /// Lines of the ledger looked at.
    pub lines: u64,
    /// One sentence for each fault, the first [`FAULTS_MAX`]; none: the database is sound.
    pub faults: Vec<String>,
}

/// Faults that are told one by one.
pub const FAULTS_MAX: usize = 100;

impl Store {
    /// Proves the whole database, as it stands at one moment. Reads no private part, needs memory for one journal at a time.
    pub async fn verify(&self) -> Result<Verification, Error> {
        self.verify_watched(&Progress::default()).await
    }

    /// The same, saying how far it is.
    pub async fn verify_watched(&self, progress: &Progress) -> Result<Verification, Error> {
        let mut on = self.core().engine.snapshot().await?;
        let mut found = Verification::default();
        progress.begin("journals", progress::count(&mut on).await?);
        found.journals(&mut on, progress).await?;
        progress.begin("payloads", 0);
        found.payloads(&mut on, progress).await?;
        progress.begin("lines of the ledger", 0);
        found.ledger(&mut on, progress).await?;
        on.rollback().await?;
        Ok(found)
    }
}

impl Verification {
    fn fault(&mut self, fault: String) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        }
    }

    /// Each run's journal against its row and its debits.
    async fn journals(&mut self, on: &mut Lent, progress: &Progress) -> Result<(), Error> {
        let (mut journals, mut runs, mut debits) = (Pages::journals(), Pages::runs(), Pages::debits());
        loop {
            let next = [journals.peek(on).await?, runs.peek(on).await?, debits.peek(on).await?];
            let Some(key) = next.into_iter().flatten().min() else { return Ok(()) };
            let entries = journals.all_of(on, &key).await?;
            let row = runs.next_of(on, &key).await?;
            let lines = debits.all_of(on, &key).await?;
            self.runs += 1;
            progress.add(1);
            if entries.is_empty() {
                self.fault(format!("{}: a row or debits without a journal", key.1));
                continue;
            }
            match History::of(&key, &entries) {
                Ok(history) => self.run(&history, row.as_ref(), &lines)?,
                Err(error) => self.fault(format!("{}: {error}{}", key.1, error.source().map(|why| format!(": {why}")).unwrap_or_default())),
            }
        }
    }

    fn run(&mut self, history: &History, row: Option<&Row>, lines: &[Row]) -> Result<(), Error> {
        let run = history.run;
        let expected = history.record.projection(0);
        if !history.unbroken {
            self.fault(format!("{run}: the hash chain is broken"));
        }
        match row {
            None => self.fault(format!("{run}: no row in runs")),
            Some(row) if !same_row(row, &expected, history)? => self.fault(format!("{run}: its row in runs is not what its journal says")),
            Some(_) => {}
        }
        let mut charged = expected.debits.iter();
        for line in lines {
            let seq = line.number("seq")?;
            let fits = match charged.next() {
                None => false,
                Some(debit) => {
                    i64::try_from(debit.seq).is_ok_and(|expected| expected == seq)
                        && line.text("mode")? == expected.mode.as_str()
                        && line.text("kind")? == "debit"
                        && line.number("amount")? == -debit.credits.micros()
                        && line.number("at")? == debit.at.micros()
                        && line.text_or_none("call_id")? == Some(debit.call.to_string())
                        && line.text_or_none("check_name")?.as_ref() == Some(&debit.check)
                        && history.lines.get(&debit.seq).copied() == Some(line.number("line")?)
                }
            };
            if !fits {
                self.fault(format!("{run}: line {} of the ledger is not what entry {seq} charged", line.number("line")?));
                return Ok(());
            }
        }
        if let Some(debit) = charged.next() {
            self.fault(format!("{run}: entry {} charged {} and nothing was debited", debit.seq, debit.credits));
        }
        Ok(())
    }

    /// Each payload against the digest that its entry carries.
    async fn payloads(&mut self, on: &mut Lent, progress: &Progress) -> Result<(), Error> {
        let mut payloads = Pages::payloads();
        while let Some(row) = payloads.next(on).await? {
            progress.add(1);
            if row.bytes_or_none("digest")?.as_deref() != Some(&sha256(&row.bytes("sealed")?)[..]) {
                self.fault(format!(
                    "{}: the payload of entry {} is not the one it was written with",
                    row.text("run_id")?,
                    row.number("seq")?
                ));
            }
        }
        Ok(())
    }

    /// Each account against its lines, and each line against the one before.
    async fn ledger(&mut self, on: &mut Lent, progress: &Progress) -> Result<(), Error> {
        let (mut accounts, mut ledger) = (Pages::accounts(), Pages::ledger());
        loop {
            let next = [accounts.peek(on).await?, ledger.peek(on).await?];
            let Some(key) = next.into_iter().flatten().min() else { return Ok(()) };
            let account = accounts.next_of(on, &key).await?;
            let sums = self.lines(on, &mut ledger, &key).await?;
            progress.set(self.lines);
            let name = format!("the {} account of {}", key.1, key.0);
            let Some(account) = account else {
                self.fault(format!("{name}: lines without an account"));
                continue;
            };
            self.accounts += 1;
            let stored = (account.number("granted")?, account.number("used")?, account.number("lines")?);
            if (i128::from(stored.0), i128::from(stored.1), stored.2) != sums {
                self.fault(format!("{name}: its balance is not the sum of its lines"));
            }
        }
    }

    /// Grants, debits and number of an account's lines.
    async fn lines(&mut self, on: &mut Lent, ledger: &mut Pages, key: &Key) -> Result<(i128, i128, i64), Error> {
        let (mut granted, mut used, mut last) = (0_i128, 0_i128, 0);
        while let Some(row) = ledger.next_of(on, key).await? {
            self.lines += 1;
            let (line, amount) = (row.number("line")?, i128::from(row.number("amount")?));
            let fits = match row.text("kind")?.as_str() {
                "grant" => row.text_or_none("debited")?.is_none() && amount > 0,
                "debit" => row.text_or_none("debited")?.is_some() && amount < 0,
                _ => false,
            };
            if amount > 0 {
                granted += amount
            } else {
                used -= amount
            }
            if !fits || line != last + 1 || i128::from(row.number("balance")?) != granted - used {
                self.fault(format!("the {} account of {}: line {line} does not follow from the line before", key.1, key.0));
            }
            last = line;
        }
        Ok((granted, used, last))
    }
}

fn same_row(row: &Row, expected: &Projection, history: &History) -> Result<bool, Error> {
    let moment = |at: Option<Time>| at.map(Time::micros);
    Ok(row.text("mode")? == expected.mode.as_str()
        && row.text("thread_id")? == expected.thread.to_string()
        && row.text("key_id")? == expected.key.to_string()
        && row.text_or_none("workflow")? == expected.workflow
        && row.text("status")? == expected.status.as_str()
        && row.text_or_none("status_reason")? == expected.status_reason
        && row.count::<u64>("head")? == expected.head
        && row.digest("chain")? == history.chain
        && row.number("credits_used")? == expected.credits_used.micros()
        && row.text_or_none("retry_of")? == expected.retry_of.map(|run| run.to_string())
        && row.number("created_at")? == expected.created_at.micros()
        && row.number_or_none("started_at")? == moment(expected.started_at)
        && row.number_or_none("completed_at")? == moment(expected.completed_at))
}
