//! Answers that an organisation paid for and may have again: found by what was asked, in an index that holds no question.

use crate::seal::{Hash, open_event};
use crate::{Error, Tenant, sql};
use journal::event::{CheckAnswered, PinnedCheck};
use journal::{Event, Json, Mode, Record, Seq, ThreadId, Time};
use std::time::Duration;

/// How long a paid answer may be had again, whatever procedures say.
pub const ANSWERS_KEPT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// What is asked: the same check of the same component at the same price, with the same input, in the same mode.
#[derive(Clone, Debug)]
pub struct Question {
    /// Test and live answers never mix.
    pub mode: Mode,
    /// The check as the run is pinned to it.
    pub check: PinnedCheck,
    /// As the workflow wrote it.
    pub input: Json,
}

/// An answer that was had before.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    /// Where it is from.
    pub from: journal::event::Recent,
    /// As its journal has it.
    pub answered: CheckAnswered,
}

/// A question as the index holds it, with the place of its answer.
#[derive(Debug)]
pub(crate) struct Paid {
    pub(crate) question: Hash,
    pub(crate) seq: Seq,
    pub(crate) at: Time,
}

impl Question {
    /// All that makes two questions the same. Members of objects are sorted; lengths keep the parts apart.
    fn text(&self) -> String {
        let PinnedCheck { name, component, price, bills_not_found, .. } = &self.check;
        let (mode, input) = (self.mode.as_str(), self.input.value());
        format!("{mode} {component} {} {bills_not_found} {} {name} {input}", price.micros(), name.len())
    }
}

impl Tenant<'_> {
    /// The newest paid answer to `question` since `since`, unless it was erased.
    pub async fn recall(&self, question: &Question, since: Time) -> Result<Option<Recalled>, Error> {
        let core = self.store.core();
        let (org, hash) = (self.org.to_string(), core.sealer.question(self.org, question.text().as_bytes()).to_vec());
        let rows = core.engine.read(&sql::RECALL, |q| q.bind(org.clone()).bind(hash.clone()).bind(since.micros())).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (run, seq) = (row.word("run_id")?, row.count::<Seq>("seq")?);
        let (Some(facts), Some(sealed)) = (row.text_or_none("facts")?, row.bytes_or_none("sealed")?) else { return Ok(None) };
        let Some(key) = self.store.thread_key(self.org, row.word("thread_id")?).await? else { return Ok(None) };
        let opened = open_event(&key, self.org, run, seq, sealed);
        let opened = opened.ok_or_else(|| Error::corrupt(format!("the payload of entry {seq} of {run}")))?;
        let event = Event::decode(&facts, Some(&opened)).map_err(|source| Error::unreadable(format!("the journal of {run}"), source))?;
        let Event::CheckAnswered(answered) = event else {
            return Err(Error::corrupt(format!("entry {seq} of {run}, which is no answer,")));
        };
        let from = journal::event::Recent { run, call: answered.call, answered_at: Time::from_micros(row.number("at")?) };
        Ok(Some(Recalled { from, answered }))
    }

    /// Forgets what was asked in a thread. To be done in whatever destroys the thread's key: without the key the answers cannot be read,
    /// and with this nobody can tell any more that they were asked for.
    pub async fn forget_answers(&self, thread: ThreadId) -> Result<u64, Error> {
        let (org, thread) = (self.org.to_string(), thread.to_string());
        let mut on = self.store.core().engine.begin().await?;
        let forgotten = on.execute(&sql::FORGET_ANSWERS, |q| q.bind(org).bind(thread)).await?;
        on.commit().await?;
        Ok(forgotten)
    }
}

impl crate::Store {
    /// The paid answers among the entries of `record` after `base`. One that was had before stays as old as it is.
    pub(crate) fn paid(&self, record: &Record, base: Seq) -> Vec<Paid> {
        let created = record.created();
        let answers = record.after(base).iter().filter_map(|entry| {
            let Event::CheckAnswered(answered) = &entry.event else { return None };
            let paid = answered.credits > journal::Credits::ZERO && answered.recent.is_none();
            let asked = record.entries().iter().rev().find_map(|entry| match &entry.event {
                Event::CheckAsked(asked) if paid && asked.call == answered.call => Some(asked),
                _ => None,
            })?;
            let (check, input) = (created.pins.check(&asked.check)?.clone(), asked.private.known()?.input.clone());
            let question = Question { mode: created.mode, check, input }.text();
            Some(Paid { question: self.core().sealer.question(created.org, question.as_bytes()), seq: entry.seq, at: entry.at })
        });
        answers.collect()
    }
}
