//! Journals that this process wrote last, so that whoever was told of an append need not read back what was just written.
//!
//! What stands here was durable before it came here. It may be behind only where another process writes too; a reader says how
//! far it must have come, and reads the tables where that is not known.

use journal::{Record, RunId, Seq};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// What all journals kept may take, by their own count.
const KEPT_BYTES_MAX: usize = 32 << 20;

/// Two generations: what was written or read since the older one was dropped survives the next drop.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<RunId, Record>,
    old: HashMap<RunId, Record>,
    /// Bytes of the young ones.
    bytes: usize,
}

impl Generations {
    fn keep(&mut self, run: RunId, record: Record) {
        if self.bytes + record.bytes() > KEPT_BYTES_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += record.bytes();
        if let Some(replaced) = self.young.insert(run, record) {
            self.bytes -= replaced.bytes();
        }
    }

    fn forget(&mut self, run: RunId) {
        if let Some(gone) = self.young.remove(&run) {
            self.bytes -= gone.bytes();
        }
        self.old.remove(&run);
    }
}

impl Recent {
    fn generations(&self) -> std::sync::MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a journal that was just committed.
    pub(crate) fn keep(&self, run: RunId, record: Record) {
        self.generations().keep(run, record);
    }

    /// Of some run it is not known any more what was committed.
    pub(crate) fn forget(&self, run: RunId) {
        self.generations().forget(run);
    }

    /// The run's journal, if it is here and has come as far as `head`.
    pub(crate) fn at(&self, run: RunId, head: Seq) -> Option<Record> {
        let mut generations = self.generations();
        if let Some(record) = generations.young.get(&run) {
            return (record.head() >= head).then(|| record.clone());
        }
        let record = generations.old.remove(&run)?;
        generations.keep(run, record.clone());
        (record.head() >= head).then_some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::event::{Approval, Created, Narrated, Pins, Request, Text};
    use journal::{Event, KeyId, Mode, OrgId, Private, ThreadId, Time};

    fn run(n: i64) -> RunId {
        RunId::new(Time::from_micros(n * 1_000), &[0; 10])
    }

    fn record(message: usize) -> Record {
        let at = Time::from_micros(0);
        let pins =
            Pins { component: String::new(), wit: String::new(), procedure: String::new(), approval: Approval::Auto, checks: vec![] };
        let private = Private::Known(Request { message: "m".repeat(message), metadata: None });
        let created = Created {
            format: journal::event::FORMAT,
            org: OrgId::new(at, &[1; 10]),
            mode: Mode::Live,
            thread: ThreadId::new(at, &[1; 10]),
            key: KeyId::new(at, &[1; 10]),
            workflow: None,
            pins,
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private,
        };
        Record::begin(at, created).unwrap()
    }

    #[test]
    fn a_journal_that_is_behind_is_not_given() {
        let recent = Recent::default();
        let mut longer = record(10);
        recent.keep(run(1), longer.clone());
        assert_eq!(recent.at(run(1), 1).as_ref(), Some(&longer));
        assert_eq!(recent.at(run(1), 2), None);
        assert_eq!(recent.at(run(2), 0), None);
        let said = Narrated { private: Private::Known(Text { text: "n".into() }) };
        longer.extend(Time::from_micros(1), [Event::Started(journal::event::Started { memory: vec![] }), Event::Narrated(said)]).unwrap();
        recent.keep(run(1), longer.clone());
        assert_eq!(recent.at(run(1), 2), Some(longer));
        recent.forget(run(1));
        assert_eq!(recent.at(run(1), 0), None);
    }

    #[test]
    fn what_is_kept_is_bounded_and_what_is_used_stays() {
        let recent = Recent::default();
        recent.keep(run(0), record(1_000));
        for n in 1..3_000 {
            recent.keep(run(n), record(30_000));
            assert!(recent.at(run(0), 1).is_some(), "{n}");
        }
        let generations = recent.generations();
        let bytes: usize = generations.young.values().chain(generations.old.values()).map(Record::bytes).sum();
        assert!(bytes <= KEPT_BYTES_MAX, "{bytes}");
        assert_eq!(generations.bytes, generations.young.values().map(Record::bytes).sum::<usize>());
    }
}
