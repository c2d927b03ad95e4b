//! A journal in memory: the entries of one run with their state, and the only way to lengthen it.

use crate::event::{Created, Entry, Event, Seq};
use crate::project::Projection;
use crate::{Illegal, State, Time};
use std::sync::Arc;

/// The whole history of one run, known to be legal and to begin with `Created`. Entries never change, so copies share them.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    entries: Vec<Arc<Entry>>,
    state: State,
    bytes: usize,
}

/// Why entries are no history.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// There are none.
    #[error("the journal is empty")]
    Empty,
    /// One cannot follow those before it.
    #[error(transparent)]
    Illegal(#[from] Illegal),
}

impl Record {
    /// Reads a history.
    pub fn of(entries: impl IntoIterator<Item = impl Into<Arc<Entry>>>) -> Result<Record, Broken> {
        let entries: Vec<Arc<Entry>> = entries.into_iter().map(Into::into).collect();
        if entries.is_empty() {
            return Err(Broken::Empty);
        }
        let state = State::of(&entries)?;
        let bytes = entries.iter().map(|entry| entry.event.weight()).sum();
        Ok(Record { entries, state, bytes })
    }

    /// A run that begins now.
    pub fn begin(at: Time, created: Created) -> Result<Record, Broken> {
        Record::of(vec![Entry { seq: 1, at, event: Event::Created(Box::new(created)) }])
    }

    /// Adds `events`, all at the moment `at`, or refuses them all. Nothing is written: the store does that, and whoever is
    /// told of a conflict there reads the journal again.
    pub fn extend(&mut self, at: Time, events: impl IntoIterator<Item = Event>) -> Result<(), Illegal> {
        let mut state = self.state.clone();
        let mut fresh = Vec::new();
        for event in events {
            // Clocks of nodes differ by a little; a journal's time never runs backwards.
            let entry = Entry { seq: state.head + 1, at: at.max(state.at), event };
            state.apply(&entry)?;
            fresh.push(Arc::new(entry));
        }
        self.bytes += fresh.iter().map(|entry| entry.event.weight()).sum::<usize>();
        self.entries.append(&mut fresh);
        self.state = state;
        Ok(())
    }

    /// All entries.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// The entry at position `seq`.
    pub fn entry(&self, seq: Seq) -> Option<&Entry> {
        self.entries.get(usize::try_from(seq).ok()?.checked_sub(1)?).map(Arc::as_ref)
    }

    /// The entries after position `seq`.
    pub fn after(&self, seq: Seq) -> &[Arc<Entry>] {
        let from = usize::try_from(seq).unwrap_or(usize::MAX).min(self.entries.len());
        &self.entries[from..]
    }

    /// The history as it was once the entry at `seq` was its last; the whole where it is no longer than that.
    pub fn until(&self, seq: Seq) -> Result<Record, Broken> {
        let until = usize::try_from(seq).unwrap_or(usize::MAX).min(self.entries.len());
        Record::of(self.entries[..until].iter().cloned())
    }

    /// Where the run stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Position of the last entry.
    pub fn head(&self) -> Seq {
        self.state.head
    }

    /// About how many bytes all entries take, facts and private parts, before encryption.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// What the run was admitted with.
    pub fn created(&self) -> &Created {
        match &self.entries[0].event {
            Event::Created(created) => created,
            other => unreachable!("a record begins with created, not {}", other.kind()),
        }
    }

    /// When it was admitted.
    pub fn created_at(&self) -> Time {
        self.entries[0].at
    }

    /// The rows that the database keeps beside the journal, with the charges of the entries after `base`.
    pub fn projection(&self, base: Seq) -> Projection {
        Projection::of(self, base)
    }
}
